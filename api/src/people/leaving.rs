//! Taking one's data along, and leaving.

use plainpied_store::account::{self, Account};
use plainpied_store::draft::{self, DraftOwner};
use plainpied_store::{history, subscription, webhook};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::routes::accounts::contributions::{ContributionView, contribution};
use crate::routes::subscriptions::SubscriptionView;
use crate::routes::webhooks::WebhookView;
use crate::state::{AppState, in_time};

/// Contributions in an export: more than any person makes.
const MOST: i64 = 100_000;

/// All that is kept of an account. Secrets are not among it: only hashes of them are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportView {
    /// The account.
    account: Value,
    /// Where it is signed in.
    sessions: Vec<Value>,
    /// Its keys, without their secrets.
    keys: Vec<Value>,
    /// What it is told of by mail.
    subscriptions: Vec<SubscriptionView>,
    /// Addresses of its own that are told of changes, without their secrets.
    webhooks: Vec<WebhookView>,
    /// What it has begun to say of places and not published yet.
    drafts: Vec<Value>,
    /// All that it wrote, the newest first.
    contributions: Vec<ContributionView>,
}

/// All that is kept of an account.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn export(state: &AppState, account: &Account) -> Result<ExportView, Problem> {
    let mut connection = state.acquire().await?;
    let profile = in_time(account::profile(&mut connection, account.id)).await?;
    let sessions = in_time(account::sessions(&mut connection, account.id, state.clock().now())).await?;
    let keys = in_time(account::keys(&mut connection, account.id)).await?;
    let subscriptions = in_time(subscription::of_account(&mut connection, account.id)).await?;
    let webhooks = in_time(webhook::of_account(&mut connection, account.id)).await?;
    let owner = DraftOwner { account: Some(account.id), token_hash: None };
    let drafts = in_time(draft::of_owner(&mut connection, owner, state.clock().now())).await?;
    let written = in_time(history::versions_by(&mut connection, account.id, MOST)).await?;
    let day = |at: OffsetDateTime| serde_json::to_value(Stamp(at)).unwrap_or_default();
    Ok(ExportView {
        account: serde_json::json!({
            "id": account.id, "name": account.name, "email": account.email, "role": account.role,
            "created_at": day(account.created_at), "language": profile.map(|profile| profile.language),
        }),
        sessions: sessions
            .into_iter()
            .map(|session| {
                serde_json::json!({ "id": session.id, "agent": session.agent, "created_at": day(session.created_at),
                    "last_seen_at": day(session.last_seen_at), "expires_at": day(session.expires_at) })
            })
            .collect(),
        keys: keys
            .into_iter()
            .map(|key| {
                serde_json::json!({ "prefix": key.prefix, "name": key.name, "scopes": key.scopes,
                    "origin": key.origin, "requests_a_day": key.requests_a_day, "requests_a_second": key.requests_a_second, "created_at": day(key.created_at),
                    "expires_at": key.expires_at.map(day), "last_used_at": key.last_used_at.map(day),
                    "revoked_at": key.revoked_at.map(day) })
            })
            .collect(),
        subscriptions: subscriptions.into_iter().map(Into::into).collect(),
        webhooks: webhooks.into_iter().map(Into::into).collect(),
        drafts: drafts
            .into_iter()
            .map(|draft| {
                serde_json::json!({ "id": draft.id, "establishment": draft.establishment_id, "fields": draft.fields,
                    "created_at": day(draft.created_at), "updated_at": day(draft.updated_at),
                    "expires_at": day(draft.expires_at) })
            })
            .collect(),
        contributions: written.into_iter().map(|version| contribution(version, state.site())).collect(),
    })
}

#[derive(Serialize)]
struct Stamp(#[serde(with = "time::serde::rfc3339")] OffsetDateTime);

/// Forgets who an account was; what it contributed stays, and is anonymous.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn leave(state: &AppState, id: Uuid) -> Result<(), Problem> {
    use plainpied_store::{Connection, StoreError};
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    account::delete(&mut transaction, id, state.clock().now()).await?;
    Ok(transaction.commit().await.map_err(StoreError::from)?)
}
