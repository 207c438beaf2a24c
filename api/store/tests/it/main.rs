//! The store against a real PostGIS, each test on a database of its own.

mod change_log;
mod migrations;
mod precedence;
mod reference;
mod support;
mod write_path;
