//! Configuration of `plainpied serve`: environment variables, each of them also an option of the command line. What both
//! programs read stands in [`plainpied_indexer::environment`]; `deploy/env.sample` lists all.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use plainpied_indexer::engine::EngineArgs;

use crate::mail::MailConfig;

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address and port to listen on
    #[arg(long, env = "PLAINPIED_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the search index
    #[arg(long, env = "PLAINPIED_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Base of absolute URLs in answers, as clients see it: https://example.org
    #[arg(long, env = "PLAINPIED_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Folder of the sets that `plainpied publish` writes: served under /open-data/
    #[arg(long, env = "PLAINPIED_OPEN_DATA")]
    pub open_data: Option<PathBuf>,
    /// Lists, places or searches a second that one client may go on asking for; 0: as many as it wants
    #[arg(long, env = "PLAINPIED_RATE_LIMIT", default_value_t = 20)]
    pub rate_limit: u32,
    /// Proxies before this server that say whom they serve in X-Forwarded-For
    #[arg(long, env = "PLAINPIED_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
    /// Limit programs of this machine too
    #[arg(long)]
    pub rate_limit_loopback: bool,
    /// Leave indexing to a process of its own (plainpied-indexer run)
    #[arg(long)]
    pub no_indexer: bool,
    /// Bring the database up to date before serving
    #[arg(long)]
    pub migrate: bool,
    /// How mails leave
    #[command(flatten)]
    pub mail: MailArgs,
    /// The search engine and where it is
    #[command(flatten)]
    pub engine: EngineArgs,
}

/// How mails leave.
#[derive(Debug, Clone, Args)]
pub struct MailArgs {
    /// Server for mails: smtps://user:password@mail.example.org, or smtp://host:25?tls=required; without it, mails become
    /// files in the folder `mail` of --data
    #[arg(long, env = "PLAINPIED_SMTP_URL", hide_env_values = true, requires = "mail_from")]
    pub smtp_url: Option<String>,
    /// Sender of mails: Plainpied <contact@example.org>
    #[arg(long, env = "PLAINPIED_MAIL_FROM")]
    pub mail_from: Option<String>,
}

impl ServeArgs {
    /// How mails leave.
    ///
    /// # Errors
    /// A server for mails without a public URL: the links in mails would be what the sender of a request calls us.
    pub fn mail_config(&self) -> anyhow::Result<MailConfig> {
        let (Some(url), Some(from)) = (self.mail.smtp_url.clone(), self.mail.mail_from.clone()) else {
            return Ok(MailConfig::Files(self.data.join("mail")));
        };
        anyhow::ensure!(
            self.public_url.is_some(),
            "PLAINPIED_SMTP_URL needs PLAINPIED_PUBLIC_URL: mails hold links"
        );
        Ok(MailConfig::Smtp { url, from })
    }
}
