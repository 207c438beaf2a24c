use plainpied_domain::Near;
use plainpied_domain::text::fold;
use plainpied_search::{Query, SearchEngine, SearchError, Sort};

use crate::corpus::{at, corpus, id, place};
use crate::subject::{contract, text_of};

fn from(lon: f64, lat: f64) -> Option<Near> {
    Some(Near::new(at(lon, lat), None).unwrap())
}

contract! {
    async fn sorted_by_distance_the_nearest_come_first(s) {
        for text in [None, Some("restaurant".to_owned())] {
            let query = Query { text, near: from(4.88, 45.76), sort: Sort::Distance, limit: 100, ..Query::default() };
            let page = s.page(query).await;
            assert!(page.hits.len() >= 9);
            assert!(page.hits.is_sorted_by_key(|hit| hit.metres.unwrap()));
        }
    }

    async fn sorted_by_name_accents_and_case_do_not_count(s) {
        let found = s.found(Query { sort: Sort::Name, ..Query::default() }).await;
        let names: Vec<String> = found.iter().map(|number| fold(&place(*number).name)).collect();
        assert_eq!(names.len(), 40);
        assert!(names.is_sorted(), "{names:?}");
    }

    async fn without_text_the_nearest_come_first_else_the_most_complete_then_by_name(s) {
        let near = s.page(Query { near: from(8.73, 41.91), limit: 5, ..Query::default() }).await;
        assert!(near.hits.is_sorted_by_key(|hit| hit.metres.unwrap()));
        assert!(near.hits[0].metres.unwrap() < 3_000.0);
        let found = s.found(Query::default()).await;
        let keys: Vec<_> = found
            .iter()
            .map(|number| (100 - place(*number).completeness, fold(&place(*number).name)))
            .collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }

    async fn of_two_that_match_alike_the_nearer_comes_first(s) {
        let musees = |near| Query { near, ..text_of("musée") };
        assert_eq!(s.found(musees(from(8.73, 41.91))).await[0], 26);
        assert_eq!(s.found(musees(from(4.38, 45.43))).await[0], 25);
    }

    async fn being_near_does_not_outweigh_a_better_match(s) {
        let query = Query { near: from(8.73, 41.91), ..text_of("hotel congres") };
        assert_eq!(s.found(query).await[0], 16);
    }

    async fn a_better_name_at_the_other_end_of_the_country_comes_after_what_is_near(s) {
        let far = plainpied_search::Document { id: id(901), name: "Musée".into(), ..place(27) };
        s.write(&[far], &[], 2).await;
        let near = Query { near: from(8.73, 41.91), ..text_of("musée") };
        assert_eq!(s.found(near).await[0], 26);
    }

    async fn scores_fall_and_are_zero_without_text(s) {
        let page = s.page(Query { limit: 100, ..text_of("hotel de ville") }).await;
        assert!(page.hits.is_sorted_by(|a, b| a.score >= b.score));
        assert!(page.hits[0].score > 0.0);
        assert!(s.page(Query::default()).await.hits.iter().all(|hit| hit.score == 0.0));
    }

    async fn equals_follow_each_other_by_id(s) {
        let twins: Vec<_> =
            (900..910).rev().map(|number| plainpied_search::Document { id: id(number), ..place(26) }).collect();
        s.write(&twins, &[id(26)], 2).await;
        for sort in [Sort::Relevance, Sort::Name, Sort::Distance] {
            let query = Query { sort, near: from(8.0, 41.0), ..text_of("musée fesch") };
            assert_eq!(s.found(query).await, (900..910).collect::<Vec<u16>>(), "{sort:?}");
        }
        let query = Query { activities: vec!["musee".into()], commune: Some("2A004".parse().unwrap()), ..Query::default() };
        assert_eq!(s.found(query).await, (900..910).collect::<Vec<u16>>());
    }

    async fn sorting_by_distance_without_a_point_is_refused(s) {
        let refused = s.engine().search(Query { sort: Sort::Distance, ..Query::default() }).await;
        assert!(matches!(refused, Err(SearchError::SortNeedsPlace)));
    }

    async fn hits_carry_the_version_of_their_document(s) {
        let page = s.page(Query { limit: 100, ..Query::default() }).await;
        for document in corpus() {
            assert!(page.hits.iter().any(|hit| hit.id == document.id && hit.version == document.version));
        }
    }
}
