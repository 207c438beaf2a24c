//! The words by which communes, departments and activities are known: read from the base, and again once they are
//! [`FRESH`] old; while the base is away the last ones go on serving.

use std::sync::Arc;
use std::time::{Duration, Instant};

use plainpied_domain::understanding::Lexicon;
use plainpied_store::{PgPool, reference};
use tokio::sync::Mutex;

use crate::problem::{Problem, code};
use crate::state::in_time;

/// Communes change once a year, activities with a release.
const FRESH: Duration = Duration::from_secs(600);

/// The last lexicon made.
#[derive(Debug, Default)]
pub(crate) struct LexiconCache(Mutex<Option<(Instant, Arc<Lexicon>)>>);

impl LexiconCache {
    /// The lexicon. Only one request makes it; the others wait for that.
    ///
    /// # Errors
    /// 503 where it was never made and the base is away.
    pub async fn get(&self, pool: &PgPool) -> Result<Arc<Lexicon>, Problem> {
        let mut last = self.0.lock().await;
        if let Some((made, lexicon)) = &*last
            && made.elapsed() < FRESH
        {
            return Ok(Arc::clone(lexicon));
        }
        match (make(pool).await, &*last) {
            (Ok(lexicon), _) => {
                *last = Some((Instant::now(), Arc::clone(&lexicon)));
                Ok(lexicon)
            }
            (Err(problem), Some((_, old))) if problem.is_transient() => Ok(Arc::clone(old)),
            (Err(problem), _) => Err(problem),
        }
    }
}

async fn make(pool: &PgPool) -> Result<Arc<Lexicon>, Problem> {
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
    let lexicon = made.await.map_err(|error| failed(error.into()))?.map_err(|error| failed(error.into()))?;
    Ok(Arc::new(lexicon))
}
