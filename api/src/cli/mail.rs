use std::process::ExitCode;

use clap::Subcommand;
use plainpied_domain::{Clock, SystemClock};
use plainpied_store::PgPool;
use plainpied_store::mail::{self, MailStatus};
use serde_json::json;

/// Mails shown at once.
const MOST: i64 = 1_000;

/// What to do with mails.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List the mails that wait or were given up, and why; never to whom
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Try all of them again at once, those that were given up too
    Retry,
}

pub(super) async fn run(pool: &PgPool, action: Action) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    match action {
        Action::List { json } => {
            let mails = mail::waiting(&mut connection, MOST).await?;
            super::print(&mails.iter().map(|mail| line(mail, json)).collect::<Vec<_>>().join("\n"))
        }
        Action::Retry => {
            let count = mail::retry(&mut connection, SystemClock.now()).await?;
            super::print(&format!("{count} mails are tried again"))
        }
    }
}

fn line(mail: &MailStatus, json: bool) -> String {
    let state = if mail.given_up_at.is_some() { "given up" } else { "waiting" };
    if json {
        let (since, next) = (mail.created_at.to_string(), mail.due_at.to_string());
        return json!({ "id": mail.id, "kind": mail.kind, "state": state, "since": since, "next": next,
                       "attempts": mail.attempts, "error": mail.last_error })
        .to_string();
    }
    let error = mail.last_error.as_deref().unwrap_or_default();
    format!(
        "{}  {:<10} {state:<8} {} tries since {}  {error}",
        mail.id, mail.kind, mail.attempts, mail.created_at
    )
}
