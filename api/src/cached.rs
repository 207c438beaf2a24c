//! Values that are dear to make and the same for everybody: made again once they are old; while that is not possible the
//! last one goes on serving.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::problem::Problem;

/// The last value made.
#[derive(Debug)]
pub(crate) struct Cached<T>(Mutex<Option<(Instant, Arc<T>)>>);

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Cached<T> {
    /// The value. Only one request makes it; the others wait for that.
    ///
    /// # Errors
    /// What `make` says, where there is no old value or the error will not pass.
    pub async fn get(
        &self,
        fresh: Duration,
        make: impl Future<Output = Result<T, Problem>>,
    ) -> Result<Arc<T>, Problem> {
        let mut last = self.0.lock().await;
        if let Some((made, value)) = &*last
            && made.elapsed() < fresh
        {
            return Ok(Arc::clone(value));
        }
        match (make.await, &*last) {
            (Ok(value), _) => {
                let value = Arc::new(value);
                *last = Some((Instant::now(), Arc::clone(&value)));
                Ok(value)
            }
            (Err(problem), Some((_, old))) if problem.is_transient() => Ok(Arc::clone(old)),
            (Err(problem), None | Some(_)) => Err(problem),
        }
    }
}
