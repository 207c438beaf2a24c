use plainpied_criteria::Answers;
use plainpied_domain::{Activity, ActivitySlug, DepartmentCode, EstablishmentId, InseeCode, LonLat};
use time::Date;

/// What an engine knows of an establishment: enough to find, filter and sort it, nothing to show it but its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its id, the key: a second document of the same id replaces the first.
    pub id: EstablishmentId,
    /// The version that this document was made from.
    pub version: i32,
    /// Its name as written.
    pub name: String,
    /// What is done there.
    pub activities: Vec<DocumentActivity>,
    /// INSEE code of its commune or municipal arrondissement.
    pub commune: InseeCode,
    /// The commune of a municipal arrondissement: Lyon for Lyon 3e.
    pub commune_parent: Option<InseeCode>,
    /// Name of the commune.
    pub commune_name: String,
    /// The department: filter, facet, and a word that the text of a query may hold.
    pub department: DepartmentCode,
    /// House number and street.
    pub street: Option<String>,
    /// Hamlet, `lieu-dit`.
    pub locality: Option<String>,
    /// Postal code, five digits; empty where unknown.
    pub postal_code: String,
    /// Where it is.
    pub at: LonLat,
    /// How much is known of it, 0 to 100.
    pub completeness: u8,
    /// What is known of it: what is not in here is neither yes nor no. Answers of the embedded schema.
    pub answers: Answers,
    /// The latest day on which somebody saw one of the answers to be so; `None` where nobody said when.
    pub observed: Option<Date>,
}

/// One activity of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentActivity {
    /// Filter and facet key.
    pub slug: ActivitySlug,
    /// Names and search words, French and English.
    pub terms: Vec<String>,
}

/// An activity by all the words it is known by.
impl From<&Activity> for DocumentActivity {
    fn from(activity: &Activity) -> Self {
        let names = [&activity.name_fr, &activity.name_en].into_iter();
        let terms = names.chain(&activity.search_words).chain(&activity.aliases).cloned().collect();
        Self { slug: activity.slug.clone(), terms }
    }
}
