use std::collections::BTreeMap;

use plainpied_domain::Near;
use plainpied_search::{Document, Query, SearchEngine, SearchError, Sort};

use crate::corpus::{at, corpus, id, place};
use crate::subject::{LISTS, contract, text_of};

contract! {
    async fn pages_follow_each_other_without_gap_or_repeat(s) {
        let near = Some(Near::new(at(4.8, 45.7), None).unwrap());
        for sort in [Sort::Relevance, Sort::Name, Sort::Distance] {
            for text in [None, Some("hotel restaurant".to_owned())] {
                let query = Query { text, near, sort, ..Query::default() };
                let whole = s.page(Query { limit: 100, ..query.clone() }).await;
                let mut paged = Vec::new();
                for offset in (0..whole.hits.len()).step_by(3) {
                    let page = s.page(Query { offset, limit: 3, ..query.clone() }).await;
                    assert_eq!(page.matched, whole.matched);
                    paged.extend(page.hits);
                }
                assert_eq!(paged, whole.hits, "{sort:?}");
            }
        }
    }

    async fn a_page_past_the_end_is_empty_and_still_counts(s) {
        let page = s.page(Query { offset: 100, ..Query::default() }).await;
        assert_eq!((page.matched, page.hits.len()), (40, 0));
    }

    async fn a_limit_of_zero_only_counts(s) {
        let page = s.page(Query { limit: 0, ..text_of("boulangerie") }).await;
        assert_eq!(page.hits.len(), 0);
        assert_eq!(page.matched, s.set("boulangerie").await.len() as u64);
    }

    async fn all_ids_are_those_of_the_pages_relaxed_or_not(s) {
        for text in ["hotel", "boulangerie villeurbanne", "musée fesch xqwzk", "xqwzk wzkqx", ""] {
            let page = s.page(Query { limit: 100, ..text_of(text) }).await;
            let mut found: Vec<_> = page.hits.iter().map(|hit| hit.id).collect();
            found.sort_unstable();
            assert_eq!(s.engine().ids(Query { limit: 3, offset: 2, ..text_of(text) }).await.unwrap(), found, "{text}");
        }
    }

    async fn results_beyond_ten_thousand_are_refused(s) {
        let query = |offset, limit| Query { offset, limit, ..Query::default() };
        assert!(s.engine().search(query(9_900, 100)).await.is_ok());
        for (offset, limit) in [(9_901, 100), (usize::MAX, 1)] {
            let refused = s.engine().search(query(offset, limit)).await;
            assert!(matches!(refused, Err(SearchError::TooDeep { .. })), "{offset} {limit}");
        }
    }

    async fn facets_count_the_matches_of_all_pages_the_most_frequent_first(s) {
        let page = s.page(Query { limit: 1, facets: LISTS, ..Query::default() }).await;
        let facets = page.facets.unwrap();
        assert_eq!(facets.activities, counted(corpus().iter().map(|d| d.activities[0].slug.to_string())));
        assert_eq!(facets.communes, counted(corpus().iter().map(|d| d.commune.to_string())));
        assert_eq!(s.page(Query::default()).await.facets, None);
    }

    async fn facets_are_counted_under_the_filters(s) {
        let query = Query { commune: Some("69123".parse().unwrap()), facets: LISTS, ..text_of("hotel") };
        let facets = s.page(query).await.facets.unwrap();
        assert_eq!(facets.activities, [("hotel".to_owned(), 1), ("mairie".to_owned(), 1)]);
        assert_eq!(facets.communes, [("69383".to_owned(), 2)]);
    }

    async fn a_document_of_two_activities_counts_for_both(s) {
        let both = [place(35).activities, place(16).activities].concat();
        s.write(&[Document { activities: both, ..place(35) }], &[], 2).await;
        let query = Query { commune: Some("69266".parse().unwrap()), facets: LISTS, ..Query::default() };
        let facets = s.page(query).await.facets.unwrap();
        assert!(facets.activities.contains(&("hotel".to_owned(), 2)));
        assert!(facets.activities.contains(&("restaurant".to_owned(), 1)));
    }

    async fn a_facet_lists_fifty_values(s) {
        let many: Vec<Document> = (100..160)
            .map(|number: u16| Document {
                id: id(number),
                commune: format!("{:05}", 10_000 + number).parse().unwrap(),
                ..place(1)
            })
            .collect();
        s.write(&many, &[], 2).await;
        let facets = s.page(Query { facets: LISTS, ..Query::default() }).await.facets.unwrap();
        assert_eq!(facets.communes.len(), 50);
        assert!(facets.communes.is_sorted_by(|a, b| (b.1, &a.0) <= (a.1, &b.0)));
    }
}

fn counted(values: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), value.clone()));
    counts
}
