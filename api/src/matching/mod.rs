//! Which places here the places of a list are. Candidates come from identifiers and points (a few statements for the
//! whole list) and from names (the search engine); `plainpied_domain::matching` judges them.

mod names;
mod retrieve;
mod wanted;

use std::collections::{HashMap, HashSet};

use plainpied_domain::EstablishmentId;
use plainpied_domain::matching::{Candidate, Judged, Profile, judge};
use plainpied_store::matching::{KnownPlace, places};

pub(crate) use wanted::Wanted;

use crate::problem::Problem;
use crate::reference::Reference;
use crate::state::AppState;

/// Candidates of one item at the most.
pub(crate) const MOST_CANDIDATES: usize = 20;
/// Places read by one statement.
const READ_AT_ONCE: usize = 10_000;

/// What is known of one item.
pub(crate) type Ids = Vec<(EstablishmentId, bool)>;

/// What came of a list.
#[derive(Debug)]
pub(crate) struct Matched {
    /// For each item its candidates, the best first.
    pub items: Vec<Vec<Judged<EstablishmentId>>>,
    /// The candidates.
    pub places: HashMap<EstablishmentId, KnownPlace>,
    /// Whether names were looked up: not while the search engine is away.
    pub by_name: bool,
}

/// The candidates of every item, judged; at most `limit` of each, those with a score of 0 left out.
///
/// # Errors
/// 503 where the database cannot answer.
pub(crate) async fn find(state: &AppState, wanted: &[Wanted], limit: usize) -> Result<Matched, Problem> {
    let reference = state.reference().await?;
    let mut ids = retrieve::from_database(state, wanted).await?;
    let by_name = names::look_up(state, wanted, &mut ids).await?;
    let places = read(state, &ids).await?;
    let profiles = profiles(&places, &reference)?;
    let items = wanted.iter().zip(&ids).map(|(wanted, ids)| {
        let profile = Profile::new(wanted.described(&reference), &reference.common_words);
        let candidates = ids.iter().filter_map(|(id, identified)| {
            Some(Candidate { key: *id, profile: profiles.get(id)?, identified: *identified })
        });
        let mut judged = judge(&profile, candidates);
        judged.retain(|judged| judged.score > 0.0);
        judged.truncate(limit);
        judged
    });
    Ok(Matched { items: items.collect(), places, by_name })
}

/// All candidates, each once.
async fn read(state: &AppState, ids: &[Ids]) -> Result<HashMap<EstablishmentId, KnownPlace>, Problem> {
    let unique: HashSet<EstablishmentId> = ids.iter().flatten().map(|(id, _)| *id).collect();
    let unique: Vec<EstablishmentId> = unique.into_iter().collect();
    let mut known = HashMap::with_capacity(unique.len());
    for part in unique.chunks(READ_AT_ONCE) {
        let read = state.query(async |connection| places(connection, part).await).await?;
        known.extend(read.into_iter().map(|place| (EstablishmentId::from(place.id), place)));
    }
    Ok(known)
}

fn profiles(
    places: &HashMap<EstablishmentId, KnownPlace>,
    reference: &Reference,
) -> Result<HashMap<EstablishmentId, Profile>, Problem> {
    let profile = |(id, place): (&EstablishmentId, &KnownPlace)| {
        Ok((*id, Profile::new(place.description()?, &reference.common_words)))
    };
    places.iter().map(profile).collect()
}
