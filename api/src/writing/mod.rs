//! Every write over HTTP: read, judged against what is there, written in one transaction, answered once.

mod account;
mod batch;
mod description;
mod errors;
mod job;
mod likeness;
mod perform;
mod submission;
mod text;
mod view;

pub(crate) use account::revert_account;
pub(crate) use batch::{Batch, MOST_LINES, Mode};
pub(crate) use description::{DescriptionRequest, Form};
pub(crate) use errors::WriteErrors;
pub(crate) use job::{Creation, Job};
pub(crate) use perform::{CreatedAt, forget_old_answers, perform};
pub(crate) use submission::{IDEMPOTENCY_KEY, ReasonRequest, Submission, WriteParams};
pub(crate) use text::line;
pub(crate) use view::WrittenView;
