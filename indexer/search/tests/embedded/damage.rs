use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use plainpied_search::embedded::{EmbeddedSearch, IndexWriter, Opened};
use plainpied_search::{Query, SearchError};

use crate::support::{SMALL, acquire, binding, built, ids, open, reason, rebuilt};

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir.join("generations/1"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| fs::metadata(path).unwrap().len() > 0)
        .collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("generations/1")).unwrap();
    fs::copy(from.join("current"), to.join("current")).unwrap();
    for file in files(from) {
        fs::copy(&file, to.join("generations/1").join(file.file_name().unwrap())).unwrap();
    }
}

/// Harms each file of an index in turn and looks at what becomes of it.
fn for_each_file(harm: impl Fn(&Path), check: impl Fn(&Path, &str)) {
    let whole = tempfile::tempdir().unwrap();
    built(whole.path(), 30, 1);
    let names = files(whole.path());
    assert!(names.len() >= 7);
    for name in names {
        let copied = tempfile::tempdir().unwrap();
        copy(whole.path(), copied.path());
        let name = name.file_name().unwrap().to_str().unwrap();
        harm(&copied.path().join("generations/1").join(name));
        check(copied.path(), name);
    }
}

fn truncate(path: &Path, share: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length * share / 100).unwrap();
}

/// The engine's own list of files to delete is made again where it is lost.
fn is_dispensable(name: &str) -> bool {
    name == ".managed.json"
}

#[test]
fn a_truncated_file_needs_a_rebuild_and_never_panics() {
    for share in [0, 10, 50, 95] {
        for_each_file(
            |path| truncate(path, share),
            |dir, name| match IndexWriter::open(acquire(dir), &binding(), SMALL).unwrap() {
                Opened::NeedsRebuild { lock, .. } => {
                    drop(rebuilt(&lock, 3, 2));
                    drop(lock);
                    assert_eq!(open(dir).position(), 2);
                }
                Opened::Ready(_) => assert!(is_dispensable(name), "{name} at {share} %"),
            },
        );
    }
}

#[test]
fn a_truncated_or_missing_file_makes_searches_unavailable_or_errors_but_never_wrong() {
    let check = |dir: &Path, name: &str| {
        let search = EmbeddedSearch::open(dir).unwrap();
        let text = Query {
            text: Some("musée 7".to_owned()),
            facets: plainpied_search::FacetSet { activities: true, ..Default::default() },
            ..Query::default()
        };
        match search.search_here(&text) {
            Ok(page) => assert_eq!((page.matched, ids(&search).len()), (1, 30), "{name}"),
            Err(SearchError::Unavailable { reason }) => {
                assert!(reason.contains("run the indexer"), "{reason}")
            }
            Err(SearchError::Engine { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    };
    for share in [0, 50, 95] {
        for_each_file(|path| truncate(path, share), check);
    }
    for_each_file(|path| fs::remove_file(path).unwrap(), check);
}

#[test]
fn a_changed_byte_is_noticed_when_the_index_is_opened_for_writing() {
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 3;
        bytes[middle] ^= 0x55;
        fs::write(path, bytes).unwrap();
    };
    for_each_file(flip, |dir, name| {
        if let Opened::Ready(_) = IndexWriter::open(acquire(dir), &binding(), SMALL).unwrap() {
            assert!(name.ends_with(".json") || name.starts_with('.'), "{name}");
        }
    });
}

#[test]
fn an_unreadable_current_needs_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path(), 2, 1);
    fs::write(dir.path().join("current"), "one").unwrap();
    assert!(reason(dir.path(), &binding()).contains("cannot be read"));
    let search = EmbeddedSearch::open(dir.path()).unwrap();
    assert!(matches!(search.search_here(&Query::default()), Err(SearchError::Unavailable { .. })));
    drop(rebuilt(&acquire(dir.path()), 4, 1));
    search.refresh();
    assert_eq!(ids(&search).len(), 4);
}
