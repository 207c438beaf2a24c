//! Telling addresses of others what has changed, after the Standard Webhooks specification: `docs/webhooks.md` is for
//! those who receive.
//!
//! A webhook has a cursor in the change log. The next changes of its interest become a message, in the transaction that
//! moves the cursor; the message is sent until it is accepted, and only then is the next one made. So a receiver gets
//! changes in order, at least once, whatever ends meanwhile, and what waits for a receiver that is away is one row.

mod address;
mod backoff;
mod message;
mod owner;
mod secret;
mod select;
mod send;
mod target;
mod worker;

pub(crate) use secret::Secret;
pub(crate) use target::check_url;
pub use target::{Allowed, NotAllowed};
pub use worker::{WebhookWorker, WebhookWorkerError};
