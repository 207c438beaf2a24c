use plainpied_criteria::Answers;
use plainpied_domain::{LonLat, PostalCode, Siret};

/// What one row says. Empty cells are `None`, or an empty text where the commune is told from it.
#[derive(Debug, Clone, PartialEq)]
pub struct NationalRow {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// The id at the source.
    pub id: String,
    /// Name.
    pub name: String,
    /// Postal code.
    pub postal_code: Option<PostalCode>,
    /// Name of the commune.
    pub commune: String,
    /// INSEE code, as given.
    pub insee_code: String,
    /// House number.
    pub house_number: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or place name.
    pub locality: Option<String>,
    /// SIRET number.
    pub siret: Option<Siret>,
    /// Name of the activity.
    pub activity: Option<String>,
    /// Contact page.
    pub contact_url: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Id in the national register of buildings.
    pub rnb_id: Option<String>,
    /// Position.
    pub location: LonLat,
    /// The answers given.
    pub answers: Answers,
    /// What was tolerated.
    pub notes: Vec<Note>,
}

/// Something odd that does not stop a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Column.
    pub column: String,
    /// What was made of it.
    pub what: &'static str,
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Column; empty where the row as a whole is at fault.
    pub column: String,
    /// The value, cut to 200 characters.
    pub value: String,
    /// Why, and what is expected.
    pub reason: String,
}

impl Fault {
    /// A fault of a cell.
    pub fn new(column: impl Into<String>, value: &str, reason: impl ToString) -> Self {
        Self { column: column.into(), value: value.chars().take(200).collect(), reason: reason.to_string() }
    }
}

/// A row that was refused, with all its faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// The id at the source, where it could be read.
    pub id: String,
    /// At least one.
    pub faults: Vec<Fault>,
}
