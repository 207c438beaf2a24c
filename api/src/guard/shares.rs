//! What one client may hold at the same time: places that are few, and that are held for long.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate::client_of;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// Whose request it is, as far as clients are limited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(Option<u64>);

impl FromRequestParts<AppState> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(client_of(&parts.extensions, &parts.headers, state)))
    }
}

/// Places of one kind: so many in all, and so many for one client.
pub(crate) struct Places {
    all: Arc<Semaphore>,
    each: usize,
    held: Arc<Mutex<HashMap<u64, usize>>>,
    /// What is told where there are none left.
    full: &'static str,
    /// What is told to a client that has its share.
    shared_out: &'static str,
}

/// A place that is held until this is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    _place: OwnedSemaphorePermit,
    client: Option<u64>,
    held: Arc<Mutex<HashMap<u64, usize>>>,
}

impl Places {
    /// So many places, `each` of them for one client.
    pub fn new(all: usize, each: usize, (full, shared_out): (&'static str, &'static str)) -> Self {
        Self { all: Arc::new(Semaphore::new(all)), each, held: Arc::default(), full, shared_out }
    }

    /// A place for a client.
    ///
    /// # Errors
    /// 429 where it has its share already, 503 where there is none left.
    pub fn take(&self, Client(client): Client) -> Result<Held, Problem> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if client.is_some_and(|client| held.get(&client).is_some_and(|count| *count >= self.each)) {
            return Err(Problem::new(&code::TOO_MANY_REQUESTS).detail(self.shared_out).retry_after(5));
        }
        let place = Arc::clone(&self.all)
            .try_acquire_owned()
            .map_err(|none| Problem::new(&code::OVERLOADED).detail(self.full).cause(none))?;
        if let Some(client) = client {
            *held.entry(client).or_default() += 1;
        }
        Ok(Held { _place: place, client, held: Arc::clone(&self.held) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(client) = self.client else { return };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody who holds nothing is remembered.
        if let Some(count) = held.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;

    #[test]
    fn a_client_has_its_share_and_leaves_the_rest_to_others() {
        let places = Places::new(3, 2, ("full", "shared out"));
        let one = || places.take(Client(Some(1)));
        let held = [one().unwrap(), one().unwrap()];
        assert_eq!(one().unwrap_err().into_response().status(), 429);
        let other = places.take(Client(Some(2))).unwrap();
        assert_eq!(places.take(Client(None)).unwrap_err().into_response().status(), 503, "there are no more");
        drop(held);
        drop(other);
        assert!(places.held.lock().unwrap().is_empty(), "nobody is remembered");
        let all = [places.take(Client(None)), places.take(Client(None)), places.take(Client(None))];
        assert!(all.iter().all(Result::is_ok), "whoever is not limited may have all");
    }
}
