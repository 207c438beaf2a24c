//! Decisions on writes that wait. Each is one transaction: decided and written, or neither.

use plainpied_domain::access::Role;
use plainpied_domain::{EstablishmentId, Origin, SourceKey, StoppedClock};
use plainpied_store::account::{self, Account};
use plainpied_store::history;
use plainpied_store::moderation::{self, Decision, SuggestionRecord};
use plainpied_store::write::WriteContext;
use plainpied_store::{Connection, PgConnection, StoreError};
use serde_json::Value;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::examine::{conflicts, touched};
use super::notification::write_to;
use super::{Told, decided_already, tell};
use crate::extract::language_named;
use crate::problem::{Detail, Problem, code};
use crate::site::Site;
use crate::writing::{Asked, Form, Job, Room, WrittenView, judged};

/// Who stands in the versions of nobody who is known.
const NOBODY: &str = "anonymous";

/// How a suggestion is accepted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Acceptance {
    /// The version that the moderator has seen: changes up to it are no conflict.
    pub version: Option<i32>,
    /// Although a place like it is there.
    pub force: bool,
    /// On the moderator's own word: it wins over what the author's would not.
    pub vouch: bool,
    /// What the author is told.
    pub answer: String,
}

/// One suggestion.
///
/// # Errors
/// 404.
pub(crate) async fn found(connection: &mut PgConnection, id: Uuid) -> Result<SuggestionRecord, Problem> {
    moderation::suggestion(connection, id).await?.ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::new(&code::NOT_FOUND).detail("there is no such suggestion").at("id")
}

async fn open(connection: &mut PgConnection, id: Uuid) -> Result<SuggestionRecord, Problem> {
    let suggestion = moderation::lock_suggestion(connection, id).await?.ok_or_else(unknown)?;
    if suggestion.decision.is_some() { Err(decided_already(suggestion.decision)) } else { Ok(suggestion) }
}

/// Writes what a suggestion says, in the name of its author.
///
/// # Errors
/// 404; 409 where it is decided already, or others changed the same since; what keeps it from being written.
pub(crate) async fn accept(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (id, how): (Uuid, &Acceptance),
    (by, at): (&Account, OffsetDateTime),
) -> Result<WrittenView, Problem> {
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let suggestion = open(&mut transaction, id).await?;
    let vouching = how.vouch.then_some(by);
    let written = write(&mut transaction, room, (&suggestion, how), vouching, at).await?;
    let decision = Decision { accepted: true, answer: &how.answer, by: by.id, at };
    let version = Some(written.version).filter(|_| written.outcome != "unchanged").flatten();
    moderation::decide_suggestion(&mut transaction, id, &decision, Some((written.id, version))).await?;
    tell_author(&mut transaction, room.site, (&suggestion, Some(written.id)), &decision).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(written)
}

/// Writes what a suggestion says, in the caller's transaction.
///
/// # Errors
/// 409 where others changed the same since; what keeps it from being written.
pub(super) async fn write(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (suggestion, how): (&SuggestionRecord, &Acceptance),
    vouching: Option<&Account>,
    at: OffsetDateTime,
) -> Result<WrittenView, Problem> {
    let (job, reason) = job(connection, room, (suggestion, how), vouching).await?;
    let actor = suggestion.account_id.map_or_else(|| NOBODY.to_owned(), account::actor);
    let mut new_id = || EstablishmentId::new(at, rand::random());
    let reason = reason.as_deref().unwrap_or_default();
    let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
    let outcome = job.run(connection, room, &mut context).await?;
    let (_, written) = judged(connection, how.version, outcome, room.site).await?;
    if how.version.is_none() {
        refuse_conflicts(connection, suggestion, &written).await?;
    }
    Ok(written)
}

/// What a suggestion asks for. It is read as of the day on which it was made.
async fn job(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (suggestion, how): (&SuggestionRecord, &Acceptance),
    vouching: Option<&Account>,
) -> Result<(Job, Option<String>), Problem> {
    let asked = match Asked::of(&suggestion.kind, suggestion.establishment_id) {
        Some(Asked::Create { .. }) => Asked::Create { force: how.force },
        Some(asked) => asked,
        None => return Err(Problem::new(&code::INTERNAL).cause("a suggestion of no kind")),
    };
    let source = match vouching {
        Some(moderator) => moderator.speaks_as(false),
        None => source(connection, suggestion.account_id, suggestion.establishment_id).await?,
    };
    let clock = StoppedClock(suggestion.created_at);
    let form = Form { catalogue: room.catalogue, reference: room.reference, clock: &clock };
    let origin = |day: Date| Origin { source, observed: Some(day) };
    asked.read(&form, (&suggestion.body, how.version), origin)
}

/// On whose word stands what an account, or nobody who is known, suggests for an establishment.
pub(super) async fn source(
    connection: &mut PgConnection,
    author: Option<Uuid>,
    establishment: Option<Uuid>,
) -> Result<SourceKey, StoreError> {
    let Some(author) = author else {
        return Ok(SourceKey::from(NOBODY));
    };
    let manages = match establishment {
        Some(id) => account::manages(connection, author, id.into()).await?,
        None => false,
    };
    let account = account::find(connection, &author.to_string()).await?;
    Ok(account.map_or_else(|| Role::Contributor.source(false), |account| account.speaks_as(manages)))
}

async fn refuse_conflicts(
    connection: &mut PgConnection,
    suggestion: &SuggestionRecord,
    written: &WrittenView,
) -> Result<(), Problem> {
    let (Some(id), Some(base)) = (suggestion.establishment_id, suggestion.base_version) else {
        return Ok(());
    };
    let since = history::versions_since(connection, id.into(), base, i64::MAX).await?;
    // The newest is what was just written.
    let since: Vec<_> = since
        .into_iter()
        .filter(|version| written.changed.is_null() || Some(version.version) != written.version)
        .collect();
    let conflicts = conflicts(&touched(&written.changed), &since);
    if conflicts.is_empty() {
        return Ok(());
    }
    let changes: Vec<Value> = since
        .iter()
        .map(|version| serde_json::json!({ "version": version.version, "changed": version.diff }))
        .collect();
    Err(Problem::new(&code::CONFLICTING_CHANGES)
        .detailed(Detail::ChangedSince(conflicts.clone()))
        .with("conflicts", conflicts)
        .with("version", since.first().map(|version| version.version))
        .with("changes", changes))
}

/// Refuses a suggestion, with an answer.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn reject(
    connection: &mut PgConnection,
    site: &Site,
    (id, answer): (Uuid, &str),
    (by, at): (&Account, OffsetDateTime),
) -> Result<(), Problem> {
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let suggestion = open(&mut transaction, id).await?;
    let decision = Decision { accepted: false, answer, by: by.id, at };
    moderation::decide_suggestion(&mut transaction, id, &decision, None).await?;
    let about = (&suggestion, suggestion.establishment_id);
    tell_author(&mut transaction, site, about, &decision).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn tell_author(
    connection: &mut PgConnection,
    site: &Site,
    (suggestion, establishment): (&SuggestionRecord, Option<Uuid>),
    decision: &Decision<'_>,
) -> Result<(), Problem> {
    let (decided, answer) = (decision.word(), decision.answer);
    let told = Told { kind: "suggestion", about: suggestion.id, establishment, decision: decided, answer };
    if let Some(author) = suggestion.account_id {
        return tell(connection, site, author, told, decision.at).await;
    }
    // Their address is forgotten with the decision; the mail goes once it was sent.
    let Some(address) = &suggestion.notify_email else {
        return Ok(());
    };
    let lang = suggestion.notify_language.as_deref().and_then(language_named).unwrap_or_default();
    write_to(connection, site, (address, lang), told, decision.at).await
}

/// Says who looks after a suggestion that waits; none: nobody any more.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn assign(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Option<Uuid>,
) -> Result<(), Problem> {
    if moderation::assign_suggestion(connection, id, assignee).await? {
        return Ok(());
    }
    Err(decided_already(found(connection, id).await?.decision))
}

/// Takes a suggestion back, in the name of its author.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn withdraw(
    connection: &mut PgConnection,
    id: Uuid,
    at: OffsetDateTime,
) -> Result<(), Problem> {
    if moderation::withdraw_suggestion(connection, id, at).await? {
        return Ok(());
    }
    Err(decided_already(found(connection, id).await?.decision))
}
