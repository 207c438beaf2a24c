//! What somebody consented that the account keeps of their health: needs, limits, favourites. Nothing of it can be there
//! without the row of the consent, and all of it goes with that row.

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// A consent, and what is kept by it.
#[derive(Debug, Clone)]
pub struct ConsentRecord {
    /// When it was given.
    pub given_at: OffsetDateTime,
    /// Keys of needs.
    pub needs: Vec<String>,
    /// Numbers by the keys of limits.
    pub limits: serde_json::Value,
}

/// A place that somebody wants to find again.
#[derive(Debug, Clone)]
pub struct FavouriteRecord {
    /// The place.
    pub establishment_id: Uuid,
    /// What it is called now.
    pub name: String,
    /// Its commune.
    pub commune: String,
    /// Since when.
    pub since: OffsetDateTime,
}

/// The consent of an account, where it gave one.
///
/// # Errors
/// As PostgreSQL says.
pub async fn consent(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Option<ConsentRecord>, StoreError> {
    let found = sqlx::query_as!(
        ConsentRecord,
        "SELECT given_at, needs, limits FROM consent WHERE account_id = $1",
        account
    );
    Ok(found.fetch_optional(connection).await?)
}

/// Gives the consent, or keeps other needs and limits by the one that was given before. Nothing happens for an account that
/// is being deleted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn keep_needs(
    connection: &mut PgConnection,
    account: Uuid,
    (needs, limits): (&[String], &serde_json::Value),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO consent (account_id, given_at, needs, limits)
         SELECT id, $2::timestamptz, $3::text[], $4::jsonb FROM account WHERE id = $1 AND deleted_at IS NULL FOR SHARE
         ON CONFLICT (account_id) DO UPDATE SET needs = excluded.needs, limits = excluded.limits",
        account,
        at,
        needs,
        limits
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the consent back: all that was kept by it is gone.
///
/// # Errors
/// As PostgreSQL says.
pub async fn withdraw_consent(connection: &mut PgConnection, account: Uuid) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM consent WHERE account_id = $1", account).execute(connection).await?;
    Ok(())
}

/// The favourites of an account, the latest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn favourites(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<FavouriteRecord>, StoreError> {
    let found = sqlx::query_as!(
        FavouriteRecord,
        "SELECT favourite.establishment_id, establishment.name, commune.name AS commune, favourite.since
         FROM favourite
         JOIN establishment ON establishment.id = favourite.establishment_id
         JOIN commune ON commune.code = establishment.commune_code
         WHERE favourite.account_id = $1 ORDER BY favourite.since DESC, favourite.establishment_id",
        account
    );
    Ok(found.fetch_all(connection).await?)
}

/// Whether a place is among the favourites of an account; none: it gave no consent.
///
/// # Errors
/// As PostgreSQL says.
pub async fn is_favourite(
    connection: &mut PgConnection,
    account: Uuid,
    establishment: EstablishmentId,
) -> Result<Option<bool>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM favourite WHERE favourite.account_id = consent.account_id
                          AND establishment_id = $2) AS "found!"
           FROM consent WHERE account_id = $1"#,
        account,
        establishment.as_uuid()
    );
    Ok(found.fetch_optional(connection).await?)
}

/// Keeps those of these places that there are, up to `most` in all. Nothing is kept without a consent. How many are left
/// out. In a transaction: two at once would keep too many.
///
/// # Errors
/// As PostgreSQL says.
pub async fn keep_favourites(
    connection: &mut PgConnection,
    account: Uuid,
    (establishments, at): (&[Uuid], OffsetDateTime),
    most: i64,
) -> Result<i64, StoreError> {
    let held = sqlx::query!("SELECT FROM consent WHERE account_id = $1 FOR UPDATE", account);
    if held.fetch_optional(&mut *connection).await?.is_none() {
        return Ok(0);
    }
    let left_out = sqlx::query_scalar!(
        r#"WITH wanted AS (
               SELECT id FROM establishment WHERE id = ANY ($2)
               AND NOT EXISTS (SELECT FROM favourite WHERE account_id = $1 AND establishment_id = establishment.id)
           ), kept AS (
               INSERT INTO favourite (account_id, establishment_id, since)
               SELECT $1, id, $3::timestamptz FROM wanted ORDER BY id
               LIMIT greatest(0, $4 - (SELECT count(*) FROM favourite WHERE account_id = $1))
               RETURNING 1
           )
           SELECT (SELECT count(*) FROM wanted) - (SELECT count(*) FROM kept) AS "left_out!""#,
        account,
        establishments,
        at,
        most
    );
    Ok(left_out.fetch_one(connection).await?)
}

/// Whoever kept the one place keeps the other from now on.
///
/// # Errors
/// As PostgreSQL says.
pub async fn move_favourites(
    connection: &mut PgConnection,
    from: EstablishmentId,
    to: EstablishmentId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO favourite (account_id, establishment_id, since)
         SELECT account_id, $2, since FROM favourite WHERE establishment_id = $1
         ON CONFLICT DO NOTHING",
        from.as_uuid(),
        to.as_uuid()
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM favourite WHERE establishment_id = $1", from.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a favourite.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_favourite(
    connection: &mut PgConnection,
    account: Uuid,
    establishment: EstablishmentId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM favourite WHERE account_id = $1 AND establishment_id = $2",
        account,
        establishment.as_uuid()
    )
    .execute(connection)
    .await?;
    Ok(())
}
