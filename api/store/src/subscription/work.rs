//! What the digests read and write.

use plainpied_domain::{EstablishmentId, LonLat, Stand};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Subscription, SubscriptionRow};
use crate::moderation::NoticeRecord;
use crate::{StoreError, row};

/// A subscription whose digest is due, and who reads it.
#[derive(Debug)]
pub struct DueSubscription {
    /// Which.
    pub subscription: Subscription,
    /// Notices announced up to then were told.
    pub told_at: OffsetDateTime,
    /// Where digests go.
    pub email: String,
    /// `fr` or `en`.
    pub language: String,
}

/// Every manager is told of what it manages, unless it has said otherwise. How many are new.
///
/// # Errors
/// As PostgreSQL says.
pub async fn make_for_managers(
    connection: &mut PgConnection,
    position: i64,
    (now, due_at): (OffsetDateTime, OffsetDateTime),
) -> Result<u64, StoreError> {
    let done = sqlx::query_file!("src/subscription/make_for_managers.sql", position, now, due_at)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// Some of the subscriptions whose digest is due and can reach somebody, the longest due first.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn due(
    connection: &mut PgConnection,
    now: OffsetDateTime,
    most: i64,
) -> Result<Vec<DueSubscription>, StoreError> {
    let rows = sqlx::query_file!("src/subscription/due.sql", now, most).fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let subscription = SubscriptionRow {
                id: row.id,
                account_id: row.account_id,
                interest: row.interest,
                frequency: row.frequency,
                position: row.position,
                created_at: row.created_at,
                due_at: row.due_at,
            };
            Ok(DueSubscription {
                subscription: subscription.into_domain()?,
                told_at: row.told_at,
                email: row.email,
                language: row.language,
            })
        })
        .collect()
}

/// How far a digest goes.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Where it stood.
    pub from: i64,
    /// Where it stands now.
    pub to: i64,
    /// Notices announced up to then are told.
    pub told_at: OffsetDateTime,
    /// The next digest.
    pub due_at: OffsetDateTime,
}

/// Goes on, in the transaction that writes the mail. False: another process did so, and no mail is to be written.
///
/// # Errors
/// As PostgreSQL says.
pub async fn advance(connection: &mut PgConnection, id: Uuid, step: Step) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE subscription SET position = $3, told_at = $4, due_at = $5
         WHERE id = $1 AND position = $2 AND told_at < $4 AND ended_at IS NULL",
        id,
        step.from,
        step.to,
        step.told_at,
        step.due_at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notices announced between two instants that still hold, and where their establishments stand.
///
/// # Errors
/// As PostgreSQL says; a row that cannot be.
pub async fn announced(
    connection: &mut PgConnection,
    (after, until): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<(Stand, NoticeRecord)>, StoreError> {
    let rows =
        sqlx::query_file!("src/subscription/announced.sql", after, until).fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let id = row.establishment_id;
            let stand = Stand {
                id: EstablishmentId::from(id),
                at: LonLat::new(row.lon, row.lat)
                    .map_err(|error| row::inconsistent(id, "location", error.to_string()))?,
                commune: row::parse(id, "commune_code", &row.commune_code)?,
                city: row.parent_code.map(|code| row::parse(id, "commune_code", &code)).transpose()?,
            };
            let notice = NoticeRecord {
                id: row.id,
                establishment_id: id,
                kind: row.kind,
                message: row.message,
                criteria: row.criteria,
                begins_at: row.begins_at,
                ends_at: row.ends_at,
                source_key: row.source_key,
                account_id: row.account_id,
                created_at: row.created_at,
            };
            Ok((stand, notice))
        })
        .collect()
}
