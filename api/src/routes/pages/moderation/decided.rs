//! `GET /moderation/decided`: what moderators decided, the latest first.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_store::moderation::{self, DecidedFilter};
use time::{Duration, OffsetDateTime};
use utoipa::IntoParams;
use uuid::Uuid;

use super::Moderator;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::moderation::Kind;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, DecidedPage};

/// Decisions on a page.
const PER_PAGE: usize = 20;

/// Which decisions.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DecidedParams {
    /// Of this kind: suggestion, report, claim or proposal.
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    /// Made before this instant, in microseconds since 1970.
    before: Option<i64>,
    /// Of those of that instant, before this one.
    #[param(value_type = Option<Uuid>)]
    id: Option<Uuid>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for DecidedParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            kind: fields.word("kind", &Kind::WORDS)?,
            before: fields.within("before", 0..=253_402_300_799_000_000)?,
            id: fields.parsed("id")?,
            lang: lang(fields)?,
        })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<DecidedParams>,
    _: Moderator,
) -> Result<Response, Problem> {
    let now = state.clock().now() + Duration::DAY;
    let before = params.before.map_or(now, |at| OffsetDateTime::UNIX_EPOCH + Duration::microseconds(at));
    let filter = DecidedFilter { kind: params.kind.map(Kind::word), by: None };
    let from = (before, params.id.unwrap_or(Uuid::max()));
    let mut records = state
        .query(async |connection| moderation::decided(connection, filter, from, PER_PAGE as i64 + 1).await)
        .await?;
    let more = records.len() > PER_PAGE;
    records.truncate(PER_PAGE);
    web::page(&DecidedPage::new(&records, (params.kind, more), params.lang)).map(web::private)
}
