pub mod list;
pub mod page;

use plainpied_domain::InseeCode;
use serde::Serialize;

use crate::extract::Fields;
use crate::problem::{Problem, code};

/// The forms of a list for people who go somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Csv,
}

/// Their names.
pub(crate) const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("csv", Format::Csv)];

/// The commune that has to be given.
///
/// # Errors
/// None, or no code of one.
pub(crate) fn commune(fields: &mut Fields) -> Result<InseeCode, Problem> {
    fields.parsed("commune")?.ok_or_else(|| {
        Problem::new(&code::MISSING_PARAMETER).detail("commune is needed: an INSEE code").at("commune")
    })
}

/// Rows with a head. Texts from outside are cells already: see [`plainpied_opendata::national_csv::text_cell`].
///
/// # Errors
/// 500 for a row that cannot be written.
pub(crate) fn csv_of(rows: &[impl Serialize]) -> Result<Vec<u8>, Problem> {
    let internal = |error: csv::Error| Problem::new(&code::INTERNAL).cause(error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(internal)?;
    }
    writer.into_inner().map_err(|error| Problem::new(&code::INTERNAL).cause(error.error().to_string()))
}
