use plainpied_domain::{EstablishmentId, Origin, Proposal, Settlement, SourceKey, Status};
use plainpied_store::account;
use plainpied_store::history;
use plainpied_store::write::{self, Catalogue, Deed, Outcome, Target, Write, WriteContext};
use plainpied_store::{PgConnection, StoreError};

use super::likeness::refuse_likeness;
use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::site::Site;

/// One thing that is asked for.
#[derive(Debug)]
pub(crate) enum Job {
    /// A new establishment.
    Create(Box<Creation>),
    /// Something done to one that is there; `expected`: only to this version.
    Do { id: EstablishmentId, expected: Option<i32>, deed: Box<Deed> },
    /// A duplicate goes into another one.
    Merge { duplicate: EstablishmentId, into: EstablishmentId, origin: Origin },
    /// One version is undone.
    Revert { id: EstablishmentId, version: i32, origin: Origin },
}

/// A new establishment.
#[derive(Debug)]
pub(crate) struct Creation {
    pub proposal: Proposal,
    /// Its id at the source that describes it.
    pub external_id: Option<String>,
    /// Its ids at others.
    pub identified: Vec<(SourceKey, String)>,
    /// Although one like it is there.
    pub force: bool,
}

/// What jobs need beside the connection.
pub(crate) struct Room<'a> {
    pub catalogue: &'a Catalogue,
    pub reference: &'a Reference,
    pub site: &'a Site,
}

impl Job {
    /// Does it, in the caller's transaction.
    ///
    /// # Errors
    /// The problem to answer with; the transaction must be rolled back.
    pub(crate) async fn run(
        self,
        connection: &mut PgConnection,
        room: &Room<'_>,
        context: &mut WriteContext<'_>,
    ) -> Result<Outcome, Problem> {
        match self {
            Self::Create(creation) => create(connection, room, context, *creation).await,
            Self::Do { id, expected, deed } => {
                let write = Write { target: Target::Existing { id, version: expected }, deed: *deed };
                Ok(one(connection, room.catalogue, context, write).await?)
            }
            Self::Merge { duplicate, into, origin } => {
                merge(connection, room.catalogue, context, (duplicate, into, origin)).await
            }
            Self::Revert { id, version, origin } => {
                revert(connection, room.catalogue, context, (id, version, origin)).await
            }
        }
    }
}

async fn one(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    context: &mut WriteContext<'_>,
    write: Write,
) -> Result<Outcome, StoreError> {
    let mut outcomes = write::apply(connection, catalogue, context, &[write]).await?;
    Ok(outcomes.pop().unwrap_or(Outcome::NotFound))
}

async fn create(
    connection: &mut PgConnection,
    room: &Room<'_>,
    context: &mut WriteContext<'_>,
    creation: Creation,
) -> Result<Outcome, Problem> {
    let Creation { proposal, external_id, identified, force } = creation;
    let own = proposal.origin.source.clone();
    for (source, id) in
        external_id.iter().map(|id| (&own, id)).chain(identified.iter().map(|(s, id)| (s, id)))
    {
        refuse_known(connection, room.site, (source, id)).await?;
    }
    let target = match external_id {
        None => Target::New,
        Some(id) => Target::External { source: own, id, ours: None, fingerprint: 0 },
    };
    if !force {
        refuse_likeness(connection, (room.reference, room.site), &proposal).await?;
    }
    let outcome = one(connection, room.catalogue, context, Write::say(target, proposal)).await?;
    if let Outcome::Created(id) = &outcome {
        write::add_external_ids(connection, *id, &identified).await?;
    }
    Ok(outcome)
}

/// Fails with 409 where a source knows a place by this id already.
async fn refuse_known(
    connection: &mut PgConnection,
    site: &Site,
    (source, id): (&SourceKey, &str),
) -> Result<(), Problem> {
    let Some(known) = write::identified(connection, source, id).await? else {
        return Ok(());
    };
    let candidate = serde_json::json!({
        "id": known,
        "url": site.url_of("/api/v1/establishments/", known.as_uuid()),
        "reasons": ["external_id"],
    });
    Err(Problem::new(&code::ALREADY_THERE)
        .detail(format!("{id:?} of {source} is known: describe that one"))
        .with("candidates", vec![candidate]))
}

async fn merge(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    context: &mut WriteContext<'_>,
    (duplicate, into, origin): (EstablishmentId, EstablishmentId, Origin),
) -> Result<Outcome, Problem> {
    let known = write::locked(connection, catalogue.schema, &[duplicate, into]).await?;
    let open =
        |id: EstablishmentId| known.iter().find(|found| found.id == id && !found.record.status.is_gone());
    let Some(lost) = open(duplicate) else {
        return Ok(known.iter().find(|found| found.id == duplicate).map_or(Outcome::NotFound, |found| {
            Outcome::Gone { id: duplicate, status: found.record.status }
        }));
    };
    if duplicate == into || open(into).is_none() {
        return Err(Problem::new(&code::INVALID_BODY)
            .detail("into must name another establishment that is published")
            .with(
                "errors",
                vec![serde_json::json!({ "pointer": "/into", "detail": "no other published establishment" })],
            ));
    }
    let settle = |id, settlement| Write {
        target: Target::Existing { id, version: None },
        deed: Deed::Settle(origin.clone(), settlement),
    };
    let writes = [
        settle(into, Settlement::Absorbed(Box::new(lost.record.clone()))),
        settle(duplicate, Settlement::MergedInto(into)),
    ];
    let mut outcomes = write::apply(connection, catalogue, context, &writes).await?;
    write::move_external_ids(connection, duplicate, into).await?;
    account::move_favourites(connection, duplicate, into).await?;
    Ok(outcomes.pop().unwrap_or(Outcome::NotFound))
}

async fn revert(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    context: &mut WriteContext<'_>,
    (id, version, origin): (EstablishmentId, i32, Origin),
) -> Result<Outcome, Problem> {
    let Some(found) = history::version(connection, id, version).await? else {
        return Err(Problem::new(&code::NOT_FOUND).detail(format!("there is no version {version} of {id}")));
    };
    // Without its first version there would be nothing.
    let settlement = match version {
        1 => Settlement::Became(Status::Deleted),
        _ => Settlement::Undone(vec![found.diff]),
    };
    let target = Target::Existing { id, version: None };
    Ok(one(connection, catalogue, context, Write { target, deed: Deed::Settle(origin, settlement) }).await?)
}
