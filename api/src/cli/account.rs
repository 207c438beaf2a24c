use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use plainpied_domain::access::Role;
use plainpied_domain::{Clock, EstablishmentId, SourceKey, SystemClock};
use plainpied_store::account::{self, Account};
use plainpied_store::{PgConnection, PgPool, reference};
use serde_json::json;
use uuid::Uuid;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List all accounts
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Add an account; prints its id
    Add(Add),
    /// Give an account another role
    Role {
        /// Id or e-mail address
        account: String,
        /// contributor, partner, moderator or administrator
        role: Role,
    },
    /// Make an account a manager of an establishment
    Manage {
        /// Id or e-mail address
        account: String,
        /// Id of the establishment
        establishment: EstablishmentId,
    },
    /// Let an account write no more
    Block {
        /// Id or e-mail address
        account: String,
    },
    /// Let a blocked account write again
    Unblock {
        /// Id or e-mail address
        account: String,
    },
    /// Forget who an account was; what it contributed stays, without a name
    Delete {
        /// Id or e-mail address
        account: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Name, shown beside contributions
    name: String,
    /// E-mail address, to sign in
    #[arg(long)]
    email: Option<String>,
    /// contributor, partner, moderator or administrator
    #[arg(long, default_value = "contributor")]
    role: Role,
    /// The source of an organisation's own (see `plainpied source`)
    #[arg(long)]
    source: Option<String>,
}

pub(super) async fn run(pool: &PgPool, action: Action) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    let connection = &mut *connection;
    let now = SystemClock.now();
    match action {
        Action::List { json } => list(connection, json).await,
        Action::Add(add) => add_account(connection, add).await,
        Action::Role { account, role } => {
            let account = find(connection, &account).await?;
            account::update(connection, account.id, (role, account.blocked_at)).await?;
            super::print(&format!("{} is a {role}", account.name))
        }
        Action::Manage { account, establishment } => {
            let account = find(connection, &account).await?;
            account::manage(connection, account.id, establishment, now)
                .await
                .with_context(|| format!("is there an establishment {establishment}?"))?;
            super::print(&format!("{} manages {establishment}", account.name))
        }
        Action::Block { account } => {
            let account = find(connection, &account).await?;
            account::update(connection, account.id, (account.role, Some(now))).await?;
            super::print(&format!("{} may not write any more", account.name))
        }
        Action::Unblock { account } => {
            let account = find(connection, &account).await?;
            account::update(connection, account.id, (account.role, None)).await?;
            super::print(&format!("{} may write", account.name))
        }
        Action::Delete { account } => {
            let account = find(connection, &account).await?;
            account::delete(connection, account.id, now).await?;
            super::print("deleted; what it contributed stays, without a name")
        }
    }
}

async fn list(connection: &mut PgConnection, json: bool) -> anyhow::Result<ExitCode> {
    let accounts = account::all(connection).await?;
    let line = |account: &Account| {
        let email = account.email.as_deref().unwrap_or("-");
        let blocked = if account.blocked_at.is_some() { "  blocked" } else { "" };
        if json {
            let source = account.source.as_ref().map(SourceKey::as_str);
            json!({ "id": account.id, "name": account.name, "email": account.email, "role": account.role,
                    "source": source, "blocked": account.blocked_at.is_some() })
            .to_string()
        } else {
            format!("{}  {:<13} {}  {email}{blocked}", account.id, account.role.as_str(), account.name)
        }
    };
    super::print(&accounts.iter().map(line).collect::<Vec<_>>().join("\n"))
}

async fn add_account(connection: &mut PgConnection, add: Add) -> anyhow::Result<ExitCode> {
    if add.name.trim().is_empty() || add.name.chars().count() > 100 {
        bail!("a name has 1 to 100 characters");
    }
    if let Some(source) = &add.source {
        let sources = reference::sources(connection).await?;
        if !sources.iter().any(|known| known.key.as_str() == source) {
            bail!("there is no source {source:?}: add it with `plainpied source add`");
        }
    }
    let now = SystemClock.now();
    let account = Account {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        name: add.name.trim().to_owned(),
        email: add.email.map(|email| email.trim().to_lowercase()),
        role: add.role,
        source: add.source.map(SourceKey::from),
        created_at: now,
        blocked_at: None,
    };
    match account::add(connection, &account).await? {
        Some(()) => super::print(&account.id.to_string()),
        None => bail!("another account has this e-mail address"),
    }
}

/// The account that an operator names.
///
/// # Errors
/// There is none.
pub(super) async fn find(connection: &mut PgConnection, named: &str) -> anyhow::Result<Account> {
    // Ids may be written in capitals.
    let named = named.parse::<Uuid>().map_or_else(|_| named.to_owned(), |id| id.to_string());
    account::find(connection, &named).await?.with_context(|| {
        format!("there is no account {named:?}: `plainpied account list` names all, by id and e-mail address")
    })
}
