//! The command line of `plainpied-indexer`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use indicatif::ProgressBar;
use plainpied_search::SearchEngine;
use plainpied_search::embedded::{
    self, Binding, EmbeddedSearch, RebuildState, RequestId, WriterError, WriterLock,
};
use plainpied_search::meilisearch::{MeilisearchSearch, Server};
use plainpied_store::index_lock::IndexLock;
use plainpied_store::{PgPool, change, installation};
use tokio::sync::watch;

use crate::engine::EngineArgs;
use crate::environment::{self, DatabaseArgs};
use crate::rebuild::{Meanwhile, rebuild};
use crate::{IndexerError, MeilisearchWorker, Worker, WorkerConfig, follow_derived, meilisearch, progress};

/// Keeps the search index equal to the database.
#[derive(Debug, Parser)]
#[command(name = "plainpied-indexer", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    args: CommonArgs,
}

#[derive(Debug, Args)]
struct CommonArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Folder of the data: the index is in its subfolder `index`
    #[arg(long, env = "PLAINPIED_DATA", default_value = "data", global = true)]
    data: PathBuf,
    #[command(flatten)]
    engine: EngineArgs,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Command {
    /// Follow the change log until stopped
    Run,
    /// Build the index anew beside the live one and switch; asks the process that runs the index, if there is one
    Rebuild,
    /// Say how far the index is behind the database
    Status,
    /// Print the key with which machines that only serve may search on the Meilisearch server; made at first
    SearchKey,
}

/// The folder of the index in the folder of the data.
pub fn index_dir(data: &Path) -> PathBuf {
    data.join("index")
}

/// Runs a command.
///
/// # Errors
/// Whatever stops it, with the cause and what to do.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    environment::check()?;
    plainpied_criteria::try_schema().context("the schema of the criteria is broken")?;
    plainpied_criteria::needs::try_needs().context("the needs are broken")?;
    crate::logging::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli))
}

/// A rebuild reads all of the base in one statement, which lifts this for itself.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);

async fn dispatch(cli: Cli) -> anyhow::Result<()> {
    let pool = cli.args.database.ready(STATEMENT_TIMEOUT).await?;
    let dir = index_dir(&cli.args.data);
    if let Some(server) = cli.args.engine.server()? {
        return on_server(cli.command, pool, server).await;
    }
    match cli.command {
        Command::SearchKey => anyhow::bail!("the embedded engine has no keys: --search meilisearch has"),
        Command::Run => {
            follow(pool, dir).await;
            Ok(())
        }
        Command::Rebuild => match WriterLock::try_acquire(&dir) {
            Ok(lock) => rebuild_here(&pool, &lock).await,
            Err(WriterError::Busy { .. }) => say(&rebuild_there(&dir).await?),
            Err(error) => Err(error.into()),
        },
        Command::Status => status(&pool, &EmbeddedSearch::open(&dir)?).await,
    }
}

/// The commands where the index is on a Meilisearch server.
async fn on_server(command: Command, pool: PgPool, server: Server) -> anyhow::Result<()> {
    match command {
        Command::Run => {
            let stopped = stopped_by_signal();
            let derived = follow_derived(pool.clone(), stopped.clone());
            tokio::join!(MeilisearchWorker::new(pool, server, stopped).run(), derived);
            Ok(())
        }
        Command::Rebuild => {
            let held = IndexLock::try_acquire(&pool).await?;
            anyhow::ensure!(
                held.is_some(),
                "another process writes this index: stop it, rebuild, start it again"
            );
            let bar = progress::documents(0);
            let writer = meilisearch::rebuild(&pool, &server, &binding(&pool).await?, |done, total| {
                bar.set_length(total);
                bar.set_position(done);
            })
            .await?;
            bar.finish_and_clear();
            say(&format!("the new index stands at position {}", writer.position()))
        }
        Command::Status => status(&pool, &MeilisearchSearch::new(server)).await,
        Command::SearchKey => say(&server.search_key().await?),
    }
}

/// Turns true at the first SIGINT or SIGTERM.
fn stopped_by_signal() -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        until_signal().await;
        let _nobody_left = stop.send(true);
    });
    stopped
}

async fn follow(pool: PgPool, dir: PathBuf) {
    let stopped = stopped_by_signal();
    let derived = follow_derived(pool.clone(), stopped.clone());
    let config = WorkerConfig { pool, dir, poll: Duration::from_millis(500), committed: Box::new(|| ()) };
    tokio::join!(Worker::new(config, stopped).run(), derived);
}

/// Returns at the first SIGINT or SIGTERM.
pub async fn until_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

/// Nobody follows the log: no live index to look after.
struct Bar(ProgressBar);

impl Meanwhile for Bar {
    fn progress(&mut self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }

    async fn follow(&mut self) {}
}

/// What an index of this base belongs to.
async fn binding(pool: &PgPool) -> anyhow::Result<Binding> {
    Ok(Binding::new(installation::get(&mut *pool.acquire().await?).await?.id))
}

async fn rebuild_here(pool: &PgPool, lock: &WriterLock) -> anyhow::Result<()> {
    let binding = binding(pool).await?;
    let mut bar = Bar(progress::documents(0));
    let writer = rebuild(pool, lock, &binding, &mut bar).await?;
    bar.0.finish_and_clear();
    say(&format!("the new index stands at position {}", writer.position()))
}

/// Another process holds the index: it is asked, and watched.
async fn rebuild_there(dir: &Path) -> Result<String, IndexerError> {
    let request = embedded::request_rebuild(dir)?;
    tracing::info!("another process writes this index: asked it for a rebuild");
    let bar = progress::documents(0);
    let message = watch_rebuild(dir, request, &bar).await?;
    bar.finish_and_clear();
    Ok(message)
}

async fn watch_rebuild(dir: &Path, request: RequestId, bar: &ProgressBar) -> Result<String, IndexerError> {
    loop {
        let status = embedded::read_status(dir)?.filter(|status| status.request == Some(request));
        match status.map(|status| (status.state, status)) {
            Some((RebuildState::Done, status)) => return Ok(status.message),
            Some((RebuildState::Failed, status)) => return Err(IndexerError::Handover(status.message)),
            Some((RebuildState::Running, status)) => {
                bar.set_length(status.total);
                bar.set_position(status.done);
            }
            None => {
                // Whoever held the index may have ended before it saw the request.
                if let Ok(lock) = WriterLock::try_acquire(dir) {
                    drop(lock);
                    let gone = "it ended before it began: run the command again";
                    return Err(IndexerError::Handover(gone.to_owned()));
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn status(pool: &PgPool, engine: &impl SearchEngine) -> anyhow::Result<()> {
    let mut connection = pool.acquire().await?;
    let head = change::head(&mut connection).await?;
    let index = engine.status().await?;
    say(&format!(
        "index: position {}, {} documents, generation {}\ndatabase: position {}{}\nlag: {} changes",
        index.position,
        index.documents,
        index.generation,
        head.position,
        if head.pending { ", more waiting for theirs" } else { "" },
        head.position - index.position
    ))
}

fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
