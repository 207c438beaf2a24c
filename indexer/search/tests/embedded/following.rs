use std::time::{Duration, Instant};

use plainpied_search::embedded::EmbeddedSearch;
use plainpied_search::{Query, SearchEngine, SearchError};

use crate::support::{acquire, document, ids, rebuilt};

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(5), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn other_readers_see_a_commit_and_a_rebuild_by_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let lock = acquire(dir.path());
    let mut writer = rebuilt(&lock, 1, 1);
    let searches = [EmbeddedSearch::open(dir.path()).unwrap(), EmbeddedSearch::open(dir.path()).unwrap()];
    writer.upsert(&document(2)).unwrap();
    writer.commit(2).unwrap();
    wait_until("the commit", || searches.iter().all(|search| ids(search).len() == 2));
    drop(writer);
    let _writer = rebuilt(&lock, 7, 3);
    wait_until("the rebuild", || searches.iter().all(|search| ids(search).len() == 7));
}

#[tokio::test]
async fn an_empty_directory_is_unavailable_until_there_is_an_index() {
    let dir = tempfile::tempdir().unwrap();
    let search = EmbeddedSearch::open(&dir.path().join("not/yet")).unwrap();
    let refused = search.search(Query::default()).await;
    let Err(SearchError::Unavailable { reason }) = refused else { panic!("{refused:?}") };
    assert_eq!(reason, "there is no index yet: run the indexer, which rebuilds it");
    assert!(matches!(search.status().await, Err(SearchError::Unavailable { .. })));
    let _writer = rebuilt(&acquire(&dir.path().join("not/yet")), 3, 4);
    search.refresh();
    assert_eq!(search.search(Query::default()).await.unwrap().matched, 3);
    let status = search.status().await.unwrap();
    assert_eq!((status.position, status.documents, status.generation), (4, 3, 1));
}

#[tokio::test]
async fn a_wiped_directory_is_unavailable_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("index");
    drop(rebuilt(&acquire(&index), 3, 4));
    let search = EmbeddedSearch::open(&index).unwrap();
    std::fs::remove_dir_all(&index).unwrap();
    search.refresh();
    assert!(matches!(search.search(Query::default()).await, Err(SearchError::Unavailable { .. })));
    let _writer = rebuilt(&acquire(&index), 2, 9);
    search.refresh();
    assert_eq!(search.search(Query::default()).await.unwrap().matched, 2);
}
