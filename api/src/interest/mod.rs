//! What somebody wants to hear of: read from bodies, shown, and found among changes. Webhooks and subscriptions share it.

mod form;
pub(crate) mod found;
mod impersonal;

pub(crate) use form::{InterestRequest, InterestView, check, read, refuse_needs, refuse_personal, searched};
pub(crate) use impersonal::{Impersonal, impersonal};
