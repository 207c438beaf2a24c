//! `GET /api/v1/changes`: everything that has changed since a position of the change log, in order.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::{EstablishmentId, Status};
use plainpied_store::change::{self, Entry};
use plainpied_store::document;
use plainpied_store::establishment::{self, FeatureRecord};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Accept, Fields, Params, QueryParams};
use crate::guard::{self, Client, LONGEST_WAIT};
use crate::problem::{Problem, ProblemView, code};
use crate::state::{AppState, in_time};
use crate::view::{Body, Shown, media};

const PATH: &str = "/api/v1/changes";
/// Changes in one answer, at most and unless the client says otherwise.
const MOST: u16 = 1_000;
/// How often it is asked meanwhile whether the log has grown.
pub(super) const LOOK: Duration = Duration::from_millis(300);

/// From where on, and how much.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesParams {
    /// The position after which changes are wanted: that of the last answer, or of an export. 0: from the beginning.
    #[param(value_type = Option<i64>, minimum = 0, example = 0)]
    pub(super) since: i64,
    /// Changes in the answer, 1 to 1000; 1000 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, example = 100)]
    limit: u16,
    /// Seconds to wait for a change where there is none yet, 0 to 30; 0 unless given.
    #[param(value_type = Option<u16>, minimum = 0, maximum = 30)]
    pub(super) wait: u64,
    /// What comes with the changes of each place: with the last the place as it stands now (true, unless given); nothing
    /// (false); or, with the first, only what changes (changed), as a JSON Merge Patch (RFC 7396).
    #[param(value_type = Option<String>, example = "true")]
    records: Records,
}

/// What comes with changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Records {
    Whole,
    None,
    Changed,
}

const RECORDS: [(&str, Records); 3] =
    [("true", Records::Whole), ("false", Records::None), ("changed", Records::Changed)];

impl QueryParams for ChangesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let since = fields.parsed::<i64>("since")?.unwrap_or_default();
        if since < 0 {
            return Err(Problem::parameter("since", "a position is not negative"));
        }
        Ok(Self {
            since,
            limit: fields.within("limit", 1..=MOST)?.unwrap_or(MOST),
            wait: fields.within("wait", 0..=LONGEST_WAIT.as_secs())?.unwrap_or_default(),
            records: fields.word("records", &RECORDS)?.unwrap_or(Records::Whole),
        })
    }
}

/// Changes of the log, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesView {
    /// The changes.
    pub(super) changes: Vec<ChangeView>,
    /// The position reached: `since` of the next request. Keep it once what stands here is done.
    #[schema(example = 4711)]
    pub(super) position: i64,
    /// Whether there are more already.
    more: bool,
    /// The next request.
    #[schema(example = "/api/v1/changes?since=4711")]
    next: String,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// Its place in the log: rising, never given twice.
    pub(super) position: i64,
    /// The establishment.
    id: Uuid,
    /// created, updated, closed, merged or deleted; noticed where a notice was announced, began, ended or was taken back:
    /// the version is the same then, and the record has other `notices`.
    #[schema(example = "updated")]
    kind: String,
    /// The version that the change made.
    version: i32,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// What the establishment is now: published, closed, merged or deleted. Whatever is not published is to be removed.
    #[schema(value_type = String, example = "published")]
    status: Status,
    /// The place it lives on in.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<Uuid>,
    /// The establishment as it stands now, in its last change of this answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::view::EstablishmentView>)]
    record: Option<Box<RawValue>>,
    /// Where `records=changed` asked for it: what leads from the establishment before this, its first change of this
    /// answer, to the establishment as it stands now, a JSON Merge Patch (RFC 7396). null makes a member unknown again.
    /// Its other changes here say no more; whoever breaks off between them misses nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    patch: Option<Value>,
}

/// Changes
///
/// Every creation, update, merge, closing and deletion after a position of the change log, in order. Whoever does what
/// stands in the answers, one after the other, from position 0 or from that of `/api/v1/snapshot` or an export, ends with exactly the base:
/// put each `record` in the place of what was known of its id, and remove what is not published. Doing a change twice
/// changes nothing. With `Accept: text/event-stream` the changes come as Server-Sent Events, as they happen: `id` is the
/// position, `data` a change; `Last-Event-ID` goes on from there.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    operation_id = "listChanges",
    tag = "open data",
    params(ChangesParams),
    responses(
        (status = 200, description = "The changes; none where nothing has changed", content(
            (ChangesView = "application/json"),
            (String = "text/event-stream"),
        )),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 406, description = "Neither JSON nor a stream of events is acceptable", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "The position is not of this log: the base was restored to an earlier state. Take /api/v1/snapshot, which the problem names in `snapshot`, and go on from its position", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Your address has as many streams and waiting requests open as one may have: 16", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now, or too many wait for changes", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ChangesParams>,
    accept: Accept,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if accept.demand(&[media::JSON, media::EVENTS])? == media::EVENTS {
        return super::events::stream(state, params, (client, &headers)).await.map(vary);
    }
    let working = guard::slot(&state)?;
    let mut page = page(&state, &params).await?;
    drop(working);
    if page.position == params.since && params.wait > 0 {
        let waiting = state.followers().take(client)?;
        if grown(&state, &params).await? {
            page = next_page(&state, &params).await?;
        }
        drop(waiting);
    }
    Ok(vary(Body::json(&page)?.into_response()))
}

/// Whether the log reaches beyond `since` before the wait ends.
async fn grown(state: &AppState, params: &ChangesParams) -> Result<bool, Problem> {
    let (began, mut closing) = (Instant::now(), state.closing());
    let wait = Duration::from_secs(params.wait);
    while began.elapsed() < wait {
        let look = LOOK.min(wait.saturating_sub(began.elapsed()));
        tokio::select! {
            () = tokio::time::sleep(look) => {}
            // A server that ends answers what it has: nobody waits for nothing.
            _ = closing.wait_for(|closing| *closing) => return Ok(false),
        }
        // Less than before: another base, and no position of its log.
        if state.head().await? != params.since {
            return Ok(true);
        }
    }
    Ok(false)
}

/// [`page`] for those who have waited: all of them are woken at once, and read one after the other.
///
/// # Errors
/// As [`page`].
pub(super) async fn next_page(state: &AppState, params: &ChangesParams) -> Result<ChangesView, Problem> {
    let _turn = state.turn().await;
    page(state, params).await
}

fn vary(mut response: Response) -> Response {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// What stands in the log after a position.
///
/// # Errors
/// 410 for a position that the log never gave; 503.
async fn page(state: &AppState, params: &ChangesParams) -> Result<ChangesView, Problem> {
    let read = read(state, params).await?;
    let position = read.entries.last().map_or(params.since, |entry| entry.position);
    let more = read.entries.len() == usize::from(params.limit);
    let changes = shown(state, read, params.records).await?;
    let next = format!("{PATH}?since={position}");
    let name =
        RECORDS.iter().find(|(_, records)| *records == params.records).map_or("true", |(name, _)| name);
    let next = if params.records == Records::Whole { next } else { format!("{next}&records={name}") };
    Ok(ChangesView { changes, position, more, next: state.site().url(&next) })
}

/// What one state of the base says of the next entries.
struct Read {
    entries: Vec<Entry>,
    records: Vec<FeatureRecord>,
    /// Of each establishment the version of its first entry.
    first: HashMap<Uuid, i32>,
    diffs: Vec<(Uuid, String)>,
}

/// The next entries of the log; a position beyond its end was never given by it.
async fn read(state: &AppState, params: &ChangesParams) -> Result<Read, Problem> {
    let (read, head) = in_time(async {
        let mut snapshot = document::snapshot(state.pool()).await?;
        let entries = change::entries(&mut snapshot, params.since, params.limit.into()).await?;
        let head = if entries.is_empty() { change::head(&mut snapshot).await?.position } else { i64::MAX };
        let mut first = HashMap::new();
        for entry in &entries {
            first.entry(entry.establishment.as_uuid()).or_insert(entry.version);
        }
        let ids: Vec<EstablishmentId> = first.keys().copied().map(EstablishmentId::from).collect();
        let records = match params.records {
            Records::None => Vec::new(),
            _ => establishment::by_ids(&mut snapshot, &ids).await?,
        };
        let wanted: Vec<(Uuid, i32)> = first.iter().map(|(id, version)| (*id, *version)).collect();
        let diffs = match params.records {
            Records::Changed => change::diffs(&mut snapshot, &wanted).await?,
            _ => Vec::new(),
        };
        Ok((Read { entries, records, first, diffs }, head))
    })
    .await?;
    if params.since > head {
        return Err(Problem::new(&code::UNKNOWN_POSITION)
            .detail(format!("The log ends at {head}: position {} was never given by it.", params.since))
            .at("since")
            .with("snapshot", state.site().url("/api/v1/snapshot")));
    }
    Ok(read)
}

/// Entries as clients see them, with these records of their places.
///
/// # Errors
/// 503 where sources were never read and the base is away.
pub(crate) async fn with_records(
    state: &AppState,
    entries: Vec<Entry>,
    records: Vec<FeatureRecord>,
) -> Result<Vec<ChangeView>, Problem> {
    let read = Read { entries, records, first: HashMap::new(), diffs: Vec::new() };
    shown(state, read, Records::Whole).await
}

/// What a client may see of the entries: nothing of drafts.
async fn shown(state: &AppState, read: Read, records: Records) -> Result<Vec<ChangeView>, Problem> {
    let mut texts = texts(state, &read.records).await?;
    let mut patches = HashMap::new();
    if records == Records::Changed {
        patches = self::patches(&read, std::mem::take(&mut texts))?;
    }
    let last: HashMap<EstablishmentId, i64> =
        read.entries.iter().map(|entry| (entry.establishment, entry.position)).collect();
    let public = read.entries.into_iter().filter(|entry| entry.status != Status::Draft);
    let view = |entry: Entry| {
        let id = entry.establishment.as_uuid();
        let is_last = last.get(&entry.establishment) == Some(&entry.position);
        ChangeView {
            position: entry.position,
            id,
            kind: entry.kind,
            version: entry.version,
            at: entry.at,
            status: entry.status,
            successor: entry.successor.map(EstablishmentId::as_uuid),
            record: if is_last { texts.remove(&id) } else { None },
            // With the first: who reads no further has it, and gets it again with what follows.
            patch: patches.remove(&id),
        }
    };
    Ok(public.map(view).collect())
}

/// What has changed of each place since the first of its changes here.
fn patches(read: &Read, texts: HashMap<Uuid, Box<RawValue>>) -> Result<HashMap<Uuid, Value>, Problem> {
    let mut diffs: HashMap<Uuid, Vec<Value>> = HashMap::new();
    for (id, diff) in &read.diffs {
        diffs.entry(*id).or_default().push(serde_json::from_str(diff)?);
    }
    let noticed = read.entries.iter().filter(|entry| entry.kind == "noticed");
    let noticed: HashSet<Uuid> = noticed.map(|entry| entry.establishment.as_uuid()).collect();
    let patch = |(id, text): (Uuid, Box<RawValue>)| {
        let present: Value = serde_json::from_str(text.get())?;
        let since = read.first.get(&id).copied().unwrap_or(1);
        Ok((
            id,
            super::patch::patch(
                &present,
                (since, noticed.contains(&id)),
                diffs.get(&id).map_or(&[], Vec::as_slice),
            ),
        ))
    };
    texts.into_iter().map(patch).collect()
}

/// The published establishments among these, as JSON.
async fn texts(state: &AppState, records: &[FeatureRecord]) -> Result<HashMap<Uuid, Box<RawValue>>, Problem> {
    let reference = state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?;
    let now = state.clock().now();
    let mut texts = HashMap::with_capacity(records.len());
    for record in records {
        let mut text = Vec::with_capacity(4 * 1024);
        Shown::new(record, state.site(), &reference).at(now).write(&mut text)?;
        texts.insert(record.id, serde_json::from_slice(&text)?);
    }
    Ok(texts)
}
