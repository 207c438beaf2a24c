//! The command line.

mod import;
mod migrate;
mod seed;
mod serve;
mod source;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};
use plainpied_store::{PgPool, database};

use crate::config::{self, DatabaseArgs, ServeArgs};

/// What is known about the accessibility of establishments, served.
#[derive(Debug, Parser)]
#[command(name = "plainpied", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the database up to date
    Migrate,
    /// Write communes, activities and sources to the database
    Seed,
    /// Import a file of a partner
    Import {
        #[command(subcommand)]
        format: import::Format,
    },
    /// List, add or change sources
    Source {
        #[command(subcommand)]
        action: source::Action,
    },
    /// Serve the API and keep the search index up to date
    Serve(ServeArgs),
    /// Print the OpenAPI document of the API
    Openapi,
}

/// Exit code of an import that went through but refused rows.
pub const SOME_REJECTED: u8 = 3;

/// Runs a command.
///
/// # Errors
/// Whatever stops it, with the cause and what to do.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    config::refuse_unknown(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))?;
    // A broken schema must be told as such, before anything reads it.
    plainpied_criteria::try_schema().context("the schema of the criteria is broken")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli))
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let database = &cli.database;
    match cli.command {
        Command::Migrate => migrate::run(&connect(database).await?).await,
        Command::Seed => seed::run(&ready(database).await?).await,
        Command::Import { format } => import::run(&ready(database).await?, format).await,
        Command::Source { action } => source::run(&ready(database).await?, action).await,
        Command::Serve(args) => serve::run(database, args).await,
        Command::Openapi => print(&crate::openapi::openapi_json()),
    }
}

/// Commands may run statements for long; servers may not.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(3600);

async fn connect(database: &DatabaseArgs) -> anyhow::Result<PgPool> {
    let config = database.config(COMMAND_TIMEOUT)?;
    database::connect(&config)
        .await
        .with_context(|| unreachable(&config.url))
}

/// A database whose migrations are those of this program.
async fn ready(database: &DatabaseArgs) -> anyhow::Result<PgPool> {
    let pool = connect(database).await?;
    database::check(&pool).await?;
    Ok(pool)
}

/// What to do when nobody answers; never with the password.
fn unreachable(url: &str) -> String {
    let place = url
        .rsplit_once('@')
        .map_or("the address in DATABASE_URL", |(_, place)| place);
    format!(
        "cannot reach PostgreSQL at {place}: is it running? deploy/up starts a private one and says its URL"
    )
}

/// What a command answers goes to standard output, all else to standard error.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}
