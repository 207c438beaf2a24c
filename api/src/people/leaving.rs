//! Leaving.

use plainpied_store::{Connection, StoreError, account};
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::AppState;

/// Forgets who an account was; what it contributed stays, and is anonymous.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn leave(state: &AppState, id: Uuid) -> Result<(), Problem> {
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    account::delete(&mut transaction, id, state.clock().now()).await?;
    Ok(transaction.commit().await.map_err(StoreError::from)?)
}
