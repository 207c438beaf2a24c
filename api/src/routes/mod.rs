//! One file for each endpoint, in the order parameters, documentation, handler.

pub mod accounts;
pub mod activities;
pub mod assets;
pub mod batch;
pub mod changes;
pub mod communes;
pub(crate) mod compat;
pub mod criteria;
pub mod establishments;
pub mod export;
pub mod feeds;
pub mod health;
pub mod matching;
pub mod needs;
pub mod notices;
pub mod ogc;
pub mod open_data;
pub mod openapi;
pub mod pages;
pub mod problems;
pub mod reconcile;
pub mod reports;
pub mod search;
pub mod sources;
pub mod tiles;

#[cfg(test)]
mod tests;
