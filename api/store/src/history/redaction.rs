//! Texts that were taken out of the history. Nothing else in it is ever changed.

use plainpied_domain::EstablishmentId;
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A text that was taken out.
#[derive(Debug, Clone)]
pub struct RedactionRecord {
    /// Id: where the text stood, differences name it.
    pub id: Uuid,
    /// Of which establishment.
    pub establishment_id: Uuid,
    /// The version that said it.
    pub version: i32,
    /// The member, as a JSON Pointer.
    pub member: String,
    /// Who took it out.
    pub account_id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// Why.
    pub why: String,
}

/// What stands in the place of a text.
pub fn mark(redaction: Uuid) -> Value {
    json!({ "redacted": redaction })
}

/// Keeps who took a text out, and why.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add_redaction(
    connection: &mut PgConnection,
    redaction: &RedactionRecord,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO redaction (id, establishment_id, version, member, account_id, at, why)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        redaction.id,
        redaction.establishment_id,
        redaction.version,
        redaction.member,
        redaction.account_id,
        redaction.at,
        redaction.why
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// All that was taken out of the history of an establishment, the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn redactions(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
) -> Result<Vec<RedactionRecord>, StoreError> {
    let rows = sqlx::query_as!(
        RedactionRecord,
        "SELECT id, establishment_id, version, member, account_id, at, why FROM redaction
         WHERE establishment_id = $1 ORDER BY at, id",
        establishment.as_uuid()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Takes the reason of a version out.
///
/// # Errors
/// As PostgreSQL says.
pub async fn redact_reason(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
    version: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE establishment_version SET reason = '' WHERE establishment_id = $1 AND version = $2",
        establishment.as_uuid(),
        version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts a mark in the place of a text, in all differences of this member; how many versions that were.
///
/// # Errors
/// As PostgreSQL says.
pub async fn redact_diffs(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
    (path, text): (&[String], &str),
    mark: &Value,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE establishment_version
         SET diff = jsonb_set(diff, $2, (
             SELECT jsonb_agg(CASE WHEN said = to_jsonb($3::text) THEN $4::jsonb ELSE said END ORDER BY place)
             FROM jsonb_array_elements(diff #> $2) WITH ORDINALITY AS pair (said, place)))
         WHERE establishment_id = $1 AND diff #> $2 @> jsonb_build_array($3::text)",
        establishment.as_uuid(),
        path,
        text,
        mark
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Takes a text out of what else is kept of an establishment: what sources say against its answers, suggestions that were
/// decided, and slugs it once had.
///
/// # Errors
/// As PostgreSQL says.
pub async fn redact_elsewhere(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
    (path, text): (&[String], &str),
    mark: &Value,
) -> Result<(), StoreError> {
    let id = establishment.as_uuid();
    if let [criteria, key] = path
        && criteria == "criteria"
    {
        sqlx::query!(
            "DELETE FROM disagreement
             WHERE establishment_id = $1 AND criterion = $2 AND value = to_jsonb($3::text)",
            id,
            key,
            text
        )
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query!(
        "UPDATE suggestion SET body = jsonb_set(body, $2, $4)
         WHERE (establishment_id = $1 OR written_id = $1) AND decision IS NOT NULL AND body #>> $2 = $3",
        id,
        path,
        text,
        mark
    )
    .execute(&mut *connection)
    .await?;
    // A slug is its words and the end of the id.
    let slug = plainpied_domain::slug(text, "", establishment);
    let words = slug.get(..slug.len().saturating_sub(12)).unwrap_or_default();
    if path == ["name"] && !words.is_empty() {
        sqlx::query!(
            "DELETE FROM former_slug WHERE establishment_id = $1 AND starts_with(slug, $2)",
            id,
            words
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}
