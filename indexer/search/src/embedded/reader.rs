use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use plainpied_domain::EstablishmentId;
use tokio::runtime::Handle;

use super::error::searching;
use super::follower::{Follower, NO_INDEX_YET};
use super::matching::Scratch;
use super::snapshot::Snapshot;
use crate::{EngineStatus, Page, Query, SearchEngine, SearchError, Suggest, Suggestion};

/// How often the index directory is looked at for a newer commit.
const EVERY: Duration = Duration::from_millis(100);

/// Searches the index of a directory and follows it: a commit or a rebuild of another process is seen within 300 ms,
/// at once after [`EmbeddedSearch::refresh`]. Any number of processes may follow one index.
pub struct EmbeddedSearch {
    shared: Arc<Shared>,
    /// Dropping it ends the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    follower: Mutex<Follower>,
    /// What is searched, or why nothing is.
    present: RwLock<Result<Arc<Snapshot>, String>>,
    /// As many as searches have run at once.
    scratches: Mutex<Vec<Scratch>>,
}

impl EmbeddedSearch {
    /// Opens the index in `dir`. There need not be one yet: searches answer [`SearchError::Unavailable`] until there is.
    ///
    /// # Errors
    /// [`SearchError::Engine`] where no thread can be started.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        let shared = Arc::new(Shared {
            follower: Mutex::new(Follower::new(dir)),
            present: RwLock::new(Err("it has not been opened yet".to_owned())),
            scratches: Mutex::default(),
        });
        shared.refresh();
        let (stop, stopped) = channel();
        let followed = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("search-follow".to_owned())
            .spawn(move || follow(&followed, &stopped))
            .map_err(searching("start a thread"))?;
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Sees what has been committed until now, without waiting for the next look.
    pub fn refresh(&self) {
        self.shared.refresh();
    }

    /// [`SearchEngine::search`] on this thread, for callers without a runtime.
    ///
    /// # Errors
    /// Those of [`SearchEngine::search`].
    pub fn search_here(&self, query: &Query) -> Result<Page, SearchError> {
        self.shared.search(query)
    }

    /// [`SearchEngine::suggest`] on this thread.
    ///
    /// # Errors
    /// Those of [`SearchEngine::suggest`].
    pub fn suggest_here(&self, suggest: &Suggest) -> Result<Vec<Suggestion>, SearchError> {
        self.shared.suggest(suggest)
    }

    /// Id and version of every document, in no order: to compare the index with the database.
    ///
    /// # Errors
    /// [`SearchError::Unavailable`].
    pub fn dump(&self) -> Result<Vec<(EstablishmentId, i32)>, SearchError> {
        Ok(self.shared.snapshot()?.dump())
    }

    /// Runs on the blocking threads of the runtime that it is called in, which must be one of tokio.
    async fn on_blocking<T: Send + 'static>(
        &self,
        step: &'static str,
        work: impl FnOnce(&Shared) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let shared = Arc::clone(&self.shared);
        let runtime = Handle::try_current().map_err(searching("find the runtime"))?;
        // A panic of the engine on a damaged file ends here as an error.
        runtime.spawn_blocking(move || work(&shared)).await.map_err(searching(step))?
    }
}

impl SearchEngine for EmbeddedSearch {
    async fn search(&self, query: Query) -> Result<Page, SearchError> {
        self.on_blocking("search", move |shared| shared.search(&query)).await
    }

    async fn ids(&self, query: Query) -> Result<Vec<EstablishmentId>, SearchError> {
        self.on_blocking("search", move |shared| shared.ids(&query)).await
    }

    async fn suggest(&self, suggest: Suggest) -> Result<Vec<Suggestion>, SearchError> {
        self.on_blocking("suggest", move |shared| shared.suggest(&suggest)).await
    }

    async fn status(&self) -> Result<EngineStatus, SearchError> {
        Ok(self.shared.snapshot()?.status())
    }
}

impl Drop for EmbeddedSearch {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn refresh(&self) {
        let mut follower = lock(&self.follower);
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner).clone();
        // A damaged file may make the engine panic: that is a reason like another, and no end of the following.
        let look = AssertUnwindSafe(|| follower.look(present.ok()));
        let next = catch_unwind(look)
            .unwrap_or_else(|_| Err("the engine panicked when it opened the index: rebuild it".to_owned()));
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if let Err(reason) = &next
            && present.as_ref().err() != Some(reason)
        {
            // At the first start of all there is none until the indexer has made it: nothing to be warned of.
            if reason.starts_with(NO_INDEX_YET) {
                tracing::info!(reason, "search index unavailable");
            } else {
                tracing::warn!(reason, "search index unavailable");
            }
        }
        *present = next;
    }

    fn snapshot(&self) -> Result<Arc<Snapshot>, SearchError> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.clone().map_err(|reason| SearchError::Unavailable { reason })
    }

    fn search(&self, query: &Query) -> Result<Page, SearchError> {
        query.check()?;
        let snapshot = self.snapshot()?;
        self.with_scratch(|scratch| snapshot.search(query, scratch))
    }

    fn ids(&self, query: &Query) -> Result<Vec<EstablishmentId>, SearchError> {
        let snapshot = self.snapshot()?;
        self.with_scratch(|scratch| snapshot.ids(query, scratch))
    }

    fn suggest(&self, suggest: &Suggest) -> Result<Vec<Suggestion>, SearchError> {
        let snapshot = self.snapshot()?;
        self.with_scratch(|scratch| snapshot.suggest(suggest, scratch))
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let mut scratch = lock(&self.scratches).pop().unwrap_or_else(Scratch::new);
        let done = work(&mut scratch);
        lock(&self.scratches).push(scratch);
        done
    }
}

fn follow(shared: &Shared, stopped: &Receiver<()>) {
    while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
        shared.refresh();
    }
}

/// What a panicking thread leaves behind is whole: every value here is replaced, never changed in place.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
