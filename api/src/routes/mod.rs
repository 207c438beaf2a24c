//! One file for each endpoint, in the order parameters, documentation, handler.

pub mod activities;
pub mod communes;
pub mod criteria;
pub mod establishments;
pub mod health;
pub mod openapi;
pub mod problems;
pub mod search;
pub mod sources;
