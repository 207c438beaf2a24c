pub mod close;
pub mod compare;
pub mod create;
pub mod criteria;
pub mod delete;
pub mod embed;
pub mod get;
pub mod list;
pub mod merge;
pub mod questions;
pub mod redact;
pub mod reopen;
pub mod revert;
pub mod update;
pub mod verdicts;
pub mod verify;
pub mod versions;

pub(crate) use self::merge::merge;
pub(crate) use self::revert::{may_revert, revert};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Limits, Need};
use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Settlement, Status};
use plainpied_store::establishment;
use plainpied_store::write::Deed;
use utoipa::IntoParams;

use crate::extract::{Fields, QueryParams, lang, limits, needs};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::writing::{Job, Submission, WriteParams, perform};

/// For whom a place is judged, and in which language.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JudgedParams {
    /// Needs, separated by commas. Unless given: all for verdicts, none for a widget.
    #[param(value_type = Option<String>, example = "manual_wheelchair,deaf")]
    pub(crate) needs: Vec<&'static Need>,
    /// The person's own limits: `limits[chair_width]=68`. See `/api/v1/needs`.
    #[param(value_type = Option<HashMap<String, i64>>, style = DeepObject, explode)]
    pub(crate) limits: Limits,
    /// The language of names and sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    pub(crate) lang: Lang,
}

impl QueryParams for JudgedParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { needs: needs(fields)?, limits: limits(fields)?, lang: lang(fields)? })
    }
}

/// Something happens to an establishment that is no description: one way for all of these.
///
/// # Errors
/// 403, 404, 410, 412, 422.
pub(crate) async fn settle(
    state: &AppState,
    submission: &Submission,
    params: &WriteParams,
    (id, action, settlement): (EstablishmentId, Action, Settlement),
) -> Result<Response, Problem> {
    let ties = submission.caller.permit(state, action, Some(id)).await?;
    let reason = submission.reason()?;
    let origin = submission.caller.origin(ties, state.clock().now().date());
    let deed = Box::new(Deed::Settle(origin, settlement));
    let job = Job::Do { id, expected: submission.expected, deed };
    perform(state, submission, params, (job, reason)).await
}

/// Fails unless an establishment is there and published.
///
/// # Errors
/// 404, 410.
pub(crate) async fn published(state: &AppState, id: EstablishmentId) -> Result<(), Problem> {
    let found = state.query(async |connection| establishment::locate(connection, id).await).await?;
    match found.map(|found| found.status) {
        Some(Status::Published) => Ok(()),
        Some(status) if status.is_gone() => Err(Problem::new(&code::GONE).with("state", status.as_str())),
        _ => Err(Problem::new(&code::NOT_FOUND).detail(format!("there is no establishment {id}")).at("id")),
    }
}

/// What is known of an establishment that is there and published.
///
/// # Errors
/// 404, 410.
pub(crate) async fn described(
    state: &AppState,
    id: EstablishmentId,
) -> Result<establishment::FeatureRecord, Problem> {
    let found = state.query(async |connection| establishment::get(connection, id).await).await?;
    if found.is_none() {
        published(state, id).await?;
    }
    found.ok_or_else(|| Problem::new(&code::NOT_FOUND))
}

/// The answer for a place that is not published: the way to its successor, or what became of it. `path` stands before
/// the id in the successor's address.
///
/// # Errors
/// 404 where there never was one, 410 where it has no successor.
pub(crate) async fn departed(state: &AppState, id: EstablishmentId, path: &str) -> Result<Response, Problem> {
    let found = state.query(async |connection| establishment::locate(connection, id).await).await?;
    let Some(found) = found.filter(|found| found.status.is_gone()) else {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(format!("there is no establishment {id}"))
            .at("id"));
    };
    let Some(successor) = found.successor else {
        let what = match found.status {
            Status::Closed => "is closed for good",
            Status::Merged => "was merged into another one, which is gone too",
            _ => "was withdrawn",
        };
        let detail = format!("The establishment {id} {what}.");
        return Err(Problem::new(&code::GONE).detail(detail).with("state", found.status.as_str()));
    };
    let address = state.site().url_of(path, successor.as_uuid());
    let location =
        HeaderValue::try_from(address).map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response())
}
