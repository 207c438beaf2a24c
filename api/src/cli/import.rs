use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use plainpied_domain::SystemClock;
use plainpied_store::PgPool;
use time::Date;
use time::format_description::well_known::Iso8601;

use super::SOME_REJECTED;
use crate::import::{ImportOptions, import};

/// What kind of file.
#[derive(Debug, Subcommand)]
pub(super) enum Format {
    /// The exchange format of the French national schema, as published on data.gouv.fr
    NationalCsv(NationalCsv),
}

/// Exit codes: 0 all rows went in, 1 the import stopped, 3 it went through and some rows were rejected.
#[derive(Debug, Args)]
pub(super) struct NationalCsv {
    /// File, http(s) URL, or - for standard input
    input: String,
    /// Who says it: a key of `plainpied source list`
    #[arg(long, default_value = "acceslibre")]
    source: String,
    /// The day on which all of it was seen to be so, YYYY-MM-DD
    #[arg(long, value_parser = day)]
    observed_on: Option<Date>,
    /// The file is all that the source knows: withdraw answers that it gave before and does not give now
    #[arg(long)]
    complete: bool,
    /// Read, check and report, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Import a URL even if it has not changed since the last time
    #[arg(long)]
    force: bool,
    /// CSV file for rejected rows: line, id, column, value, reason
    #[arg(long)]
    rejects: Option<PathBuf>,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text, &Iso8601::DATE).map_err(|_invalid| "expected a day as YYYY-MM-DD".to_owned())
}

pub(super) async fn run(pool: &PgPool, format: Format) -> anyhow::Result<ExitCode> {
    let Format::NationalCsv(args) = format;
    let options = ImportOptions {
        input: args.input,
        source: args.source.into(),
        observed: args.observed_on,
        complete: args.complete,
        dry_run: args.dry_run,
        force: args.force,
        rejects: args.rejects,
    };
    let summary = import(pool, &SystemClock, &options).await?;
    let text = if args.json { serde_json::to_string(&summary)? } else { summary.to_string() };
    super::print(&text)?;
    Ok(if summary.rejected > 0 { ExitCode::from(SOME_REJECTED) } else { ExitCode::SUCCESS })
}
