//! `GET /tiles/style.json`: a style for MapLibre that draws the tiles.

use axum::response::Response;
use plainpied_store::tile::FIRST_OF_PLACES;
use serde_json::{Value, json};

use super::TilesParams;
use crate::extract::Params;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView};

/// Colours that are told apart by people with any colour vision, and by lightness alone: yes, with help, unknown, no.
const YES: &str = "#0b6e4f";
const WITH_HELP: &str = "#2f7fd1";
const UNKNOWN: &str = "#8a8f98";
const NO: &str = "#b3261e";
const PLAIN: &str = "#33415c";
/// The rim of a place; of one where something temporary holds.
const RIM: &str = "#ffffff";
const NOTICED: &str = "#1a1a1a";

/// A MapLibre style
///
/// A style (version 8) with the tiles as its source: clusters as circles by their count, places by their verdict, with a dark
/// rim where something temporary holds. It has no base map, and nothing of it comes from elsewhere.
#[utoipa::path(
    get,
    path = "/tiles/style.json",
    operation_id = "getStyle",
    tag = "open data",
    params(TilesParams),
    responses(
        (status = 200, description = "The style", body = Object),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(Params(params): Params<TilesParams>, base: Base) -> Result<Response, Problem> {
    params.answer(&style(&params, &base))
}

fn style(params: &TilesParams, base: &Base) -> Value {
    // The verdict of most places colours a cluster; without a need nothing is judged.
    let most = |name: &str| {
        let at_least = |other| json!([">=", ["get", name], ["get", other]]);
        json!(["all", at_least("yes"), at_least("with_help"), at_least("no"), at_least("unknown")])
    };
    let (cluster, place) = if params.need.is_some() {
        (
            json!(["case", most("yes"), YES, most("with_help"), WITH_HELP, most("no"), NO, UNKNOWN]),
            json!(["match", ["get", "verdict"], "yes", YES, "with_help", WITH_HELP, "no", NO, UNKNOWN]),
        )
    } else {
        (json!(PLAIN), json!(PLAIN))
    };
    let rim = json!(["case", ["to-boolean", ["get", "notice"]], NOTICED, RIM]);
    let circle = |id: &str, colour: Value, radius: Value| {
        json!({
            "id": id, "type": "circle", "source": "plainpied", "source-layer": id,
            "paint": {
                "circle-color": colour, "circle-radius": radius, "circle-stroke-width": 1.5, "circle-stroke-color": rim,
            },
        })
    };
    let by_count = json!(["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 4, 6, 26]);
    let by_zoom = json!(["interpolate", ["linear"], ["zoom"], FIRST_OF_PLACES, 4, 20, 10]);
    json!({
        "version": 8,
        "name": "Plainpied",
        "sources": { "plainpied": { "type": "vector", "url": base.server(&format!("/tiles{}", params.query())) } },
        "layers": [circle("clusters", cluster, by_count), circle("places", place, by_zoom)],
    })
}
