//! What the embedded engine promises beyond the port: durability, rebuilds, one writer, damage noticed.
#![allow(missing_docs, reason = "test names are sentences")]

mod damage;
mod durability;
mod following;
mod handover;
mod rebuilds;
mod support;
