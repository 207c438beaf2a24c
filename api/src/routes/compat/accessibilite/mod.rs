pub mod get;
pub mod help;
pub mod list;
