//! Questions to the server: several go in one request, and are answered at one moment or nearly so.

use std::time::Duration;

use meilisearch_sdk::errors::Error;
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery, SearchResults, Selectors};
use serde_json::Value as Json;

use super::Server;
use super::document::{STORED, attribute};
use super::error::unavailable;
use super::filter;
use crate::SearchError;

/// Whoever waits longer hears that the server is away.
const PATIENCE: Duration = Duration::from_millis(1_800);

/// One question about the places.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// Words as they are stored; a space at the end says that the last is finished. Empty: everything.
    pub words: String,
    /// What must hold.
    pub filter: Vec<String>,
    /// What to sort by before anything else.
    pub sort: Vec<String>,
    /// Attributes to count the matches by.
    pub facets: Vec<String>,
    /// Words are looked for in names alone.
    pub names_only: bool,
    /// Places wanted, of the first page; 0 only counts.
    pub wanted: usize,
    /// Pages to skip.
    pub skipped: usize,
}

/// The answer to a question; totals are exact.
pub(super) type Answer = SearchResults<Json>;

/// A question with everything that the request only borrows.
struct Prepared<'a> {
    question: &'a Question,
    filter: Option<String>,
    sort: Vec<&'a str>,
    facets: Vec<&'a str>,
}

impl Server {
    /// The answers to the questions, in their order, and the stored state of the index.
    pub(super) async fn ask(&self, questions: &[Question]) -> Result<(Vec<Answer>, Json), SearchError> {
        let asked = tokio::time::timeout(PATIENCE, self.send(questions)).await;
        let mut answers = asked.unwrap_or(Err(Error::Timeout)).map_err(|error| unavailable(&error))?;
        let state = answers.pop().and_then(|mut state| state.hits.pop()).map(|hit| hit.result);
        Ok((answers, state.unwrap_or_default()))
    }

    async fn send(&self, questions: &[Question]) -> Result<Vec<Answer>, Error> {
        let prepared: Vec<Prepared<'_>> = questions
            .iter()
            .map(|question| Prepared {
                question,
                filter: filter::all(&question.filter),
                sort: question.sort.iter().map(String::as_str).collect(),
                facets: question.facets.iter().map(String::as_str).collect(),
            })
            .collect();
        let places = self.client.index(&self.index);
        let states = self.client.index(self.state_index());
        let mut all = self.client.multi_search();
        for prepared in &prepared {
            all.with_search_query(prepared.of(SearchQuery::new(&places)));
        }
        let mut state = SearchQuery::new(&states);
        state.with_limit(1);
        all.with_search_query(state);
        Ok(all.execute::<Json>().await?.results)
    }
}

impl<'a> Prepared<'a> {
    fn of(
        &'a self,
        mut query: SearchQuery<'a, meilisearch_sdk::DefaultHttpClient>,
    ) -> SearchQuery<'a, meilisearch_sdk::DefaultHttpClient> {
        // Pages make totals exact; offsets would make them estimates.
        query
            .with_query(&self.question.words)
            .with_page(self.question.skipped + 1)
            .with_hits_per_page(self.question.wanted);
        query.with_matching_strategy(MatchingStrategies::ALL).with_show_ranking_score(true);
        query.with_attributes_to_retrieve(Selectors::Some(&STORED));
        if let Some(filter) = &self.filter {
            query.with_filter(filter);
        }
        if !self.sort.is_empty() {
            query.with_sort(&self.sort);
        }
        if !self.facets.is_empty() {
            query.with_facets(Selectors::Some(&self.facets));
        }
        if self.question.names_only {
            query.with_attributes_to_search_on(&[attribute::NAME]);
        }
        query.build()
    }
}

/// How many places a question has found.
pub(super) fn total(answer: &Answer) -> u64 {
    answer.total_hits.unwrap_or_default() as u64
}
