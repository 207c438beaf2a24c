//! What an account may change of itself.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// What only the account itself sees.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Language: `fr` or `en`.
    pub language: String,
    /// Whether it has a password.
    pub has_password: bool,
}

/// What only the account itself sees.
///
/// # Errors
/// As PostgreSQL says.
pub async fn profile(connection: &mut PgConnection, id: Uuid) -> Result<Option<Profile>, StoreError> {
    let profile = sqlx::query_as!(
        Profile,
        r#"SELECT language, password_hash IS NOT NULL AS "has_password!" FROM account
           WHERE id = $1 AND deleted_at IS NULL"#,
        id
    );
    Ok(profile.fetch_optional(connection).await?)
}

/// Changes name and language; none: as before.
///
/// # Errors
/// As PostgreSQL says.
pub async fn describe(
    connection: &mut PgConnection,
    id: Uuid,
    (name, language): (Option<&str>, Option<&str>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE account SET name = coalesce($2, name), language = coalesce($3, language)
         WHERE id = $1 AND deleted_at IS NULL",
        id,
        name,
        language
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes the e-mail address. False: another account has it.
///
/// # Errors
/// As PostgreSQL says.
pub async fn set_email(connection: &mut PgConnection, id: Uuid, email: &str) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE account SET email = $2
         WHERE id = $1 AND deleted_at IS NULL
           AND NOT EXISTS (SELECT FROM account other WHERE other.email = $2 AND other.id <> $1)",
        id,
        email
    );
    match done.execute(connection).await {
        Ok(done) => Ok(done.rows_affected() == 1),
        // Another account took it in this moment.
        Err(error) if error.as_database_error().is_some_and(|error| error.is_unique_violation()) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Sets the password, or none.
///
/// # Errors
/// As PostgreSQL says.
pub async fn set_password(
    connection: &mut PgConnection,
    id: Uuid,
    hash: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE account SET password_hash = $2 WHERE id = $1 AND deleted_at IS NULL", id, hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// The password of the account of an e-mail address, where there are both.
///
/// # Errors
/// As PostgreSQL says.
pub async fn password(connection: &mut PgConnection, email: &str) -> Result<Option<String>, StoreError> {
    let hash = sqlx::query_scalar!(
        "SELECT password_hash FROM account WHERE email = $1 AND deleted_at IS NULL",
        email
    );
    Ok(hash.fetch_optional(connection).await?.flatten())
}
