use super::activities::Activities;
use super::communes::Communes;
use super::departments::Departments;
use super::needs::{LexiconError, Needs};
use super::reading::Reading;
use super::understood::{Asked, CommuneChoice, Department, Understood};
use crate::{Activity, Commune};

/// The words by which communes, departments, activities and needs are known. Made once, read by every search.
#[derive(Debug)]
pub struct Lexicon {
    pub(super) communes: Communes,
    pub(super) departments: Departments,
    pub(super) activities: Activities,
    pub(super) needs: Needs,
}

impl Lexicon {
    /// A lexicon of this reference data and of the need words that are compiled in.
    ///
    /// # Errors
    /// The compiled-in table of need words is not readable.
    pub fn new(
        communes: Vec<Commune>,
        departments: Vec<Department>,
        activities: &[Activity],
    ) -> Result<Self, LexiconError> {
        Ok(Self {
            communes: Communes::new(communes),
            departments: Departments::new(departments),
            activities: Activities::new(activities),
            needs: Needs::compiled_in()?,
        })
    }

    /// What a person means. Never fails: what is not understood is text.
    pub fn read(&self, asked: &Asked<'_>) -> Understood {
        Reading::new(self, asked).read()
    }

    /// The name of the commune or arrondissement with this INSEE code.
    pub fn commune_name(&self, code: &str) -> Option<&str> {
        self.communes.of_insee(code).map(|commune| commune.name.as_str())
    }

    /// The name of the department with this code.
    pub fn department_name(&self, code: &str) -> Option<&str> {
        self.departments.get(code).map(|department| department.name.as_str())
    }

    pub(super) fn choice(&self, number: u32) -> CommuneChoice {
        let commune = self.communes.get(number).clone();
        let department_name = self.departments.get(&commune.department).map(|found| found.name.clone());
        CommuneChoice { department_name: department_name.unwrap_or_default(), commune }
    }
}
