use plainpied_domain::EstablishmentId;
use plainpied_search::embedded::{Binding, EmbeddedSearch, IndexWriter, Rebuild, Resources, WriterLock};
use plainpied_search::meilisearch::{MeilisearchRebuild, MeilisearchSearch, MeilisearchWriter, Server};
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
    /// Leaves nothing behind.
    async fn end(self) {}

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

/// A Meilisearch server under an index of its own.
pub struct Meilisearch {
    server: Server,
    search: MeilisearchSearch,
    writer: MeilisearchWriter,
}

impl Meilisearch {
    /// Whether there is a server: `MEILISEARCH_URL`, with `MEILISEARCH_KEY`. `deploy/test` says where there is none.
    pub fn is_there() -> bool {
        std::env::var_os("MEILISEARCH_URL").is_some()
    }

    /// The server, and an index of a name that nobody else has.
    pub fn server() -> Server {
        let (url, key) = (std::env::var("MEILISEARCH_URL").unwrap(), std::env::var("MEILISEARCH_KEY").ok());
        Server::new(&url, key.as_deref(), &format!("contract_{}", Uuid::now_v7().simple())).unwrap()
    }
}

impl Subject for Meilisearch {
    async fn with(documents: &[Document]) -> Self {
        let server = Self::server();
        let mut rebuild =
            MeilisearchRebuild::begin(server.clone(), &Binding::new(Uuid::nil())).await.unwrap();
        for document in documents {
            rebuild.add(document).await.unwrap();
        }
        let writer = rebuild.publish(1).await.unwrap();
        Self { search: MeilisearchSearch::new(server.clone()), server, writer }
    }

    async fn write(&mut self, upserts: &[Document], deletes: &[EstablishmentId], position: i64) {
        self.writer.apply(upserts, deletes, position).await.unwrap();
    }

    fn engine(&self) -> &impl SearchEngine {
        &self.search
    }

    async fn end(self) {
        self.server.remove_index().await.unwrap();
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
        mod meilisearch {
            use crate::subject::{Meilisearch, Subject};
            $(#[tokio::test]
            async fn $name() {
                if Meilisearch::is_there() {
                    let mut subject = Meilisearch::with(&crate::corpus::corpus()).await;
                    super::checks::$name(&mut subject).await;
                    subject.end().await;
                }
            })*
        }
    };
}
pub(crate) use contract;
