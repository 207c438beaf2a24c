//! What both programs read from their environment. A variable that begins with `PLAINPIED_` and is not known is refused:
//! a misspelt one would do nothing. `deploy/env.sample` lists them.

use std::time::Duration;

use anyhow::Context;
use clap::Args;
use plainpied_store::PgPool;
use plainpied_store::database::{self, DatabaseConfig};

/// The variables that the programs read. Those of tests and of the scripts in `deploy` are named by their prefix.
const KNOWN: [&str; 18] = [
    "PLAINPIED_SEARCH",
    "PLAINPIED_MEILISEARCH_INDEX",
    "PLAINPIED_LISTEN",
    "PLAINPIED_DATA",
    "PLAINPIED_PUBLIC_URL",
    "PLAINPIED_OPEN_DATA",
    "PLAINPIED_RATE_LIMIT",
    "PLAINPIED_TRUSTED_PROXIES",
    "PLAINPIED_SMTP_URL",
    "PLAINPIED_MAIL_FROM",
    "PLAINPIED_OIDC_ISSUER",
    "PLAINPIED_OIDC_CLIENT_ID",
    "PLAINPIED_OIDC_CLIENT_SECRET",
    "PLAINPIED_OIDC_NAME",
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
pub fn check() -> Result<(), UnknownVariable> {
    refuse_unknown(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))
}

fn refuse_unknown(names: impl Iterator<Item = String>) -> Result<(), UnknownVariable> {
    let ours = |name: &String| name.starts_with("PLAINPIED_") && !name.starts_with("PLAINPIED_TEST_");
    match names.filter(ours).find(|name| !KNOWN.contains(&name.as_str())) {
        Some(name) => Err(UnknownVariable { nearest: plainpied_domain::nearest_name(&name, KNOWN), name }),
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
    /// Connections to the database, the first of them made.
    ///
    /// # Errors
    /// No URL was given, or nobody answers there: with what to do, never with the password.
    pub async fn connect(&self, statement_timeout: Duration) -> anyhow::Result<PgPool> {
        let url = self.database_url.clone().filter(|url| !url.is_empty()).ok_or(NoDatabase)?;
        let config = DatabaseConfig { url, connections: self.connections, statement_timeout };
        database::connect(&config).await.with_context(|| unreachable(&config.url))
    }

    /// [`DatabaseArgs::connect`] to a database whose migrations are those of this program.
    ///
    /// # Errors
    /// Also a database that lacks migrations, or has newer ones.
    pub async fn ready(&self, statement_timeout: Duration) -> anyhow::Result<PgPool> {
        let pool = self.connect(statement_timeout).await?;
        database::check(&pool).await?;
        Ok(pool)
    }
}

fn unreachable(url: &str) -> String {
    let place = url.rsplit_once('@').map_or("the address in DATABASE_URL", |(_, place)| place);
    format!(
        "cannot reach PostgreSQL at {place}: is it running? deploy/up starts a private one and says its URL"
    )
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
