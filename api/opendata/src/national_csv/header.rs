use plainpied_criteria::Schema;

use super::columns::{Column, NATIONAL_COLUMNS};

/// What the columns of one file hold.
#[derive(Debug, Clone)]
pub struct Header {
    /// One for each column of the file, with its name; `None`: a column that the format does not have.
    pub(super) columns: Vec<(String, Option<Column>)>,
}

/// Why a first line is no header of the national CSV.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Nothing there.
    #[error("the file is empty: expected a header line with the columns {}", Column::NECESSARY.join(", "))]
    Empty,
    /// Compressed, an image, a database, or text of another encoding.
    #[error("the file is not UTF-8 text: {0}")]
    NotText(&'static str),
    /// Text, but no such header.
    #[error("this is not the national CSV: column {missing} is missing{nearest}; the first line is {line:?}")]
    Missing {
        /// The columns that are not there.
        missing: String,
        /// `; did you mean ...`, or empty.
        nearest: String,
        /// The beginning of the first line.
        line: String,
    },
    /// One name twice.
    #[error("column {0:?} stands twice in the header")]
    Twice(String),
}

impl Header {
    /// Reads the names of the first line.
    ///
    /// # Errors
    /// A necessary column is missing, or one stands twice.
    pub fn new<'a>(schema: &Schema, names: impl Iterator<Item = &'a str>) -> Result<Self, HeaderError> {
        let columns: Vec<_> = names
            .map(|name| name.trim().to_owned())
            .map(|name| {
                let column = Column::named(schema, &name);
                (name, column)
            })
            .collect();
        for (at, (name, column)) in columns.iter().enumerate() {
            if column.is_some() && columns[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(HeaderError::Twice(name.clone()));
            }
        }
        let header = Self { columns };
        header.check_necessary()?;
        Ok(header)
    }

    fn check_necessary(&self) -> Result<(), HeaderError> {
        let missing: Vec<_> = Column::NECESSARY.into_iter().filter(|name| !self.has(name)).collect();
        let Some(first) = missing.first() else {
            return Ok(());
        };
        let unknown = self.unknown();
        let nearest = plainpied_domain::nearest_name(first, unknown.iter().copied())
            .map(|found| format!(" (column {found:?} may be meant for {first:?})"))
            .unwrap_or_default();
        let line: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        Err(HeaderError::Missing {
            missing: missing.join(", "),
            nearest,
            line: line.join(",").chars().take(120).collect(),
        })
    }

    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(column, _)| column == name)
    }

    /// Columns that the format does not have: they are not read.
    pub fn unknown(&self) -> Vec<&str> {
        self.columns.iter().filter(|(_, column)| column.is_none()).map(|(name, _)| name.as_str()).collect()
    }

    /// Columns of the format that the file does not have: nothing is said of them.
    pub fn missing(&self) -> Vec<&'static str> {
        NATIONAL_COLUMNS.into_iter().filter(|name| !self.has(name)).collect()
    }
}
