mod bundled;
pub mod element;
pub mod get;
pub mod manifest;
pub mod worker;
