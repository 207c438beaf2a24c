//! One thing that waits for the moderators, or waited, with all that they look at before they decide.

use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use plainpied_store::history::{self, VersionRecord};
use plainpied_store::moderation::{self as store, AccountFigures};
use plainpied_store::{PgConnection, account, establishment};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Desk, Kind, SuggestionView, examine, found, found_claim, found_report, proposal};
use crate::problem::Problem;
use crate::state::AppState;

/// Versions of the place that are shown.
const VERSIONS: i64 = 5;

/// What is looked at.
#[derive(Debug)]
pub(crate) struct Item {
    pub kind: Kind,
    pub id: Uuid,
    /// Why a suggestion waits; the kind of a report or proposal.
    pub about: String,
    /// What is said.
    pub says: String,
    /// What is said beside the words: an address, a number.
    pub proofs: Vec<String>,
    pub at: OffsetDateTime,
    pub establishment: Option<Uuid>,
    /// The name of the establishment.
    pub place: Option<String>,
    /// Whether the establishment is no longer there.
    pub is_gone: bool,
    pub author: Option<Uuid>,
    /// The name of the author, unless the account was deleted.
    pub author_name: Option<String>,
    /// What the author did so far.
    pub figures: Option<AccountFigures>,
    pub assignee: Option<Uuid>,
    /// The name of the moderator who looks after it.
    pub assignee_name: Option<String>,
    /// Who may look after it, while it waits: accounts and their names.
    pub moderators: Vec<(Uuid, String)>,
    /// None while it waits.
    pub decision: Option<String>,
    pub answer: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    /// What a suggestion would change.
    pub suggestion: Option<SuggestionView>,
    /// The latest versions of the place, the newest first.
    pub versions: Vec<VersionRecord>,
}

impl Item {
    /// Reads it.
    ///
    /// # Errors
    /// 404; the database cannot answer.
    pub async fn load(state: &AppState, (kind, id): (Kind, Uuid), lang: Lang) -> Result<Self, Problem> {
        let mut connection = state.acquire().await?;
        let mut item = match kind {
            Kind::Suggestion => suggestion(state, &mut connection, id, lang).await?,
            Kind::Report => report(&mut connection, id).await?,
            Kind::Claim => claim(&mut connection, id).await?,
            Kind::Proposal => idea(&mut connection, id).await?,
        };
        if let Some(id) = item.establishment {
            let record = establishment::get(&mut connection, id.into()).await?;
            item.is_gone = record.is_none();
            item.place = record.map(|record| record.name).or(item.place);
            item.versions = history::versions(&mut connection, id.into(), None, VERSIONS).await?;
        }
        if let Some(author) = item.author {
            item.figures = Some(store::figures(&mut connection, author).await?);
        }
        if item.decision.is_none() && kind != Kind::Proposal {
            item.moderators = account::of_roles(&mut connection, Action::Decide.rule().roles).await?;
        }
        let people: Vec<Uuid> = [item.author, item.assignee].into_iter().flatten().collect();
        for (id, name) in account::names(&mut connection, &people).await? {
            if item.author == Some(id) {
                item.author_name = Some(name.clone());
            }
            if item.assignee == Some(id) {
                item.assignee_name = Some(name);
            }
        }
        Ok(item)
    }

    fn new((kind, id): (Kind, Uuid), at: OffsetDateTime) -> Self {
        Self {
            kind,
            id,
            about: String::new(),
            says: String::new(),
            proofs: Vec::new(),
            at,
            establishment: None,
            place: None,
            is_gone: false,
            author: None,
            author_name: None,
            figures: None,
            assignee: None,
            assignee_name: None,
            moderators: Vec::new(),
            decision: None,
            answer: None,
            decided_at: None,
            suggestion: None,
            versions: Vec::new(),
        }
    }
}

async fn suggestion(
    state: &AppState,
    connection: &mut PgConnection,
    id: Uuid,
    lang: Lang,
) -> Result<Item, Problem> {
    let record = found(connection, id).await?;
    let desk = Desk::of(state).await?;
    let item = Item {
        about: record.held.clone(),
        says: record.body["reason"].as_str().unwrap_or_default().to_owned(),
        place: record.body["name"].as_str().map(str::to_owned),
        establishment: record.establishment_id.or(record.written_id),
        author: record.account_id,
        assignee: record.assignee_id,
        decision: record.decision.clone(),
        answer: record.answer.clone(),
        decided_at: record.decided_at,
        ..Item::new((Kind::Suggestion, id), record.created_at)
    };
    let view = examine(connection, &desk.room(), record, (lang, state.clock().now())).await?;
    Ok(Item { suggestion: Some(view), ..item })
}

async fn report(connection: &mut PgConnection, id: Uuid) -> Result<Item, Problem> {
    let record = found_report(connection, id).await?;
    Ok(Item {
        about: record.kind,
        says: record.message,
        establishment: Some(record.establishment_id),
        author: record.account_id,
        assignee: record.assignee_id,
        decision: record.decision,
        answer: record.answer,
        decided_at: record.decided_at,
        ..Item::new((Kind::Report, id), record.created_at)
    })
}

async fn claim(connection: &mut PgConnection, id: Uuid) -> Result<Item, Problem> {
    let record = found_claim(connection, id).await?;
    let siret = record.siret.map(|siret| format!("SIRET {siret}"));
    Ok(Item {
        says: record.message,
        proofs: record.website.into_iter().chain(siret).collect(),
        establishment: Some(record.establishment_id),
        author: Some(record.account_id),
        assignee: record.assignee_id,
        decision: record.decision,
        answer: record.answer,
        decided_at: record.decided_at,
        ..Item::new((Kind::Claim, id), record.created_at)
    })
}

async fn idea(connection: &mut PgConnection, id: Uuid) -> Result<Item, Problem> {
    let record = proposal(connection, id).await?;
    Ok(Item {
        about: record.kind,
        says: record.text,
        proofs: record.about.into_iter().collect(),
        author: record.account_id,
        decision: Some(record.state).filter(|state| state != "open"),
        answer: record.answer,
        decided_at: record.answered_at,
        ..Item::new((Kind::Proposal, id), record.created_at)
    })
}
