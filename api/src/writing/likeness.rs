//! Whether a new place is one that is there already, open or closed.

use plainpied_domain::EstablishmentId;
use plainpied_domain::matching::{Candidate, Description, Profile, SURE, judge};
use plainpied_domain::{Proposal, Status};
use plainpied_store::matching::{NearPlace, near};
use plainpied_store::{PgConnection, StoreError};
use serde_json::{Value, json};

use crate::problem::{Detail, Problem, code};
use crate::reference::Reference;
use crate::site::Site;

/// How far a point may be off, metres.
const AROUND: f64 = 300.0;
/// Places looked at: in the densest streets that is some 150 metres.
const MOST: i64 = 300;

/// Fails with 409 and the candidates where the proposal means a place that is there. Until the transaction ends nobody
/// else adds a place in the same commune.
///
/// # Errors
/// 409, or what the database says.
pub(super) async fn refuse_likeness(
    connection: &mut PgConnection,
    (reference, site): (&Reference, &Site),
    proposal: &Proposal,
) -> Result<(), Problem> {
    let (Some(at), Some(commune)) = (proposal.location, &proposal.commune) else {
        return Ok(());
    };
    plainpied_store::write::alone_in(connection, commune).await?;
    let places = near(connection, at, AROUND, MOST).await?;
    let wanted = Profile::new(described(proposal), &reference.common_words);
    let profiles = profiles(&places, reference)?;
    let candidates = profiles.iter().map(|(id, profile)| Candidate { key: *id, profile, identified: false });
    let judged = judge(&wanted, candidates);
    let alike: Vec<Value> = judged
        .iter()
        .filter(|judged| judged.score >= SURE)
        .filter_map(|judged| {
            let place = places.iter().find(|place| place.place.id == judged.candidate.as_uuid())?;
            Some(json!({
                "id": place.place.id,
                "url": site.url_of("/api/v1/establishments/", place.place.id),
                "name": place.place.name,
                "status": place.status,
                "score": judged.rounded(),
                "reasons": judged.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(),
            }))
        })
        .take(5)
        .collect();
    if alike.is_empty() {
        return Ok(());
    }
    let name = alike[0]["name"].as_str().unwrap_or_default().to_owned();
    let closed = alike[0]["status"] == Status::Closed.as_str();
    Err(Problem::new(&code::ALREADY_THERE).detailed(Detail::Known { name, closed }).with("candidates", alike))
}

fn profiles(
    places: &[NearPlace],
    reference: &Reference,
) -> Result<Vec<(EstablishmentId, Profile)>, StoreError> {
    let profile = |near: &NearPlace| {
        let description = near.place.description()?;
        Ok((near.place.id.into(), Profile::new(description, &reference.common_words)))
    };
    places.iter().map(profile).collect()
}

fn described(proposal: &Proposal) -> Description {
    Description {
        name: proposal.name.clone(),
        house_number: proposal.house_number.clone(),
        street: proposal.street.clone().or_else(|| proposal.locality.clone()),
        postal_code: proposal.postal_code.clone(),
        commune_name: None,
        communes: proposal.commune.clone().into_iter().collect(),
        activities: proposal.activities.clone(),
        siret: proposal.siret.clone(),
        ban_id: proposal.ban_id.clone(),
        at: proposal.location,
    }
}
