//! `GET /establishments/{id}`: whether the reader can use a place, and everything that is known of it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::establishment;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use crate::extract::{Fields, Params, PathId, QueryParams};
use crate::problem::{self, Problem, code};
use crate::routes::establishments::{JudgedParams, departed};
use crate::state::{AppState, in_time};
use crate::view::personal;
use crate::web::{self, GonePage, PlacePage};

/// For whom, and whether the reader was led here from a record that is no more.
#[derive(Debug)]
pub(crate) struct PlaceParams {
    judged: JudgedParams,
    merged: bool,
}

impl IntoParams for PlaceParams {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = JudgedParams::into_params(place);
        all.push(ParameterBuilder::new().name("merged").parameter_in(ParameterIn::Query).build());
        all
    }
}

impl QueryParams for PlaceParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let merged = fields.switch("merged")?.unwrap_or(false);
        Ok(Self { judged: JudgedParams::read(fields)?, merged })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(PlaceParams { judged, merged }): Params<PlaceParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = in_time(async { establishment::get(&mut *state.pool().acquire().await?, id).await }).await?;
    let Some(record) = found else {
        return match problem::prefers_html(&headers) {
            true => gone(&state, id, judged.lang).await,
            false => departed(&state, id, "/establishments/").await,
        };
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let page = PlacePage::new(&record, (state.site(), &reference), &judged)?.merged(merged);
    let page = web::page(&page)?;
    Ok(if judged.needs.is_empty() { page } else { personal(page) })
}

/// For people: what became of a place: 301 to the record it lives on in, which says so, else 410 with the way on.
async fn gone(state: &AppState, id: EstablishmentId, lang: Lang) -> Result<Response, Problem> {
    let found =
        in_time(async { establishment::locate(&mut *state.pool().acquire().await?, id).await }).await?;
    let Some(found) = found.filter(|found| found.status.is_gone()) else {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(format!("there is no establishment {id}"))
            .at("id"));
    };
    let Some(successor) = found.successor else {
        let page = web::page(&GonePage::new(id, found.status, lang))?;
        return Ok((StatusCode::GONE, page).into_response());
    };
    let address = format!("{}?merged=true", state.site().url_of("/establishments/", successor.as_uuid()));
    let location = HeaderValue::try_from(web::with_lang(&address, lang));
    let location = location.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response())
}
