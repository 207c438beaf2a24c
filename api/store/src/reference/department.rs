use plainpied_domain::understanding::Department;
use sqlx::PgConnection;

use crate::StoreError;

/// All departments, by code.
///
/// # Errors
/// As PostgreSQL says.
pub async fn departments(connection: &mut PgConnection) -> Result<Vec<Department>, StoreError> {
    Ok(sqlx::query_as!(Department, "SELECT code, name FROM department ORDER BY code")
        .fetch_all(connection)
        .await?)
}
