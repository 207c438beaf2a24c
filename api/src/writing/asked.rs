use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::write::Deed;
use serde_json::{Value, json};
use time::Date;

use super::{Creation, Form, Job};
use crate::problem::Problem;

/// A description, as it is asked for: kept with its body, it can be done later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A new establishment; `force`: although one like it is there.
    Create { force: bool },
    /// Something said of one.
    Describe(EstablishmentId),
    /// All its answers.
    Replace(EstablishmentId),
}

impl Asked {
    /// The word stored and shown, `describe` for example.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Describe(_) => "describe",
            Self::Replace(_) => "replace",
        }
    }

    /// What its author must be allowed to do.
    pub fn action(self) -> Action {
        match self {
            Self::Create { force: true } => Action::CreateLikeness,
            Self::Create { force: false } => Action::Create,
            Self::Describe(_) | Self::Replace(_) => Action::Describe,
        }
    }

    /// What it is about; none: something new.
    pub fn establishment(self) -> Option<EstablishmentId> {
        match self {
            Self::Create { .. } => None,
            Self::Describe(id) | Self::Replace(id) => Some(id),
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
        }
    }
}
