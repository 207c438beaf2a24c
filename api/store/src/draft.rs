//! What somebody has begun to say of a place and not published yet.

use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::StoreError;

/// Whose drafts: those of an account, and those of a browser whose token has this hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct DraftOwner<'a> {
    /// The account, of somebody who is signed in.
    pub account: Option<Uuid>,
    /// SHA-256 of the token of the browser, where it has one.
    pub token_hash: Option<&'a [u8]>,
}

/// A draft.
#[derive(Debug, Clone)]
pub struct DraftRecord {
    /// Id.
    pub id: Uuid,
    /// The place that is described; none: a new one.
    pub establishment_id: Option<Uuid>,
    /// The name of that place.
    pub establishment_name: Option<String>,
    /// Pairs of name and value.
    pub fields: serde_json::Value,
    /// When it was begun.
    pub created_at: OffsetDateTime,
    /// When it was last touched.
    pub updated_at: OffsetDateTime,
    /// When it lapses.
    pub expires_at: OffsetDateTime,
}

/// A draft that begins.
#[derive(Debug, Clone)]
pub struct NewDraft<'a> {
    /// Id.
    pub id: Uuid,
    /// Whose: of the account, where there is one.
    pub owner: DraftOwner<'a>,
    /// The place that is described; none: a new one.
    pub establishment: Option<EstablishmentId>,
    /// Pairs of name and value.
    pub fields: &'a serde_json::Value,
    /// When it begins.
    pub at: OffsetDateTime,
    /// When it lapses.
    pub expires_at: OffsetDateTime,
}

/// Begins a draft. False: its owner has `most` already.
///
/// # Errors
/// As PostgreSQL says: fields that are too large among others.
pub async fn add(connection: &mut PgConnection, new: &NewDraft<'_>, most: i64) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO draft (id, account_id, token_hash, establishment_id, fields, created_at, updated_at, expires_at)
         SELECT $1::uuid, $2::uuid, CASE WHEN $2::uuid IS NULL THEN $3::bytea END, $4::uuid, $5::jsonb,
                $6::timestamptz, $6::timestamptz, $7::timestamptz
         WHERE (SELECT count(*) FROM draft
                WHERE (account_id = $2 OR token_hash = $3) AND expires_at > $6) < $8",
        new.id,
        new.owner.account,
        new.owner.token_hash,
        new.establishment.map(EstablishmentId::as_uuid),
        new.fields,
        new.at,
        new.expires_at,
        most
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// A draft of this owner.
///
/// # Errors
/// As PostgreSQL says.
pub async fn get(
    connection: &mut PgConnection,
    id: Uuid,
    owner: DraftOwner<'_>,
    now: OffsetDateTime,
) -> Result<Option<DraftRecord>, StoreError> {
    let draft = sqlx::query_as!(
        DraftRecord,
        r#"SELECT draft.id, draft.establishment_id, establishment.name AS "establishment_name?", draft.fields,
                  draft.created_at, draft.updated_at, draft.expires_at
           FROM draft LEFT JOIN establishment ON establishment.id = draft.establishment_id
           WHERE draft.id = $1 AND (draft.account_id = $2 OR draft.token_hash = $3) AND draft.expires_at > $4"#,
        id,
        owner.account,
        owner.token_hash,
        now
    );
    Ok(draft.fetch_optional(connection).await?)
}

/// The fields of a draft of this owner. Until the transaction ends, others who change it wait.
///
/// # Errors
/// As PostgreSQL says.
pub async fn locked_fields(
    connection: &mut PgConnection,
    id: Uuid,
    owner: DraftOwner<'_>,
    now: OffsetDateTime,
) -> Result<Option<serde_json::Value>, StoreError> {
    let fields = sqlx::query_scalar!(
        "SELECT fields FROM draft
         WHERE id = $1 AND (account_id = $2 OR token_hash = $3) AND expires_at > $4 FOR UPDATE",
        id,
        owner.account,
        owner.token_hash,
        now
    );
    Ok(fields.fetch_optional(connection).await?)
}

/// The drafts of an owner, the last touched first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn of_owner(
    connection: &mut PgConnection,
    owner: DraftOwner<'_>,
    now: OffsetDateTime,
) -> Result<Vec<DraftRecord>, StoreError> {
    let drafts = sqlx::query_as!(
        DraftRecord,
        r#"SELECT draft.id, draft.establishment_id, establishment.name AS "establishment_name?", draft.fields,
                  draft.created_at, draft.updated_at, draft.expires_at
           FROM draft LEFT JOIN establishment ON establishment.id = draft.establishment_id
           WHERE (draft.account_id = $1 OR draft.token_hash = $2) AND draft.expires_at > $3
           ORDER BY draft.updated_at DESC, draft.id"#,
        owner.account,
        owner.token_hash,
        now
    );
    Ok(drafts.fetch_all(connection).await?)
}

/// Changes the fields of a draft, and when it lapses. One that was begun before signing in is the account's then.
///
/// # Errors
/// As PostgreSQL says: fields that are too large among others.
pub async fn change(
    connection: &mut PgConnection,
    (id, account): (Uuid, Option<Uuid>),
    fields: &serde_json::Value,
    (at, expires_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE draft SET fields = $2, updated_at = $3, expires_at = $4, account_id = coalesce(account_id, $5),
                token_hash = CASE WHEN coalesce(account_id, $5) IS NULL THEN token_hash END
         WHERE id = $1",
        id,
        fields,
        at,
        expires_at,
        account
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes a draft: it was published. False: it is gone already.
///
/// # Errors
/// As PostgreSQL says.
pub async fn remove(connection: &mut PgConnection, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query!("DELETE FROM draft WHERE id = $1", id);
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// Removes a draft of this owner.
///
/// # Errors
/// As PostgreSQL says.
pub async fn discard(
    connection: &mut PgConnection,
    id: Uuid,
    owner: DraftOwner<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM draft WHERE id = $1 AND (account_id = $2 OR token_hash = $3)",
        id,
        owner.account,
        owner.token_hash
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// Forgets the drafts that have lapsed.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_lapsed(connection: &mut PgConnection, now: OffsetDateTime) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM draft WHERE expires_at < $1", now).execute(connection).await?;
    Ok(())
}

/// Forgets the drafts of an account that leaves.
///
/// # Errors
/// As PostgreSQL says.
pub async fn forget_account(connection: &mut PgConnection, account: Uuid) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM draft WHERE account_id = $1", account).execute(connection).await?;
    Ok(())
}
