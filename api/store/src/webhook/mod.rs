//! Webhooks: who is told of changes by a request, and the log of what was sent.

mod delivery;
mod log;
mod work;

use plainpied_domain::Interest;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

pub use delivery::{Attempt, Delivery, DeliveryKind, add_ping, again, forget, record};
pub use log::{deliveries, delivery};
pub use work::{Progress, WorkLock, advance, due, pending};

use crate::{StoreError, row};

/// Somebody's address that is told of changes.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// Where messages go.
    pub url: String,
    /// For its owner.
    pub name: String,
    /// Which changes.
    pub interest: Interest,
    /// Which kinds of them.
    pub kinds: Vec<String>,
    /// What messages are signed with.
    pub secrets: Secrets,
    /// Changes up to here stand in a delivery, or are not wanted.
    pub position: i64,
    /// Changes after the one and up to the other are told again.
    pub replay: Option<(i64, i64)>,
    /// `active`, `paused`, `disabled`.
    pub state: String,
    /// Why it was disabled.
    pub disabled_reason: Option<String>,
    /// Since when nothing was accepted.
    pub failing_since: Option<OffsetDateTime>,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// What messages are signed with. Shown by no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The present one.
    pub present: Vec<u8>,
    /// The one before, and until when it signs too.
    pub previous: Option<(Vec<u8>, OffsetDateTime)>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

pub(crate) struct WebhookRow {
    id: Uuid,
    account_id: Uuid,
    url: String,
    name: String,
    interest: String,
    kinds: Vec<String>,
    secret: Vec<u8>,
    previous_secret: Option<Vec<u8>>,
    previous_until: Option<OffsetDateTime>,
    position: i64,
    replay_position: Option<i64>,
    replay_until: Option<i64>,
    state: String,
    disabled_reason: Option<String>,
    failing_since: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
}

impl WebhookRow {
    fn into_domain(self) -> Result<Webhook, StoreError> {
        Ok(Webhook {
            interest: row::interest("webhook", self.id, &self.interest)?,
            id: self.id,
            account_id: self.account_id,
            url: self.url,
            name: self.name,
            kinds: self.kinds,
            secrets: Secrets {
                present: self.secret,
                previous: self.previous_secret.zip(self.previous_until),
            },
            position: self.position,
            replay: self.replay_position.zip(self.replay_until),
            state: self.state,
            disabled_reason: self.disabled_reason,
            failing_since: self.failing_since,
            created_at: self.created_at,
        })
    }
}

/// Keeps a new webhook, unless its account has `most` already. False: it has.
///
/// # Errors
/// As PostgreSQL says.
pub async fn add(connection: &mut PgConnection, webhook: &Webhook, most: i64) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO webhook (id, account_id, url, name, interest, kinds, secret, position, state, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
         WHERE (SELECT count(*) FROM webhook WHERE account_id = $2) < $11",
        webhook.id,
        webhook.account_id,
        webhook.url,
        webhook.name,
        webhook.interest.to_string(),
        &webhook.kinds,
        webhook.secrets.present,
        webhook.position,
        webhook.state,
        webhook.created_at,
        most
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The webhooks of an account, the oldest first.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn of_account(connection: &mut PgConnection, account: Uuid) -> Result<Vec<Webhook>, StoreError> {
    let rows = sqlx::query_as!(
        WebhookRow,
        "SELECT id, account_id, url, name, interest, kinds, secret, previous_secret, previous_until, position,
                replay_position, replay_until, state, disabled_reason, failing_since, created_at
         FROM webhook WHERE account_id = $1 ORDER BY id",
        account
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(WebhookRow::into_domain).collect()
}

/// A webhook of an account.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn get(
    connection: &mut PgConnection,
    account: Uuid,
    id: Uuid,
) -> Result<Option<Webhook>, StoreError> {
    Ok(of_account(connection, account).await?.into_iter().find(|webhook| webhook.id == id))
}

/// Writes what its owner may change: address, name, interest, kinds, state, secrets, and what is told again. A webhook
/// that is active has its failures forgotten, and its waiting messages go at once. False: there is none.
///
/// # Errors
/// As PostgreSQL says.
pub async fn update(
    connection: &mut PgConnection,
    webhook: &Webhook,
    now: OffsetDateTime,
) -> Result<bool, StoreError> {
    let (previous, until) = webhook.secrets.previous.clone().unzip();
    let (replay, replay_until) = webhook.replay.unzip();
    let done = sqlx::query!(
        "UPDATE webhook
         SET url = $2, name = $3, interest = $4, kinds = $5, state = $6, secret = $7, previous_secret = $8,
             previous_until = $9, replay_position = $10, replay_until = $11,
             failing_since = CASE WHEN $6 = 'active' THEN NULL ELSE failing_since END,
             disabled_reason = CASE WHEN $6 = 'active' THEN NULL ELSE disabled_reason END
         WHERE id = $1",
        webhook.id,
        webhook.url,
        webhook.name,
        webhook.interest.to_string(),
        &webhook.kinds,
        webhook.state,
        webhook.secrets.present,
        previous,
        until,
        replay,
        replay_until
    )
    .execute(&mut *connection)
    .await?;
    if webhook.state == "active" {
        sqlx::query!(
            "UPDATE webhook_delivery SET at = least(at, $2) WHERE webhook_id = $1 AND state = 'pending'",
            webhook.id,
            now
        )
        .execute(connection)
        .await?;
    }
    Ok(done.rows_affected() == 1)
}

/// Removes a webhook with its log. False: there is none.
///
/// # Errors
/// As PostgreSQL says.
pub async fn remove(connection: &mut PgConnection, account: Uuid, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query!("DELETE FROM webhook WHERE id = $1 AND account_id = $2", id, account)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
