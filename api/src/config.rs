//! Configuration of `plainpied serve`: environment variables, each of them also an option of the command line. What both
//! programs read stands in [`plainpied_indexer::environment`]; `deploy/env.sample` lists all.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::{ArgAction, Args};
use plainpied_domain::review::{Burst, ReviewRules, WordList};
use plainpied_indexer::engine::EngineArgs;

use crate::base_map::BaseMap;
use crate::embedding::EmbedOrigins;
use crate::guard::ProxyHeader;
use crate::mail::MailConfig;
use crate::operator::Operator;
use crate::people::OpenIdConfig;
use crate::publish::OpenData;

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
    /// Folder of the sets that `plainpied publish` writes: served under /open-data/; or the public address of a bucket of
    /// them, https://...: /open-data/ leads there
    #[arg(long, env = "PLAINPIED_OPEN_DATA", value_parser = OpenData::new, value_name = "FOLDER|URL")]
    pub open_data: Option<OpenData>,
    /// Address of a MapLibre style to draw the map on; without it departments and towns are drawn
    #[arg(long, env = "PLAINPIED_MAP_STYLE", value_parser = BaseMap::new)]
    pub map_style: Option<BaseMap>,
    /// Sites that may show places in frames, separated by commas: https://ville.example; *: any
    #[arg(long, env = "PLAINPIED_EMBED_ORIGINS", default_value = "*")]
    pub embed_origins: EmbedOrigins,
    /// Lists, places or searches a second that one client may go on asking for; 0: as many as it wants
    #[arg(long, env = "PLAINPIED_RATE_LIMIT", default_value_t = 20)]
    pub rate_limit: u32,
    /// Proxies before this server that say whom they serve
    #[arg(long, env = "PLAINPIED_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
    /// The header in which they say it
    #[arg(long, env = "PLAINPIED_PROXY_HEADER", value_enum, default_value_t)]
    pub proxy_header: ProxyHeader,
    /// Hosts to which webhooks may lead even inside the network, and without TLS; for development
    #[arg(long, env = "PLAINPIED_WEBHOOK_HOSTS", value_delimiter = ',')]
    pub webhook_hosts: Vec<String>,
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
    /// Signing in through a provider of identities
    #[command(flatten)]
    pub openid: OpenIdArgs,
    /// What waits for a moderator
    #[command(flatten)]
    pub review: ReviewArgs,
    /// Who runs the site
    #[command(flatten)]
    pub operator: Operator,
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

/// A provider of identities (OpenID Connect).
#[derive(Debug, Clone, Args)]
pub struct OpenIdArgs {
    /// Its address: https://accounts.example.org
    #[arg(long, env = "PLAINPIED_OIDC_ISSUER", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,
    /// What it calls this service
    #[arg(long, env = "PLAINPIED_OIDC_CLIENT_ID", requires = "oidc_client_secret")]
    pub oidc_client_id: Option<String>,
    /// What it knows this service by
    #[arg(long, env = "PLAINPIED_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub oidc_client_secret: Option<String>,
    /// What people call it
    #[arg(long, env = "PLAINPIED_OIDC_NAME", default_value = "OpenID")]
    pub oidc_name: String,
}

impl ServeArgs {
    /// The provider of identities, where there is one.
    ///
    /// # Errors
    /// One without a public URL: it sends people back there.
    pub fn openid_config(&self) -> anyhow::Result<Option<OpenIdConfig>> {
        let OpenIdArgs { oidc_issuer, oidc_client_id, oidc_client_secret, oidc_name } = self.openid.clone();
        let (Some(issuer), Some(client_id), Some(client_secret)) =
            (oidc_issuer, oidc_client_id, oidc_client_secret)
        else {
            return Ok(None);
        };
        anyhow::ensure!(self.public_url.is_some(), "PLAINPIED_OIDC_ISSUER needs PLAINPIED_PUBLIC_URL");
        Ok(Some(OpenIdConfig { issuer, client_id, client_secret, name: oidc_name }))
    }

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

/// What waits for a moderator, and what anybody may say without a key.
#[derive(Debug, Clone, Args)]
pub struct ReviewArgs {
    /// The first edits of a contributor's account that wait for a moderator
    #[arg(long, env = "PLAINPIED_REVIEW_FIRST_EDITS", default_value_t = 3)]
    pub review_first_edits: u32,
    /// Edits of a contributor within the minutes of a burst that go through; more of them wait. 0: all go through
    #[arg(long, env = "PLAINPIED_REVIEW_BURST", default_value_t = 60)]
    pub review_burst: u32,
    /// The minutes of a burst
    #[arg(long, env = "PLAINPIED_REVIEW_BURST_MINUTES", default_value_t = 10)]
    pub review_burst_minutes: u32,
    /// File of words, one a line: a contributor's text with one of them waits
    #[arg(long, env = "PLAINPIED_REVIEW_WORDS")]
    pub review_words: Option<PathBuf>,
    /// Whether anybody may suggest something without an account; it waits for a moderator
    #[arg(long, env = "PLAINPIED_ANONYMOUS_SUGGESTIONS", default_value_t = true, action = ArgAction::Set)]
    pub anonymous_suggestions: bool,
    /// Whether anybody may report something without an account
    #[arg(long, env = "PLAINPIED_ANONYMOUS_REPORTS", default_value_t = true, action = ArgAction::Set)]
    pub anonymous_reports: bool,
}

impl ReviewArgs {
    /// The rules.
    ///
    /// # Errors
    /// A list of words that cannot be read.
    pub fn rules(&self) -> anyhow::Result<ReviewRules> {
        let words = match &self.review_words {
            None => WordList::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path);
                WordList::parse(&text.with_context(|| format!("cannot read {}", path.display()))?)
            }
        };
        let (writes, minutes) = (self.review_burst, self.review_burst_minutes);
        Ok(ReviewRules {
            first_edits: self.review_first_edits,
            burst: (writes > 0 && minutes > 0).then_some(Burst { writes, minutes }),
            words,
            anonymous_suggestions: self.anonymous_suggestions,
            anonymous_reports: self.anonymous_reports,
        })
    }
}
