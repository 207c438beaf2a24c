//! The words by which communes, departments and activities are known.

use std::time::Duration;

use plainpied_domain::understanding::Lexicon;
use plainpied_store::{PgPool, reference};

use crate::problem::{Problem, code};
use crate::state::in_time;

/// Communes change once a year, activities with a release.
pub(crate) const FRESH: Duration = Duration::from_secs(600);

/// Reads and sorts them.
///
/// # Errors
/// 503 where the base is away.
pub(crate) async fn make(pool: &PgPool) -> Result<Lexicon, Problem> {
    let (communes, departments, activities) = in_time(async {
        let mut connection = pool.acquire().await?;
        Ok((
            reference::all_communes(&mut connection).await?,
            reference::departments(&mut connection).await?,
            reference::activities(&mut connection).await?,
        ))
    })
    .await?;
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| Problem::new(&code::INTERNAL).cause(error);
    // Some hundred milliseconds of work: not on a thread that answers requests.
    let made = tokio::task::spawn_blocking(move || Lexicon::new(communes, departments, &activities));
    made.await.map_err(|error| failed(error.into()))?.map_err(|error| failed(error.into()))
}
