//! How the database and the index are.

use plainpied_search::{EngineStatus, SearchEngine};
use plainpied_store::change::{self, Head};
use plainpied_store::database;

use crate::problem::Problem;
use crate::state::{AppState, in_time};

/// The parts that an answer is made of, each as it is or why it is not.
pub(super) struct Parts {
    pub head: Result<Head, Problem>,
    pub index: Result<EngineStatus, Problem>,
}

impl Parts {
    /// Looks at both at once.
    pub async fn look(state: &AppState) -> Self {
        let head = in_time(async {
            database::check(state.pool()).await?;
            change::head(&mut *state.pool().acquire().await?).await
        });
        let index = async { state.search().status().await.map_err(Problem::from) };
        let (head, index) = tokio::join!(head, index);
        Self { head, index }
    }

    /// Positions of the change log that the index does not hold yet.
    pub fn lag(&self) -> Option<i64> {
        match (&self.head, &self.index) {
            (Ok(head), Ok(index)) => Some((head.position - index.position).max(0)),
            _ => None,
        }
    }
}
