//! `GET /account/contributions`: what one wrote, page by page.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::{Cursor, EstablishmentId};
use plainpied_store::establishment;
use plainpied_store::history::{self, VersionRecord, Written};
use time::OffsetDateTime;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::Member;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::moderation::Desk;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, ContributionsPage};

/// Versions on a page.
const PER_PAGE: usize = 20;
/// What cursors of this list are sealed for.
const PURPOSE: &str = "own contributions";

/// Which page.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContributionsPageParams {
    /// Where the page before ended.
    #[param(value_type = Option<String>)]
    cursor: Option<String>,
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ContributionsPageParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { cursor: fields.take("cursor"), lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Member(signed_in): Member,
    Params(params): Params<ContributionsPageParams>,
) -> Result<Response, Problem> {
    let before = params.cursor.as_deref().map(|cursor| opened(&state, cursor)).transpose()?;
    let account = signed_in.account.id;
    let (mut versions, names) = state
        .query(async |connection| {
            let versions =
                history::versions_by_before(connection, account, before, PER_PAGE as i64 + 1).await?;
            let places: Vec<EstablishmentId> =
                versions.iter().map(|version| version.establishment_id.into()).collect();
            let names: HashMap<Uuid, String> =
                establishment::names(connection, &places).await?.into_iter().collect();
            Ok((versions, names))
        })
        .await?;
    let more = versions.len() > PER_PAGE;
    versions.truncate(PER_PAGE);
    let older = versions.last().filter(|_| more).map(|last| sealed(&state, last));
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(params.lang);
    let page = ContributionsPage::new(versions, &names, (before.is_none(), older), &teller);
    web::page(&page).map(web::private)
}

/// Where the page ends that ends with this version.
fn sealed(state: &AppState, last: &VersionRecord) -> String {
    let micros = last.at.unix_timestamp_nanos() / 1_000;
    let after = format!("{micros} {} {}", last.establishment_id, last.version);
    Cursor::new(after).seal(state.cursor_key(), PURPOSE)
}

fn opened(state: &AppState, cursor: &str) -> Result<Written, Problem> {
    let wrong = || Problem::parameter("cursor", "it is none of this list; begin at its first page");
    let opened = Cursor::open(cursor, state.cursor_key(), PURPOSE).map_err(|error| wrong().cause(error))?;
    read(&opened.after).ok_or_else(wrong)
}

fn read(after: &str) -> Option<Written> {
    let mut parts = after.split(' ');
    let micros: i128 = parts.next()?.parse().ok()?;
    let at = OffsetDateTime::from_unix_timestamp_nanos(micros.checked_mul(1_000)?).ok()?;
    Some((at, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
