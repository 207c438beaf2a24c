use plainpied_domain::LonLat;
use plainpied_store::matching::{Found, Identifier, around, identified};

use super::{Ids, Wanted};
use crate::problem::Problem;
use crate::state::AppState;

/// How far a point may be off, metres.
const AROUND: f64 = 500.0;
/// Places looked at around one point, and with one BAN id.
const MOST: i64 = 40;
/// Points of one statement: in a town that takes a quarter of a second.
const AT_ONCE: usize = 250;

/// Candidates by id, identifiers and points.
///
/// # Errors
/// 503 where the database cannot answer.
pub(super) async fn from_database(state: &AppState, wanted: &[Wanted]) -> Result<Vec<Ids>, Problem> {
    let mut ids: Vec<Ids> =
        wanted.iter().map(|wanted| wanted.id.map(|id| (id, true)).into_iter().collect()).collect();
    let identifiers: Vec<(i32, Identifier)> = numbered(wanted, identifiers).collect();
    for part in identifiers.chunks(READ) {
        let found = state.query(async |connection| identified(connection, part, MOST).await);
        add(&mut ids, found.await?);
    }
    let points: Vec<(i32, LonLat)> = numbered(wanted, |wanted| wanted.at.into_iter().collect()).collect();
    for part in points.chunks(AT_ONCE) {
        let found = state.query(async |connection| around(connection, part, AROUND, MOST).await);
        add(&mut ids, found.await?);
    }
    Ok(ids)
}

/// Identifiers of one statement.
const READ: usize = 2_000;

fn identifiers(wanted: &Wanted) -> Vec<Identifier> {
    let siret = wanted.siret.iter().map(|siret| Identifier::Siret(siret.to_string()));
    let ban = wanted.ban_id.iter().cloned().map(Identifier::Ban);
    let external = wanted.external_ids.iter().cloned();
    siret.chain(ban).chain(external.map(|(source, id)| Identifier::External { source, id })).collect()
}

/// What an item gives, with the number of the item.
fn numbered<T>(wanted: &[Wanted], of: impl Fn(&Wanted) -> Vec<T>) -> impl Iterator<Item = (i32, T)> {
    (0..).zip(wanted).flat_map(move |(item, wanted)| of(wanted).into_iter().map(move |one| (item, one)))
}

/// Adds what was found, each place once; an identifier outweighs a neighbour.
fn add(ids: &mut [Ids], found: Vec<Found>) {
    for Found { item, id, identified } in found {
        let Some(ids) = usize::try_from(item).ok().and_then(|item| ids.get_mut(item)) else {
            continue;
        };
        match ids.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known |= identified,
            None => ids.push((id, identified)),
        }
    }
}
