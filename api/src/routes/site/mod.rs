//! What programs that read sites look for: which addresses there are, and how to search them.

pub mod opensearch;
pub mod robots;
pub mod sitemap;
