//! What tells this base from any other.

use plainpied_domain::CursorKey;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// The identity of a base.
#[derive(Debug, Clone)]
pub struct Installation {
    /// Drawn when the base was made: an index of another base is refused.
    pub id: Uuid,
    /// Seals cursors.
    pub cursor_key: CursorKey,
}

/// The identity of this base.
///
/// # Errors
/// As PostgreSQL says.
pub async fn get(connection: &mut PgConnection) -> Result<Installation, StoreError> {
    let row = sqlx::query!("SELECT id, cursor_key FROM installation").fetch_one(connection).await?;
    Ok(Installation { id: row.id, cursor_key: CursorKey::new(*row.cursor_key.as_bytes()) })
}
