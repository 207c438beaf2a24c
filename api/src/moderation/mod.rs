//! What moderators do: writes that wait for them, and what people are told of their decisions. Handlers and commands call
//! the same functions.

mod act;
mod assignee;
mod claims;
mod compare;
mod decide;
mod desk;
mod examine;
mod item;
mod kind;
mod members;
mod merge;
mod notification;
mod proposals;
mod redact;
mod reports;
mod suggest;
mod view;
mod waiting;
mod whose;

use plainpied_domain::EstablishmentId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::problem::{Detail, Problem, code};

pub(crate) use act::{Act, try_out};
pub(crate) use assignee::{AssignRequest, Assignee};
pub(crate) use claims::{Proof, assign_claim, claim, decide_claim, found_claim, withdraw_claim};
pub(crate) use compare::{ChangeView, Teller, between, changes, known_label, label_of, members, said};
pub(crate) use decide::{Acceptance, accept, assign, found, reject, withdraw};
pub(crate) use desk::Desk;
pub(crate) use examine::examine;
pub(crate) use item::Item;
pub(crate) use kind::Kind;
pub(crate) use members::{answer, decision, needed_answer};
pub(crate) use merge::{Duplicate, merge};
pub(crate) use notification::{Told, sentence_of, tell, tell_managers};
pub(crate) use proposals::{answer_proposal, proposal, proposal_answer};
pub(crate) use redact::{FreeText, REASON, RedactedView, Redaction, redact};
pub(crate) use reports::{
    KINDS, ReportDecision, Reported, assign_report, decide_report, found_report, report,
};
pub(crate) use suggest::{suggest, suggest_draft};
pub(crate) use view::SuggestionView;
pub(crate) use waiting::{Kept, Waiting, held, keep};
pub(crate) use whose::Queue;

/// An id whose order is that of time.
pub(crate) fn fresh_id(at: OffsetDateTime) -> Uuid {
    EstablishmentId::new(at, rand::random()).as_uuid()
}

/// 409: what was decided already is not decided again.
fn decided_already(decision: Option<String>) -> Problem {
    let decision = decision.unwrap_or_default();
    Problem::new(&code::ALREADY_DECIDED)
        .detailed(Detail::Decided(decision.clone()))
        .with("decision", decision)
}
