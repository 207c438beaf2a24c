//! Ending a subscription by a sealed link, without signing in.

use plainpied_domain::Cursor;
use plainpied_store::subscription::{self, Subscription};
use uuid::Uuid;

use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};

/// What such links are sealed for: a cursor of a list opens none.
const PURPOSE: &str = "unsubscribe";

/// What stands in the link that ends a subscription.
pub(crate) fn token(state: &AppState, id: Uuid) -> String {
    Cursor::new(id.to_string()).seal(state.cursor_key(), PURPOSE)
}

/// The subscription that a link ends; none where it has ended.
///
/// # Errors
/// 404 for a link that we never gave; 503.
pub(crate) async fn of_token(state: &AppState, token: &str) -> Result<Option<Subscription>, Problem> {
    let opened = Cursor::open(token, state.cursor_key(), PURPOSE);
    let id = opened.ok().and_then(|cursor| cursor.after.parse::<Uuid>().ok());
    let id = id.ok_or_else(|| Problem::new(&code::NOT_FOUND).detail("this link is not whole").at("token"))?;
    state.query(async |connection| subscription::get(connection, id).await).await
}

/// Ends a subscription. Ending it twice changes nothing.
///
/// # Errors
/// 503.
pub(crate) async fn end(state: &AppState, id: Uuid) -> Result<bool, Problem> {
    let now = state.clock().now();
    in_time(async { subscription::end(&mut *state.pool().acquire().await?, id, now).await }).await
}
