//! Pages for people.

pub mod account;
pub mod asks;
pub mod claim;
pub mod confirmations;
pub mod console;
pub mod contribute;
pub mod correct;
pub mod directory;
pub mod docs;
pub mod edit;
pub mod favicon;
pub mod history;
pub mod home;
pub mod language;
pub mod moderation;
pub mod notices;
pub mod offline;
pub mod openid;
pub mod place;
pub mod proposals;
pub mod qr;
pub mod register;
pub mod register_pdf;
pub mod report;
pub mod saved;
pub mod signin;
pub mod signin_link;
pub mod statistics;
pub mod steward;
pub mod subscribe;
pub mod texts;
pub mod verify;

use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;

use crate::auth::{SignedIn, Visitor};
use crate::web::Tongue;

/// Whoever is signed in; else the way through signing in back to `page`, an address as it stands in a query.
fn signed_in(Visitor(visitor): Visitor, (page, lang): (&str, Lang)) -> Result<SignedIn, Box<Response>> {
    let leads = || Redirect::to(&Tongue(lang).to(&format!("/signin?next={page}")));
    visitor.ok_or_else(|| Box::new(leads().into_response()))
}
