//! `GET /moderation`: all that waits, the oldest first.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_store::moderation::{self, WaitingFilter};
use utoipa::IntoParams;
use uuid::Uuid;

use super::Moderator;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::moderation::Kind;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, Queued, WaitingPage};

/// Entries on a page.
const PER_PAGE: usize = 20;

/// Which entries.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueParams {
    /// Of this kind: suggestion, report, claim or proposal.
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    /// Looked after by `me`, or by `nobody`.
    #[param(value_type = Option<String>)]
    assignee: Option<&'static str>,
    /// After this one.
    #[param(value_type = Option<Uuid>)]
    after: Option<Uuid>,
    /// What was just decided.
    done: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for QueueParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            kind: fields.word("kind", &Kind::WORDS)?,
            assignee: fields.word("assignee", &[("me", "me"), ("nobody", "nobody")])?,
            after: fields.parsed("after")?,
            done: fields.take("done"),
            lang: lang(fields)?,
        })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<QueueParams>,
    Moderator(signed_in): Moderator,
) -> Result<Response, Problem> {
    let me = signed_in.account.id;
    let filter = WaitingFilter {
        kind: params.kind.map(Kind::word),
        assignee: Some(me).filter(|_| params.assignee == Some("me")),
        unassigned: params.assignee == Some("nobody"),
    };
    let (mut records, counts) = state
        .query(async |connection| {
            let records = moderation::waiting(connection, filter, params.after, PER_PAGE as i64 + 1).await?;
            Ok((records, moderation::waiting_counts(connection, me).await?))
        })
        .await?;
    let more = records.len() > PER_PAGE;
    records.truncate(PER_PAGE);
    let queued = Queued { records, counts, more, kind: params.kind, assignee: params.assignee };
    web::page(&WaitingPage::new(queued, params.done.as_deref(), params.lang)).map(web::private)
}
