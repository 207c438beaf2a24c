//! The routes against a real PostGIS and a real index, each test on a database of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod changes;
mod compat;
mod contribute;
mod drafts;
mod embed;
mod finding;
mod matching;
mod moderation_pages;
mod needs;
mod ogc;
mod ogc_filters;
mod pages;
mod places;
mod reconcile;
mod search;
mod service;
mod space;
