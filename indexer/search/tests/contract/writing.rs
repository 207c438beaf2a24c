use plainpied_search::{Document, EngineStatus, Query, SearchEngine};

use crate::corpus::{at, id, place};
use crate::subject::{LISTS, contract, text_of};

contract! {
    async fn an_update_replaces_the_document(s) {
        let moved = Document { name: "Zzyzx".to_owned(), version: 77, at: at(0.0, 0.0), ..place(19) };
        s.write(&[moved], &[], 2).await;
        let page = s.page(text_of("zzyzx")).await;
        assert_eq!((page.matched, page.hits[0].id, page.hits[0].version), (1, id(19), 77));
        assert_eq!(s.page(text_of("kalliste")).await.matched, 0);
        assert_eq!(s.page(Query::default()).await.matched, 40);
    }

    async fn the_last_of_several_updates_counts(s) {
        let named = |name: &str| Document { name: name.to_owned(), ..place(19) };
        s.write(&[named("Premier"), named("Deuxième"), named("Troisième")], &[], 2).await;
        assert_eq!(s.set("troisieme").await, [19]);
        assert_eq!(s.page(text_of("premier")).await.matched, 0);
        assert_eq!(s.page(Query::default()).await.matched, 40);
    }

    async fn a_deleted_document_is_found_no_more(s) {
        s.write(&[], &[id(19), id(999)], 2).await;
        assert_eq!(s.page(text_of("kalliste")).await.matched, 0);
        let all = s.page(Query { facets: LISTS, ..Query::default() }).await;
        assert_eq!(all.matched, 39);
        assert!(all.facets.unwrap().activities.contains(&("hotel".to_owned(), 3)));
    }

    async fn a_deleted_document_may_come_back(s) {
        s.write(&[], &[id(19)], 2).await;
        s.write(&[place(19)], &[], 3).await;
        assert_eq!(s.set("kalliste").await, [19]);
    }

    async fn page_and_status_say_the_position_they_are_true_at(s) {
        assert_eq!(s.page(Query::default()).await.position, 1);
        s.write(&[], &[id(1)], 9).await;
        assert_eq!(s.page(Query::default()).await.position, 9);
        let EngineStatus { position, documents, .. } = s.engine().status().await.unwrap();
        assert_eq!((position, documents), (9, 39));
    }
}
