//! `GET /tiles/{z}/{x}/{y}.mvt`: a vector tile.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use plainpied_domain::Tile;
use plainpied_store::tile::MadeTile;
use plainpied_store::{PgConnection, StoreError, tile};

use super::TilesParams;
use crate::extract::{Params, path_parts, shortened};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::tiles::{CachedTile, TileKey};
use crate::view::{Body, Validators, content_etag, media, personal};

/// A tile by its path: zoom, column, and row with the ending `.mvt`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathTile(Tile);

impl<S: Send + Sync> FromRequestParts<S> for PathTile {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let all = path_parts(parts, state).await?;
        let number = |place: usize, name: &'static str| {
            let text = all.get(place).map(String::as_str).unwrap_or_default();
            let digits = if name == "y" { text.strip_suffix(".mvt").unwrap_or(text) } else { text };
            let wrong = || Problem::parameter(name, format!("{:?} is no number of a tile", shortened(text)));
            digits.parse::<u32>().map_err(|_not_one| wrong())
        };
        let (zoom, column, row) = (number(0, "z")?, number(1, "x")?, number(2, "y")?);
        let tile = Tile::new(u8::try_from(zoom).unwrap_or(u8::MAX), column, row);
        tile.map(Self).map_err(|error| Problem::parameter("z", error))
    }
}

/// A vector tile
///
/// A Mapbox Vector Tile (version 2.1) of the Web Mercator square. Up to zoom 13 the layer `clusters`: `count`, and with
/// `need` also how many `yes`, `with_help`, `no` and `unknown`. From zoom 14 on the layer `places`: `id`, `name`,
/// `activity`, `completeness`, with `need` its `verdict` at the usual limits, and `notice` (true) where something temporary
/// holds now, which verdicts here do not know. A tile takes 5,000 places: where there are more it has the layer `cut`, one
/// point in its middle, whose `left_out` is how many are missing. Nothing there is 204.
#[utoipa::path(
    get,
    path = "/tiles/{z}/{x}/{y}",
    operation_id = "getTile",
    tag = "open data",
    params(
        ("z" = u8, Path, description = "Zoom, 0 to 22", example = 6),
        ("x" = u32, Path, description = "Column from the west", example = 32),
        ("y" = String, Path, description = "Row from the north, with the ending .mvt", example = "22.mvt"),
        TilesParams,
    ),
    responses(
        (status = 200, description = "The tile", body = Vec<u8>, content_type = "application/vnd.mapbox-vector-tile",
            headers(("ETag" = String, description = "Names what the tile holds"))),
        (status = 204, description = "Nothing is there"),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "No such tile, or a parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathTile(tile): PathTile,
    Params(params): Params<TilesParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let filter = params.filter(&state).await?;
    let named = filter.need.is_some();
    let key = TileKey { tile, filter };
    let cached = state.query(async |connection| read(&state, connection, key).await).await?;
    let validators = Validators { etag: cached.etag.clone(), modified: None };
    let response = if validators.match_request(&headers) {
        validators.unchanged()
    } else if cached.bytes.is_empty() {
        validators.on(StatusCode::NO_CONTENT)
    } else {
        validators.on(Body::new(media::MVT, cached.bytes.clone()))
    };
    Ok(if named { personal(response) } else { response.into_response() })
}

/// From the cache where the change log stands where it stood and no notice has begun or ended.
async fn read(
    state: &AppState,
    connection: &mut PgConnection,
    key: TileKey,
) -> Result<Arc<CachedTile>, StoreError> {
    let position = tile::position(connection).await?;
    let now = state.clock().now();
    if let Some(cached) = state.tiles().get(&key, position, now) {
        return Ok(cached);
    }
    let MadeTile { bytes, until } = tile::tile(connection, key.tile, &key.filter, now).await?;
    let cached = Arc::new(CachedTile { position, until, etag: content_etag(&bytes), bytes });
    state.tiles().put(key, Arc::clone(&cached));
    Ok(cached)
}
