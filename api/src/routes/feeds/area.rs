//! `GET /feed.atom?bbox=`: what changed in a box, as Atom (RFC 4287).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::BoundingBox;
use plainpied_store::establishment;
use utoipa::IntoParams;

use super::feed::{ENTRIES, Head, answer, last_changed, last_changes, of_places};
use crate::extract::{Fields, Params, QueryParams, bounding_box, lang};
use crate::moderation::Desk;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;

/// The largest box, square degrees: what was changed last in a larger one takes too long to find.
const LARGEST: f64 = 1.0;

/// Which box.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AreaParams {
    /// west,south,east,north, degrees, WGS 84: at most one square degree.
    #[param(value_type = String, example = "4.85,45.75,4.9,45.8")]
    bbox: BoundingBox,
    /// The language: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
}

impl QueryParams for AreaParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let bbox = bounding_box(fields)?.ok_or_else(|| {
            Problem::new(&code::MISSING_PARAMETER).detail("a feed of an area needs its box").at("bbox")
        })?;
        let size = |[west, south, east, north]: [f64; 4]| (east - west) * (north - south);
        if bbox.parts().map(size).sum::<f64>() > LARGEST {
            let detail =
                "the box is larger than one square degree; /api/v1/changes has the changes of everywhere";
            return Err(Problem::parameter("bbox", detail));
        }
        Ok(Self { bbox, lang: lang(fields)? })
    }
}

/// The changes of an area
///
/// The 50 establishments of a box that changed last, the latest first, as Atom (RFC 4287); also those that were closed or
/// withdrawn.
#[utoipa::path(
    get,
    path = "/feed.atom",
    operation_id = "getAreaFeed",
    tag = "open data",
    params(AreaParams),
    responses(
        (status = 200, description = "The feed", body = String, content_type = "application/atom+xml",
            headers(("ETag" = String, description = "Names what the feed holds"))),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "No box, or one that is too large", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<AreaParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let AreaParams { bbox, lang } = params;
    let (records, diffs) = state
        .query(async |connection| {
            let records = establishment::latest_in_box(connection, bbox, ENTRIES).await?;
            let diffs = last_changes(connection, &records).await?;
            Ok((records, diffs))
        })
        .await?;
    let [west, south, east, north] = bbox.limits();
    let title = match lang {
        Lang::Fr => "Accessibilité : ce qui a changé dans ce secteur",
        Lang::En => "Accessibility: what changed in this area",
    };
    let path = format!("/feed.atom?bbox={west},{south},{east},{north}");
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(lang);
    let head = Head { teller, title: title.to_owned(), base: &base, path };
    Ok(answer(&head, of_places(&records, &diffs, &head), last_changed(&records), &headers))
}
