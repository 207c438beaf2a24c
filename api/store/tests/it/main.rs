//! The store against a real PostGIS, each test on a database of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod along;
mod change_log;
mod connections;
mod directory;
mod migrations;
mod plans;
mod precedence;
mod reference;
mod support;
mod verdicts;
mod write_path;
