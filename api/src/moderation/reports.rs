//! What people tell moderators of an establishment.

use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::account::Account;
use plainpied_store::moderation::{self, Decision, ReportRecord};
use plainpied_store::{Connection, PgConnection, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

use super::act::{Act, reason_of};
use super::{Told, decided_already, fresh_id, tell};
use crate::auth::Caller;
use crate::extract::{Faults, FromMembers, Members};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::state::{AppState, in_time};
use crate::writing::{Room, optional_line};

/// What can be reported.
pub(crate) const KINDS: [&str; 5] = ["closed", "wrong", "duplicate", "offensive", "other"];

/// What is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reported {
    /// One of [`KINDS`].
    pub kind: String,
    /// In words.
    pub message: String,
}

impl FromMembers for Reported {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let kind = members.text("kind", faults).unwrap_or_default();
        if !KINDS.contains(&kind.as_str()) {
            faults.add("/kind", format!("must be among {}", KINDS.join(", ")), None);
        }
        let message = optional_line(members, ("message", 1_000), faults);
        Self { kind, message: message.unwrap_or_default() }
    }
}

/// Keeps a report of somebody, or of nobody who is known.
///
/// # Errors
/// 403, 404, 410.
pub(crate) async fn report(
    state: &AppState,
    caller: Option<&Caller>,
    (establishment, reported): (EstablishmentId, Reported),
) -> Result<ReportRecord, Problem> {
    if let Some(caller) = caller {
        caller.permit(state, Action::Report, Some(establishment)).await?;
    }
    published(state, establishment).await?;
    let now = state.clock().now();
    let record = ReportRecord {
        id: fresh_id(now),
        establishment_id: establishment.as_uuid(),
        kind: reported.kind,
        message: reported.message,
        account_id: caller.map(|caller| caller.account.id),
        created_at: now,
        assignee_id: None,
        decision: None,
        answer: None,
        decided_at: None,
    };
    in_time(async { moderation::add_report(&mut *state.pool().acquire().await?, &record).await }).await?;
    Ok(record)
}

/// One report.
///
/// # Errors
/// 404.
pub(crate) async fn found_report(connection: &mut PgConnection, id: Uuid) -> Result<ReportRecord, Problem> {
    let unknown = || Problem::new(&code::NOT_FOUND).detail("there is no such report").at("id");
    moderation::report(connection, id).await?.ok_or_else(unknown)
}

/// How a report is decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReportDecision<'a> {
    /// Whether what was told is so.
    pub accepted: bool,
    /// What is done to the establishment with it.
    pub act: Option<Act>,
    /// The versions that were looked at of what it changes; empty: none in particular.
    pub seen: &'a [i32],
    /// What the reporter is told.
    pub answer: &'a str,
}

/// Decides on a report, and does to the establishment what is decided: both, or neither. Who told it and who last
/// described the place are told.
///
/// # Errors
/// 404; 409 where it is decided already; what keeps the establishment from being changed.
pub(crate) async fn decide_report(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (id, how): (Uuid, ReportDecision<'_>),
    (by, at): (&Account, OffsetDateTime),
) -> Result<ReportRecord, Problem> {
    let decision = &Decision { accepted: how.accepted, answer: how.answer, by: by.id, at };
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let done = moderation::decide_report(&mut transaction, id, decision).await?;
    let report = found_report(&mut transaction, id).await?;
    if !done {
        return Err(decided_already(report.decision));
    }
    if let Some(act) = how.act {
        let (place, reason) = (report.establishment_id.into(), reason_of(id));
        act.carry_out(&mut transaction, room, (place, &reason, how.seen), (by, at)).await?;
    }
    let establishment = Some(report.establishment_id);
    let told = |kind| Told {
        kind,
        about: report.id,
        establishment,
        decision: decision.word(),
        answer: decision.answer,
    };
    if let Some(reporter) = report.account_id {
        tell(&mut transaction, room.site, reporter, told("report"), decision.at).await?;
    }
    let author =
        moderation::last_author(&mut transaction, report.establishment_id, report.created_at).await?;
    // Nobody is told twice of the same.
    if let Some(author) = author.filter(|author| report.account_id != Some(*author)) {
        tell(&mut transaction, room.site, author, told("reported"), decision.at).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(report)
}

/// Says who looks after a report that waits; none: nobody any more.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn assign_report(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Option<Uuid>,
) -> Result<ReportRecord, Problem> {
    let done = moderation::assign_report(connection, id, assignee).await?;
    let report = found_report(connection, id).await?;
    if done { Ok(report) } else { Err(decided_already(report.decision)) }
}
