//! The one write path. Whatever is written, by form, API or import, goes through [`apply`]: validate, merge by
//! precedence, version row with its whole diff, provenance, change-log row, in one transaction of the caller's.
//!
//! It works on batches: 5,000 rows of a file and one answer of a person take the same way. Rows travel as arrays that
//! `UNNEST` turns into sets, so that every statement is checked at compile time and one round trip serves the batch.

mod persist;
mod places;
mod resolve;

use plainpied_criteria::{AnswerError, GroupSet, Schema};
use plainpied_domain::{
    Activity, ActivitySlug, Diff, EstablishmentId, Gazetteer, Incomplete, Origin, Proposal, Record,
    Settlement, Skipped, SourceKey, SourceRanks, Status, WrongField,
};
use sqlx::PgConnection;
use std::collections::HashMap;
use time::OffsetDateTime;

pub use places::{add_external_ids, alone_in, identified, locked, move_external_ids};

use crate::StoreError;

/// What the write path needs to know beside what is written: read once, used for many writes.
#[derive(Debug)]
pub struct Catalogue {
    /// The criteria.
    pub schema: &'static Schema,
    /// The rank of each source.
    pub ranks: SourceRanks,
    /// The communes.
    pub gazetteer: Gazetteer,
    groups: HashMap<ActivitySlug, Vec<String>>,
}

impl Catalogue {
    /// A catalogue of what [`crate::reference`] reads.
    ///
    /// # Errors
    /// An activity of a group that the schema does not have.
    pub fn new(
        ranks: SourceRanks,
        gazetteer: Gazetteer,
        activities: &[Activity],
    ) -> Result<Self, StoreError> {
        let schema = plainpied_criteria::schema();
        for activity in activities {
            GroupSet::new(schema, &[&activity.groups]).map_err(|error| StoreError::Inconsistent {
                table: "activity",
                column: "groups",
                row: activity.slug.to_string(),
                reason: error.to_string(),
            })?;
        }
        let groups =
            activities.iter().map(|activity| (activity.slug.clone(), activity.groups.clone())).collect();
        Ok(Self { schema, ranks, gazetteer, groups })
    }

    /// Reads the catalogue from the base.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn load(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let sources = crate::reference::sources(connection).await?;
        let communes = crate::reference::all_communes(connection).await?;
        let activities = crate::reference::activities(connection).await?;
        Self::new(sources.iter().collect(), Gazetteer::new(communes), &activities)
    }

    fn completeness(&self, record: &Record) -> u8 {
        let groups: Vec<&[String]> = record
            .activities
            .iter()
            .map(|slug| self.groups.get(slug).map_or(&[][..], Vec::as_slice))
            .collect();
        // The groups were looked at when the catalogue was made.
        let groups = GroupSet::new(self.schema, &groups).unwrap_or(GroupSet::base(self.schema));
        plainpied_criteria::completeness(self.schema, &record.answers, &groups)
    }
}

/// Who writes, when and why: stands in every version.
pub struct WriteContext<'a> {
    /// The instant of the write.
    pub at: OffsetDateTime,
    /// Who: `import`, an account, a key.
    pub actor: &'a str,
    /// Why, for the history.
    pub reason: &'a str,
    /// Draws ids of new establishments.
    pub new_id: &'a mut (dyn FnMut() -> EstablishmentId + Send + Sync),
}

/// What is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The establishment that a source knows by its own id; created where there is none.
    External {
        /// The source.
        source: SourceKey,
        /// Its id there.
        id: String,
        /// The id it gets where it is created: given for the national source only, whose ids are ours.
        ours: Option<EstablishmentId>,
        /// Of all that the source says: the same as last time means that it says nothing new.
        fingerprint: i64,
    },
    /// A place that nobody has an id for yet.
    New,
    /// One of ours.
    Existing {
        /// Its id.
        id: EstablishmentId,
        /// Only if this is still its version: optimistic locking.
        version: Option<i32>,
    },
}

/// What is done to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// A source speaks of it.
    Say(Box<Proposal>),
    /// Something else happens to it: on whose word, and what.
    Settle(Origin, Settlement),
}

impl Deed {
    /// Whether it can be done to a place in this state. What is gone is not described any more, but can be opened again;
    /// what was merged or withdrawn is not closed: its address leads on.
    pub(crate) fn fits(&self, status: Status) -> bool {
        match self {
            Self::Say(_) => !status.is_gone(),
            Self::Settle(_, Settlement::Became(Status::Closed)) => {
                !matches!(status, Status::Merged | Status::Deleted)
            }
            Self::Settle(..) => true,
        }
    }
}

/// One thing to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// What is written to.
    pub target: Target,
    /// What is done to it.
    pub deed: Deed,
}

impl Write {
    /// A source says something.
    pub fn say(target: Target, proposal: Proposal) -> Self {
        Self { target, deed: Deed::Say(Box::new(proposal)) }
    }
}

/// What became of one thing to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A new establishment.
    Created(EstablishmentId),
    /// A new version.
    Updated {
        /// Whose.
        id: EstablishmentId,
        /// Which.
        version: i32,
        /// What changed.
        diff: Box<Diff>,
        /// What was kept because a better source said it.
        skipped: Vec<Skipped>,
    },
    /// Nothing new was said: no version was made.
    Unchanged {
        /// Which.
        id: EstablishmentId,
        /// Its version; none where the source repeats itself and nobody looked.
        version: Option<i32>,
        /// What was kept because a better source said it.
        skipped: Vec<Skipped>,
    },
    /// The place is closed, merged or deleted: it is not revived.
    Gone {
        /// Which.
        id: EstablishmentId,
        /// What became of it.
        status: Status,
    },
    /// Somebody else wrote first.
    Conflict {
        /// Which.
        id: EstablishmentId,
        /// Its version now.
        version: i32,
    },
    /// There is no such establishment.
    NotFound,
    /// Answers that break the rules of the schema.
    Invalid(Vec<AnswerError>),
    /// Something without which no establishment can be created.
    Incomplete(Incomplete),
}

/// Writes a batch, in the caller's transaction: all outcomes in the order of the writes. A write that is refused
/// (invalid, gone, conflict) changes nothing and does not stop the others. A batch must not name one target twice.
///
/// # Errors
/// As PostgreSQL says: the transaction must then be rolled back.
pub async fn apply(
    connection: &mut PgConnection,
    catalogue: &Catalogue,
    context: &mut WriteContext<'_>,
    writes: &[Write],
) -> Result<Vec<Outcome>, StoreError> {
    let resolved = resolve::resolve(connection, catalogue.schema, writes).await?;
    let mut batch = persist::Batch::new(catalogue);
    let mut outcomes = Vec::with_capacity(writes.len());
    for (write, found) in std::iter::zip(writes, resolved) {
        outcomes.push(decide(catalogue, context, &mut batch, (write, found))?);
    }
    batch.persist(connection, context).await?;
    Ok(outcomes)
}

/// What one write comes to; what has to be written for it is put into the batch.
fn decide(
    catalogue: &Catalogue,
    context: &mut WriteContext<'_>,
    batch: &mut persist::Batch<'_>,
    (write, found): (&Write, resolve::Found),
) -> Result<Outcome, StoreError> {
    let current = match found {
        resolve::Found::Nothing => match &write.target {
            Target::Existing { .. } => return Ok(Outcome::NotFound),
            Target::New => {
                let id = (context.new_id)();
                return create(catalogue, batch, write, id);
            }
            Target::External { ours, .. } => {
                let id = ours.unwrap_or_else(&mut *context.new_id);
                return create(catalogue, batch, write, id);
            }
        },
        resolve::Found::Gone { id, status } => return Ok(Outcome::Gone { id, status }),
        resolve::Found::Same(id) => return Ok(Outcome::Unchanged { id, version: None, skipped: Vec::new() }),
        resolve::Found::Current(current) => current,
    };
    if let Target::Existing { version: Some(expected), .. } = &write.target
        && *expected != current.version
    {
        return Ok(Outcome::Conflict { id: current.id, version: current.version });
    }
    let (merged, origin, kind) = match &write.deed {
        Deed::Say(proposal) => {
            match plainpied_domain::merge(catalogue.schema, &catalogue.ranks, &current.record, proposal) {
                Ok(merged) => (merged, &proposal.origin, "updated"),
                Err(errors) => return Ok(Outcome::Invalid(errors)),
            }
        }
        Deed::Settle(origin, settlement) => {
            let settled = plainpied_domain::settle(catalogue.schema, context.at, &current.record, settlement)
                .map_err(|error| unreadable_version(current.id, &error))?;
            let kind = kind(&settled.record, &current.record);
            (settled, origin, kind)
        }
    };
    batch.remember(&write.target, current.id);
    if let Deed::Say(proposal) = &write.deed {
        batch.disagree(current.id, proposal, &merged.skipped);
    }
    let (id, version) = (current.id, current.version + 1);
    if merged.diff.is_empty() {
        return Ok(Outcome::Unchanged { id, version: Some(current.version), skipped: merged.skipped });
    }
    batch.update(&current, &merged, (kind, origin))?;
    Ok(Outcome::Updated { id, version, diff: Box::new(merged.diff), skipped: merged.skipped })
}

/// What the change log calls a change.
fn kind(after: &Record, before: &Record) -> &'static str {
    match after.status {
        status if status == before.status => "updated",
        Status::Closed => "closed",
        Status::Merged => "merged",
        Status::Deleted => "deleted",
        Status::Draft | Status::Published => "updated",
    }
}

fn unreadable_version(id: EstablishmentId, error: &WrongField) -> StoreError {
    StoreError::Inconsistent {
        table: "establishment_version",
        column: "diff",
        row: id.to_string(),
        reason: error.to_string(),
    }
}

fn create(
    catalogue: &Catalogue,
    batch: &mut persist::Batch<'_>,
    write: &Write,
    id: EstablishmentId,
) -> Result<Outcome, StoreError> {
    let Deed::Say(proposal) = &write.deed else {
        return Ok(Outcome::NotFound);
    };
    if let Err(errors) = plainpied_criteria::validate(catalogue.schema, &proposal.answers) {
        return Ok(Outcome::Invalid(errors));
    }
    match plainpied_domain::create(proposal, Status::Published) {
        Err(missing) => Ok(Outcome::Incomplete(missing)),
        Ok(record) => {
            batch.remember(&write.target, id);
            batch.create(id, &record, &proposal.origin)?;
            Ok(Outcome::Created(id))
        }
    }
}
