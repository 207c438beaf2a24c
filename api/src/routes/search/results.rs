//! A page of results: the one way by which the API and the pages search, so that they cannot disagree.

use std::collections::HashMap;

use plainpied_domain::understanding::Understood;
use plainpied_search::{Accepted, Asked, FacetSet, Hit, Page, Query, SearchEngine, Unknown};
use plainpied_store::establishment::{self, FeatureRecord};

use super::params::SearchParams;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::{Found, PageUrls, page_urls};

/// What a search came to.
#[derive(Debug)]
pub(crate) struct Results {
    /// What the engine says beside its hits, which are taken out.
    pub page: Page,
    /// What was asked in the end, what stands in the words included.
    pub query: Query,
    /// What was understood of the words.
    pub understood: Option<Understood>,
    /// The places in order, as they stand now.
    pub places: Vec<(FeatureRecord, Found)>,
    /// Results before this page, and on a page at most.
    pub at: (usize, usize),
    /// Addresses of this page and of those beside it.
    pub urls: PageUrls,
}

/// The results of a search.
///
/// # Errors
/// Parameters that contradict each other; 503 where index or database are away.
pub(crate) async fn results(state: &AppState, params: &SearchParams) -> Result<Results, Problem> {
    let offset = params.paging.after(state)?.unwrap_or(0);
    let now = state.clock().now();
    let query = Query {
        offset,
        limit: params.paging.limit.get(),
        today: Some(now.date()),
        ..params.filters.query.clone()
    };
    let (mut page, query, understood) = params.filters.find(state, query).await?;
    let offset = query.offset;
    let hits = std::mem::take(&mut page.hits);
    let records = read(state, &hits).await?;
    let by_id: HashMap<_, _> = hits.iter().map(|hit| (hit.id.as_uuid(), hit)).collect();
    // The index may be a moment behind: what was answered since decides.
    let places = records
        .into_iter()
        .filter_map(|record| {
            let found = Found::new(by_id.get(&record.id)?, &query.asked, &record, (params.lang, now));
            query.asked.takes(found.usual).then_some((record, found))
        })
        .collect();
    let reached = offset + hits.len();
    let more = !hits.is_empty() && (reached as u64) < page.matched && reached < Query::MAX_DEPTH;
    let urls = page_urls(state, &params.paging, more.then(|| reached.to_string())).before(
        state,
        &params.paging,
        offset,
    );
    Ok(Results { page, query, understood, places, at: (offset, params.paging.limit.get()), urls })
}

/// How many places have all that was looked for and are known not to meet what was asked of their answers: left out of
/// the results, where they are. A filter on what the places must answer leaves nobody out whom it concerns.
///
/// # Errors
/// 503 where the index is away.
pub(crate) async fn refused(state: &AppState, query: &Query) -> Result<u64, Problem> {
    let Asked { needs, accepted, unknown, .. } = &query.asked;
    if needs.is_empty() || *accepted != Accepted::default() || *unknown == Unknown::Only {
        return Ok(0);
    }
    let no = Accepted { yes: false, with_help: false, no: true };
    let asked = Asked { accepted: no, unknown: Unknown::Exclude, ..query.asked.clone() };
    let counting = Query { asked, offset: 0, limit: 0, facets: FacetSet::default(), ..query.clone() };
    Ok(state.search().search(counting).await?.matched)
}

/// The records found, in the order of the hits. One that was closed since it was indexed is missing.
async fn read(state: &AppState, hits: &[Hit]) -> Result<Vec<FeatureRecord>, Problem> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    state.query(async |connection| establishment::by_ids(connection, &ids).await).await
}
