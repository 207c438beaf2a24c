//! Drafts: what somebody has begun to say of a place, kept until it is published or deleted, or has lapsed.

mod fields;
mod open;
mod steps;

use axum::http::{HeaderMap, HeaderValue};
use plainpied_domain::EstablishmentId;
use plainpied_store::draft::{self, DraftOwner, DraftRecord, NewDraft};
use plainpied_store::{Connection, StoreError};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

pub(crate) use fields::{Pairs, about, answer_of, overlaid, put, value_of};
pub(crate) use open::{Open, seen};
pub(crate) use steps::{Step, steps};

use crate::auth::{SignedIn, Token, drafts_cookie, drafts_token};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::web::text_of;

/// A draft that nobody touches for so long lapses.
pub(crate) const LASTS: Duration = Duration::days(30);
/// Drafts of an account, and of a browser whose reader is not signed in.
const MOST: i64 = 20;
const MOST_OF_BROWSER: i64 = 5;
/// Bytes of the fields of a draft: more than all answers take.
const LARGEST: usize = 64 * 1024;

/// Whose drafts a request may see.
#[derive(Debug, Clone)]
pub(crate) struct Drafter {
    account: Option<Uuid>,
    token: Option<Token>,
    hash: Option<Vec<u8>>,
}

/// A draft.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub id: Uuid,
    /// The place that is described; none: a new one.
    pub establishment: Option<EstablishmentId>,
    /// What it is called: the place as it is known, or as the draft names it.
    pub name: String,
    pub fields: Pairs,
    pub updated_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// A draft that was begun.
#[derive(Debug)]
pub(crate) struct Begun {
    pub id: Uuid,
    /// By which the browser of somebody who is not signed in finds it again.
    pub cookie: Option<HeaderValue>,
}

impl Drafter {
    /// Whoever sends a request.
    pub fn of(headers: &HeaderMap, state: &AppState, signed_in: Option<&SignedIn>) -> Self {
        let token = drafts_token(headers, state.site());
        let hash = token.as_ref().map(Token::hash);
        Self { account: signed_in.map(|signed_in| signed_in.account.id), token, hash }
    }

    fn owner(&self) -> DraftOwner<'_> {
        DraftOwner { account: self.account, token_hash: self.hash.as_deref() }
    }

    /// Whether nothing leads to a draft.
    fn is_nobody(&self) -> bool {
        self.account.is_none() && self.hash.is_none()
    }

    /// The cookie, which lasts as long as what was just touched.
    fn cookie(&self, state: &AppState) -> Result<Option<HeaderValue>, Problem> {
        let token = self.token.as_ref().filter(|_| self.account.is_none());
        token.map(|token| drafts_cookie(state.site(), token, LASTS)).transpose()
    }
}

impl Draft {
    fn read(record: DraftRecord) -> Result<Self, Problem> {
        let fields: Pairs = serde_json::from_value(record.fields)?;
        let own = text_of(&fields, "name").to_owned();
        Ok(Self {
            id: record.id,
            establishment: record.establishment_id.map(EstablishmentId::from),
            name: record.establishment_name.unwrap_or(own),
            fields,
            updated_at: record.updated_at,
            expires_at: record.expires_at,
        })
    }

    /// What stands under a name; empty: nothing.
    pub fn typed(&self, name: &str) -> &str {
        text_of(&self.fields, name)
    }

    /// A page of it.
    pub fn page(&self, name: &str) -> String {
        page_of(self.id, name)
    }
}

/// A page of a draft.
pub(crate) fn page_of(id: Uuid, name: &str) -> String {
    format!("/contribute/drafts/{id}/{name}")
}

/// Begins a draft; none: its owner has too many.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn begin(
    state: &AppState,
    mut drafter: Drafter,
    establishment: Option<EstablishmentId>,
    fields: &[(String, String)],
) -> Result<Option<Begun>, Problem> {
    if drafter.is_nobody() {
        let token = Token::of(rand::random());
        drafter = Drafter { hash: Some(token.hash()), token: Some(token), ..drafter };
    }
    let (at, most) = (state.clock().now(), if drafter.account.is_some() { MOST } else { MOST_OF_BROWSER });
    let id = EstablishmentId::new(at, rand::random()).as_uuid();
    let fields = bounded(fields)?;
    let new =
        NewDraft { id, owner: drafter.owner(), establishment, fields: &fields, at, expires_at: at + LASTS };
    let mut connection = state.acquire().await?;
    let done = in_time(draft::add(&mut connection, &new, most)).await?;
    Ok(if done { Some(Begun { id, cookie: drafter.cookie(state)? }) } else { None })
}

/// A draft that whoever asks may see.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn find(state: &AppState, drafter: &Drafter, id: Uuid) -> Result<Option<Draft>, Problem> {
    if drafter.is_nobody() {
        return Ok(None);
    }
    let mut connection = state.acquire().await?;
    let now = state.clock().now();
    in_time(draft::get(&mut connection, id, drafter.owner(), now)).await?.map(Draft::read).transpose()
}

/// The drafts that whoever asks may see, the last touched first.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn list(state: &AppState, drafter: &Drafter) -> Result<Vec<Draft>, Problem> {
    if drafter.is_nobody() {
        return Ok(Vec::new());
    }
    let mut connection = state.acquire().await?;
    let drafts = in_time(draft::of_owner(&mut connection, drafter.owner(), state.clock().now())).await?;
    drafts.into_iter().map(Draft::read).collect()
}

/// Changes the fields of a draft, which lasts longer then; the cookie to send along.
///
/// # Errors
/// 404 for a draft that is gone, 413 for one that would be too large.
pub(crate) async fn change(
    state: &AppState,
    drafter: &Drafter,
    id: Uuid,
    change: impl FnOnce(&mut Pairs),
) -> Result<Option<HeaderValue>, Problem> {
    let now = state.clock().now();
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    let Some(fields) = draft::locked_fields(&mut transaction, id, drafter.owner(), now).await? else {
        return Err(gone());
    };
    let mut fields: Pairs = serde_json::from_value(fields)?;
    change(&mut fields);
    let fields = bounded(&fields)?;
    draft::change(&mut transaction, (id, drafter.account), &fields, (now, now + LASTS)).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    drafter.cookie(state)
}

/// Deletes a draft.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn discard(state: &AppState, drafter: &Drafter, id: Uuid) -> Result<(), Problem> {
    let mut connection = state.acquire().await?;
    in_time(draft::discard(&mut connection, id, drafter.owner())).await?;
    Ok(())
}

/// 404: it was published or deleted, or has lapsed.
pub(crate) fn gone() -> Problem {
    Problem::new(&code::NOT_FOUND).detail("this draft is no longer there").at("draft")
}

fn bounded(fields: &[(String, String)]) -> Result<serde_json::Value, Problem> {
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > LARGEST {
        return Err(Problem::new(&code::LARGE_BODY).detail("this draft is too large"));
    }
    Ok(serde_json::to_value(fields)?)
}
