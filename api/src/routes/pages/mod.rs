//! Pages for people.

pub mod account;
pub mod asks;
pub mod confirmations;
pub mod console;
pub mod contribute;
pub mod directory;
pub mod docs;
pub mod edit;
pub mod favicon;
pub mod history;
pub mod home;
pub mod language;
pub mod moderation;
pub mod offline;
pub mod openid;
pub mod place;
pub mod qr;
pub mod report;
pub mod saved;
pub mod signin;
pub mod signin_link;
pub mod statistics;
pub mod texts;
pub mod verify;
