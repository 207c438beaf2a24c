use std::num::NonZeroU32;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use plainpied_indexer::cli::{index_dir, until_signal};
use plainpied_indexer::environment::DatabaseArgs;
use plainpied_indexer::{MeilisearchWorker, Worker, WorkerConfig, follow_derived, logging};
use plainpied_search::Engine;
use plainpied_search::embedded::EmbeddedSearch;
use plainpied_search::meilisearch::MeilisearchSearch;
use plainpied_store::{PgPool, database, installation};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::ServeArgs;
use crate::guard::RateConfig;
use crate::site::Site;
use crate::state::{AppState, HttpConfig};

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
    let installation = installation::get(&mut *pool.acquire().await?).await?;
    let (stop, stopped) = watch::channel(false);
    let derived = follow_derived(pool.clone(), stopped.clone());
    let (engine, indexing) = engine(&args, &pool, stopped)?;
    let site = Site::new(args.public_url.as_deref())?;
    let rate = NonZeroU32::new(args.rate_limit).map(|per_second| RateConfig {
        per_second,
        trusted_proxies: args.trusted_proxies,
        loopback: args.rate_limit_loopback,
    });
    let http =
        HttpConfig { open_data: args.open_data, rate, operator: args.operator, ..HttpConfig::new(site) };
    let state = AppState::with_limits(pool, engine, installation, http)?;
    let indexer = (!args.no_indexer).then(|| tokio::spawn(async { tokio::join!(indexing, derived) }));
    tracing::info!(address = %args.listen, "serving");
    crate::router::serve(listener, state, until_signal()).await?;
    // Requests are answered; the index commits what it holds.
    let _no_indexer = stop.send(true);
    if let Some(indexer) = indexer {
        indexer.await.context("the indexer stopped unexpectedly")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Follows the change log until told to stop.
type Indexing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The engine to search, and what keeps its index up to date.
fn engine(
    args: &ServeArgs,
    pool: &PgPool,
    stopped: watch::Receiver<bool>,
) -> anyhow::Result<(Engine, Indexing)> {
    if let Some(server) = args.engine.server()? {
        let search = MeilisearchSearch::new(server.clone());
        let worker = MeilisearchWorker::new(pool.clone(), server, stopped);
        return Ok((Engine::Meilisearch(search), Box::pin(worker.run())));
    }
    let dir = index_dir(&args.data);
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot write {}", dir.display()))?;
    let search = Arc::new(EmbeddedSearch::open(&dir)?);
    // Searches of this process see a commit at once, not at their next look.
    let fresh = Arc::clone(&search);
    let committed = Box::new(move || fresh.refresh());
    let config = WorkerConfig { pool: pool.clone(), dir, poll: POLL, committed };
    Ok((Engine::Embedded(search), Box::pin(Worker::new(config, stopped).run())))
}
