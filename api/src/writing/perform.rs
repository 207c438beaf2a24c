use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Ties;
use plainpied_store::account::{self, Answered, Claim};
use plainpied_store::history;
use plainpied_store::write::{Outcome, WriteContext};
use plainpied_store::{Connection, PgConnection, StoreError};
use serde_json::Value;
use uuid::Uuid;

use super::job::Room;
use super::seen::same_as_seen;
use super::view::{self, WrittenView};
use super::{Asked, Form, Job, Submission, WriteParams};
use crate::extract::Faults;
use crate::moderation::{self, Kept, Waiting};
use crate::problem::{Detail, Problem, code};
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

/// Does what a submission asks for, in one transaction: nothing of it stands unless all of it does.
///
/// # Errors
/// The problem that kept it from being done; nothing has changed then.
pub(crate) async fn perform(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    job: (Job, Option<String>),
) -> Result<Response, Problem> {
    carry_out(state, submission, params, job, None).await
}

/// [`perform`] for descriptions: what the rules of review say waits is kept for the moderators, and answered with 202.
///
/// # Errors
/// 403 and 422; the problem that kept it from being done; nothing has changed then.
pub(crate) async fn submit(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    asked: Asked,
) -> Result<Response, Problem> {
    let caller = &submission.caller;
    let ties = caller.permit(state, asked.action(), asked.establishment()).await?;
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let said = (&submission.body, submission.expected);
    let job = asked.read(&form, said, |day| caller.origin(ties, day))?;
    review(state, submission, params, job, Reviewed { asked, ties, body: &submission.body }).await
}

/// A description that rules look at before it is written.
#[derive(Debug)]
pub(crate) struct Reviewed<'a> {
    /// What is asked for.
    pub asked: Asked,
    /// What its author has to do with the establishment.
    pub ties: Ties,
    /// What is said, as it is read again when a moderator accepts it.
    pub body: &'a Value,
}

/// [`submit`] where the description came in another form and is read already.
///
/// # Errors
/// The problem that kept it from being done; nothing has changed then.
pub(crate) async fn review(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    job: (Job, Option<String>),
    reviewed: Reviewed<'_>,
) -> Result<Response, Problem> {
    carry_out(state, submission, params, job, Some(reviewed)).await
}

async fn carry_out(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    (job, reason): (Job, Option<String>),
    reviewed: Option<Reviewed<'_>>,
) -> Result<Response, Problem> {
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let room = Room { catalogue: &catalogue, reference: &reference, site: state.site() };
    let at = state.clock().now();
    let actor = submission.caller.account.actor();
    let mut new_id = || EstablishmentId::new(at, rand::random());
    let reason = reason.as_deref().unwrap_or_default();
    let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    if let Some(before) = before(&mut transaction, submission.claim().as_ref()).await? {
        return Ok(before);
    }
    same_as_seen(&mut transaction, &room, &submission.seen).await?;
    let waiting = match reviewed {
        Some(reviewed) => waiting(&mut transaction, state, submission, reviewed).await?,
        None => None,
    };
    let done = match waiting {
        Some(waiting) if !params.dry_run => {
            keep(&mut transaction, &room, &mut context, (waiting, job)).await?
        }
        waiting => {
            let outcome = job.run(&mut transaction, &room, &mut context).await?;
            let (status, written) =
                judged(&mut transaction, submission.expected, outcome, state.site()).await?;
            let waits = waiting.filter(|_| !written.says_nothing()).map(|waiting| waiting.held.as_str());
            Done::written(status, WrittenView { waits, dry_run: params.dry_run, ..written })?
        }
    };
    if params.dry_run {
        transaction.rollback().await.map_err(StoreError::from)?;
        return answer((200, done.body), None, false);
    }
    if let Some(claim) = submission.claim() {
        account::keep(&mut transaction, &claim, (done.status.as_u16(), &done.body), at).await?;
    }
    if let Some(draft) = submission.draft {
        published(&mut transaction, draft).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    state.wake();
    done.answer()
}

/// Removes the draft of what is written, in the same transaction: it is published once.
///
/// # Errors
/// 404 where another request has published or deleted it.
pub(crate) async fn published(connection: &mut PgConnection, draft: Uuid) -> Result<(), Problem> {
    match plainpied_store::draft::remove(connection, draft).await? {
        true => Ok(()),
        false => Err(Problem::new(&code::NOT_FOUND).detail("this draft is no longer there").at("draft")),
    }
}

/// What a request came to.
struct Done {
    status: StatusCode,
    body: String,
    version: Option<i32>,
    /// The address of what is new.
    url: Option<String>,
}

impl Done {
    fn written(status: StatusCode, written: WrittenView) -> Result<Self, Problem> {
        let body = serde_json::to_string(&written)?;
        let url = (status == StatusCode::CREATED).then_some(written.url);
        Ok(Self { status, body, version: written.version, url })
    }

    fn answer(self) -> Result<Response, Problem> {
        let mut response = answer((self.status.as_u16(), self.body), self.version, false)?;
        if let Some(url) = self.url.and_then(|url| HeaderValue::try_from(url).ok()) {
            response.headers_mut().insert(header::LOCATION, url);
        }
        Ok(response)
    }
}

/// What waits, if rules say that it does.
async fn waiting<'a>(
    connection: &mut PgConnection,
    state: &AppState,
    submission: &Submission,
    Reviewed { asked, ties, body }: Reviewed<'a>,
) -> Result<Option<Waiting<'a>>, Problem> {
    let (rules, account) = (&state.http().review, &submission.caller.account);
    let now = state.clock().now();
    let held = moderation::held(connection, rules, (account, ties), body, now).await?;
    let (expected, account) = (submission.expected, Some(account.id));
    Ok(held.map(|held| Waiting { asked, held, body, expected, account, notify: None }))
}

/// Keeps what waits. Where it says nothing new there is nothing to keep.
async fn keep(
    connection: &mut PgConnection,
    room: &Room<'_>,
    context: &mut WriteContext<'_>,
    (waiting, job): (Waiting<'_>, Job),
) -> Result<Done, Problem> {
    match moderation::keep(connection, room, context, (&waiting, job)).await? {
        Kept::Nothing(written) => Done::written(StatusCode::OK, written),
        Kept::Suggestion(suggestion) => Ok(Done {
            status: StatusCode::ACCEPTED,
            body: serde_json::to_string(&suggestion)?,
            version: None,
            url: Some(suggestion.url),
        }),
    }
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
pub(crate) async fn judged(
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
        Outcome::Gone { status, .. } => {
            Err(Problem::new(&code::GONE).detailed(Detail::Is(status)).with("state", status.as_str()))
        }
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
        .detailed(Detail::NewerVersion { known, present: version })
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
