//! `GET /api/v1/accounts/{id}/contributions`: what an account wrote.

use axum::extract::State;
use plainpied_domain::access::Action;
use plainpied_store::history::{self, VersionRecord};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{Fields, Params, PathId, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::site::Site;
use crate::state::AppState;
use crate::view::Body;

/// How many.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContributionsParams {
    /// How many, 1 to 100; 20 unless given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: i64,
}

impl QueryParams for ContributionsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { limit: fields.within("limit", 1..=100)?.unwrap_or(20) })
    }
}

/// What an account wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContributionsView {
    /// The newest first.
    contributions: Vec<ContributionView>,
}

/// One version that it wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContributionView {
    /// Of which establishment.
    establishment: Uuid,
    /// Its address here.
    #[schema(format = "uri-reference")]
    url: String,
    /// Which version.
    version: i32,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
    /// `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`; null is unknown or absent.
    #[schema(value_type = Object)]
    changed: Value,
}

/// Contributions of an account
///
/// What it wrote, the newest first: for itself, and for moderators.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{id}/contributions",
    operation_id = "listContributions",
    tag = "writing",
    params(("id" = uuid::Uuid, Path, description = "Id of the account"), ContributionsParams),
    responses(
        (status = 200, description = "Its contributions", body = ContributionsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "Not one's own account, and not a moderator", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<ContributionsParams>,
    caller: Caller,
) -> Result<Body, Problem> {
    let id = id.as_uuid();
    if caller.account.id != id {
        caller.permit(&state, Action::Decide, None).await?;
    }
    let read = state.query(async |connection| history::versions_by(connection, id, params.limit).await);
    let contribution = |version| contribution(version, state.site());
    Body::json(&ContributionsView { contributions: read.await?.into_iter().map(contribution).collect() })
}

/// A version as its author sees it.
pub(crate) fn contribution(version: VersionRecord, site: &Site) -> ContributionView {
    ContributionView {
        establishment: version.establishment_id,
        url: site.url_of("/api/v1/establishments/", version.establishment_id),
        version: version.version,
        at: version.at,
        reason: version.reason,
        changed: version.diff,
    }
}
