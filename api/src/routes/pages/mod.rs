//! Pages for people.

pub mod console;
pub mod directory;
pub mod docs;
pub mod favicon;
pub mod home;
pub mod language;
pub mod place;
pub mod qr;
pub mod statistics;
pub mod texts;
