//! Subscriptions: what has changed, by mail. A digest and the step of its cursor in the change log are one transaction,
//! so that a change is told once, whichever server writes the mail and whatever ends meanwhile.

mod digest;
mod keep;
mod named;
mod schedule;
mod unsubscribe;
mod worker;

pub(crate) use keep::{MOST, keep, list};
pub(crate) use named::{Named, named};
pub(crate) use schedule::Frequency;
pub(crate) use unsubscribe::{end, of_token, token};
pub(crate) use worker::work;
