//! `GET /embed/establishments/{id}`: a place for a frame.

use axum::extract::State;
use axum::response::Response;
use plainpied_store::establishment;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use super::framed;
use crate::extract::{Fields, Params, PathId, QueryParams};
use crate::problem::Problem;
use crate::routes::establishments::{JudgedParams, departed};
use crate::state::AppState;
use crate::view::{EmbedView, Embedded, known, personal};
use crate::web::{EmbedPlacePage, Size, Theme};

/// For whom, and how it looks.
#[derive(Debug)]
pub(crate) struct EmbedParams {
    judged: JudgedParams,
    size: Size,
    theme: Theme,
}

impl IntoParams for EmbedParams {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = JudgedParams::into_params(place);
        let own = ["size", "theme"];
        all.extend(
            own.map(|name| ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).build()),
        );
        all
    }
}

impl QueryParams for EmbedParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            size: fields.word("size", &Size::ALL)?.unwrap_or_default(),
            theme: fields.word("theme", &Theme::ALL)?.unwrap_or_default(),
            judged: JudgedParams::read(fields)?,
        })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(EmbedParams { judged, size, theme }): Params<EmbedParams>,
) -> Result<Response, Problem> {
    let read = state.query(async |connection| establishment::get(connection, id).await).await?;
    let Some(record) = read else {
        return departed(&state, id, "/embed/establishments/").await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let (answers, provenance) = known(&record)?;
    let place = Embedded { record: &record, answers: &answers, provenance: &provenance, lang: judged.lang };
    let view = EmbedView::of(&place, (&judged.needs, &judged.limits), (state.site(), &reference));
    let page = framed(&state, &EmbedPlacePage::new(view, judged.lang, (size, theme)))?;
    Ok(if judged.needs.is_empty() { page } else { personal(page) })
}
