//! The schema and what is derived from it, as other crates see them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

#[cfg(test)]
mod answers;
#[cfg(test)]
mod broken_schema;
#[cfg(test)]
mod cells;
#[cfg(test)]
mod completeness;
#[cfg(test)]
mod conditions;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod need_files;
#[cfg(test)]
mod needs;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod small;
#[cfg(test)]
mod whole_rules;
