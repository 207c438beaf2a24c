//! `GET /tiles`: what the tiles are, as TileJSON 3.0.0.

use axum::response::Response;
use plainpied_domain::Tile;
use plainpied_store::tile::FIRST_OF_PLACES;
use serde_json::{Value, json};

use super::TilesParams;
use crate::extract::Params;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView};
use crate::view::vector_layers;

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
    let mut layers = vector_layers(
        Tile::DEEPEST,
        &["count", "yes", "with_help", "no", "unknown"],
        (["verdict".to_owned()].into_iter(), &[("notice", "Boolean")]),
    );
    layers.push(json!({
        "id": "cut",
        "description": "Only on a tile with more places than one takes: how many are left out",
        "fields": { "left_out": "Number" },
        "minzoom": FIRST_OF_PLACES,
        "maxzoom": Tile::DEEPEST,
    }));
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
        "vector_layers": layers,
    })
}
