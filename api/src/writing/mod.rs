//! Every write over HTTP: read, judged against what is there, written in one transaction, answered once.

mod account;
mod asked;
mod batch;
mod came;
mod description;
mod errors;
mod job;
mod likeness;
mod perform;
mod seen;
mod submission;
mod text;
mod view;

pub(crate) use account::{author_of, revert_account};
pub(crate) use asked::Asked;
pub(crate) use batch::{Batch, MOST_LINES, Mode};
pub(crate) use came::Came;
pub(crate) use description::{DescriptionRequest, Form, optional_line};
pub(crate) use errors::WriteErrors;
pub(crate) use job::{Creation, Job, Room};
pub(crate) use perform::{Reviewed, forget_old_answers, judged, perform, published, review, submit};
pub(crate) use seen::same_as_seen;
pub(crate) use submission::{IDEMPOTENCY_KEY, ReasonRequest, Submission, WriteParams};
pub(crate) use text::{email, line, url};
pub(crate) use view::WrittenView;
