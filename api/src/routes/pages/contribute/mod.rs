//! `/contribute`: find a place, or add it, and answer questions about it one page after the other.

pub mod add;
pub mod begin;
pub mod delete;
mod description;
mod drafted;
pub mod find;
pub mod place;
mod publish;
pub mod question;
pub mod summary;

pub(super) use description::{candidates, position, refused, wanted};
