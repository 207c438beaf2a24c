//! `GET /api/v1/asks`: what people said in a commune, counted by place and criterion.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_domain::InseeCode;
use plainpied_store::participation::{self, CampaignRow};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::routes::campaigns::{FORMATS, Format, commune, csv_of};
use crate::state::AppState;
use crate::view::{Body, media};

/// Lines of one answer at the most.
const MOST: i64 = 10_000;

/// Of which commune.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommuneAsksParams {
    /// INSEE code; a city holds its municipal arrondissements.
    #[param(value_type = String, example = "69266")]
    commune: InseeCode,
    /// json (unless given) or csv.
    #[param(value_type = Option<String>, example = "csv")]
    format: Format,
}

impl QueryParams for CommuneAsksParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let format = fields.word("format", &FORMATS)?.unwrap_or(Format::Json);
        Ok(Self { commune: commune(fields)?, format })
    }
}

/// What people said in a commune.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommuneAsksView {
    /// The most asked for or contested first, 10,000 at the most.
    results: Vec<PlaceHeardView>,
}

/// What people said of one answer of one place.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceHeardView {
    /// The establishment.
    establishment: Uuid,
    /// The criterion.
    #[schema(example = "entree_largeur_mini")]
    criterion: String,
    /// How many needed it to decide.
    asked: i64,
    /// How many found the present answer true on the spot.
    proved: i64,
    /// How many found it untrue.
    disproved: i64,
}

/// Asks and confirmations in a commune
///
/// Open data: how many people needed which answer about which place to decide, and how many found it true or untrue on
/// the spot. Nobody can be told from it.
#[utoipa::path(
    get,
    path = "/api/v1/asks",
    operation_id = "listCommuneAsks",
    tag = "open data",
    params(CommuneAsksParams),
    responses(
        (status = 200, description = "What was said", content(
            (CommuneAsksView = "application/json"),
            (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<CommuneAsksParams>,
) -> Result<Response, Problem> {
    let commune = &params.commune;
    let rows =
        state.query(async |connection| participation::heard_in(connection, commune, MOST).await).await?;
    let results: Vec<PlaceHeardView> = rows.into_iter().map(view).collect();
    Ok(match params.format {
        Format::Json => Body::json(&CommuneAsksView { results })?.into_response(),
        Format::Csv => Body::new(media::CSV, csv_of(&results)?).into_response(),
    })
}

fn view(row: CampaignRow) -> PlaceHeardView {
    PlaceHeardView {
        establishment: row.establishment_id,
        criterion: row.criterion,
        asked: row.asked,
        proved: row.proved,
        disproved: row.disproved,
    }
}
