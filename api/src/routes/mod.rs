//! One file for each endpoint, in the order parameters, documentation, handler.

pub mod accounts;
pub mod activities;
pub mod asks;
pub mod assets;
pub mod batch;
pub mod campaigns;
pub mod changes;
pub mod claims;
pub mod communes;
pub(crate) mod compat;
pub mod confirmations;
pub mod criteria;
pub mod embed;
pub mod establishments;
pub mod export;
pub mod feeds;
pub mod health;
pub mod keys;
pub mod map;
pub mod matching;
pub mod me;
pub mod needs;
pub mod notices;
pub mod notifications;
pub mod ogc;
pub mod open_data;
pub mod openapi;
pub mod pages;
pub mod problems;
pub mod proposals;
pub mod reconcile;
pub mod reports;
pub mod search;
pub mod signin;
pub mod site;
pub mod sources;
pub mod statistics;
pub mod subscriptions;
pub mod suggestions;
pub mod tiles;
pub mod webhooks;

#[cfg(test)]
mod tests;
