//! `GET /api/v1/establishments/{id}/versions`: everything that was ever written of an establishment.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use plainpied_criteria::{Lang, schema};
use plainpied_domain::EstablishmentId;
use plainpied_store::history::{self, DisagreementRecord, RedactionRecord, VersionRecord};
use plainpied_store::{account, establishment};
use serde::Serialize;
use serde_json::Value;
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Fields, Params, PathId, QueryParams, lang, path_parts};
use crate::moderation::said;
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::author_of;

/// Which versions.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VersionsParams {
    /// Only versions before this one: the last of the page before.
    #[param(value_type = Option<i32>, minimum = 1)]
    before: Option<i32>,
    /// How many, 1 to 100; 20 unless given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: i64,
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
}

impl QueryParams for VersionsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            before: fields.within("before", 1..=i32::MAX)?,
            limit: fields.within("limit", 1..=100)?.unwrap_or(20),
            lang: lang(fields)?,
        })
    }
}

/// The history of an establishment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionsView {
    /// The newest first.
    versions: Vec<VersionView>,
    /// Answers of sources that are not followed, because a better one says otherwise.
    disagreements: Vec<DisagreementView>,
    /// Texts that moderators took out, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redactions: Vec<RedactionView>,
}

/// One version.
#[derive(Debug, Serialize, ToSchema)]
struct VersionView {
    /// Counts from 1.
    version: i32,
    /// When it was written here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// On whose word: `/api/v1/sources` has all.
    source: String,
    /// When it was seen to be so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    observed: Option<Date>,
    /// Who wrote it; absent for accounts that were deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    /// `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`; null is unknown or absent.
    #[schema(value_type = Object)]
    changed: Value,
    /// What is said of the criteria since, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<String>,
}

/// A text that moderators took out.
#[derive(Debug, Serialize, ToSchema)]
struct RedactionView {
    /// Differences that held the text hold `{"redacted": id}`.
    id: Uuid,
    /// The version that said it.
    version: i32,
    /// The member that held it.
    #[schema(example = "/criteria/commentaire")]
    member: String,
    /// Who took it out; absent for accounts that were deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// Why.
    why: String,
}

/// An answer that is not followed.
#[derive(Debug, Serialize, ToSchema)]
struct DisagreementView {
    /// The criterion.
    criterion: String,
    /// Who says it.
    source: String,
    /// What; null: that nobody knows.
    #[schema(value_type = Object)]
    value: Option<Value>,
    /// When it was seen to be so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    observed: Option<Date>,
    /// When it was said here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
}

/// History of an establishment
///
/// Who wrote what, when, on whose word: every version with its whole difference, the newest first. No version is ever
/// removed; where moderators took a text out, a mark says so. Places that are gone have theirs too.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}/versions",
    operation_id = "listVersions",
    tag = "establishments",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment"), VersionsParams),
    responses(
        (status = 200, description = "Its versions", body = VersionsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<VersionsParams>,
) -> Result<Body, Problem> {
    let (versions, disagreements, redactions, names) = state
        .query(async |connection| {
            let versions = history::versions(connection, id, params.before, params.limit).await?;
            let disagreements = history::disagreements(connection, id).await?;
            let redactions = history::redactions(connection, id).await?;
            let authors = versions.iter().filter_map(|version| author_of(&version.actor));
            let authors: Vec<Uuid> =
                authors.chain(redactions.iter().map(|redaction| redaction.account_id)).collect();
            let names = account::names(connection, &authors).await?;
            Ok((versions, disagreements, redactions, names))
        })
        .await?;
    if versions.is_empty() {
        exists(&state, id).await?;
    }
    let names: HashMap<Uuid, String> = names.into_iter().collect();
    Body::json(&VersionsView {
        versions: versions.into_iter().map(|version| shown(version, &names, params.lang)).collect(),
        disagreements: disagreements.into_iter().map(disagreement).collect(),
        redactions: redactions.into_iter().map(|record| redaction(record, &names)).collect(),
    })
}

async fn exists(state: &AppState, id: EstablishmentId) -> Result<(), Problem> {
    let found = state.query(async |connection| establishment::locate(connection, id).await).await?;
    match found {
        Some(_) => Ok(()),
        None => {
            Err(Problem::new(&code::NOT_FOUND).detail(format!("there is no establishment {id}")).at("id"))
        }
    }
}

fn shown(version: VersionRecord, names: &HashMap<Uuid, String>, lang: Lang) -> VersionView {
    let author = match author_of(&version.actor) {
        Some(id) => names.get(&id).cloned(),
        None => Some(version.actor),
    };
    VersionView {
        version: version.version,
        at: version.at,
        source: version.source_key,
        observed: version.observed,
        author,
        reason: version.reason,
        sentences: sentences(&version.diff, lang),
        changed: version.diff,
    }
}

/// What the criteria of a difference say afterwards.
fn sentences(diff: &Value, lang: Lang) -> Vec<String> {
    let changed = diff.get("criteria").and_then(Value::as_object);
    let sentence = |(key, pair): (&String, &Value)| Some(said(schema().get(key)?, pair.get(1)?, lang));
    changed.into_iter().flatten().filter_map(sentence).collect()
}

fn redaction(record: RedactionRecord, names: &HashMap<Uuid, String>) -> RedactionView {
    RedactionView {
        id: record.id,
        version: record.version,
        member: record.member,
        by: names.get(&record.account_id).cloned(),
        at: record.at,
        why: record.why,
    }
}

fn disagreement(record: DisagreementRecord) -> DisagreementView {
    DisagreementView {
        criterion: record.criterion,
        source: record.source_key,
        value: record.value,
        observed: record.observed,
        at: record.at,
    }
}

/// Extracts an id and the number of a version from a path.
pub(crate) struct PathVersion(pub EstablishmentId, pub i32);

impl<S: Send + Sync> FromRequestParts<S> for PathVersion {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let given = path_parts(parts, state).await?;
        let part = |place: usize| given.get(place).map(String::as_str).unwrap_or_default();
        let id = part(0).parse().map_err(|error| Problem::parameter("id", error))?;
        let version = part(1).parse().ok().filter(|version| *version >= 1);
        let wrong = || Problem::parameter("version", "the number of a version is expected, 1 or more");
        Ok(Self(id, version.ok_or_else(wrong)?))
    }
}

/// One version, as it was written.
///
/// # Errors
/// 404 where there is none.
pub(crate) async fn version_of(
    state: &AppState,
    id: EstablishmentId,
    version: i32,
) -> Result<VersionRecord, Problem> {
    let found = state.query(async |connection| history::version(connection, id, version).await).await?;
    found.ok_or_else(|| {
        Problem::new(&code::NOT_FOUND).detail(format!("there is no version {version} of {id}")).at("version")
    })
}
