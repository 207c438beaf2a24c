//! Configuration of `plainpied serve`: environment variables, each of them also an option of the command line. What both
//! programs read stands in [`plainpied_indexer::environment`]; `deploy/env.sample` lists all.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use plainpied_indexer::engine::EngineArgs;

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env = "PLAINPIED_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the search index
    #[arg(long, env = "PLAINPIED_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Base of absolute URLs in answers, as clients see it: https://example.org
    #[arg(long, env = "PLAINPIED_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Folder of the sets that `plainpied publish` writes: served under /open-data/
    #[arg(long, env = "PLAINPIED_OPEN_DATA")]
    pub open_data: Option<PathBuf>,
    /// Leave indexing to a process of its own (plainpied-indexer run)
    #[arg(long)]
    pub no_indexer: bool,
    /// Bring the database up to date before serving
    #[arg(long)]
    pub migrate: bool,
    /// The search engine and where it is
    #[command(flatten)]
    pub engine: EngineArgs,
}
