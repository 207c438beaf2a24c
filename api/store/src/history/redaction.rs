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

/// Takes a text out of what else is kept of an establishment: what sources say against its answers, suggestions, answers to
/// requests that may be sent again, and slugs it once had.
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
    let mut spellings = redact_suggestions(connection, id, (path, text), mark).await?;
    spellings.push(text.to_owned());
    for spelling in spellings {
        redact_answers(connection, id, &spelling, mark).await?;
    }
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

/// Suggestions that were decided hold the mark; one that waits says nothing of the member any more, so that it can be
/// accepted for the rest. Bodies of `replace` are answers alone. They are kept as they were sent: how the text stood there,
/// with spaces around it.
async fn redact_suggestions(
    connection: &mut PgConnection,
    establishment: Uuid,
    (path, text): (&[String], &str),
    mark: &Value,
) -> Result<Vec<String>, StoreError> {
    let answer = path.strip_prefix(&["criteria".to_owned()]).unwrap_or_default();
    let spellings = sqlx::query_scalar!(
        r#"WITH held AS (
             SELECT id, at, body #>> at AS said
             FROM suggestion, LATERAL (SELECT CASE kind WHEN 'replace' THEN $3::text[] ELSE $2::text[] END AS at) AS place
             WHERE (establishment_id = $1 OR written_id = $1) AND btrim(body #>> at, E' \t\r\n\u00a0') = $4
           ), gone AS (
             UPDATE suggestion
             SET body = CASE WHEN decision IS NULL THEN body #- held.at ELSE jsonb_set(body, held.at, $5) END
             FROM held WHERE held.id = suggestion.id)
           SELECT said AS "said!" FROM held"#,
        establishment,
        path,
        answer,
        text,
        mark
    );
    Ok(spellings.fetch_all(connection).await?)
}

/// An answer stays an answer: without it, the same request would be done a second time. It names the establishment, or
/// the suggestion that became one.
async fn redact_answers(
    connection: &mut PgConnection,
    establishment: Uuid,
    text: &str,
    mark: &Value,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE idempotent_answer SET body = replace(body, to_json($2::text)::text, $3::jsonb::text)
         WHERE strpos(body, to_json($2::text)::text) > 0
           AND EXISTS (SELECT FROM (SELECT $1::uuid AS id UNION ALL
                                    SELECT id FROM suggestion WHERE establishment_id = $1 OR written_id = $1) AS named
                       WHERE strpos(body, named.id::text) > 0)",
        establishment,
        text,
        mark
    )
    .execute(connection)
    .await?;
    Ok(())
}
