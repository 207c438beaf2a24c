//! The routes against a real PostGIS and a real index, each test on a database of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod changes;
mod compat;
mod contribute;
mod correct;
mod drafts;
mod embed;
mod finding;
mod matching;
mod moderation_pages;
mod moderation_texts;
mod needs;
mod ogc;
mod ogc_filters;
mod own_needs;
mod pages;
mod places;
mod proposals;
mod reconcile;
mod search;
mod service;
mod space;
mod steward;
