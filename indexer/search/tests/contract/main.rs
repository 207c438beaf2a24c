//! What every search engine of this project must do, written against the port alone. Each adapter runs all of it: see
//! [`subject`].

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]
#![allow(missing_docs, reason = "test names are sentences")]

mod asked;
mod corpus;
mod order;
mod pages;
mod places;
mod random;
mod reference;
mod subject;
mod words;
mod writing;
