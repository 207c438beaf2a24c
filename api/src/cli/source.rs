use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, Subcommand};
use plainpied_domain::Source;
use plainpied_store::{PgPool, reference};

/// What to do with sources.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List all sources, the strongest first
    List,
    /// Add a source, or change the one with this key
    Add(Add),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Key: lower-case letters, digits and hyphens
    key: String,
    /// Name for people
    #[arg(long)]
    title: String,
    /// Licence of its data
    #[arg(long)]
    licence: String,
    /// Where the licence can be read
    #[arg(long)]
    licence_url: Option<String>,
    /// How it wants to be named (default: the title)
    #[arg(long)]
    attribution: Option<String>,
    /// Rank among sources: the higher wins
    #[arg(long, default_value_t = 50)]
    precedence: i16,
}

pub(super) async fn run(pool: &PgPool, action: Action) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    match action {
        Action::List => {
            let sources = reference::sources(&mut connection).await?;
            let lines = sources.iter().map(|source| {
                format!(
                    "{:>4}  {:<16} {} ({})",
                    source.precedence,
                    source.key.as_str(),
                    source.title,
                    source.licence
                )
            });
            super::print(&lines.collect::<Vec<_>>().join("\n"))
        }
        Action::Add(add) => {
            let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            ensure!(
                (2..=40).contains(&add.key.len())
                    && add.key.starts_with(|c: char| c.is_ascii_lowercase())
                    && add.key.chars().all(valid),
                "{:?} is not a key: 2 to 40 lower-case letters, digits and hyphens, a letter first",
                add.key
            );
            let known = reference::sources(&mut connection).await?;
            let national = known.iter().any(|source| source.key.as_str() == add.key && source.national);
            let source = Source {
                key: add.key.into(),
                attribution: add.attribution.unwrap_or_else(|| add.title.clone()),
                title: add.title,
                licence: add.licence,
                licence_url: add.licence_url,
                precedence: add.precedence,
                national,
            };
            reference::add_source(&mut connection, &source).await?;
            super::print(&format!("source {} has precedence {}", source.key, source.precedence))
        }
    }
}
