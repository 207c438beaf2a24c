use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use plainpied_criteria::Lang;
use plainpied_domain::access::{Action as Deed, Scope, Ties, permit};
use plainpied_domain::review::Held;
use plainpied_domain::{Clock, EstablishmentId, SystemClock};
use plainpied_store::account::Account;
use plainpied_store::moderation::{self as store, Decision, QueueFilter};
use plainpied_store::{PgConnection, PgPool, change};
use serde::Serialize;
use uuid::Uuid;

use super::account::find;
use super::print;
use crate::moderation::{self, Acceptance, Act, Desk, Redaction, ReportDecision, SuggestionView};
use crate::problem::Problem;
use crate::routes::claims::ClaimView;
use crate::routes::reports::ReportView;
use crate::site::{Site, SiteError};

/// What moderators do.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// List suggestions, the oldest first
    Queue(Queue),
    /// Show a suggestion with what it would change now
    Show {
        /// Id of the suggestion
        id: Uuid,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write what was suggested, in the name of its authors
    Accept(Accept),
    /// Refuse what was suggested
    Reject(Reject),
    /// List reports, the oldest first
    Reports(Listed),
    /// Decide on a report
    Report(DecidedReport),
    /// List claims to manage an establishment, the oldest first
    Claims(Listed),
    /// Decide on a claim
    Claim(Decided),
    /// Take a text out of the history of an establishment
    Redact(Redact),
    /// Let the first edits of an account go through
    Trust {
        /// Id or e-mail address
        account: String,
    },
    /// Let the first edits of an account wait, as those of others
    Distrust {
        /// Id or e-mail address
        account: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Queue {
    /// Why they wait: anonymous, asked, newcomer, burst, words
    #[arg(long)]
    held: Option<Held>,
    #[command(flatten)]
    listed: Listed,
}

#[derive(Debug, Args)]
pub(super) struct Listed {
    /// open, accepted, rejected, withdrawn or all
    #[arg(long, default_value = "open", value_parser = ["open", "accepted", "rejected", "withdrawn", "all"])]
    state: String,
    /// About this establishment
    #[arg(long)]
    establishment: Option<Uuid>,
    /// How many
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    limit: i64,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Accept {
    /// Ids of suggestions
    #[arg(required = true)]
    ids: Vec<Uuid>,
    /// The version that was looked at: what others changed up to it is no conflict
    #[arg(long)]
    version: Option<i32>,
    /// Although a place like it is there
    #[arg(long)]
    force: bool,
    /// On the moderator's own word
    #[arg(long)]
    vouch: bool,
    /// What the authors are told
    #[arg(long, default_value = "")]
    answer: String,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Args)]
pub(super) struct Reject {
    /// Ids of suggestions
    #[arg(required = true)]
    ids: Vec<Uuid>,
    /// What the authors are told
    #[arg(long)]
    answer: String,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Args)]
pub(super) struct Decided {
    /// Its id
    id: Uuid,
    /// accepted or rejected
    #[arg(value_parser = ["accepted", "rejected"])]
    decision: String,
    /// What those who wait are told
    #[arg(long, default_value = "")]
    answer: String,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Args)]
pub(super) struct DecidedReport {
    #[command(flatten)]
    decided: Decided,
    /// Close the establishment for good, with the decision
    #[arg(long, conflicts_with = "merge_into")]
    close: bool,
    /// Merge the establishment into this one, with the decision
    #[arg(long, value_name = "ESTABLISHMENT")]
    merge_into: Option<EstablishmentId>,
}

#[derive(Debug, Args)]
pub(super) struct Redact {
    /// Id of the establishment
    establishment: EstablishmentId,
    /// The version that said it
    version: i32,
    /// The member that holds it: /name, /criteria/commentaire, /reason
    member: String,
    /// Why: it stands in the history
    #[arg(long)]
    reason: String,
    /// What stands in its place, where the name is taken out
    #[arg(long)]
    replacement: Option<String>,
    #[command(flatten)]
    by: By,
}

/// In whose name.
#[derive(Debug, Args)]
pub(super) struct By {
    /// The moderator: id or e-mail address
    #[arg(long = "as", value_name = "ACCOUNT")]
    account: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// What mails call the service: https://example.org
    #[arg(long, env = "PLAINPIED_PUBLIC_URL")]
    public_url: Option<String>,
}

impl By {
    /// What mails call the service.
    ///
    /// # Errors
    /// A public URL that is none.
    pub fn site(&self) -> Result<Site, SiteError> {
        Site::new(self.public_url.as_deref())
    }

    /// The account, which must be one that may do this.
    ///
    /// # Errors
    /// It may not.
    pub async fn account(&self, connection: &mut PgConnection, deed: Deed) -> anyhow::Result<Account> {
        let account = find(connection, &self.account).await?;
        let all = Scope::ALL.into_iter().collect();
        permit(deed, account.role, Ties::default(), all).with_context(|| account.name.clone())?;
        ensure!(account.blocked_at.is_none(), "{} is blocked", account.name);
        Ok(account)
    }
}

pub(super) async fn run(pool: &PgPool, action: Action) -> anyhow::Result<ExitCode> {
    let mut connection = pool.acquire().await?;
    let connection = &mut *connection;
    match action {
        Action::Queue(queue) => list_suggestions(connection, queue).await,
        Action::Show { id, json } => show(connection, id, json).await,
        Action::Accept(accept) => accept_all(connection, accept).await,
        Action::Reject(reject) => reject_all(connection, reject).await,
        Action::Reports(listed) => {
            let reports = store::reports(connection, (&listed.filter(), None), None, listed.limit).await?;
            let views = reports.into_iter().map(|report| ReportView::new(report, &Site::default()));
            listed.print(views, ReportView::line)
        }
        Action::Claims(listed) => {
            let claims = store::claims(connection, &listed.filter(), None, listed.limit).await?;
            listed.print(
                claims.into_iter().map(|claim| ClaimView::new(claim, &Site::default())),
                ClaimView::line,
            )
        }
        Action::Report(report) => decide_report(connection, report).await,
        Action::Claim(decided) => {
            let by = decided.by.account(connection, Deed::Entrust).await?;
            let claim =
                moderation::decide_claim(connection, &decided.by.site()?, decided.id, &decided.decision(&by))
                    .await;
            told(
                &ClaimView::new(claim.map_err(explained)?, &Site::default()),
                decided.by.json,
                ClaimView::line,
            )
        }
        Action::Redact(redact) => take_out(connection, redact).await,
        Action::Trust { account } => trust(connection, &account, true).await,
        Action::Distrust { account } => trust(connection, &account, false).await,
    }
}

impl Listed {
    fn filter(&self) -> QueueFilter {
        let state = Some(self.state.clone()).filter(|state| state != "all");
        QueueFilter { state, establishment: self.establishment, ..QueueFilter::default() }
    }

    fn print<T: Serialize>(
        &self,
        views: impl Iterator<Item = T>,
        line: impl Fn(&T) -> String,
    ) -> anyhow::Result<ExitCode> {
        let lines: Result<Vec<String>, serde_json::Error> = views
            .map(|view| if self.json { serde_json::to_string(&view) } else { Ok(line(&view)) })
            .collect();
        let lines = lines?;
        if lines.is_empty() { Ok(ExitCode::SUCCESS) } else { print(&lines.join("\n")) }
    }
}

impl Decided {
    fn decision<'a>(&'a self, by: &Account) -> Decision<'a> {
        let accepted = self.decision == "accepted";
        Decision { accepted, answer: &self.answer, by: by.id, at: SystemClock.now() }
    }
}

fn told<T: Serialize>(view: &T, json: bool, line: impl Fn(&T) -> String) -> anyhow::Result<ExitCode> {
    if json { print(&serde_json::to_string(view)?) } else { print(&line(view)) }
}

/// What a problem says, with what it adds.
pub(super) fn explained(problem: Problem) -> anyhow::Error {
    let errors = problem.value().get("errors").map(|errors| format!(" {errors}")).unwrap_or_default();
    anyhow::anyhow!("{problem}{errors}")
}

async fn list_suggestions(connection: &mut PgConnection, queue: Queue) -> anyhow::Result<ExitCode> {
    let filter = (&queue.listed.filter(), queue.held);
    let suggestions = store::suggestions(connection, filter, None, queue.listed.limit).await?;
    let views = suggestions.into_iter().map(|one| SuggestionView::new(one, &Site::default()));
    queue.listed.print(views, SuggestionView::line)
}

async fn show(connection: &mut PgConnection, id: Uuid, json: bool) -> anyhow::Result<ExitCode> {
    let desk = Desk::load(connection, Site::default()).await?;
    let found = moderation::found(connection, id).await.map_err(explained)?;
    let as_of = (Lang::Fr, SystemClock.now());
    let view = moderation::examine(connection, &desk.room(), found, as_of).await.map_err(explained)?;
    if json {
        return print(&serde_json::to_string(&view)?);
    }
    let mut lines = vec![view.line()];
    lines.extend(view.changes.iter().map(|change| format!("  {} -> {}", change.before, change.after)));
    lines.extend(view.conflicts.iter().map(|member| format!("  changed since by others: {member}")));
    lines.extend(view.kept.iter().map(|member| format!("  a better source says otherwise: {member}")));
    lines.extend(view.problem.iter().map(|problem| format!("  could not be accepted: {problem}")));
    print(&lines.join("\n"))
}

async fn accept_all(connection: &mut PgConnection, accept: Accept) -> anyhow::Result<ExitCode> {
    let by = accept.by.account(connection, Deed::Review).await?;
    let desk = Desk::load(connection, accept.by.site()?).await?;
    let Accept { version, force, vouch, .. } = accept;
    let how = Acceptance { version, force, vouch, answer: accept.answer };
    let mut refused = 0;
    for id in accept.ids {
        let decision = (&by, SystemClock.now());
        let line = match moderation::accept(connection, &desk.room(), (id, &how), decision).await {
            Ok(written) if accept.by.json => serde_json::to_string(&written)?,
            Ok(written) => {
                let version =
                    written.version.map(|version| format!(" version {version}")).unwrap_or_default();
                format!("{id}  {} {}{version}", written.outcome, written.id)
            }
            Err(problem) => {
                refused += 1;
                if accept.by.json { problem.value().to_string() } else { format!("{id}  {problem}") }
            }
        };
        print(&line)?;
    }
    change::wake(connection).await?;
    Ok(if refused > 0 { ExitCode::from(super::SOME_REJECTED) } else { ExitCode::SUCCESS })
}

async fn reject_all(connection: &mut PgConnection, reject: Reject) -> anyhow::Result<ExitCode> {
    let by = reject.by.account(connection, Deed::Review).await?;
    ensure!(!reject.answer.trim().is_empty(), "the authors are to be told why: --answer");
    let site = reject.by.site()?;
    let mut refused = 0;
    for id in reject.ids {
        let decision = (&by, SystemClock.now());
        let line = match moderation::reject(connection, &site, (id, &reject.answer), decision).await {
            Ok(()) if reject.by.json => serde_json::json!({ "id": id, "state": "rejected" }).to_string(),
            Ok(()) => format!("{id}  rejected"),
            Err(problem) => {
                refused += 1;
                if reject.by.json { problem.value().to_string() } else { format!("{id}  {problem}") }
            }
        };
        print(&line)?;
    }
    Ok(if refused > 0 { ExitCode::from(super::SOME_REJECTED) } else { ExitCode::SUCCESS })
}

async fn decide_report(connection: &mut PgConnection, report: DecidedReport) -> anyhow::Result<ExitCode> {
    let DecidedReport { decided, close, merge_into } = report;
    let act = close.then_some(Act::Close).or(merge_into.map(Act::Merge));
    let accepted = decided.decision == "accepted";
    ensure!(accepted || act.is_none(), "only with a report that is accepted something is done");
    let by = decided.by.account(connection, Deed::Decide).await?;
    let desk = Desk::load(connection, decided.by.site()?).await?;
    let how = ReportDecision { accepted, act, seen: &[], answer: &decided.answer };
    let decision = (&by, SystemClock.now());
    let done = moderation::decide_report(connection, &desk.room(), (decided.id, how), decision).await;
    let view = ReportView::new(done.map_err(explained)?, &Site::default());
    change::wake(connection).await?;
    told(&view, decided.by.json, ReportView::line)
}

async fn take_out(connection: &mut PgConnection, redact: Redact) -> anyhow::Result<ExitCode> {
    let by = redact.by.account(connection, Deed::Redact).await?;
    ensure!(!redact.reason.trim().is_empty(), "why is to stand in the history: --reason");
    let desk = Desk::load(connection, redact.by.site()?).await?;
    let Redact { establishment, version, member, reason: why, replacement, .. } = redact;
    let redaction = Redaction { establishment, version, member, why, replacement };
    let decision = (&by, SystemClock.now());
    let done = moderation::redact(connection, &desk.room(), &redaction, decision).await.map_err(explained)?;
    change::wake(connection).await?;
    told(&done, redact.by.json, |done| format!("taken out of {} versions: {}", done.versions, done.redaction))
}

async fn trust(connection: &mut PgConnection, named: &str, trusted: bool) -> anyhow::Result<ExitCode> {
    let account = find(connection, named).await?;
    store::trust(connection, account.id, trusted.then(|| SystemClock.now())).await?;
    let what = if trusted { "go through" } else { "wait as those of others" };
    print(&format!("first edits of {} {what}", account.name))
}
