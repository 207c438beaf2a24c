//! Acceptance tests: the real programs against a real PostGIS. `deploy/test` builds the programs first.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and a measurement is printed"
)]

mod agreement;
mod catalog;
mod changes;
mod command_line;
mod crash;
mod edges;
mod export;
mod export_meanwhile;
mod flat;
mod harness;
mod import;
mod journey;
mod kill;
mod large;
mod mail;
#[path = "../matching/mod.rs"]
mod matching;
mod meilisearch;
mod moderation;
mod notices;
mod ogc;
mod open_data;
mod open_data_elsewhere;
mod openid;
mod participation;
mod people;
mod permissions;
mod pmtiles;
mod provider;
mod publish;
#[path = "../relevance/mod.rs"]
mod relevance;
mod smtp;
mod start;
mod statistics;
mod stopping;
mod subscriptions;
mod table_schema;
mod tiles;
mod url;
mod webhooks;
mod writing;
