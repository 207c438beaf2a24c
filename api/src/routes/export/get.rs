//! `GET /api/v1/export`: everything that a search finds, in one file, as it is read.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_search::{Query, SearchEngine};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::stream::{Export, Form, Wanted};
use crate::extract::{Fields, Params, QueryParams};
use crate::guard::{Client, Held};
use crate::problem::{Problem, ProblemView};
use crate::routes::search::list::SearchParams;
use crate::routes::search::params::Filters;
use crate::state::AppState;
use crate::view::{ExportFormat, personal};

/// Which establishments, in which format.
#[derive(Debug)]
pub struct ExportParams {
    form: Form,
    filters: Filters,
}

/// The format of the file.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct FormatParams {
    /// geojson (unless given), geojsonl (a feature a line), geojsonseq (RFC 8142), csv (the national columns), fgb
    /// (FlatGeobuf), parquet (GeoParquet), a11yjson (PlaceInfos of A11yJSON).
    #[param(value_type = Option<String>, example = "geojsonl")]
    format: (),
    /// compact (unless given): the entry `*` stands for all known answers without one of their own; full: an entry for
    /// every known answer. CSV and A11yJSON have no provenance.
    #[param(value_type = Option<String>, example = "full")]
    provenance: (),
}

/// Where the file stands in the change log: `/api/v1/changes?since=` goes on from there.
pub(crate) const POSITION: HeaderName = HeaderName::from_static("plainpied-position");

/// Parameters of a search that make no difference to which places it finds.
const OF_PAGES: [&str; 6] = ["sort", "facets", "explain", "lang", "limit", "cursor"];

impl IntoParams for ExportParams {
    /// The filters of a search, and the format.
    fn into_params(within: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = FormatParams::into_params(&within);
        let filters = SearchParams::into_params(within).into_iter();
        all.extend(filters.filter(|parameter| !OF_PAGES.contains(&parameter.name.as_str())));
        all
    }
}

impl QueryParams for ExportParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let format = fields.word("format", &ExportFormat::NAMES)?.unwrap_or(ExportFormat::GeoJson);
        let expanded = fields.word("provenance", &[("compact", false), ("full", true)])?.unwrap_or(false);
        Ok(Self { form: Form { format, expanded }, filters: Filters::read(fields)? })
    }
}

/// Export
///
/// Everything that a search with the same filters finds, in one file, by id: all establishments without filters. It is
/// read from one snapshot of the base and sent as it is read. A place without enough known answers is left out where
/// needs or criteria are asked for, as in a search. Texts of the CSV that a spreadsheet would take for a formula begin
/// with an apostrophe.
///
/// FlatGeobuf and GeoParquet have a typed column for each criterion, NULL where it is unknown, and a column
/// `verdict_<need>` (no, unknown, with_help, yes) for a person without limits of one's own. Both stand along a
/// Hilbert curve instead of by id. FlatGeobuf begins with its index: its first byte comes when the last place was read.
#[utoipa::path(
    get,
    path = "/api/v1/export",
    operation_id = "export",
    tag = "open data",
    params(ExportParams),
    responses(
        (status = 200, description = "The file", content(
            (serde_json::Value = "application/geo+json"),
            (String = "application/x-ndjson"),
            (String = "application/geo+json-seq"),
            (String = "text/csv"),
            (Vec<u8> = "application/flatgeobuf"),
            (Vec<u8> = "application/vnd.apache.parquet"),
        ), headers(("Plainpied-Position" = i64, description = "Where the file stands in the change log"))),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "Your address has as many exports under way as one may have: 2", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Index or database cannot answer now, too many exports are under way, or there is no room to prepare the file", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ExportParams>,
    client: Client,
) -> Result<Response, Problem> {
    let ExportParams { form, filters } = params;
    let slot = state.exports().take(client)?;
    let wanted = wanted(&state, &filters).await?;
    let asks = matches!(&wanted, Wanted::Found(_, asked) if !asked.is_nothing());
    let export = Export::open(&state, form, wanted).await?;
    let response = send(export, slot, &format!("plainpied.{}", form.format.name())).await?;
    Ok(if asks { personal(response) } else { response })
}

/// The export as a file of this name.
pub(super) async fn send(export: Export, slot: Held, name: &str) -> Result<Response, Problem> {
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(export.form.format.media())),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (POSITION, HeaderValue::from(export.position)),
    ];
    Ok((headers, Body::from_stream(export.stream(slot).await?)).into_response())
}

/// All establishments, or those that the engine finds.
async fn wanted(state: &AppState, filters: &Filters) -> Result<Wanted, Problem> {
    // A point alone says what is near, not what is wanted.
    let near = filters.query.near.filter(|near| near.radius.is_none());
    if !filters.has_words() && filters.query == (Query { near, ..Query::default() }) {
        return Ok(Wanted::All);
    }
    let query = filters.settled(state, Query { limit: 0, ..filters.query.clone() }).await?;
    let asked = query.asked.clone();
    Ok(Wanted::Found(state.search().ids(query).await?, asked))
}
