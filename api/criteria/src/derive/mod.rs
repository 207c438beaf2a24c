//! What is written out of the embedded schema.

mod json_schema;
mod jsonpath;
mod meilisearch;
mod sql_view;

pub use json_schema::{description, json_schema};
pub use jsonpath::jsonpath;
pub use meilisearch::{MeilisearchFilter, meilisearch};
pub use sql_view::sql_view;

use crate::embedded::schema;

/// The keys of the criteria that are columns of the national CSV, in schema order.
pub fn csv_columns() -> Vec<&'static str> {
    let in_csv = schema().criteria().iter().filter(|criterion| criterion.csv);
    in_csv.map(|criterion| criterion.key.as_str()).collect()
}
