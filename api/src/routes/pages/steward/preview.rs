//! What something would do to places, for whoever is about to do it.

use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::{PgConnection, establishment};

use crate::moderation::{Act, Desk, try_out};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::AddressLine;
use crate::web::Concerned;

/// The places that an act changes, with what would change, and what would stay because it was changed again since.
///
/// # Errors
/// What would keep it from being done.
pub(in super::super) async fn concerned(
    state: &AppState,
    (id, act): (EstablishmentId, Act),
    origin: Origin,
) -> Result<(Vec<Concerned>, Vec<String>), Problem> {
    let (desk, ids) = (Desk::of(state).await?, act.concerns(id));
    let mut connection = state.acquire().await?;
    let job = (act.job(id, origin), ids.as_slice());
    let tried = try_out(&mut connection, &desk.room(), job, state.clock().now()).await?;
    let mut places = Vec::with_capacity(ids.len());
    for (id, changed) in ids.into_iter().zip(tried.changed) {
        let (name, place) = named(&mut connection, id).await?;
        places.push(Concerned { id, name, place, changed });
    }
    Ok((places, tried.written.kept))
}

/// What a place is called, also where it is gone, and where it stands.
pub(in super::super) async fn named(
    connection: &mut PgConnection,
    id: EstablishmentId,
) -> Result<(String, String), Problem> {
    if let Some(record) = establishment::get(connection, id).await? {
        return Ok((record.name.clone(), record.address_line()));
    }
    let name = establishment::names(connection, &[id]).await?.pop();
    Ok((name.map(|(_, name)| name).unwrap_or_default(), String::new()))
}
