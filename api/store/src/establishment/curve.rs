use plainpied_domain::EstablishmentId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Which published establishments.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    /// All.
    All,
    /// Those of the department with this code.
    Department(&'a str),
    /// Those with these ids.
    Ids(&'a [EstablishmentId]),
}

/// The ids of published establishments along a Hilbert curve: neighbours stand together. 16 bytes each.
///
/// # Errors
/// As PostgreSQL says.
pub async fn along_curve(
    connection: &mut PgConnection,
    among: Among<'_>,
) -> Result<Vec<EstablishmentId>, StoreError> {
    let (department, ids) = match among {
        Among::All => (None, None),
        Among::Department(code) => (Some(code), None),
        Among::Ids(ids) => (None, Some(ids.iter().map(|id| id.as_uuid()).collect::<Vec<Uuid>>())),
    };
    let found = sqlx::query_file_scalar!(
        "src/establishment/along_curve.sql",
        department as Option<&str>,
        ids.as_deref() as Option<&[Uuid]>
    );
    Ok(found.fetch_all(connection).await?.into_iter().map(EstablishmentId::from).collect())
}
