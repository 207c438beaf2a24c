//! Subscriptions: who is told of changes by mail.

mod work;

use plainpied_domain::Interest;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use work::{DueSubscription, Step, advance, announced, due, make_for_managers};

use crate::{StoreError, row};

/// What an account is told of by mail.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// Which changes.
    pub interest: Interest,
    /// `at_once`, `daily`, `weekly`.
    pub frequency: String,
    /// Changes up to here were told.
    pub position: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When the next digest is due.
    pub due_at: OffsetDateTime,
}

struct SubscriptionRow {
    id: Uuid,
    account_id: Uuid,
    interest: String,
    frequency: String,
    position: i64,
    created_at: OffsetDateTime,
    due_at: OffsetDateTime,
}

/// Keeps a subscription, or lets one of the same interest go on with another frequency. None: the account has `most`.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add(
    connection: &mut PgConnection,
    subscription: &Subscription,
    most: i64,
) -> Result<Option<Uuid>, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO subscription AS s (id, account_id, interest, frequency, position, told_at, due_at, created_at)
         SELECT $1, $2, $3, $4, $5, $7, $6, $7
         WHERE (SELECT count(*) FROM subscription
                WHERE account_id = $2 AND ended_at IS NULL AND interest <> $3) < $8
         ON CONFLICT (account_id, interest) DO UPDATE
         SET frequency = excluded.frequency, due_at = excluded.due_at, ended_at = NULL,
             position = CASE WHEN s.ended_at IS NULL THEN s.position ELSE excluded.position END,
             told_at = CASE WHEN s.ended_at IS NULL THEN s.told_at ELSE excluded.told_at END
         RETURNING s.id",
        subscription.id,
        subscription.account_id,
        subscription.interest.to_string(),
        subscription.frequency,
        subscription.position,
        subscription.due_at,
        subscription.created_at,
        most
    )
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// The subscriptions of an account that go on, the oldest first.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn of_account(
    connection: &mut PgConnection,
    account: Uuid,
) -> Result<Vec<Subscription>, StoreError> {
    let rows = sqlx::query_file_as!(SubscriptionRow, "src/subscription/of_account.sql", account)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(SubscriptionRow::into_domain).collect()
}

impl SubscriptionRow {
    fn into_domain(self) -> Result<Subscription, StoreError> {
        Ok(Subscription {
            interest: row::interest("subscription", self.id, &self.interest)?,
            id: self.id,
            account_id: self.account_id,
            frequency: self.frequency,
            position: self.position,
            created_at: self.created_at,
            due_at: self.due_at,
        })
    }
}

/// One subscription that goes on.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn get(connection: &mut PgConnection, id: Uuid) -> Result<Option<Subscription>, StoreError> {
    let row = sqlx::query_as!(
        SubscriptionRow,
        "SELECT id, account_id, interest, frequency, position, created_at, due_at
         FROM subscription WHERE id = $1 AND ended_at IS NULL",
        id
    )
    .fetch_optional(connection)
    .await?;
    row.map(SubscriptionRow::into_domain).transpose()
}

/// Ends a subscription. It stays as a row, so that what comes by being a manager does not come back. False: there is none.
///
/// # Errors
/// As PostgreSQL says.
pub async fn end(connection: &mut PgConnection, id: Uuid, at: OffsetDateTime) -> Result<bool, StoreError> {
    let done =
        sqlx::query!("UPDATE subscription SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", id, at)
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}
