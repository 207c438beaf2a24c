//! What moderators do to an establishment beside describing it: by itself, or with what they decide on a report.

use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Origin, Settlement, Status};
use plainpied_store::account::Account;
use plainpied_store::establishment::locate_all;
use plainpied_store::history;
use plainpied_store::write::{Deed, WriteContext};
use plainpied_store::{Connection, PgConnection, StoreError};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::extract::{Faults, Members};
use crate::problem::Problem;
use crate::writing::{Job, Room, WrittenView, judged, same_as_seen};

/// What is done to an establishment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// It is closed for good.
    Close,
    /// It is open again.
    Reopen,
    /// It is a duplicate, and goes into this one.
    Merge(EstablishmentId),
    /// This version of it is undone.
    Revert(i32),
}

impl Act {
    /// The word in addresses and bodies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Merge(_) => "merge",
            Self::Revert(_) => "revert",
        }
    }

    /// What whoever does it must be allowed to do.
    pub fn action(self) -> Action {
        match self {
            Self::Close => Action::Close,
            Self::Reopen => Action::Reopen,
            Self::Merge(_) => Action::Merge,
            Self::Revert(_) => Action::Revert,
        }
    }

    /// The same as the write path takes it.
    pub fn job(self, id: EstablishmentId, origin: Origin) -> Job {
        let became = |origin, status| {
            let deed = Box::new(Deed::Settle(origin, Settlement::Became(status)));
            Job::Do { id, expected: None, deed }
        };
        match self {
            Self::Close => became(origin, Status::Closed),
            Self::Reopen => became(origin, Status::Published),
            Self::Merge(into) => Job::Merge { duplicate: id, into, origin },
            Self::Revert(version) => Job::Revert { id, version, origin },
        }
    }

    /// The establishments that it changes: the one that it is done to comes first.
    pub fn concerns(self, id: EstablishmentId) -> Vec<EstablishmentId> {
        match self {
            Self::Merge(into) => vec![id, into],
            _ => vec![id],
        }
    }

    /// The members `act` and `into`: what is done with the decision on a report.
    pub fn read(members: &mut Members<'_>, faults: &mut Faults) -> Option<Self> {
        let act = members.text("act", faults);
        let into: Option<EstablishmentId> = members.parsed("into", faults);
        match (act.as_deref(), into) {
            (None | Some("nothing"), None) => None,
            (Some("close"), None) => Some(Self::Close),
            (Some("merge"), Some(into)) => Some(Self::Merge(into)),
            (Some("merge"), None) => {
                faults.add("/into", "the id of the establishment that stays is expected", None);
                None
            }
            (None | Some("nothing" | "close"), Some(_)) => {
                faults.add("/into", "only a merge goes into another establishment", None);
                None
            }
            (Some(_), _) => {
                faults.add("/act", "must be among nothing, close, merge", None);
                None
            }
        }
    }

    /// Does it on a moderator's word, in the caller's transaction. `seen`: the versions that were looked at of what it
    /// [`concerns`](Self::concerns), where they were.
    ///
    /// # Errors
    /// 412 where one of them is another by now; what keeps it from being done; the transaction must be rolled back.
    pub(super) async fn carry_out(
        self,
        connection: &mut PgConnection,
        room: &Room<'_>,
        (id, reason, seen): (EstablishmentId, &str, &[i32]),
        (by, at): (&Account, OffsetDateTime),
    ) -> Result<(), Problem> {
        let seen: Vec<_> = self.concerns(id).into_iter().zip(seen.iter().copied()).collect();
        same_as_seen(connection, room, &seen).await?;
        let (actor, mut new_id) = (by.actor(), || EstablishmentId::new(at, rand::random()));
        let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
        let origin = Origin { source: by.speaks_as(false), observed: Some(at.date()) };
        let outcome = self.job(id, origin).run(connection, room, &mut context).await?;
        judged(connection, None, outcome, room.site).await.map(drop)
    }
}

/// What something would do.
#[derive(Debug)]
pub(crate) struct Tried {
    /// What would be answered.
    pub written: WrittenView,
    /// What would change of each establishment, in the order that was asked for; null: nothing.
    pub changed: Vec<Value>,
    /// Their versions before, in the same order; 0: there is none.
    pub versions: Vec<i32>,
}

/// What a job would change in these establishments: it is done, looked at, and undone.
///
/// # Errors
/// What would keep it from being done.
pub(crate) async fn try_out(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (job, concerned): (Job, &[EstablishmentId]),
    at: OffsetDateTime,
) -> Result<Tried, Problem> {
    let before = locate_all(connection, concerned).await?;
    let mut new_id = || EstablishmentId::new(at, rand::random());
    // Nobody will stand in its versions.
    let mut context = WriteContext { at, actor: "", reason: "", new_id: &mut new_id };
    let mut trial = connection.begin().await.map_err(StoreError::from)?;
    let outcome = job.run(&mut trial, room, &mut context).await?;
    let (_, written) = judged(&mut trial, None, outcome, room.site).await?;
    let mut changed = Vec::with_capacity(concerned.len());
    let versions: Vec<i32> =
        concerned.iter().map(|id| before.get(id).map_or(0, |before| before.version)).collect();
    for (id, known) in concerned.iter().zip(&versions) {
        let new = history::versions_since(&mut trial, *id, *known, 1).await?.pop();
        changed.push(new.map_or(Value::Null, |new| new.diff));
    }
    trial.rollback().await.map_err(StoreError::from)?;
    Ok(Tried { written, changed, versions })
}

/// The reason that stands in the history of what is done with the decision on a report.
pub(super) fn reason_of(report: Uuid) -> String {
    format!("report {report}")
}
