//! Whether a write waits, and keeping it.

use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Ties;
use plainpied_domain::review::{Held, ReviewRules};
use plainpied_store::account::Account;
use plainpied_store::moderation::{self, NewSuggestion};
use plainpied_store::write::WriteContext;
use plainpied_store::{Connection, PgConnection, StoreError};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{SuggestionView, fresh_id};
use crate::problem::Problem;
use crate::writing::{Asked, Job, Room, WrittenView, judged};

/// Why what an account says waits, if it does. Until the transaction ends, other writes of the account wait.
///
/// # Errors
/// As PostgreSQL says.
pub(crate) async fn held(
    connection: &mut PgConnection,
    rules: &ReviewRules,
    (account, ties): (&Account, Ties),
    body: &Value,
    now: OffsetDateTime,
) -> Result<Option<Held>, StoreError> {
    if !rules.concern(account.role) {
        return Ok(None);
    }
    let looked_at = (rules.first_edits, rules.burst);
    let standing = moderation::standing(connection, account.id, looked_at, now).await?;
    let mut texts = Vec::new();
    texts_of(body, &mut texts);
    Ok(rules.held((account.role, ties), standing, texts.into_iter()))
}

/// All texts of a body.
fn texts_of<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, texts)),
        Value::Object(members) => members.values().for_each(|member| texts_of(member, texts)),
        _ => {}
    }
}

/// A write that waits.
#[derive(Debug)]
pub(crate) struct Waiting<'a> {
    /// What is asked for.
    pub asked: Asked,
    /// Why it waits.
    pub held: Held,
    /// The body.
    pub body: &'a Value,
    /// The version that it is about, where the author said so.
    pub expected: Option<i32>,
    /// Who says it; none: nobody who is known.
    pub account: Option<Uuid>,
    /// Where somebody without an account is told of the decision, and in which language.
    pub notify: Option<(&'a str, Lang)>,
}

/// What became of a write that waits.
pub(crate) enum Kept {
    /// It says nothing new.
    Nothing(WrittenView),
    /// It is kept.
    Suggestion(Box<SuggestionView>),
}

/// Keeps a write for the moderators, in the caller's transaction. It is tried first: what could not be written anyway is
/// refused at once.
///
/// # Errors
/// What would have kept it from being written.
pub(crate) async fn keep(
    connection: &mut PgConnection,
    room: &Room<'_>,
    context: &mut WriteContext<'_>,
    (waiting, job): (&Waiting<'_>, Job),
) -> Result<Kept, Problem> {
    let mut trial = connection.begin().await.map_err(StoreError::from)?;
    let outcome = job.run(&mut trial, room, context).await?;
    let (_, written) = judged(&mut trial, waiting.expected, outcome, room.site).await?;
    trial.rollback().await.map_err(StoreError::from)?;
    // What a better source says otherwise is something: a moderator may take it on its own word.
    if written.says_nothing() {
        return Ok(Kept::Nothing(written));
    }
    let stands = |version| version - i32::from(written.outcome != "unchanged");
    let establishment = waiting.asked.establishment();
    let new = NewSuggestion {
        id: fresh_id(context.at),
        kind: waiting.asked.kind(),
        held: waiting.held,
        establishment,
        base_version: establishment.and(written.version).map(stands),
        body: waiting.body,
        account: waiting.account,
        at: context.at,
        notify: waiting.notify.map(|(email, lang)| (email, lang.code())),
    };
    moderation::add_suggestion(connection, &new).await?;
    Ok(Kept::Suggestion(Box::new(SuggestionView::of_new(&new, written.changed, room.site))))
}

impl Asked {
    /// What a kept suggestion asked for; none for a kind that is none.
    pub fn of(kind: &str, establishment: Option<Uuid>) -> Option<Self> {
        match (kind, establishment.map(EstablishmentId::from)) {
            ("create", None) => Some(Self::Create { force: false }),
            ("describe", Some(id)) => Some(Self::Describe(id)),
            ("replace", Some(id)) => Some(Self::Replace(id)),
            ("verify", Some(id)) => Some(Self::Verify(id)),
            ("revert", Some(id)) => Some(Self::Revert(id)),
            _ => None,
        }
    }
}
