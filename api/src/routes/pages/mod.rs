//! Pages for people.

pub mod docs;
pub mod home;
pub mod language;
pub mod offline;
pub mod place;
pub mod saved;
