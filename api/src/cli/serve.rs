use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use plainpied_indexer::cli::{index_dir, until_signal};
use plainpied_indexer::environment::DatabaseArgs;
use plainpied_indexer::{Worker, WorkerConfig, logging};
use plainpied_search::embedded::EmbeddedSearch;
use plainpied_store::{PgPool, database, installation};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::ServeArgs;
use crate::state::AppState;

/// No query of a request may take longer.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
/// The log is looked at so often, woken or not.
const POLL: Duration = Duration::from_millis(500);

pub(super) async fn run(database_args: &DatabaseArgs, args: ServeArgs) -> anyhow::Result<ExitCode> {
    logging::start()?;
    let pool = database_args.connect(STATEMENT_TIMEOUT).await?;
    if args.migrate {
        database::migrate(&pool).await?;
    }
    database::check(&pool).await?;
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}: choose another with --listen", args.listen))?;
    let dir = index_dir(&args.data);
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot write {}", dir.display()))?;
    let search = Arc::new(EmbeddedSearch::open(&dir)?);
    let installation = installation::get(&mut *pool.acquire().await?).await?;
    let state = AppState::new(pool.clone(), Arc::clone(&search), installation, args.public_url)?;
    let (stop, stopped) = watch::channel(false);
    let indexer = (!args.no_indexer).then(|| follow(pool, dir, search, stopped));
    tracing::info!(address = %args.listen, "serving");
    crate::router::serve(listener, state, until_signal()).await?;
    // Requests are answered; the index commits what it holds.
    let _no_indexer = stop.send(true);
    if let Some(indexer) = indexer {
        indexer.await.context("the indexer stopped unexpectedly")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn follow(
    pool: PgPool,
    dir: std::path::PathBuf,
    search: Arc<EmbeddedSearch>,
    stopped: watch::Receiver<bool>,
) -> JoinHandle<()> {
    // Searches of this process see a commit at once, not at their next look.
    let committed = Box::new(move || search.refresh());
    let config = WorkerConfig { pool, dir, poll: POLL, committed };
    tokio::spawn(Worker::new(config, stopped).run())
}
