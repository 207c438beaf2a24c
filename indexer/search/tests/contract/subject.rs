use plainpied_domain::EstablishmentId;
use plainpied_search::embedded::{Binding, EmbeddedSearch, IndexWriter, Rebuild, Resources, WriterLock};
use plainpied_search::{Document, FacetSet, Page, Query, SearchEngine};
use tempfile::TempDir;
use uuid::Uuid;

use crate::corpus::id;

/// An engine under test, with the means to fill it.
pub trait Subject: Sized {
    /// An engine that holds exactly these documents, at position 1.
    async fn with(documents: &[Document]) -> Self;
    /// Writes, and waits until it can be found.
    async fn write(&mut self, upserts: &[Document], deletes: &[EstablishmentId], position: i64);
    fn engine(&self) -> &impl SearchEngine;

    async fn page(&self, query: Query) -> Page {
        self.engine().search(query).await.unwrap()
    }

    /// The ids found, as the numbers that the corpus makes them from, in order.
    async fn found(&self, query: Query) -> Vec<u16> {
        let page = self.page(Query { limit: 100, ..query }).await;
        assert_eq!(page.matched, page.hits.len() as u64, "one page holds all");
        page.hits.iter().map(|hit| (0..=999).find(|number| id(*number) == hit.id).unwrap()).collect()
    }

    /// The ids found for a text, ascending.
    async fn set(&self, text: &str) -> Vec<u16> {
        let mut found = self.found(text_of(text)).await;
        found.sort_unstable();
        found
    }
}

/// The facets that list values.
pub const LISTS: FacetSet = FacetSet {
    activities: true,
    communes: true,
    departments: true,
    needs: false,
    completeness: false,
    freshness: false,
};

pub fn text_of(text: &str) -> Query {
    Query { text: Some(text.to_owned()), ..Query::default() }
}

/// The embedded engine on a directory of its own.
pub struct Embedded {
    search: EmbeddedSearch,
    writer: IndexWriter,
    _dir: TempDir,
}

impl Subject for Embedded {
    async fn with(documents: &[Document]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lock = WriterLock::try_acquire(dir.path()).unwrap();
        let small = Resources { threads: 1, memory: 20_000_000 };
        let mut rebuild = Rebuild::begin(&lock, &Binding::new(Uuid::nil()), small).unwrap();
        for document in documents {
            rebuild.add(document).unwrap();
        }
        let writer = rebuild.publish(1, small).unwrap();
        let search = EmbeddedSearch::open(dir.path()).unwrap();
        Self { search, writer, _dir: dir }
    }

    async fn write(&mut self, upserts: &[Document], deletes: &[EstablishmentId], position: i64) {
        for document in upserts {
            self.writer.upsert(document).unwrap();
        }
        for id in deletes {
            self.writer.delete(*id).unwrap();
        }
        self.writer.commit(position).unwrap();
        self.search.refresh();
    }

    fn engine(&self) -> &impl SearchEngine {
        &self.search
    }
}

/// Makes one test an adapter of each check, over the corpus.
macro_rules! contract {
    ($($(#[$meta:meta])* async fn $name:ident($subject:ident) $body:block)*) => {
        mod checks {
            use super::*;
            use crate::subject::Subject;
            $($(#[$meta])* pub(super) async fn $name($subject: &mut impl Subject) $body)*
        }
        mod embedded {
            use crate::subject::{Embedded, Subject};
            $(#[tokio::test]
            async fn $name() {
                super::checks::$name(&mut Embedded::with(&crate::corpus::corpus()).await).await;
            })*
        }
    };
}
pub(crate) use contract;
