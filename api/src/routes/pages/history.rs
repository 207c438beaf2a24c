//! `GET /establishments/{id}/history`: everything that was ever written of a place; two versions compared.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::account::Account;
use plainpied_store::history::{self, VersionRecord};
use plainpied_store::{PgConnection, StoreError, account, establishment};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::Visitor;
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::moderation::{Desk, between};
use crate::problem::{Problem, code};
use crate::routes::pages::steward::acts_of;
use crate::state::AppState;
use crate::web::{self, History, HistoryPage, Undoing};
use crate::writing::author_of;

/// Versions on a page.
const PER_PAGE: i64 = 20;
/// Versions between two that are compared, at most: more take more reading than anybody would wait for.
const MOST: i32 = 1_000;

/// Which versions.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryParams {
    /// Only versions before this one.
    #[param(value_type = Option<i32>, minimum = 1)]
    before: Option<i32>,
    /// The older of two versions that are compared.
    #[param(value_type = Option<i32>, minimum = 1)]
    from: Option<i32>,
    /// The newer of two versions that are compared.
    #[param(value_type = Option<i32>, minimum = 1)]
    to: Option<i32>,
    /// What was just done here.
    #[param(value_type = Option<String>)]
    said: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for HistoryParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let mut version = |name| fields.within(name, 1..=i32::MAX);
        let (before, from, to) = (version("before")?, version("from")?, version("to")?);
        // Whoever chose them the wrong way round means the same.
        let (from, to) = if from > to { (to, from) } else { (from, to) };
        if from.zip(to).is_some_and(|(from, to)| to - from > MOST) {
            return Err(Problem::parameter(
                "from",
                format!("at most {MOST} versions may lie between two that are compared"),
            ));
        }
        Ok(Self { before, from, to, said: fields.take("said"), lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Visitor(visitor): Visitor,
    Params(params): Params<HistoryParams>,
) -> Result<Response, Problem> {
    let read = state.query(async |connection| read(connection, id, &params).await).await?;
    if read.versions.is_empty() {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(format!("there is no establishment {id}"))
            .at("id"));
    }
    let more =
        read.versions.len() as i64 == PER_PAGE && read.versions.last().is_some_and(|last| last.version > 1);
    let between = params
        .from
        .zip(params.to)
        .map(|(from, to)| (from, to, between(read.between.iter().rev().map(|version| &version.diff))));
    let authors = read.versions.iter().map(|version| match author_of(&version.actor) {
        Some(account) => read.names.get(&account).cloned().unwrap_or_default(),
        None => version.actor.clone(),
    });
    let history = History {
        id,
        name: read.name.as_deref(),
        versions: &read.versions,
        authors: authors.collect(),
        disagreements: &read.disagreements,
        compared: between,
        redactions: &read.redactions,
        redacts: visitor.as_ref().is_some_and(|by| Action::Redact.rule().roles.contains(&by.account.role)),
        more,
        said: params.said.as_deref(),
        acts: acts_of(&state, visitor.as_ref(), (id, read.name.is_some())).await?,
        undoing: visitor.as_ref().map(|visitor| undoing(&visitor.account)).unwrap_or_default(),
    };
    let desk = Desk::of(&state).await?;
    let page = web::page(&HistoryPage::new(&history, &desk.teller(params.lang)))?;
    Ok(if visitor.is_some() { web::private(page) } else { page })
}

/// Which versions an account may undo.
fn undoing(account: &Account) -> Undoing {
    let may = |action: Action| action.rule().roles.contains(&account.role);
    Undoing { any: may(Action::Revert), all: may(Action::RevertAccount), own: Some(account.id) }
}

struct Read {
    name: Option<String>,
    versions: Vec<VersionRecord>,
    between: Vec<VersionRecord>,
    disagreements: Vec<history::DisagreementRecord>,
    redactions: Vec<history::RedactionRecord>,
    names: HashMap<Uuid, String>,
}

async fn read(
    connection: &mut PgConnection,
    id: EstablishmentId,
    params: &HistoryParams,
) -> Result<Read, StoreError> {
    let versions = history::versions(connection, id, params.before, PER_PAGE).await?;
    let between = match params.from.zip(params.to) {
        Some((from, to)) => {
            history::versions(connection, id, to.checked_add(1), i64::from(to - from)).await?
        }
        None => Vec::new(),
    };
    let authors: Vec<Uuid> = versions.iter().filter_map(|version| author_of(&version.actor)).collect();
    Ok(Read {
        name: establishment::get(connection, id).await?.map(|record| record.name),
        between,
        disagreements: history::disagreements(connection, id).await?,
        redactions: history::redactions(connection, id).await?,
        names: account::names(connection, &authors).await?.into_iter().collect(),
        versions,
    })
}
