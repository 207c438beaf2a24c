//! `/contribute`: find a place, or add it.

pub mod add;
mod description;
pub mod find;
