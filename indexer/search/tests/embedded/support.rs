use std::path::Path;

use plainpied_criteria::Answers;
use plainpied_domain::{EstablishmentId, LonLat};
use plainpied_search::Document;
use plainpied_search::embedded::{
    Binding, EmbeddedSearch, IndexWriter, Opened, Rebuild, Resources, WriterLock,
};
use plainpied_search::{Page, Query};
use uuid::Uuid;

pub const SMALL: Resources = Resources { threads: 1, memory: 20_000_000 };

pub fn binding() -> Binding {
    Binding::new(Uuid::from_u128(1))
}

pub fn id(number: u128) -> EstablishmentId {
    EstablishmentId::from(Uuid::from_u128(number))
}

pub fn document(number: u128) -> Document {
    Document {
        id: id(number),
        version: 1,
        name: format!("Musée {number}"),
        activities: Vec::new(),
        commune: "69266".parse().unwrap(),
        commune_parent: None,
        commune_name: "Villeurbanne".to_owned(),
        department: "69".parse().unwrap(),
        street: None,
        locality: None,
        postal_code: "69100".to_owned(),
        at: LonLat::new(4.88, 45.77).unwrap(),
        completeness: 50,
        answers: Answers::new(),
        observed: None,
    }
}

pub fn acquire(dir: &Path) -> WriterLock {
    WriterLock::try_acquire(dir).unwrap()
}

/// An index of documents 1 to `count` at `position`, its writer dropped.
pub fn built(dir: &Path, count: u128, position: i64) {
    drop(rebuilt(&acquire(dir), count, position));
}

pub fn rebuilt(lock: &WriterLock, count: u128, position: i64) -> IndexWriter {
    let mut rebuild = Rebuild::begin(lock, &binding(), SMALL).unwrap();
    for number in 1..=count {
        rebuild.add(&document(number)).unwrap();
    }
    rebuild.publish(position, SMALL).unwrap()
}

pub fn open(dir: &Path) -> IndexWriter {
    match IndexWriter::open(acquire(dir), &binding(), SMALL).unwrap() {
        Opened::Ready(writer) => writer,
        Opened::NeedsRebuild { reason, .. } => panic!("{reason}"),
    }
}

/// Why the index has to be rebuilt.
pub fn reason(dir: &Path, binding: &Binding) -> String {
    match IndexWriter::open(acquire(dir), binding, SMALL).unwrap() {
        Opened::Ready(_) => panic!("ready"),
        Opened::NeedsRebuild { reason, .. } => reason,
    }
}

pub fn all(search: &EmbeddedSearch) -> Page {
    search.search_here(&Query { limit: 100, ..Query::default() }).unwrap()
}

pub fn ids(search: &EmbeddedSearch) -> Vec<EstablishmentId> {
    let mut ids: Vec<_> = search.dump().unwrap().into_iter().map(|(id, _)| id).collect();
    ids.sort_unstable();
    ids
}
