//! The places that are searched: the project's sample of invented places, and those of `places.tsv`.

use std::collections::HashMap;
use std::io::Read;

use plainpied_criteria::{Answers, GroupSet, completeness, schema};
use plainpied_domain::text::fold;
use plainpied_domain::understanding::{Department, Lexicon};
use plainpied_domain::{Activity, Commune, EstablishmentId, Gazetteer};
use plainpied_opendata::national_csv::Reader;
use plainpied_search::{Document, DocumentActivity};
use uuid::Uuid;

use super::judged::Question;

/// Documents, and the words that are understood.
pub struct Corpus {
    pub documents: Vec<Document>,
    pub lexicon: Lexicon,
}

impl Corpus {
    /// The committed corpus.
    pub fn load() -> Self {
        let committed = |maker: &Maker| {
            let mut documents = maker.national(&include_bytes!("../../fixtures/sample.csv")[..]);
            assert_eq!(documents.len(), 2_000, "no row of the sample is left out");
            documents.extend(include_str!("places.tsv").lines().skip(1).map(|line| maker.place(line)));
            documents
        };
        Self::of(committed)
    }

    /// The places of a national CSV.
    pub fn of_file(csv: impl Read) -> Self {
        Self::of(|maker| maker.national(csv))
    }

    fn of(documents: impl FnOnce(&Maker) -> Vec<Document>) -> Self {
        let communes = fixtures::communes().unwrap();
        let activities = fixtures::activities().unwrap();
        let departments = fixtures::departments().unwrap();
        let departments =
            departments.into_iter().map(|found| Department { code: found.code, name: found.name }).collect();
        let lexicon = Lexicon::new(communes.clone(), departments, &activities).unwrap();
        let maker = Maker { gazetteer: Gazetteer::new(communes), activities };
        let mut documents = documents(&maker);
        for (number, document) in (1..).zip(&mut documents) {
            document.id = EstablishmentId::from(Uuid::from_u128(number));
        }
        Self { documents, lexicon }
    }

    /// Every place that answers a question, with its grade.
    pub fn grades(&self, question: &Question) -> HashMap<Uuid, u8> {
        let graded = self.documents.iter().map(|document| (document.id.as_uuid(), question.grade(document)));
        graded.filter(|(_, grade)| *grade > 0).collect()
    }

    /// The name of a place.
    pub fn name(&self, id: Uuid) -> &str {
        &self.documents.iter().find(|document| document.id.as_uuid() == id).unwrap().name
    }
}

struct Maker {
    gazetteer: Gazetteer,
    activities: Vec<Activity>,
}

impl Maker {
    /// The rows of a national CSV that can be read and lie in a known commune.
    fn national(&self, csv: impl Read) -> Vec<Document> {
        let mut reader = Reader::new(schema(), csv).unwrap();
        let mut documents = Vec::new();
        while let Some(line) = reader.next_line().unwrap() {
            let Ok(row) = line else { continue };
            let code = row.insee_code.parse().ok();
            let Some(commune) = code.and_then(|code| self.gazetteer.get(&code)) else { continue };
            let name = row.activity.as_deref().map(fold);
            let is = |known: &&Activity| {
                let mut names = known.aliases.iter().chain([&known.name_fr]);
                Some(fold(&known.name_fr)) == name || names.any(|known| Some(fold(known)) == name)
            };
            let street: Vec<String> = row.house_number.into_iter().chain(row.street).collect();
            documents.push(Document {
                street: Some(street.join(" ")).filter(|street| !street.is_empty()),
                locality: row.locality,
                postal_code: row.postal_code.map(|code| code.to_string()).unwrap_or_default(),
                at: row.location,
                completeness: completeness(schema(), &row.answers, &GroupSet::base(schema())),
                answers: row.answers,
                ..self.document(row.name, commune, self.activities.iter().find(is))
            });
        }
        documents
    }

    /// A line of `places.tsv`: name, activity, commune and street, without answers.
    fn place(&self, line: &str) -> Document {
        let [name, activity, code, street] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("places.tsv: {line:?}")
        };
        let commune = self.gazetteer.get(&code.parse().unwrap()).unwrap();
        let activity = self.activities.iter().find(|known| known.slug.as_str() == activity);
        let postal_code = commune.postal_codes.first().cloned().unwrap_or_default();
        let document = self.document(name.to_owned(), commune, activity);
        Document { street: Some(street.to_owned()), postal_code, ..document }
    }

    fn document(&self, name: String, commune: &Commune, activity: Option<&Activity>) -> Document {
        Document {
            id: EstablishmentId::from(Uuid::nil()),
            version: 1,
            name,
            activities: activity.map(DocumentActivity::from).into_iter().collect(),
            commune: commune.code.clone(),
            commune_parent: commune.parent.clone(),
            commune_name: commune.name.clone(),
            department: commune.department.parse().unwrap(),
            street: None,
            locality: None,
            postal_code: String::new(),
            at: commune.location,
            completeness: 0,
            answers: Answers::new(),
            observed: None,
        }
    }
}
