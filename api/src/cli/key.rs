use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use plainpied_domain::access::Scope;
use plainpied_domain::{Clock, SystemClock};
use plainpied_store::account::{self, ApiKey, KeyLimits, NewKey};
use plainpied_store::{PgConnection, PgPool};
use serde_json::json;
use time::Duration;

use super::account::find;
use crate::auth::FreshKey;

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List the keys of an account
    List {
        /// Id or e-mail address
        account: String,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Make a key; prints it, once
    Create(Create),
    /// Take a key back, at once
    Revoke {
        /// What the key begins with: pp_1234abcd
        prefix: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// Id or e-mail address of the account
    account: String,
    /// What it is for
    #[arg(long, default_value = "key")]
    name: String,
    /// read, write, moderate
    #[arg(long, value_delimiter = ',', default_value = "read,write")]
    scopes: Vec<Scope>,
    /// Days until it expires; without them it does not
    #[arg(long)]
    days: Option<u16>,
    /// For browsers: the only origin that may use it, https://example.org
    #[arg(long)]
    origin: Option<String>,
    /// Requests a day that it may ask
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..))]
    requests_a_day: Option<i32>,
    /// Requests a second that it may go on asking, instead of as many as an address
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..))]
    requests_a_second: Option<i32>,
}

pub(super) async fn run(pool: &PgPool, action: Action) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    match action {
        Action::List { account, json } => list(&mut connection, &account, json).await,
        Action::Create(create) => make(&mut connection, create).await,
        Action::Revoke { prefix } => {
            let revoked = account::revoke_key(&mut connection, &prefix, SystemClock.now()).await?;
            ensure!(revoked, "no key in use begins with {prefix:?}: `plainpied key list` names them");
            super::print(&format!("{prefix} is refused from now on"))
        }
    }
}

async fn list(connection: &mut PgConnection, named: &str, json: bool) -> anyhow::Result<ExitCode> {
    let account = find(connection, named).await?;
    let keys = account::keys(connection, account.id).await?;
    let today = SystemClock.now().date();
    let mut uses = Vec::new();
    for key in &keys {
        uses.push(account::key_use(connection, &key.prefix, today).await?);
    }
    let line = |(key, asked): (&ApiKey, i64)| {
        let state = if key.revoked_at.is_some() { "revoked" } else { "in use" };
        if json {
            json!({ "prefix": key.prefix, "name": key.name, "scopes": key.scopes, "origin": key.origin,
                    "revoked": key.revoked_at.is_some(), "requests_today": asked, "expires": key.expires_at.map(|at| at.unix_timestamp()),
                    "last_used": key.last_used_at.map(|at| at.unix_timestamp()) })
            .to_string()
        } else {
            let used = key.last_used_at.map_or("never used".to_owned(), |at| format!("used {}", at.date()));
            format!("{}  {:<20} {:<20} {state}, {used}", key.prefix, key.name, key.scopes.join(","))
        }
    };
    super::print(&keys.iter().zip(uses).map(line).collect::<Vec<_>>().join("\n"))
}

async fn make(connection: &mut PgConnection, create: Create) -> anyhow::Result<ExitCode> {
    let account = find(connection, &create.account).await?;
    if let Some(origin) = &create.origin {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        host.filter(|host| !host.is_empty() && !host.contains('/'))
            .context("an origin is scheme and host, without a path: https://example.org")?;
    }
    let key = FreshKey::of(rand::random());
    let now = SystemClock.now();
    let kept = NewKey {
        prefix: &key.prefix,
        hash: &key.hash,
        account: account.id,
        name: &create.name,
        scopes: create.scopes.iter().copied().collect(),
        origin: create.origin.as_deref(),
        limits: KeyLimits { a_day: create.requests_a_day, a_second: create.requests_a_second },
        created_at: now,
        expires_at: create.days.map(|days| now + Duration::days(i64::from(days))),
    };
    account::add_key(connection, &kept).await?;
    super::print(&key.secret)
}
