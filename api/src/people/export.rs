//! Taking one's data along: all that is kept of an account. What is added to the base must be added here: a test reads
//! the catalogue of the database.

use plainpied_store::account::{self, Account};
use plainpied_store::draft::{self, DraftOwner};
use plainpied_store::moderation::{self, QueueFilter};
use plainpied_store::{PgConnection, StoreError, document, history, subscription, webhook};
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::language_named;
use crate::moderation::SuggestionView;
use crate::problem::Problem;
use crate::routes::accounts::contributions::{ContributionView, contribution};
use crate::routes::claims::ClaimView;
use crate::routes::notifications::list::NotificationView;
use crate::routes::proposals::IdeaView;
use crate::routes::reports::ReportView;
use crate::routes::subscriptions::SubscriptionView;
use crate::routes::webhooks::WebhookView;
use crate::state::{AppState, in_time};

/// Entries of one kind in an export: more than any person makes.
const MOST: i64 = 100_000;

/// All that is kept of an account. Secrets are not among it: only hashes of them are kept, save those of webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportView {
    /// The account.
    account: Value,
    /// Where it is signed in.
    sessions: Vec<Value>,
    /// Its keys, without their secrets.
    keys: Vec<Value>,
    /// Who it is at providers of identities.
    identities: Vec<Value>,
    /// What is kept by its e-mail address for a while: links and other mails, wrong passwords.
    addressed: Vec<Value>,
    /// Answers to its requests with an Idempotency-Key, of the last days.
    answers: Vec<Value>,
    /// The establishments that it speaks for.
    manages: Vec<Value>,
    /// What it is told of by mail.
    subscriptions: Vec<SubscriptionView>,
    /// Addresses of its own that are told of changes, without their secrets.
    webhooks: Vec<WebhookView>,
    /// What it consented to keep here of needs and limits, where it did.
    consent: Option<Value>,
    /// The places that it wants to find again, kept by that consent.
    favourites: Vec<Value>,
    /// What it has begun to say of places and not published yet.
    drafts: Vec<Value>,
    /// What it suggested, or what waited of it.
    suggestions: Vec<SuggestionView>,
    /// For which establishments it said that it speaks.
    claims: Vec<ClaimView>,
    /// What it told the moderators.
    reports: Vec<ReportView>,
    /// What it would have otherwise in criteria, wordings and rules.
    proposals: Vec<IdeaView>,
    /// What is temporary, as it announced it.
    notices: Vec<Value>,
    /// What it was told.
    notifications: Vec<NotificationView>,
    /// What it looks after and decided for others.
    decisions: Vec<Value>,
    /// All that it wrote, the newest first.
    contributions: Vec<ContributionView>,
}

/// All that is kept of an account, as it stands at one moment.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn export(state: &AppState, account: &Account) -> Result<ExportView, Problem> {
    let mut snapshot = in_time(document::snapshot(state.pool())).await?;
    let view = in_time(collect(&mut snapshot, state, account)).await?;
    snapshot.rollback().await.map_err(StoreError::from)?;
    Ok(view)
}

async fn collect(
    connection: &mut PgConnection,
    state: &AppState,
    account: &Account,
) -> Result<ExportView, StoreError> {
    let (id, site, now) = (account.id, state.site(), state.clock().now());
    let of_it = QueueFilter { author: Some(id), ..QueueFilter::default() };
    let profile = account::profile(connection, id).await?;
    let lang = profile.as_ref().and_then(|profile| language_named(&profile.language)).unwrap_or_default();
    let suggestions = moderation::suggestions(connection, (&of_it, None), None, MOST).await?;
    let claims = moderation::claims(connection, &of_it, None, MOST).await?;
    let reports = moderation::reports(connection, (&of_it, None), None, MOST).await?;
    let told = moderation::notifications(connection, (id, false), None, MOST).await?;
    let told = told.into_iter().map(|record| NotificationView::new(record, site, lang)).collect();
    let proposed = account::proposed(connection, id).await?;
    let written = history::versions_by(connection, id, MOST).await?;
    Ok(ExportView {
        account: itself(connection, account, profile.as_ref()).await?,
        sessions: sessions(connection, id, now).await?,
        keys: keys(connection, id).await?,
        identities: identities(connection, id).await?,
        addressed: addressed(connection, account).await?,
        answers: answers(connection, id).await?,
        manages: manages(connection, id).await?,
        subscriptions: subscription::of_account(connection, id).await?.into_iter().map(Into::into).collect(),
        webhooks: webhook::of_account(connection, id).await?.into_iter().map(Into::into).collect(),
        consent: consent(connection, id).await?,
        favourites: favourites(connection, id).await?,
        drafts: drafts(connection, id, now).await?,
        suggestions: suggestions.into_iter().map(|record| SuggestionView::new(record, site)).collect(),
        claims: claims.into_iter().map(|record| ClaimView::new(record, site)).collect(),
        reports: reports.into_iter().map(|record| ReportView::new(record, site)).collect(),
        proposals: proposed.into_iter().map(|record| IdeaView::new(record, site)).collect(),
        notices: notices(connection, id).await?,
        notifications: told,
        decisions: decisions(connection, id).await?,
        contributions: written.into_iter().map(|version| contribution(version, site)).collect(),
    })
}

/// An instant as everything else here has it.
fn day(at: OffsetDateTime) -> Value {
    serde_json::to_value(Stamp(at)).unwrap_or_default()
}

#[derive(Serialize)]
struct Stamp(#[serde(with = "time::serde::rfc3339")] OffsetDateTime);

async fn itself(
    connection: &mut PgConnection,
    account: &Account,
    profile: Option<&account::Profile>,
) -> Result<Value, StoreError> {
    Ok(json!({
        "id": account.id, "name": account.name, "email": account.email, "role": account.role,
        "source": account.source.as_ref().map(|source| source.as_str()), "created_at": day(account.created_at),
        "language": profile.map(|profile| profile.language.as_str()),
        "has_password": profile.is_some_and(|profile| profile.has_password),
        "trusted_at": account::trusted_at(connection, account.id).await?.map(day),
        "blocked_at": account.blocked_at.map(day),
    }))
}

async fn sessions(
    connection: &mut PgConnection,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Value>, StoreError> {
    let view = |session: account::SessionRecord| {
        json!({ "id": session.id, "agent": session.agent, "created_at": day(session.created_at),
            "last_seen_at": day(session.last_seen_at), "expires_at": day(session.expires_at) })
    };
    Ok(account::sessions(connection, id, now).await?.into_iter().map(view).collect())
}

async fn keys(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |key: account::ApiKey| {
        json!({ "prefix": key.prefix, "name": key.name, "scopes": key.scopes, "origin": key.origin,
            "requests_a_day": key.requests_a_day, "requests_a_second": key.requests_a_second,
            "created_at": day(key.created_at), "expires_at": key.expires_at.map(day),
            "last_used_at": key.last_used_at.map(day), "revoked_at": key.revoked_at.map(day) })
    };
    Ok(account::keys(connection, id).await?.into_iter().map(view).collect())
}

async fn identities(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |one: account::IdentityRecord| json!({ "issuer": one.issuer, "subject": one.subject, "since": day(one.since) });
    Ok(account::identities(connection, id).await?.into_iter().map(view).collect())
}

async fn addressed(connection: &mut PgConnection, account: &Account) -> Result<Vec<Value>, StoreError> {
    let view = |one: account::AddressedRecord| {
        json!({ "kind": one.kind, "email": one.email, "at": day(one.at),
            "expires_at": one.expires_at.map(day) })
    };
    let kept = account::addressed(connection, account.id, account.email.as_deref()).await?;
    Ok(kept.into_iter().map(view).collect())
}

async fn answers(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |one: account::KeptAnswerRecord| json!({ "key": one.key, "status": one.status, "body": one.body, "at": day(one.at) });
    Ok(account::kept_answers(connection, id).await?.into_iter().map(view).collect())
}

async fn manages(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |one: account::ManagedRecord| json!({ "establishment": one.establishment_id, "since": day(one.since) });
    Ok(account::management(connection, id).await?.into_iter().map(view).collect())
}

async fn consent(connection: &mut PgConnection, id: Uuid) -> Result<Option<Value>, StoreError> {
    let view = |one: account::ConsentRecord| json!({ "given_at": day(one.given_at), "needs": one.needs, "limits": one.limits });
    Ok(account::consent(connection, id).await?.map(view))
}

async fn favourites(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |one: account::FavouriteRecord| json!({ "establishment": one.establishment_id, "since": day(one.since) });
    Ok(account::favourites(connection, id).await?.into_iter().map(view).collect())
}

async fn drafts(
    connection: &mut PgConnection,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Value>, StoreError> {
    let view = |draft: draft::DraftRecord| {
        json!({ "id": draft.id, "establishment": draft.establishment_id, "fields": draft.fields,
            "created_at": day(draft.created_at), "updated_at": day(draft.updated_at),
            "expires_at": day(draft.expires_at) })
    };
    let owner = DraftOwner { account: Some(id), token_hash: None };
    Ok(draft::of_owner(connection, owner, now).await?.into_iter().map(view).collect())
}

async fn notices(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |notice: moderation::NoticeRecord| {
        json!({ "id": notice.id, "establishment": notice.establishment_id, "kind": notice.kind,
            "message": notice.message, "criteria": notice.criteria, "from": day(notice.begins_at),
            "until": day(notice.ends_at), "source": notice.source_key, "at": day(notice.created_at) })
    };
    Ok(account::announced(connection, id).await?.into_iter().map(view).collect())
}

async fn decisions(connection: &mut PgConnection, id: Uuid) -> Result<Vec<Value>, StoreError> {
    let view = |deed: account::DeedRecord| json!({ "kind": deed.kind, "id": deed.id, "did": deed.did, "at": deed.at.map(day) });
    Ok(account::deeds(connection, id).await?.into_iter().map(view).collect())
}
