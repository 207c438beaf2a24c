use std::sync::Arc;
use std::time::Duration;

use plainpied_store::document;
use plainpied_store::items::{self, Extents};

use crate::problem::{Problem, code};
use crate::state::AppState;

/// Extents say where to look, not what is there: they may be a minute old.
const FRESH: Duration = Duration::from_secs(60);
/// All establishments are read for them: a second for a million, more where they lie on the disk.
const PATIENCE: Duration = Duration::from_secs(8);

/// The extents of the collections.
///
/// # Errors
/// 503 where they were never read and the base cannot answer.
pub(crate) async fn extents(state: &AppState) -> Result<Arc<Extents>, Problem> {
    let read = async {
        let read = async {
            let mut snapshot = document::snapshot(state.pool()).await?;
            items::extents(&mut snapshot).await
        };
        let read = tokio::time::timeout(PATIENCE, read).await;
        Ok(read.map_err(|elapsed| Problem::new(&code::DATABASE_UNAVAILABLE).cause(elapsed))??)
    };
    state.extents().get(FRESH, read).await
}
