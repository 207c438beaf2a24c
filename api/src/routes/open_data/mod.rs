pub mod catalog;
pub mod file;
pub mod page;
pub mod schema;
