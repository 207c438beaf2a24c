pub mod catalog;
pub mod file;
pub mod page;
mod range;
pub mod schema;
