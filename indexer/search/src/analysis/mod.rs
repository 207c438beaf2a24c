//! From text to the words that are compared: the same for what is indexed and for what is asked.

mod tokens;
mod typed;
mod vocabulary;

pub(crate) use plainpied_domain::abbreviations::abbreviations;
pub(crate) use tokens::{Analyser, Place, Word};
pub(crate) use typed::{Typed, TypedWord};
