pub mod embed;
pub mod get;
pub mod list;
pub mod verdicts;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Limits, Need};
use plainpied_domain::{EstablishmentId, Status};
use plainpied_store::establishment;
use utoipa::IntoParams;

use crate::extract::{Fields, QueryParams, lang, limits, needs};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};

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

/// The answer for a place that is not published: the way to its successor, or what became of it. `path` stands before
/// the id in the successor's address.
///
/// # Errors
/// 404 where there never was one, 410 where it has no successor.
pub(crate) async fn departed(state: &AppState, id: EstablishmentId, path: &str) -> Result<Response, Problem> {
    let found =
        in_time(async { establishment::locate(&mut *state.pool().acquire().await?, id).await }).await?;
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
