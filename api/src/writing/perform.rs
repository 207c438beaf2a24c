use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::EstablishmentId;
use plainpied_store::account::{self, Answered, Claim};
use plainpied_store::history;
use plainpied_store::write::{Outcome, WriteContext};
use plainpied_store::{Connection, PgConnection};

use super::job::Room;
use super::view::{self, WrittenView};
use super::{Job, Submission, WriteParams};
use crate::extract::Faults;
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::AppState;
use crate::view::{Body, media};

/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// A request is not sent again after this time.
const REMEMBERED: time::Duration = time::Duration::days(2);
const FORGET_EVERY: Duration = Duration::from_secs(3_600);
/// Versions told to a writer who came too late.
const MOST_MISSED: i64 = 20;

/// The address of what was created, for the Location header.
#[derive(Debug, Clone)]
pub(crate) struct CreatedAt(pub String);

/// Does what a submission asks for, in one transaction: nothing of it stands unless all of it does.
///
/// # Errors
/// The problem that kept it from being done; nothing has changed then.
pub(crate) async fn perform(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    (job, reason): (Job, Option<String>),
) -> Result<Response, Problem> {
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let room = Room { catalogue: &catalogue, reference: &reference, site: state.site() };
    let at = state.clock().now();
    let actor = submission.caller.account.actor();
    let mut new_id = || EstablishmentId::new(at, rand::random());
    let reason = reason.as_deref().unwrap_or_default();
    let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(plainpied_store::StoreError::from)?;
    let claim = submission.claim();
    if let Some(before) = before(&mut transaction, claim.as_ref()).await? {
        return Ok(before);
    }
    let outcome = job.run(&mut transaction, &room, &mut context).await?;
    let (status, written) = judged(&mut transaction, submission.expected, outcome, state.site()).await?;
    let written = WrittenView { dry_run: params.dry_run, ..written };
    let version = written.version;
    let body = serde_json::to_string(&written)?;
    if params.dry_run {
        transaction.rollback().await.map_err(plainpied_store::StoreError::from)?;
        return answer((200, body), None, false);
    }
    if let Some(claim) = &claim {
        account::keep(&mut transaction, claim, (status.as_u16(), &body), at).await?;
    }
    transaction.commit().await.map_err(plainpied_store::StoreError::from)?;
    state.wake();
    let mut response = answer((status.as_u16(), body), version, false)?;
    if status == StatusCode::CREATED {
        response.extensions_mut().insert(CreatedAt(written.url));
    }
    Ok(response)
}

/// The answer to the same request before.
async fn before(
    connection: &mut PgConnection,
    claim: Option<&Claim<'_>>,
) -> Result<Option<Response>, Problem> {
    let Some(claim) = claim else {
        return Ok(None);
    };
    match account::claim(connection, claim).await? {
        Answered::Not => Ok(None),
        Answered::Before { status, body } => answer((status, body), None, true).map(Some),
        Answered::Otherwise => Err(Problem::new(&code::REUSED_KEY).at("Idempotency-Key")),
    }
}

/// Forgets answers that nobody will ask for again, every hour, for as long as the server runs.
pub(crate) async fn forget_old_answers(state: AppState) {
    loop {
        let old = state.clock().now() - REMEMBERED;
        let forgotten = async { account::forget_answers(&mut *state.pool().acquire().await?, old).await };
        if let Err(error) = forgotten.await {
            tracing::info!(%error, "old answers could not be forgotten; again in an hour");
        }
        tokio::time::sleep(FORGET_EVERY).await;
    }
}

/// What an outcome is to its writer.
pub(super) async fn judged(
    connection: &mut PgConnection,
    expected: Option<i32>,
    outcome: Outcome,
    site: &Site,
) -> Result<(StatusCode, WrittenView), Problem> {
    match outcome {
        Outcome::Created(id) => Ok((StatusCode::CREATED, view::created(id, site))),
        Outcome::Updated { id, version, diff, skipped } => {
            Ok((StatusCode::OK, view::updated((id, version), &diff, &skipped, site)?))
        }
        Outcome::Unchanged { id, version, skipped } => {
            Ok((StatusCode::OK, view::unchanged((id, version), &skipped, site)))
        }
        Outcome::Gone { status, .. } => Err(Problem::new(&code::GONE)
            .detail(format!("this establishment is {status}"))
            .with("state", status.as_str())),
        Outcome::NotFound => Err(Problem::new(&code::NOT_FOUND).at("id")),
        Outcome::Conflict { id, version } => Err(missed(connection, expected, (id, version)).await?),
        Outcome::Invalid(errors) => {
            let mut faults = Faults::default();
            errors.iter().for_each(|error| faults.add_answer("/criteria", error));
            Err(faults.check().err().unwrap_or_else(|| Problem::new(&code::INVALID_BODY)))
        }
        Outcome::Incomplete(missing) => {
            let pointer = match missing.0 {
                "postal_code" => "/address/postal_code".to_owned(),
                field => format!("/{field}"),
            };
            let mut faults = Faults::default();
            faults.add(&pointer, missing, None);
            Err(faults.check().err().unwrap_or_else(|| Problem::new(&code::INVALID_BODY)))
        }
    }
}

/// 412, with what others wrote since the version that the writer knew.
async fn missed(
    connection: &mut PgConnection,
    expected: Option<i32>,
    (id, version): (EstablishmentId, i32),
) -> Result<Problem, Problem> {
    let known = expected.unwrap_or(version);
    let since = history::versions_since(connection, id, known, MOST_MISSED).await?;
    let changes: Vec<_> = since
        .into_iter()
        .map(|missed| serde_json::json!({ "version": missed.version, "changed": missed.diff }))
        .collect();
    Ok(Problem::new(&code::CHANGED_MEANWHILE)
        .detail(format!("version {known} is no longer the present one, which is {version}"))
        .with("version", version)
        .with("changes", changes))
}

fn answer((status, body): (u16, String), version: Option<i32>, replayed: bool) -> Result<Response, Problem> {
    let mut response = Body::new(media::JSON, body).into_response();
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(version) = version
        && let Ok(tag) = HeaderValue::from_str(&format!("\"{version}-w\""))
    {
        headers.insert(header::ETAG, tag);
    }
    if replayed {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}
