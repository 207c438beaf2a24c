//! What people type and what is understood of it, read with the reference data of the project.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod boxes;
mod random;
mod suggestions;
mod support;
mod texts;
