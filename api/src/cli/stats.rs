use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use plainpied_domain::{DepartmentCode, InseeCode};
use plainpied_store::PgPool;

use crate::statistics::{BY, By, FiguresView, StatisticsView, Wanted, read};

/// Which statistics.
#[derive(Debug, Args)]
pub(super) struct Stats {
    /// Only of this department, by code
    #[arg(long)]
    department: Option<DepartmentCode>,
    /// Only of this commune, by INSEE code
    #[arg(long)]
    commune: Option<InseeCode>,
    /// Only of this activity, by slug
    #[arg(long)]
    activity: Option<String>,
    /// Split by department, commune, activity or month
    #[arg(long, value_parser = by)]
    by: Option<By>,
    /// As the API answers: one JSON object
    #[arg(long)]
    json: bool,
}

fn by(name: &str) -> Result<By, String> {
    let known = BY.iter().find(|(known, _)| *known == name);
    known.map(|(_, by)| *by).ok_or_else(|| format!("one of {}", BY.map(|(name, _)| name).join(", ")))
}

pub(super) async fn run(pool: &PgPool, args: Stats) -> anyhow::Result<ExitCode> {
    let Stats { department, commune, activity, by, json } = args;
    let wanted = Wanted { department, commune, activity, by }.checked()?;
    let view = read(&mut *pool.acquire().await?, &wanted).await?;
    let view = view.context("there is no department or commune with this code")?;
    if json {
        return super::print(&serde_json::to_string(&view)?);
    }
    super::print(&table(&view))
}

/// Columns for a person at a terminal.
fn table(view: &StatisticsView) -> String {
    let all = view.area.name.as_deref().unwrap_or("everywhere");
    let mut lines = vec![
        format!("counted up to position {} of {}", view.position, view.head),
        format!("{:<32} {:>9} {:>9} {:>9}", "", "places", "complete", "nothing"),
        line(all, &view.figures),
    ];
    for part in view.by.iter().flatten() {
        let name = part.name.as_ref().map_or_else(|| part.key.clone(), |name| format!("{} {name}", part.key));
        lines.push(line(&name, &part.figures));
    }
    for month in view.months.iter().flatten() {
        let changes = month.contributions;
        let made =
            format!("{} created, {} updated, {} ended", changes.created, changes.updated, changes.ended);
        lines.push(match &month.figures {
            Some(figures) => format!("{}  {made}", line(&month.month, figures)),
            None => format!("{:<62}  {made}", month.month),
        });
    }
    for source in &view.contributions {
        let changes = source.changes;
        lines.push(format!(
            "by {}: {} created, {} updated, {} ended",
            source.source, changes.created, changes.updated, changes.ended
        ));
    }
    lines.join("\n")
}

fn line(name: &str, figures: &FiguresView) -> String {
    let completeness = figures.completeness.map_or_else(|| "-".to_owned(), |mean| format!("{mean:.1} %"));
    format!("{name:<32} {:>9} {completeness:>9} {:>9}", figures.total, figures.levels.nothing)
}
