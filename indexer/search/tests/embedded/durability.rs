use plainpied_search::embedded::{EmbeddedSearch, WriterError, WriterLock};

use crate::support::{acquire, all, built, document, id, ids, open};

#[test]
fn what_is_not_committed_is_forgotten_and_may_be_replayed() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 2, 5);
    let mut writer = open(dir.path());
    writer.upsert(&document(3)).unwrap();
    writer.delete(id(1)).unwrap();
    drop(writer);

    let mut writer = open(dir.path());
    assert_eq!(writer.position(), 5);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    assert_eq!((ids(&search), all(&search).position), (vec![id(1), id(2)], 5));

    writer.upsert(&document(3)).unwrap();
    writer.delete(id(1)).unwrap();
    writer.commit(7).unwrap();
    search.refresh();
    assert_eq!((ids(&search), all(&search).position), (vec![id(2), id(3)], 7));
}

#[test]
fn replaying_what_was_committed_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 2, 5);
    let mut writer = open(dir.path());
    for _ in 0..3 {
        writer.upsert(&document(2)).unwrap();
        writer.upsert(&document(3)).unwrap();
        writer.delete(id(1)).unwrap();
        writer.commit(6).unwrap();
    }
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    assert_eq!(ids(&search), [id(2), id(3)]);
}

#[test]
fn the_position_never_moves_backwards() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 1, 5);
    let mut writer = open(dir.path());
    let refused = writer.commit(4);
    assert!(matches!(refused, Err(WriterError::Backwards { reached: 5, asked: 4 })));
    writer.commit(5).unwrap();
    writer.commit(6).unwrap();
    assert_eq!(writer.position(), 6);
}

#[test]
fn the_position_survives_commits_merges_and_reopening() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 1, 0);
    let mut writer = open(dir.path());
    for number in 2..40 {
        writer.upsert(&document(number)).unwrap();
        writer.commit(i64::try_from(number).unwrap()).unwrap();
    }
    drop(writer);
    assert_eq!(open(dir.path()).position(), 39);
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    assert_eq!(ids(&search).len(), 39);
}

#[test]
fn a_second_writer_is_told_that_the_index_is_busy() {
    let dir = tempfile::tempdir().unwrap();
    let first = acquire(dir.path());
    assert!(matches!(WriterLock::try_acquire(dir.path()), Err(WriterError::Busy { .. })));
    drop(first);
    acquire(dir.path());
}

#[test]
fn dump_gives_every_id_once_with_its_version() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 3, 1);
    let mut writer = open(dir.path());
    writer.upsert(&plainpied_search::Document { version: 9, ..document(2) }).unwrap();
    writer.delete(id(3)).unwrap();
    writer.commit(2).unwrap();
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    let mut dump = search.dump().unwrap();
    dump.sort_unstable();
    assert_eq!(dump, [(id(1), 1), (id(2), 9)]);
}
