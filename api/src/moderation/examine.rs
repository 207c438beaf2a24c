//! What a suggestion would change now, and what has changed since it was made.

use std::collections::BTreeSet;

use plainpied_criteria::Lang;
use plainpied_store::history::{self, VersionRecord};
use plainpied_store::moderation::SuggestionRecord;
use plainpied_store::{Connection, PgConnection, StoreError};
use serde_json::Value;
use time::OffsetDateTime;

use super::decide::{self, Acceptance};
use super::{SuggestionView, Teller, changes};
use crate::extract::pointer_to;
use crate::problem::Problem;
use crate::writing::Room;

/// A suggestion as a moderator looks at it: while it waits, with its difference to what stands now.
///
/// # Errors
/// The database cannot answer. What keeps it from being accepted stands in the answer.
pub(crate) async fn examine(
    connection: &mut PgConnection,
    room: &Room<'_>,
    suggestion: SuggestionRecord,
    (lang, now): (Lang, OffsetDateTime),
) -> Result<SuggestionView, Problem> {
    if suggestion.decision.is_some() {
        return Ok(SuggestionView::new(suggestion, room.site));
    }
    let mut view = SuggestionView::new(suggestion.clone(), room.site);
    let mut since = Vec::new();
    if let (Some(id), Some(base)) = (suggestion.establishment_id, suggestion.base_version) {
        since = history::versions_since(connection, id.into(), base, i64::MAX).await?;
        view.version = Some(since.first().map_or(base, |version| version.version));
    }
    // Tried as if its conflicts had been seen: they are told by themselves.
    let how = Acceptance { version: view.version, ..Acceptance::default() };
    let mut trial = connection.begin().await.map_err(StoreError::from)?;
    let mut tried = decide::write(&mut trial, room, (&suggestion, &how), None, now).await;
    if let Ok(written) = &mut tried
        && written.changed.is_null()
    {
        // What is created is told by its first version.
        let first = history::versions(&mut trial, written.id.into(), None, 1).await?.pop();
        written.changed =
            first.filter(|_| written.outcome == "created").map_or(Value::Null, |first| first.diff);
    }
    trial.rollback().await.map_err(StoreError::from)?;
    match tried {
        Ok(written) => {
            view.conflicts = conflicts(&touched(&written.changed), &since);
            view.changes = changes(&written.changed, &Teller::new(room.reference, room.catalogue, lang));
            view.changed = written.changed;
            view.kept = written.kept;
        }
        Err(problem) if problem.is_transient() => return Err(problem),
        Err(problem) => {
            view.obstacle = Some(problem.told(lang));
            view.problem = Some(problem.value());
        }
    }
    Ok(view)
}

/// The members that a difference touches, as JSON Pointers. Who said what follows from the rest.
pub(super) fn touched(diff: &Value) -> BTreeSet<String> {
    let fields = diff.as_object().into_iter().flatten().map(|(name, _)| name);
    // Nor does one confirmation contradict another.
    let fields = fields.filter(|name| !matches!(name.as_str(), "criteria" | "provenance" | "verified_at"));
    let criteria = diff["criteria"].as_object().into_iter().flatten().map(|(key, _)| key);
    fields.map(|name| pointer_to("", name)).chain(criteria.map(|key| pointer_to("/criteria", key))).collect()
}

/// Of these members, those that versions touch too.
pub(super) fn conflicts(touched: &BTreeSet<String>, since: &[VersionRecord]) -> Vec<String> {
    let changed: BTreeSet<String> = since.iter().flat_map(|version| self::touched(&version.diff)).collect();
    touched.intersection(&changed).cloned().collect()
}
