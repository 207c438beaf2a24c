use std::io;
use std::iter;
use std::path::PathBuf;
use std::pin::pin;
use std::thread;

use futures::future::select_all;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use plainpied_domain::{Activity, Clock, Origin, Source, SourceKey};
use plainpied_opendata::national_csv::{ReadError, Reader};
use plainpied_store::import_job::{self, ImportCounts, ImportJob};
use plainpied_store::write::{Catalogue, Outcome};
use plainpied_store::{PgConnection, PgPool, StoreError, reference};
use time::Date;
use tokio::sync::{Mutex, mpsc};
use uuid::Uuid;

use super::batch::{Batch, Parsed, Writer};
use super::input::{self, Input, InputError};
use super::prepare::Preparer;
use super::{Report, Summary};

/// Rows in one transaction: enough that round trips do not count, few enough that no lock is held for long.
const BATCH: usize = 4_000;
/// Batches that wait to be written.
const WAITING: usize = 2;
/// From so many changed rows on, the statistics of the planner are renewed at the end.
const ANALYZE_FROM: u64 = 1_000;

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// File, `-` or URL.
    pub input: String,
    /// Who says it.
    pub source: SourceKey,
    /// The day on which all of it was seen, if anybody knows.
    pub observed: Option<Date>,
    /// The file is all that the source knows: what it does not say any more is withdrawn.
    pub complete: bool,
    /// Write nothing.
    pub dry_run: bool,
    /// Import a URL even if its entity tag is the one of last time.
    pub force: bool,
    /// Where rejects go.
    pub rejects: Option<PathBuf>,
}

/// Why an import stopped. All batches before were written; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The bytes cannot be had.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The bytes are not the national CSV, or end too soon.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of rejects cannot be written.
    #[error("cannot write the rejects: {0}")]
    Rejects(#[source] io::Error),
    /// No such source.
    #[error("there is no source {given:?}; there are {known}. Add one with `plainpied source add`")]
    UnknownSource {
        /// As given.
        given: String,
        /// Keys of all sources.
        known: String,
    },
    /// The base was never seeded.
    #[error("the database knows no communes and activities: run `plainpied seed` first")]
    NotSeeded,
    /// Somebody else imports the same source.
    #[error("another import of the source {0:?} is running: wait for its end")]
    Busy(SourceKey),
    /// The reading thread died: a defect.
    #[error("the reader stopped unexpectedly")]
    ReaderDied,
}

/// Imports a file of the national CSV.
///
/// # Errors
/// See [`ImportError`]; bad rows are no error, they are counted.
pub async fn import(
    pool: &PgPool,
    clock: &dyn Clock,
    options: &ImportOptions,
) -> Result<Summary, ImportError> {
    let mut connection = pool.acquire().await.map_err(StoreError::from)?;
    let mut report =
        Report::new(options.rejects.as_deref(), options.dry_run).map_err(ImportError::Rejects)?;
    let (source, activities) = reference_data(&mut connection, options).await?;
    // Held by the connection: a second import of the source would write the same ids at the same time.
    if !import_job::lock_source(&mut connection, &source.key).await? {
        return Err(ImportError::Busy(source.key));
    }
    let mut job = ImportJob {
        id: Uuid::new_v4(),
        source: source.key.clone(),
        origin: options.input.clone(),
        etag: None,
        options: format!("{:?} complete={}", options.observed, options.complete),
    };
    let last = if input::is_url(&options.input) && !options.force {
        import_job::last_etag(&mut connection, &job).await?
    } else {
        None
    };
    let Input::Open { reader, bytes, etag } = input::open(&options.input, last.as_deref())? else {
        report.summary.not_modified = true;
        return report.finish().map_err(ImportError::Rejects);
    };
    job.etag = etag;
    let catalogue = Catalogue::load(&mut connection).await?;
    let csv = Reader::new(catalogue.schema, report.start(bytes).wrap_read(reader))?;
    report.summary.unknown_columns = csv.header().unknown().iter().map(ToString::to_string).collect();
    let origin = Origin { source: source.key.clone(), observed: options.observed };
    let preparer = Preparer::new(&catalogue, &source, origin, options.complete, &activities);
    if !options.dry_run {
        import_job::begin(&mut connection, &job, clock.now()).await?;
    }
    let reason = format!("import of {}", options.input);
    let writer = Writer { catalogue: &catalogue, clock, reason, dry_run: options.dry_run };
    let mut second = match pool.options().get_max_connections() {
        ..=1 => None,
        _ => Some(pool.acquire().await.map_err(StoreError::from)?),
    };
    let connections = iter::once(&mut *connection).chain(second.as_deref_mut()).map(Mutex::new).collect();
    let run = Run { connections, writer };
    let summary = run.all(csv, preparer, report).await?;
    if !options.dry_run {
        conclude(&mut connection, &job, &summary, clock).await?;
    }
    Ok(summary)
}

async fn reference_data(
    connection: &mut PgConnection,
    options: &ImportOptions,
) -> Result<(Source, Vec<Activity>), ImportError> {
    let sources = reference::sources(connection).await?;
    let activities = reference::activities(connection).await?;
    if sources.is_empty() || activities.is_empty() {
        return Err(ImportError::NotSeeded);
    }
    match sources.iter().find(|source| source.key == options.source) {
        Some(source) => Ok((source.clone(), activities)),
        None => Err(ImportError::UnknownSource {
            given: options.source.to_string(),
            known: sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>().join(", "),
        }),
    }
}

async fn conclude(
    connection: &mut PgConnection,
    job: &ImportJob,
    summary: &Summary,
    clock: &dyn Clock,
) -> Result<(), StoreError> {
    let counts = ImportCounts {
        created: summary.created,
        updated: summary.updated,
        unchanged: summary.unchanged,
        rejected: summary.rejected,
    };
    import_job::finish(connection, job.id, counts, clock.now()).await?;
    if summary.created + summary.updated >= ANALYZE_FROM {
        import_job::analyze(connection).await?;
    }
    Ok(())
}

/// A batch as it was written.
type Written = Result<(Batch, Vec<Outcome>), StoreError>;

struct Run<'a> {
    /// One or two, each with a transaction of its own under way.
    connections: Vec<Mutex<&'a mut PgConnection>>,
    writer: Writer<'a>,
}

impl Run<'_> {
    /// Reads in a thread of its own, writes here.
    async fn all<R: io::Read + Send>(
        self,
        csv: Reader<R>,
        preparer: Preparer<'_>,
        mut report: Report,
    ) -> Result<Summary, ImportError> {
        let (sender, mut receiver) = mpsc::channel(WAITING);
        // The thread borrows from this function, and this function awaits: the scope is joined by hand below.
        let written = thread::scope(|scope| {
            let reading = scope.spawn(move || read_batches(csv, preparer, &sender));
            let batches = stream::poll_fn(|context| receiver.poll_recv(context));
            let written = tokio::task::block_in_place(|| {
                tokio::runtime::Handle::current().block_on(self.write(batches, &mut report))
            });
            // Ends the thread where writing stopped first.
            drop(receiver);
            let read = reading.join().map_err(|_panic| ImportError::ReaderDied)?;
            written.and(read.map_err(ImportError::from))
        });
        let summary = report.finish().map_err(ImportError::Rejects);
        written.and(summary)
    }

    /// Writes as many batches at once as there are connections, and tells of them in the order of the file. One more waits
    /// for whichever is done first. Where one fails, another may stand: running the import again finds it unchanged.
    async fn write(
        &self,
        batches: impl Stream<Item = Vec<Parsed>>,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let at_once = self.connections.len() + 1;
        let mut written = pin!(batches.map(|batch| self.write_one(Batch::new(batch))).buffered(at_once));
        while let Some((batch, outcomes)) = written.try_next().await? {
            batch.tell(outcomes, report).map_err(ImportError::Rejects)?;
        }
        Ok(())
    }

    async fn write_one(&self, batch: Batch) -> Written {
        let idle = self.connections.iter().map(|connection| Box::pin(connection.lock()));
        let (mut connection, ..) = select_all(idle).await;
        let outcomes = self.writer.write(&mut connection, &batch.writes).await?;
        Ok((batch, outcomes))
    }
}

fn read_batches<R: io::Read>(
    mut csv: Reader<R>,
    mut preparer: Preparer<'_>,
    batches: &mpsc::Sender<Vec<Parsed>>,
) -> Result<(), ReadError> {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let line = csv.next_line();
        let over = !matches!(line, Ok(Some(_)));
        if let Ok(Some(row)) = line {
            batch.push(row.and_then(|row| preparer.prepare(row)));
        } else if let Err(error) = line {
            // What was read before the fault is written all the same.
            let _nobody_listens = batches.blocking_send(batch);
            return Err(error);
        }
        if batch.len() == BATCH || over {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if batches.blocking_send(full).is_err() || over {
                return Ok(());
            }
        }
    }
}
