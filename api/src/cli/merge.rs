use std::process::ExitCode;

use clap::Args;
use plainpied_domain::access::Action;
use plainpied_domain::{Clock, EstablishmentId, SystemClock};
use plainpied_store::{PgPool, change};

use super::moderate::{By, explained};
use super::print;
use crate::moderation::{self, Desk, Duplicate};

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Id of the duplicate
    duplicate: EstablishmentId,
    /// Id of the establishment that stays
    into: EstablishmentId,
    /// Why, for the history
    #[arg(long, default_value = "")]
    reason: String,
    /// Look only
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    by: By,
}

pub(super) async fn run(pool: &PgPool, merge: Merge) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    let by = merge.by.account(&mut connection, Action::Merge).await?;
    let desk = Desk::load(&mut connection, merge.by.site()?).await?;
    let Merge { duplicate, into, reason, dry_run, .. } = merge;
    let what = Duplicate { duplicate, into, reason, dry_run };
    let decision = (&by, SystemClock.now());
    let written =
        moderation::merge(&mut connection, &desk.room(), &what, decision).await.map_err(explained)?;
    change::wake(&mut connection).await?;
    if merge.by.json {
        return print(&serde_json::to_string(&written)?);
    }
    let tried = if dry_run { " (only tried)" } else { "" };
    print(&format!("{duplicate} leads to {into} from now on{tried}"))
}
