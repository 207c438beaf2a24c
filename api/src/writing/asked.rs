use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Origin, Settlement};
use plainpied_store::write::Deed;
use serde_json::{Value, json};
use time::Date;

use super::{Creation, Form, Job, text};
use crate::extract::{Faults, Members, read_whole};
use crate::problem::Problem;

/// A write, as it is asked for: kept with its body, it can be done later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A new establishment; `force`: although one like it is there.
    Create { force: bool },
    /// Something said of one.
    Describe(EstablishmentId),
    /// All its answers.
    Replace(EstablishmentId),
    /// All that is known of one is still true.
    Verify(EstablishmentId),
    /// A version of one is undone; the body names it.
    Revert(EstablishmentId),
}

impl Asked {
    /// The word stored and shown, `describe` for example.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Describe(_) => "describe",
            Self::Replace(_) => "replace",
            Self::Verify(_) => "verify",
            Self::Revert(_) => "revert",
        }
    }

    /// What its author must be allowed to do.
    pub fn action(self) -> Action {
        match self {
            Self::Create { force: true } => Action::CreateLikeness,
            Self::Create { force: false } => Action::Create,
            Self::Describe(_) | Self::Replace(_) => Action::Describe,
            Self::Verify(_) => Action::Verify,
            Self::Revert(_) => Action::Revert,
        }
    }

    /// What it is about; none: something new.
    pub fn establishment(self) -> Option<EstablishmentId> {
        match self {
            Self::Create { .. } => None,
            Self::Describe(id) | Self::Replace(id) | Self::Verify(id) | Self::Revert(id) => Some(id),
        }
    }

    /// The job that a body asks for, and its reason; `origin` says on whose word for a day of observation.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub fn read(
        self,
        form: &Form<'_>,
        (body, expected): (&Value, Option<i32>),
        origin: impl FnOnce(Date) -> Origin,
    ) -> Result<(Job, Option<String>), Problem> {
        let say = |id, proposal| Job::Do { id, expected, deed: Box::new(Deed::Say(Box::new(proposal))) };
        match self {
            Self::Create { force } => {
                let said = form.read(body, origin)?;
                let creation = Creation {
                    proposal: said.proposal,
                    external_id: said.external_id,
                    identified: Vec::new(),
                    force,
                };
                Ok((Job::Create(Box::new(creation)), said.reason))
            }
            Self::Describe(id) => {
                let said = form.read(body, origin)?;
                Ok((say(id, said.proposal), said.reason))
            }
            Self::Replace(id) => {
                let mut proposal = form.read(&json!({ "criteria": body }), origin)?.proposal;
                let unsaid = form.catalogue.schema.criteria().iter().map(|criterion| criterion.id);
                proposal.withdrawn.criteria =
                    unsaid.filter(|id| proposal.answers.get(*id).is_none()).collect();
                Ok((say(id, proposal), None))
            }
            Self::Verify(id) => {
                let reason = read_whole(body, reason)?;
                let settled = Settlement::VerifiedAt(form.clock.now());
                let deed = Box::new(Deed::Settle(origin(form.clock.now().date()), settled));
                Ok((Job::Do { id, expected, deed }, reason))
            }
            Self::Revert(id) => {
                let (version, reason) = read_whole(body, |members, faults| {
                    let version: Option<i32> = members.parsed("version", faults);
                    if version.is_none() && faults.is_empty() {
                        faults.add("/version", "the version to undo is expected", None);
                    }
                    (version.unwrap_or_default(), reason(members, faults))
                })?;
                let origin = origin(form.clock.now().date());
                Ok((Job::Revert { id, version, origin }, reason))
            }
        }
    }
}

/// Why something is done.
pub(super) fn reason(members: &mut Members<'_>, faults: &mut Faults) -> Option<String> {
    let given = members.text("reason", faults)?;
    text::line(&given, 300).map_err(|wrong| faults.add("/reason", wrong, None)).ok()
}
