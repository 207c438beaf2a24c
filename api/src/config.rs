//! Configuration: environment variables, each of them also an option of the command line. `deploy/env.sample` lists
//! them. A variable that begins with `PLAINPIED_` and is not known is refused: a misspelt one would do nothing.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use plainpied_store::database::DatabaseConfig;

/// The variables that the programs read. Those of tests and of the scripts in `deploy` are named by their prefix.
const KNOWN: [&str; 7] = [
    "PLAINPIED_LISTEN",
    "PLAINPIED_DATA",
    "PLAINPIED_PUBLIC_URL",
    "PLAINPIED_CONNECTIONS",
    "PLAINPIED_LOG",
    "PLAINPIED_LOG_FORMAT",
    "PLAINPIED_STATE",
];

/// A variable that nobody reads.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable {name} is not known{}", nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default())]
pub struct UnknownVariable {
    name: String,
    nearest: Option<&'static str>,
}

/// Refuses variables that begin like ours and are none of ours.
///
/// # Errors
/// The first such variable.
pub fn refuse_unknown(names: impl Iterator<Item = String>) -> Result<(), UnknownVariable> {
    let ours = |name: &String| name.starts_with("PLAINPIED_") && !name.starts_with("PLAINPIED_TEST_");
    match names.filter(ours).find(|name| !KNOWN.contains(&name.as_str())) {
        Some(name) => Err(UnknownVariable {
            nearest: plainpied_domain::nearest_name(&name, KNOWN),
            name,
        }),
        None => Ok(()),
    }
}

/// How to reach the database.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// Database: postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Connections to the database, at most
    #[arg(long, env = "PLAINPIED_CONNECTIONS", default_value_t = 16, global = true)]
    pub connections: u32,
}

/// No database is named.
#[derive(Debug, thiserror::Error)]
#[error("no database is named: set DATABASE_URL (deploy/up starts a private PostgreSQL and says its URL)")]
pub struct NoDatabase;

impl DatabaseArgs {
    /// The configuration of the store.
    ///
    /// # Errors
    /// No URL was given.
    pub fn config(&self, statement_timeout: Duration) -> Result<DatabaseConfig, NoDatabase> {
        let url = self
            .database_url
            .clone()
            .filter(|url| !url.is_empty())
            .ok_or(NoDatabase)?;
        Ok(DatabaseConfig {
            url,
            connections: self.connections,
            statement_timeout,
        })
    }
}

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
    /// Leave indexing to a process of its own (plainpied-indexer run)
    #[arg(long)]
    pub no_indexer: bool,
    /// Bring the database up to date before serving
    #[arg(long)]
    pub migrate: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_variable_is_refused_with_the_right_name() {
        let names = ["HOME", "PLAINPIED_TEST_DATABASE_URL", "PLAINPIED_LISTN"].map(str::to_owned);
        let error = refuse_unknown(names.into_iter()).unwrap_err().to_string();
        assert!(
            error.contains("PLAINPIED_LISTN") && error.contains("did you mean PLAINPIED_LISTEN"),
            "{error}"
        );
        assert!(refuse_unknown(KNOWN.map(str::to_owned).into_iter()).is_ok());
    }
}
