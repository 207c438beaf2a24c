//! Batches of rows: each is one transaction.

use std::io;

use plainpied_domain::{Clock, EstablishmentId, Skipped};
use plainpied_opendata::national_csv::{Fault, Reject};
use plainpied_store::write::{self, Catalogue, Outcome, Target, Write, WriteContext};
use plainpied_store::{PgConnection, StoreError, change};
use sqlx::Connection;

use super::Report;
use super::prepare::Prepared;

/// A row as it was understood, or why it was not.
pub(super) type Parsed = Result<Prepared, Reject>;

/// Rows of the file that are written together.
pub(super) struct Batch {
    rows: u64,
    pub writes: Vec<Write>,
    /// The line of each write.
    lines: Vec<u64>,
    rejects: Vec<Reject>,
    notes: u64,
    unknown_activities: Vec<String>,
}

impl Batch {
    pub fn new(parsed: Vec<Parsed>) -> Self {
        let mut batch = Self {
            rows: parsed.len() as u64,
            writes: Vec::with_capacity(parsed.len()),
            lines: Vec::with_capacity(parsed.len()),
            rejects: Vec::new(),
            notes: 0,
            unknown_activities: Vec::new(),
        };
        for row in parsed {
            match row {
                Ok(prepared) => {
                    batch.lines.push(prepared.line);
                    batch.writes.push(prepared.write);
                    batch.notes += prepared.notes as u64;
                    batch.unknown_activities.extend(prepared.unknown_activity);
                }
                Err(reject) => batch.rejects.push(reject),
            }
        }
        batch
    }

    /// Tells what became of the batch once it is written.
    pub fn tell(self, outcomes: Vec<Outcome>, report: &mut Report) -> io::Result<()> {
        report.summary.rows += self.rows;
        report.summary.notes += self.notes;
        self.unknown_activities.into_iter().for_each(|name| report.unknown_activity(name));
        for reject in &self.rejects {
            report.reject(reject)?;
        }
        for ((write, line), outcome) in self.writes.iter().zip(self.lines).zip(outcomes) {
            tell(report, write, line, outcome)?;
        }
        report.flush()
    }
}

/// Writes batches for one import.
pub(super) struct Writer<'a> {
    pub catalogue: &'a Catalogue,
    pub clock: &'a dyn Clock,
    pub reason: String,
    pub dry_run: bool,
}

impl Writer<'_> {
    /// One transaction.
    pub async fn write(
        &self,
        connection: &mut PgConnection,
        writes: &[Write],
    ) -> Result<Vec<Outcome>, StoreError> {
        let at = self.clock.now();
        let mut new_id = || EstablishmentId::new(at, rand::random());
        let mut context = WriteContext { at, actor: "import", reason: &self.reason, new_id: &mut new_id };
        let mut transaction = connection.begin().await?;
        let outcomes = write::apply(&mut transaction, self.catalogue, &mut context, writes).await?;
        if self.dry_run {
            transaction.rollback().await?;
            return Ok(outcomes);
        }
        transaction.commit().await?;
        change::wake(connection).await?;
        Ok(outcomes)
    }
}

fn tell(report: &mut Report, write: &Write, line: u64, outcome: Outcome) -> io::Result<()> {
    let Target::External { id, .. } = &write.target else {
        return Ok(());
    };
    let reject = |faults| Reject { line, id: id.clone(), faults };
    match outcome {
        Outcome::Created(_) => report.summary.created += 1,
        Outcome::Updated { skipped, .. } => {
            report.summary.updated += 1;
            let answer = |skipped: &&Skipped| matches!(skipped, Skipped::Answer(_));
            report.summary.kept += skipped.iter().filter(answer).count() as u64;
        }
        Outcome::Unchanged { .. } => report.summary.unchanged += 1,
        Outcome::Gone { status, .. } => return report.gone(line, id, status),
        Outcome::Invalid(errors) => {
            let fault =
                |error: &plainpied_criteria::AnswerError| Fault::new(&error.key, &error.value, &error.rule);
            return report.reject(&reject(errors.iter().map(fault).collect()));
        }
        Outcome::Incomplete(missing) => {
            return report.reject(&reject(vec![Fault::new(missing.0, "", missing)]));
        }
        // An external id is found or made, and no version is asked for.
        Outcome::Conflict { .. } | Outcome::NotFound => {}
    }
    Ok(())
}
