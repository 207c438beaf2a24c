//! Pages for people.

pub mod account;
pub mod docs;
pub mod home;
pub mod language;
pub mod openid;
pub mod place;
pub mod signin;
pub mod signin_link;
