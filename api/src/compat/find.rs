//! A page of a list. Words go through the search engine, everything else through the base. Where the engine knows of all
//! that is asked it also counts, since it counts faster; without it the base does.

use plainpied_criteria::needs::Verdict;
use plainpied_domain::EstablishmentId;
use plainpied_domain::understanding::Kind;
use plainpied_search::{Asked, Query, SearchEngine, Unknown};
use plainpied_store::compat::{self, CompatFilter, CompatRecord};

use super::Paging;
use super::accessibility::typed;
use super::wanted::Settled;
use crate::problem::{Problem, code};
use crate::routes::search::Filters;
use crate::state::AppState;

/// A page and the number of results on all pages.
#[derive(Debug)]
pub(crate) struct Found {
    pub count: u64,
    pub records: Vec<CompatRecord>,
}

/// What words are not read for here: nobody would see that places were left out because too little is known of them.
const TEXT_ONLY: [Kind; 3] = [Kind::Need, Kind::Access, Kind::NearMe];

/// The page that is asked for.
///
/// # Errors
/// 404 beyond the last page, 400 beyond what a search reaches, 503 where index or base are away.
pub(crate) async fn find(
    state: &AppState,
    settled: Settled,
    paging: &Paging,
    usual: usize,
) -> Result<Found, Problem> {
    let size = paging.size(usual);
    let offset = paging.offset(size);
    let found = match &settled.q {
        Some(q) if settled.engine_knows_all => searched(state, q, &settled, (offset, size)).await?,
        Some(q) => {
            let among = Some(all_matches(state, q, &settled.query).await?);
            listed(state, &CompatFilter { among, ..settled.filter }, None, (offset, size)).await?
        }
        None => {
            let query = settled.engine_knows_all.then_some(&settled.query);
            listed(state, &settled.filter, query, (offset, size)).await?
        }
    };
    paging.check(size, found.count)?;
    Ok(found)
}

/// Words, and nothing that the engine does not know of.
async fn searched(
    state: &AppState,
    q: &str,
    settled: &Settled,
    (offset, limit): (usize, usize),
) -> Result<Found, Problem> {
    if offset.saturating_add(limit) > Query::MAX_DEPTH {
        let most = Query::MAX_DEPTH;
        return Err(Problem::new(&code::TOO_DEEP)
            .detail(format!("a search by q goes no further than {most} results; without q there is no limit"))
            .at("page"));
    }
    let query = Query { offset, limit, ..settled.query.clone() };
    let (page, _, _) = filters(q, &settled.query).find(state, query).await?;
    let among = Some(page.hits.iter().map(|hit| hit.id).collect());
    // What was asked holds for the hits already; what may have changed since is the status, which is looked at again.
    let filter = CompatFilter { among, ..CompatFilter::default() };
    let around = settled.filter.around;
    let records =
        state.query(async |connection| compat::page(connection, &filter, (0, most(limit))).await).await?;
    let measured = |mut record: CompatRecord| {
        let hit = page.hits.iter().find(|hit| hit.id.as_uuid() == record.id);
        record.metres = around.and(hit.and_then(|hit| hit.metres));
        record
    };
    Ok(Found { count: page.matched, records: records.into_iter().map(measured).collect() })
}

/// All that match the words, for the base to narrow: the best first, or by id where they are more than a search reaches.
async fn all_matches(state: &AppState, q: &str, query: &Query) -> Result<Vec<EstablishmentId>, Problem> {
    let deep = Query { offset: 0, limit: Query::MAX_DEPTH, ..query.clone() };
    let (page, asked, _) = filters(q, query).find(state, deep).await?;
    if page.matched <= Query::MAX_DEPTH as u64 {
        return Ok(page.hits.iter().map(|hit| hit.id).collect());
    }
    Ok(state.search().ids(asked).await?)
}

fn filters(q: &str, query: &Query) -> Filters {
    Filters {
        q: q.to_owned(),
        place: None,
        without: TEXT_ONLY.to_vec(),
        meant: None,
        sorted: true,
        limits: plainpied_criteria::needs::Limits::NONE,
        query: query.clone(),
    }
}

/// From the base; `query` says the same to the engine, where it can.
async fn listed(
    state: &AppState,
    filter: &CompatFilter,
    query: Option<&Query>,
    (offset, limit): (usize, usize),
) -> Result<Found, Problem> {
    let page = (most(offset), most(limit));
    let records = state.query(async |connection| compat::page(connection, filter, page).await).await?;
    // A page that is not full is the last one.
    if records.len() < limit && (offset == 0 || !records.is_empty()) {
        return Ok(Found { count: (offset + records.len()) as u64, records });
    }
    Ok(Found { count: count(state, filter, query).await?, records })
}

async fn count(state: &AppState, filter: &CompatFilter, query: Option<&Query>) -> Result<u64, Problem> {
    if let Some(query) = query
        && let Ok(page) = state.search().search(query.clone()).await
    {
        return Ok(page.matched);
    }
    let counted = state.query(async |connection| compat::count(connection, filter).await).await?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

fn most(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How a record stands to what is asked of answers, where places of which too little is known are let in.
///
/// # Errors
/// 500 for a row that cannot be.
pub(crate) fn standing(record: &CompatRecord, asked: &Asked) -> Result<Option<Verdict>, Problem> {
    if asked.unknown != Unknown::Include || asked.is_nothing() {
        return Ok(None);
    }
    Ok(asked.standing(&typed(&record.criteria)?))
}
