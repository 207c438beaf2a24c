//! The body of a message.

use plainpied_store::webhook::{Delivery, DeliveryKind};
use plainpied_store::{change, establishment};
use serde::Serialize;
use time::OffsetDateTime;

use crate::problem::Problem;
use crate::routes::changes::{ChangeView, with_records};
use crate::state::AppState;

/// `{"type": ..., "timestamp": ..., "data": ...}`, as Standard Webhooks recommends.
#[derive(Serialize)]
struct Message {
    #[serde(rename = "type")]
    kind: &'static str,
    /// Of the message, not of an attempt.
    #[serde(with = "time::serde::rfc3339")]
    timestamp: OffsetDateTime,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    changes: Vec<ChangeView>,
}

/// What a delivery says: its changes, with the places as they stand now.
///
/// # Errors
/// 503 where the database cannot answer.
pub(super) async fn body(state: &AppState, delivery: &Delivery) -> Result<Vec<u8>, Problem> {
    let kind = if delivery.kind == DeliveryKind::Ping.as_str() { "ping" } else { "establishments.changed" };
    let (entries, records) = state
        .query(async |connection| {
            let entries = change::entries_at(connection, &delivery.positions).await?;
            let ids: Vec<_> = entries.iter().map(|entry| entry.establishment).collect();
            Ok((entries, establishment::by_ids(connection, &ids).await?))
        })
        .await?;
    let changes = with_records(state, entries, records).await?;
    Ok(serde_json::to_vec(&Message { kind, timestamp: delivery.created_at, data: Data { changes } })?)
}
