//! Acceptance tests: the real programs against a real PostGIS. `deploy/test` builds the programs first.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod agreement;
mod edges;
mod harness;
mod import;
mod journey;
mod kill;
mod large;
mod start;
mod url;
