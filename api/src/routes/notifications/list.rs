//! `GET /api/v1/me/notifications`: what became of what one did.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_store::moderation::{self, NotificationRecord};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::moderation::sentence_of;
use crate::problem::{Problem, ProblemView};
use crate::site::Site;
use crate::state::AppState;
use crate::view::{Body, Paging, page_urls, personal};

const PATH: &str = "/api/v1/me/notifications";

/// Which notifications.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NotificationsParams {
    /// Only those that were not read.
    #[param(value_type = Option<bool>)]
    unread: bool,
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
    /// How many on a page, 1 to 100; 20 unless given.
    #[expect(dead_code, reason = "declares what the document says")]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, example = 50)]
    limit: (),
    /// Where the page before ended: follow `next`, do not build it.
    #[expect(dead_code, reason = "declares what the document says")]
    #[param(value_type = Option<String>)]
    cursor: (),
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for NotificationsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let query = fields.canonical();
        let (unread, lang) = (fields.switch("unread")?.unwrap_or(false), lang(fields)?);
        let paging = Paging::new(PATH, query, fields.parsed("limit")?, fields.take("cursor"));
        Ok(Self { unread, lang, limit: (), cursor: (), paging })
    }
}

/// A page of notifications.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationsView {
    /// The newest first.
    notifications: Vec<NotificationView>,
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: Option<String>,
}

/// What one is told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationView {
    /// Id.
    id: Uuid,
    /// About what one did: `suggestion`, `report`, `claim`; or about what others did: `reported` (a place that one
    /// described was reported), `redaction` (a text of one's own was taken out); or, of a place that one manages, about what
    /// people said: `asked` (an answer was missing), `proved`, `disproved` (what is said was true on the spot, or was not).
    /// These come once until they are read, however many people say the same.
    #[schema(example = "suggestion")]
    kind: String,
    /// The id of that suggestion, report or claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Uuid>,
    /// The establishment.
    #[serde(skip_serializing_if = "Option::is_none")]
    establishment: Option<Uuid>,
    /// Its address here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    url: Option<String>,
    /// Which answer people spoke of; absent where they spoke of everything that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "entree_largeur_mini")]
    criterion: Option<String>,
    /// `accepted` or `rejected`.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    /// What moderators answered.
    #[serde(skip_serializing_if = "String::is_empty")]
    answer: String,
    /// In a sentence.
    text: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// Whether it was read.
    read: bool,
}

impl NotificationView {
    pub fn new(record: NotificationRecord, site: &Site, lang: Lang) -> Self {
        Self {
            text: sentence_of(&record.kind, record.decision.as_deref(), lang).to_owned(),
            id: record.id,
            kind: record.kind,
            about: record.about,
            criterion: record.criterion,
            establishment: record.establishment_id,
            url: record.establishment_id.map(|id| site.url_of("/api/v1/establishments/", id)),
            decision: record.decision,
            answer: record.answer,
            at: record.created_at,
            read: record.read_at.is_some(),
        }
    }
}

/// Notifications
///
/// What became of one's suggestions, reports and claims, and what was decided about places that one described; the newest
/// first.
#[utoipa::path(
    get,
    path = "/api/v1/me/notifications",
    operation_id = "listNotifications",
    tag = "moderation",
    params(NotificationsParams),
    responses(
        (status = 200, description = "A page of notifications", body = NotificationsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<NotificationsParams>,
    caller: Caller,
) -> Result<Response, Problem> {
    let (paging, of) = (params.paging, (caller.account.id, params.unread));
    let before = paging.after(&state)?;
    let most = paging.limit.and_one();
    let found = state.query(async |connection| moderation::notifications(connection, of, before, most).await);
    let mut records = found.await?;
    let next = paging.cut(&mut records, |record| record.id);
    let urls = page_urls(&state, &paging, next);
    let view = |record| NotificationView::new(record, state.site(), params.lang);
    let notifications = records.into_iter().map(view).collect();
    let body = Body::json(&NotificationsView { notifications, next: urls.next.clone() })?;
    Ok(urls.on(personal(body.into_response())))
}
