//! The Common Query Language (CQL2, OGC 21-065r2), text and JSON, read into conditions over known properties.
//!
//! Grammar and JSON encoding are those of the crate `cql2`; here stand the limits, the types of operands, and where in the
//! text a mistake is.

mod check;
mod comparison;
mod error;
mod limits;
mod place;
mod shape;
mod temporal;

pub use error::Cql2Error;

use plainpied_domain::Crs;
use plainpied_domain::filter::{Condition, Subject};

/// How a filter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cql2Language {
    /// `cql2-text`
    #[default]
    Text,
    /// `cql2-json`
    Json,
}

/// Reads a filter over the properties of a subject; the coordinates of its shapes are in `crs`.
///
/// # Errors
/// A filter that is too long, too deep, malformed, or compares what cannot be compared; with the place of the mistake.
pub fn read(subject: Subject, text: &str, language: Cql2Language, crs: Crs) -> Result<Condition, Cql2Error> {
    limits::check(text, language)?;
    limits::on_a_stack_of_its_own(|| parse(subject, text, language, crs))
}

fn parse(subject: Subject, text: &str, language: Cql2Language, crs: Crs) -> Result<Condition, Cql2Error> {
    let expression = match language {
        Cql2Language::Text => cql2::parse_text(text).map_err(|error| error::of_text(text, &error))?,
        Cql2Language::Json => {
            // First as JSON alone: only then does a mistake have its place.
            let value: serde_json::Value =
                serde_json::from_str(text).map_err(|error| error::of_json(text, &error))?;
            serde_json::from_value(value)
                .or(Err(Cql2Error::new("this is JSON, but no expression of CQL2 (OGC 21-065r2)").first()))?
        }
    };
    check::Checker::new(subject, crs)
        .whole(&expression)
        .map_err(|error| error.placed(&expression, (text, language)))
}

#[cfg(test)]
mod tests;
