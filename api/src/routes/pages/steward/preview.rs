//! What something would do to places, for whoever is about to do it.

use plainpied_domain::{EstablishmentId, Origin};
use plainpied_store::{PgConnection, establishment};

use crate::moderation::{Act, Desk, try_out};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::AddressLine;
use crate::web::Concerned;

/// What an act would do.
pub(in super::super) struct Preview {
    /// The places that it changes, with what would change.
    pub concerned: Vec<Concerned>,
    /// What would stay because it was changed again since.
    pub kept: Vec<String>,
    /// The versions of the places.
    pub versions: Vec<i32>,
}

/// What an act would do.
///
/// # Errors
/// What would keep it from being done.
pub(in super::super) async fn concerned(
    state: &AppState,
    (id, act): (EstablishmentId, Act),
    origin: Origin,
) -> Result<Preview, Problem> {
    let (desk, ids) = (Desk::of(state).await?, act.concerns(id));
    let mut connection = state.acquire().await?;
    let job = (act.job(id, origin), ids.as_slice());
    let tried = try_out(&mut connection, &desk.room(), job, state.clock().now()).await?;
    let mut places = Vec::with_capacity(ids.len());
    for (id, changed) in ids.into_iter().zip(tried.changed) {
        let (name, place) = named(&mut connection, id).await?;
        places.push(Concerned { id, name, place, changed });
    }
    Ok(Preview { concerned: places, kept: tried.written.kept, versions: tried.versions })
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
