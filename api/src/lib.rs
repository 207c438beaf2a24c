//! The service: HTTP API, pages, and the command line `plainpied`.

mod auth;
mod cached;
pub mod cli;
mod compat;
pub mod config;
pub mod extract;
pub mod guard;
pub mod import;
mod lexicon;
pub mod mail;
mod matching;
mod ogc;
pub mod openapi;
pub mod problem;
pub mod publish;
mod reconcile;
mod reference;
pub mod router;
mod routes;
pub mod site;
pub mod state;
pub mod telemetry;
mod tiles;
pub mod view;
mod web;
mod writing;

pub use router::serve;
