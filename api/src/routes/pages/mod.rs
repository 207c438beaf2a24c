//! Pages for people.

pub mod docs;
pub mod home;
pub mod language;
pub mod place;
