//! What the embedded engine promises beyond the port: durability, rebuilds, one writer, damage noticed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]
#![allow(missing_docs, reason = "test names are sentences")]

mod damage;
mod durability;
mod following;
mod handover;
mod rebuilds;
mod support;
