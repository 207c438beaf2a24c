//! Accounts, what they manage, and their keys.

mod consent;
mod held;
mod idempotency;
mod identity;
mod key;
mod key_use;
mod link;
mod own;
mod session;

use plainpied_domain::access::Role;
use plainpied_domain::{EstablishmentId, SourceKey};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use consent::{
    ConsentRecord, FavouriteRecord, consent, favourites, forget_favourite, is_favourite, keep_favourites,
    keep_needs, move_favourites, withdraw_consent,
};
pub use held::{
    AddressedRecord, DeedRecord, IdentityRecord, KeptAnswerRecord, ManagedRecord, addressed, announced,
    deeds, identities, kept_answers, management, proposed, trusted_at,
};
pub use idempotency::{Answered, Claim, claim, forget_answers, keep};
pub use identity::{Visit, add_visit, forget_visits, identified, identify, take_visit};
pub use key::{ApiKey, KnownKey, NewKey, add_key, expire_key, key, keys, revoke_key, touch_key};
pub use key_use::{KeyLimits, add_key_use, forget_key_use, key_use};
pub use link::{
    MailLink, add_link, add_wrong_password, count_links, forget_expired, keep_form, kept_form, link,
    use_link, wrong_passwords,
};
pub use own::{Profile, describe, password, profile, set_email, set_password};
pub use session::{
    KnownSession, NewSession, SessionRecord, add_session, end_session, end_sessions, session, sessions,
    touch_session,
};

use crate::StoreError;

/// Somebody who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: Uuid,
    /// Shown beside contributions.
    pub name: String,
    /// E-mail address, lower case.
    pub email: Option<String>,
    /// What it is trusted with.
    pub role: Role,
    /// The source of an organisation's own.
    pub source: Option<SourceKey>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// Since when it may not write any more.
    pub blocked_at: Option<OffsetDateTime>,
}

impl Account {
    /// Who stands in the versions that it writes.
    pub fn actor(&self) -> String {
        actor(self.id)
    }

    /// The source whose word it gives.
    pub fn speaks_as(&self, manages: bool) -> SourceKey {
        self.source.clone().unwrap_or_else(|| self.role.source(manages))
    }
}

/// Who stands in the versions that an account writes.
pub fn actor(account: Uuid) -> String {
    format!("account:{account}")
}

struct AccountRow {
    id: Uuid,
    name: String,
    email: Option<String>,
    role: String,
    source_key: Option<String>,
    created_at: OffsetDateTime,
    blocked_at: Option<OffsetDateTime>,
}

impl AccountRow {
    fn into_domain(self) -> Result<Account, StoreError> {
        Ok(Account {
            role: self.role.parse().map_err(|error: plainpied_domain::access::UnknownRole| {
                StoreError::Inconsistent {
                    table: "account",
                    column: "role",
                    row: self.id.to_string(),
                    reason: error.to_string(),
                }
            })?,
            id: self.id,
            name: self.name,
            email: self.email,
            source: self.source_key.map(SourceKey::from),
            created_at: self.created_at,
            blocked_at: self.blocked_at,
        })
    }
}

/// Adds an account. None where another one has its e-mail address.
///
/// # Errors
/// As PostgreSQL says: a source that does not exist among others.
pub async fn add(connection: &mut PgConnection, account: &Account) -> Result<Option<()>, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO account (id, name, email, role, source_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (email) WHERE email IS NOT NULL DO NOTHING",
        account.id,
        account.name,
        account.email,
        account.role.as_str(),
        account.source.as_ref().map(SourceKey::as_str),
        account.created_at
    )
    .execute(connection)
    .await?;
    Ok((done.rows_affected() == 1).then_some(()))
}

/// The account with this id or e-mail address, unless it was deleted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn find(connection: &mut PgConnection, id_or_email: &str) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query_as!(
        AccountRow,
        "SELECT id, name, email, role, source_key, created_at, blocked_at FROM account
         WHERE (id::text = $1 OR email = lower($1)) AND deleted_at IS NULL",
        id_or_email
    )
    .fetch_optional(connection)
    .await?;
    row.map(AccountRow::into_domain).transpose()
}

/// All accounts that were not deleted, the oldest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn all(connection: &mut PgConnection) -> Result<Vec<Account>, StoreError> {
    let rows = sqlx::query_as!(
        AccountRow,
        "SELECT id, name, email, role, source_key, created_at, blocked_at FROM account
         WHERE deleted_at IS NULL ORDER BY created_at, id"
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(AccountRow::into_domain).collect()
}

/// Gives an account another role, or blocks it (`blocked_at`) or lets it write again (none). False: no such account.
///
/// # Errors
/// As PostgreSQL says.
pub async fn update(
    connection: &mut PgConnection,
    id: Uuid,
    (role, blocked_at): (Role, Option<OffsetDateTime>),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE account SET role = $2, blocked_at = $3 WHERE id = $1 AND deleted_at IS NULL",
        id,
        role.as_str(),
        blocked_at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets who an account was: name, address and keys go, what it contributed stays and is anonymous.
///
/// # Errors
/// As PostgreSQL says.
pub async fn delete(connection: &mut PgConnection, id: Uuid, at: OffsetDateTime) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE account SET name = 'deleted', email = NULL, password_hash = NULL, deleted_at = $2, blocked_at = $2
         WHERE id = $1 AND deleted_at IS NULL",
        id,
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM session WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM account_identity WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM mail_link WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM idempotent_answer WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM api_key WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM management WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM webhook WHERE account_id = $1", id).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM subscription WHERE account_id = $1", id).execute(&mut *connection).await?;
    withdraw_consent(&mut *connection, id).await?;
    crate::draft::forget_account(&mut *connection, id).await?;
    crate::moderation::forget_account(connection, id).await?;
    Ok(done.rows_affected() == 1)
}

/// Makes an account a manager of an establishment.
///
/// # Errors
/// As PostgreSQL says: an establishment that does not exist among others.
pub async fn manage(
    connection: &mut PgConnection,
    account: Uuid,
    establishment: EstablishmentId,
    since: OffsetDateTime,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO management (account_id, establishment_id, since) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        account,
        establishment.as_uuid(),
        since
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The establishments that an account manages, by id.
///
/// # Errors
/// As PostgreSQL says.
pub async fn managed(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<EstablishmentId>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT establishment_id FROM management WHERE account_id = $1 ORDER BY establishment_id",
        account
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Whether an account is a manager of an establishment.
///
/// # Errors
/// As PostgreSQL says.
pub async fn manages(
    connection: &mut PgConnection,
    account: Uuid,
    establishment: EstablishmentId,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM management WHERE account_id = $1 AND establishment_id = $2) AS "found!""#,
        account,
        establishment.as_uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(found)
}

/// Id and name of the accounts that have one of these roles and may write, by name.
///
/// # Errors
/// As PostgreSQL says.
pub async fn of_roles(
    connection: &mut PgConnection,
    roles: &[Role],
) -> Result<Vec<(Uuid, String)>, StoreError> {
    let roles: Vec<String> = roles.iter().map(|role| role.as_str().to_owned()).collect();
    let rows = sqlx::query!(
        "SELECT id, name FROM account WHERE role = ANY ($1) AND deleted_at IS NULL AND blocked_at IS NULL
         ORDER BY name, id",
        &roles
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Names of the accounts among these that were not deleted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn names(connection: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!("SELECT id, name FROM account WHERE id = ANY ($1) AND deleted_at IS NULL", ids)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
