use plainpied_domain::EstablishmentId;
use plainpied_store::{PgConnection, write};

use super::Room;
use crate::problem::{Detail, Problem, code};

/// Holds establishments as they were looked at, until the transaction ends: each with the version that was.
///
/// # Errors
/// 412 where one of them is another by now.
pub(crate) async fn same_as_seen(
    connection: &mut PgConnection,
    room: &Room<'_>,
    seen: &[(EstablishmentId, i32)],
) -> Result<(), Problem> {
    if seen.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = seen.iter().map(|(id, _)| *id).collect();
    let present = write::locked(connection, room.catalogue.schema, &ids).await?;
    let version = |id| present.iter().find(|place| place.id == id).map_or(0, |place| place.version);
    match seen.iter().find(|(id, known)| version(*id) != *known) {
        None => Ok(()),
        Some((id, known)) => {
            let detail = Detail::NewerVersion { known: *known, present: version(*id) };
            Err(Problem::new(&code::CHANGED_MEANWHILE).detailed(detail))
        }
    }
}
