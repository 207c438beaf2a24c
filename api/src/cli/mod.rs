//! The command line.

mod account;
mod documents;
mod import;
mod key;
mod mail;
mod merge;
mod migrate;
mod moderate;
mod publish;
mod seed;
mod serve;
mod source;
mod stats;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};
use plainpied_indexer::environment::{self, DatabaseArgs};

use crate::config::ServeArgs;

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
    /// List, add, block or delete accounts, and say who manages what
    Account {
        #[command(subcommand)]
        action: account::Action,
    },
    /// List, make or take back the keys of programs
    Key {
        #[command(subcommand)]
        action: key::Action,
    },
    /// List or retry the mails that could not be sent
    Mail {
        #[command(subcommand)]
        action: mail::Action,
    },
    /// Decide on what was suggested, reported and claimed; take texts out of the history
    Moderate {
        #[command(subcommand)]
        action: moderate::Action,
    },
    /// Merge a duplicate into another establishment
    Merge(merge::Merge),
    /// Write the open data of this moment to a folder or to S3: all formats, whole and for each department
    Publish(publish::Publish),
    /// Count what is known, everywhere or in an area
    Stats(stats::Stats),
    /// Serve the API and keep the search index up to date
    Serve(Box<ServeArgs>),
    /// Print the OpenAPI document of the API
    Openapi,
    /// Print what completes this command line in a shell: bash, zsh, fish
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages
    Man(documents::Man),
}

/// Exit code of an import that went through but refused rows.
pub const SOME_REJECTED: u8 = 3;

/// Runs a command.
///
/// # Errors
/// Whatever stops it, with the cause and what to do.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    environment::check()?;
    // A broken schema must be told as such, before anything reads it.
    plainpied_criteria::try_schema().context("the schema of the criteria is broken")?;
    plainpied_criteria::needs::try_needs().context("the needs are broken")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli))
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let database = &cli.database;
    match cli.command {
        Command::Migrate => migrate::run(&database.connect(COMMAND_TIMEOUT).await?).await,
        Command::Seed => seed::run(&database.ready(COMMAND_TIMEOUT).await?).await,
        Command::Import { format } => import::run(&database.ready(COMMAND_TIMEOUT).await?, format).await,
        Command::Source { action } => source::run(&database.ready(COMMAND_TIMEOUT).await?, action).await,
        Command::Account { action } => account::run(&database.ready(COMMAND_TIMEOUT).await?, action).await,
        Command::Key { action } => key::run(&database.ready(COMMAND_TIMEOUT).await?, action).await,
        Command::Mail { action } => mail::run(&database.ready(COMMAND_TIMEOUT).await?, action).await,
        Command::Moderate { action } => moderate::run(&database.ready(COMMAND_TIMEOUT).await?, action).await,
        Command::Merge(args) => merge::run(&database.ready(COMMAND_TIMEOUT).await?, args).await,
        Command::Publish(args) => publish::run(&database.ready(COMMAND_TIMEOUT).await?, args).await,
        Command::Stats(args) => stats::run(&database.ready(COMMAND_TIMEOUT).await?, args).await,
        Command::Serve(args) => serve::run(database, *args).await,
        Command::Completion { shell } => documents::completion(shell),
        Command::Man(args) => documents::man(&args),
        Command::Openapi => print(&crate::openapi::openapi_json()),
    }
}

/// Commands may run statements for long; servers may not.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(3600);

/// What a command answers goes to standard output, all else to standard error.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}
