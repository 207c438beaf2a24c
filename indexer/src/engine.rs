//! Which search engine: read from the command line and the environment by both programs.

use clap::{Args, ValueEnum};
use plainpied_search::meilisearch::{MeilisearchError, Server};

/// The search engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineKind {
    /// An index on the local disk: no server to run
    Embedded,
    /// A Meilisearch server: for several API machines
    Meilisearch,
}

/// The search engine and where it is.
#[derive(Debug, Clone, Args)]
pub struct EngineArgs {
    /// The search engine
    #[arg(long = "search", env = "PLAINPIED_SEARCH", value_enum, default_value = "embedded", global = true)]
    pub kind: EngineKind,
    /// Meilisearch server: http://host:7700
    #[arg(long, env = "MEILISEARCH_URL", global = true)]
    pub meilisearch_url: Option<String>,
    /// Key of the server: one that only searches is enough to serve without indexing
    #[arg(long, env = "MEILISEARCH_KEY", hide_env_values = true, global = true)]
    pub meilisearch_key: Option<String>,
    /// Name of the index on the server
    #[arg(long, env = "PLAINPIED_MEILISEARCH_INDEX", default_value = "plainpied", global = true)]
    pub meilisearch_index: String,
}

/// Why there is no server to talk to.
#[derive(Debug, thiserror::Error)]
pub enum NoServer {
    /// None is named.
    #[error("--search meilisearch needs a server: set MEILISEARCH_URL, and MEILISEARCH_KEY for its key")]
    Unnamed,
    /// What is given cannot be used.
    #[error(transparent)]
    Unusable(#[from] MeilisearchError),
}

impl EngineArgs {
    /// The Meilisearch server, where that engine is chosen.
    ///
    /// # Errors
    /// It is chosen and not named.
    pub fn server(&self) -> Result<Option<Server>, NoServer> {
        if self.kind == EngineKind::Embedded {
            return Ok(None);
        }
        let given = self.meilisearch_url.as_deref().filter(|url| !url.is_empty());
        let url = given.ok_or(NoServer::Unnamed)?;
        let key = self.meilisearch_key.as_deref().filter(|key| !key.is_empty());
        Ok(Some(Server::new(url, key, &self.meilisearch_index)?))
    }
}
