//! `GET /search/feed.atom`: what changed of what a search finds, as Atom (RFC 4287).

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_search::{Query, SearchEngine};
use plainpied_store::establishment;

use super::feed::{ENTRIES, Head, answer, last_changed, last_changes, of_places};
use crate::extract::{Fields, Params};
use crate::interest;
use crate::moderation::Desk;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView, code};
use crate::routes::search::params::SearchParams;
use crate::state::AppState;

/// The changes of a search
///
/// Of the establishments that a search finds, the 50 that changed last, the latest first, as Atom (RFC 4287). The needs and
/// limits of a person are refused: the address of a feed is kept by readers and told to their servers. A search that
/// finds more than 10,000 is too wide for a feed.
#[utoipa::path(
    get,
    path = "/search/feed.atom",
    operation_id = "getSearchFeed",
    tag = "open data",
    params(SearchParams),
    responses(
        (status = 200, description = "The feed", body = String, content_type = "application/atom+xml",
            headers(("ETag" = String, description = "Names what the feed holds"))),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "A parameter is wrong, says what a person needs, or finds too much", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The index or the database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    uri: Uri,
    Params(params): Params<SearchParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let fields = Fields::parse(uri.query().unwrap_or_default())?;
    interest::refuse_personal(&fields)?;
    let asked = params.filters.settled(&state, params.filters.query.clone()).await?;
    interest::refuse_needs(&asked)?;
    let ids = state.search().ids(asked).await?;
    if ids.len() > Query::MAX_DEPTH {
        return Err(Problem::new(&code::TOO_DEEP));
    }
    let (records, diffs) = state
        .query(async |connection| {
            let records = establishment::latest_of(connection, &ids, ENTRIES).await?;
            let diffs = last_changes(connection, &records).await?;
            Ok((records, diffs))
        })
        .await?;
    let title = match params.lang {
        Lang::Fr => "Accessibilité : ce qui a changé dans cette recherche",
        Lang::En => "Accessibility: what changed in this search",
    };
    let path = format!("/search/feed.atom?{}", fields.canonical());
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(params.lang);
    let head = Head { teller, title: title.to_owned(), base: &base, path };
    Ok(answer(&head, of_places(&records, &diffs, &head), last_changed(&records), &headers))
}
