//! `GET /api/v1/statistics`: how many places there are, how much is known of them, and who contributed it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use plainpied_domain::{DepartmentCode, InseeCode};
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::statistics::{BY, StatisticsView, Wanted, read};
use crate::view::{Validators, content_etag, media};

/// Shared caches keep an answer so long.
const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Which statistics.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatisticsParams {
    /// Only of this commune, by INSEE code; a city holds its municipal arrondissements.
    #[param(value_type = Option<String>, example = "69266")]
    commune: (),
    /// Only of this department, by code.
    #[param(value_type = Option<String>, example = "69")]
    department: (),
    /// Only of this activity, by slug.
    #[param(value_type = Option<String>, example = "boulangerie")]
    activity: (),
    /// Split by this; communes only of a department.
    #[param(value_type = Option<ByName>, inline)]
    by: (),
    #[param(ignore)]
    wanted: Wanted,
}

/// What figures are split by.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
enum ByName {
    Department,
    Commune,
    Activity,
    Month,
}

impl QueryParams for StatisticsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let wanted = Wanted {
            commune: fields.parsed::<InseeCode>("commune")?,
            department: fields.parsed::<DepartmentCode>("department")?,
            activity: fields.take("activity"),
            by: fields.word("by", &BY)?,
        };
        let wanted = wanted.checked().map_err(|error| Problem::parameter(error.parameter(), error))?;
        Ok(Self { commune: (), department: (), activity: (), by: (), wanted })
    }
}

/// Statistics
///
/// How many published establishments there are, how much of what is asked is answered, what that comes to for each need
/// at the usual limits, and what each source contributed: everywhere, in a department or commune, of one activity; split
/// by department, commune, activity or month. It follows the change log within seconds and says how far.
///
/// Contributions of the time before counting began are counted with their own month; figures of a month are those of its
/// last count.
#[utoipa::path(
    get,
    path = "/api/v1/statistics",
    operation_id = "getStatistics",
    tag = "open data",
    params(StatisticsParams),
    responses(
        (status = 200, description = "The statistics", body = StatisticsView,
            headers(("ETag" = String, description = "Names what the answer holds"))),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "A parameter is wrong, or there is no such area", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<StatisticsParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wanted = params.wanted;
    let view = state.query(async |connection| read(connection, &wanted).await).await?;
    let view = view.ok_or_else(|| {
        let parameter = if wanted.commune.is_some() { "commune" } else { "department" };
        Problem::parameter(parameter, "there is none with this code")
    })?;
    let body = serde_json::to_vec(&view)?;
    let validators = Validators { etag: content_etag(&body), modified: None };
    let mut response = if validators.match_request(&headers) {
        validators.unchanged()
    } else {
        validators.on(crate::view::Body::new(media::JSON, body))
    };
    response.headers_mut().insert(header::CACHE_CONTROL, FRESH);
    Ok(response)
}
