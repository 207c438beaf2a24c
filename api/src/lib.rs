//! The service: HTTP API, pages, and the command line `plainpied`.

mod auth;
pub mod base_map;
mod cached;
mod campaign;
pub mod cli;
pub mod config;
pub mod embedding;
pub mod extract;
pub mod guard;
pub mod import;
mod interest;
mod lexicon;
pub mod mail;
mod matching;
mod moderation;
mod ogc;
pub mod openapi;
pub mod operator;
pub mod people;
pub mod problem;
pub mod publish;
mod questions;
mod reconcile;
mod reference;
pub mod router;
mod routes;
pub mod site;
pub mod state;
mod statistics;
pub mod telemetry;
mod tiles;
pub mod view;
mod web;
pub mod webhooks;
mod writing;

pub use router::serve;
