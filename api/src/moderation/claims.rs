//! Accounts that say that they speak for an establishment.

use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Siret};
use plainpied_store::account;
use plainpied_store::moderation::{self, ClaimRecord, Decision};
use plainpied_store::{Connection, PgConnection, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Told, decided_already, fresh_id, tell};
use crate::auth::Caller;
use crate::extract::{Faults, FromMembers, Members};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::site::Site;
use crate::state::AppState;
use crate::writing::{optional_line, url};

/// How it can be seen that somebody speaks for an establishment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proof {
    /// In words.
    pub message: String,
    /// An address where it can be seen.
    pub website: Option<String>,
    /// The number of the business.
    pub siret: Option<String>,
}

impl FromMembers for Proof {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let message = optional_line(members, ("message", 1_000), faults);
        let website = members.text("website", faults).map(|text| url(&text)).transpose();
        let website = website.map_err(|wrong| faults.add("/website", wrong, None)).ok().flatten();
        let siret =
            members.text("siret", faults).map(|text| text.replace(' ', "").parse::<Siret>()).transpose();
        let siret = siret.map_err(|wrong| faults.add("/siret", wrong, None)).ok().flatten();
        let siret = siret.map(|siret| siret.to_string());
        if faults.is_empty() && message.is_none() && website.is_none() && siret.is_none() {
            let detail = "a proof is expected: message, website or siret";
            faults.add("/message", detail, None);
        }
        Self { message: message.unwrap_or_default(), website, siret }
    }
}

/// Keeps the claim of an account.
///
/// # Errors
/// 403, 404, 410; 409 where it manages the establishment already, or has a claim that waits.
pub(crate) async fn claim(
    state: &AppState,
    caller: &Caller,
    (establishment, proof): (EstablishmentId, Proof),
) -> Result<ClaimRecord, Problem> {
    let ties = caller.permit(state, Action::Claim, Some(establishment)).await?;
    published(state, establishment).await?;
    if ties.manages {
        return Err(Problem::new(&code::ALREADY_CLAIMED).detail("this account manages the establishment"));
    }
    let now = state.clock().now();
    let record = ClaimRecord {
        id: fresh_id(now),
        establishment_id: establishment.as_uuid(),
        account_id: caller.account.id,
        message: proof.message,
        website: proof.website,
        siret: proof.siret,
        created_at: now,
        assignee_id: None,
        decision: None,
        answer: None,
        decided_at: None,
    };
    if moderation::add_claim(&mut *state.acquire().await?, &record).await? {
        return Ok(record);
    }
    Err(Problem::new(&code::ALREADY_CLAIMED).detail("a claim of this account waits for its decision"))
}

/// One claim.
///
/// # Errors
/// 404.
pub(crate) async fn found_claim(connection: &mut PgConnection, id: Uuid) -> Result<ClaimRecord, Problem> {
    let unknown = || Problem::new(&code::NOT_FOUND).detail("there is no such claim").at("id");
    moderation::claim(connection, id, false).await?.ok_or_else(unknown)
}

/// Decides on a claim. Who is accepted manages the establishment from then on.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn decide_claim(
    connection: &mut PgConnection,
    site: &Site,
    id: Uuid,
    decision: &Decision<'_>,
) -> Result<ClaimRecord, Problem> {
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let done = moderation::decide_claim(&mut transaction, id, decision).await?;
    let claim = found_claim(&mut transaction, id).await?;
    if !done {
        return Err(decided_already(claim.decision));
    }
    if decision.accepted {
        let establishment = claim.establishment_id.into();
        account::manage(&mut transaction, claim.account_id, establishment, decision.at).await?;
    }
    let told = Told {
        kind: "claim",
        about: claim.id,
        establishment: Some(claim.establishment_id),
        decision: decision.word(),
        answer: decision.answer,
    };
    tell(&mut transaction, site, claim.account_id, told, decision.at).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(claim)
}

/// Says who looks after a claim that waits; none: nobody any more.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn assign_claim(
    connection: &mut PgConnection,
    id: Uuid,
    assignee: Option<Uuid>,
) -> Result<ClaimRecord, Problem> {
    let done = moderation::assign_claim(connection, id, assignee).await?;
    let claim = found_claim(connection, id).await?;
    if done { Ok(claim) } else { Err(decided_already(claim.decision)) }
}

/// Takes a claim back, in the name of its account.
///
/// # Errors
/// 404; 409 where it is decided already.
pub(crate) async fn withdraw_claim(
    connection: &mut PgConnection,
    id: Uuid,
    at: OffsetDateTime,
) -> Result<ClaimRecord, Problem> {
    let done = moderation::withdraw_claim(connection, id, at).await?;
    let claim = found_claim(connection, id).await?;
    if done { Ok(claim) } else { Err(decided_already(claim.decision)) }
}
