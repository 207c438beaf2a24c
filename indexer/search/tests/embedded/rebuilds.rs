use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use plainpied_search::Query;
use plainpied_search::embedded::{Binding, EmbeddedSearch, FORMAT, Rebuild, WriterError};
use uuid::Uuid;

use crate::support::{SMALL, acquire, all, binding, built, document, id, ids, open, reason, rebuilt};

#[test]
fn searches_see_the_old_index_whole_until_the_new_one_is_published() {
    let dir = tempfile::tempdir().unwrap();
    let lock = acquire(dir.path());
    let mut writer = rebuilt(&lock, 3, 5);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    let mut rebuild = writer.begin_rebuild(SMALL).unwrap();
    for number in 11..=14 {
        rebuild.add(&document(number)).unwrap();
        search.refresh();
        assert_eq!(ids(&search), [id(1), id(2), id(3)]);
    }
    writer.delete(id(3)).unwrap();
    writer.commit(6).unwrap();
    search.refresh();
    assert_eq!(
        (ids(&search), all(&search).position),
        (vec![id(1), id(2)], 6),
        "the old one goes on being written"
    );

    rebuild.delete(id(14));
    rebuild.upsert(&document(11)).unwrap();
    assert_eq!(rebuild.added(), 4);
    let mut writer_of_new = rebuild.publish(8, SMALL).unwrap();
    search.refresh();
    assert_eq!((ids(&search), all(&search).position), (vec![id(11), id(12), id(13)], 8));
    assert!(matches!(writer.commit(9), Err(WriterError::Superseded { .. })));
    writer_of_new.upsert(&document(1)).unwrap();
    writer_of_new.commit(9).unwrap();
    search.refresh();
    assert_eq!(ids(&search).len(), 4);
}

#[test]
fn a_rebuild_switches_at_once_under_searches() {
    let dir = tempfile::tempdir().unwrap();
    let lock = acquire(dir.path());
    let mut writer = rebuilt(&lock, 10, 1);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let searching = scope.spawn(|| {
            let mut seen = Vec::new();
            while !ended.load(Ordering::SeqCst) {
                search.refresh();
                let page = search
                    .search_here(&Query { text: Some("musée".to_owned()), ..Query::default() })
                    .unwrap();
                seen.push((page.position, page.matched));
            }
            seen
        });
        for round in 2..6_u32 {
            writer = rebuilt(&lock, u128::from(round) * 10, i64::from(round));
        }
        ended.store(true, Ordering::SeqCst);
        for (position, matched) in searching.join().unwrap() {
            assert_eq!(matched, position as u64 * 10, "position {position}");
        }
    });
    assert_eq!(writer.position(), 5);
}

#[test]
fn an_abandoned_rebuild_is_cleared_away_and_hides_nothing() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 2, 1);
    let writer = open(dir.path());
    let mut rebuild = writer.begin_rebuild(SMALL).unwrap();
    rebuild.add(&document(9)).unwrap();
    assert!(matches!(writer.begin_rebuild(SMALL), Err(WriterError::RebuildRunning)));
    drop(rebuild);
    drop(writer);
    assert_eq!(generations(dir.path()), ["1", "2"]);
    let writer = open(dir.path());
    assert_eq!(generations(dir.path()), ["1"]);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    assert_eq!(ids(&search), [id(1), id(2)]);
    assert!(writer.begin_rebuild(SMALL).is_ok());
}

#[test]
fn only_the_live_generation_is_kept_and_an_open_snapshot_stays_readable() {
    let dir = tempfile::tempdir().unwrap();
    let lock = acquire(dir.path());
    let old = rebuilt(&lock, 3, 1);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    drop(old);
    let _new = rebuilt(&lock, 5, 2);
    assert_eq!(generations(dir.path()), ["2"]);
    assert!(search.search_here(&Query::default()).is_ok());
}

#[test]
fn an_index_of_another_database_format_or_rules_needs_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(reason(dir.path(), &binding()), "there is no index yet");
    built(dir.path(), 1, 1);
    let elsewhere = Binding { installation: Uuid::from_u128(2), ..binding() };
    assert!(reason(dir.path(), &elsewhere).contains("installation"));
    let newer = Binding { format: FORMAT + 1, ..binding() };
    assert!(reason(dir.path(), &newer).contains("format"));
    let other_rules = Binding { rules: !binding().rules, ..binding() };
    assert!(reason(dir.path(), &other_rules).contains("criteria and needs"));
    assert_eq!(open(dir.path()).position(), 1, "asking has changed nothing");
}

#[test]
fn a_rebuild_may_bind_the_index_anew() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 1, 50);
    let elsewhere = Binding { installation: Uuid::from_u128(2), ..binding() };
    let lock = acquire(dir.path());
    let rebuild = Rebuild::begin(&lock, &elsewhere, SMALL).unwrap();
    assert_eq!(rebuild.publish(3, SMALL).unwrap().position(), 3, "another change log may be shorter");
    drop(lock);
    assert!(reason(dir.path(), &binding()).contains("installation"));
}

fn generations(dir: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(dir.join("generations")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
