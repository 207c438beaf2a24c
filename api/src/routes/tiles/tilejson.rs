//! `GET /tiles`: what the tiles are, as TileJSON 3.0.0.

use axum::response::Response;
use plainpied_domain::Tile;
use plainpied_store::tile::FIRST_OF_PLACES;
use serde_json::{Value, json};

use super::TilesParams;
use crate::extract::Params;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView};

/// Tiles
///
/// TileJSON 3.0.0. With parameters it names tiles with the same parameters.
#[utoipa::path(
    get,
    path = "/tiles",
    operation_id = "getTileJson",
    tag = "open data",
    params(TilesParams),
    responses(
        (status = 200, description = "The TileJSON", body = Object),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(Params(params): Params<TilesParams>, base: Base) -> Result<Response, Problem> {
    params.answer(&tilejson(&params, &base))
}

fn tilejson(params: &TilesParams, base: &Base) -> Value {
    let counts = json!({ "count": "Number", "yes": "Number", "with_help": "Number", "no": "Number", "unknown": "Number" });
    let place = json!({ "id": "String", "name": "String", "activity": "String", "completeness": "Number", "verdict": "String" });
    json!({
        "tilejson": "3.0.0",
        "name": "Plainpied",
        "description": "Places open to the public and what is known of their accessibility.",
        "attribution": format!("<a href=\"{}\">Plainpied</a>", base.server("/api/v1/sources")),
        "scheme": "xyz",
        "tiles": [base.server(&format!("/tiles/{{z}}/{{x}}/{{y}}.mvt{}", params.query()))],
        "minzoom": 0,
        "maxzoom": Tile::DEEPEST,
        "bounds": [-180, -85.051_129, 180, 85.051_129],
        "center": [2.5, 46.6, 5],
        "vector_layers": [
            { "id": "clusters", "description": "How many places", "fields": counts, "minzoom": 0, "maxzoom": FIRST_OF_PLACES - 1 },
            { "id": "places", "description": "Places", "fields": place, "minzoom": FIRST_OF_PLACES, "maxzoom": Tile::DEEPEST },
        ],
    })
}
