//! `GET` and `POST /account/notifications`: what became of what one did; and that it was read.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_store::moderation;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::{Instead, Member, PageForm};
use crate::extract::{Fields, LangParams, Params, QueryParams, lang};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, NotificationsPage, Tongue};

const PAGE: &str = "/account/notifications";
/// Notifications on a page.
const PER_PAGE: usize = 20;

/// Which notifications.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NotificationsParams {
    /// Before this one.
    #[param(value_type = Option<Uuid>)]
    before: Option<Uuid>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for NotificationsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { before: fields.parsed("before")?, lang: lang(fields)? })
    }
}

/// `GET`: the latest first.
pub(crate) async fn get(
    State(state): State<AppState>,
    Params(params): Params<NotificationsParams>,
    Member(signed_in): Member,
) -> Result<Response, Problem> {
    let mut records = state
        .query(async |connection| {
            let of = (signed_in.account.id, false);
            moderation::notifications(connection, of, params.before, PER_PAGE as i64 + 1).await
        })
        .await?;
    let more = records.len() > PER_PAGE;
    records.truncate(PER_PAGE);
    let page = NotificationsPage::new(&records, more, signed_in.csrf, params.lang);
    web::page(&page).map(web::private)
}

/// `POST`: all up to `up_to` was read.
pub(crate) async fn read(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let page = Tongue(lang).to(PAGE);
    let signed_in = form.signed_in_or_keep(&state, &page).await?;
    let up_to = form.typed("up_to").parse().map_err(|error| Problem::parameter("up_to", error))?;
    let (account, now) = (signed_in.account.id, state.clock().now());
    state
        .query(async |connection| moderation::read_notifications(connection, account, up_to, now).await)
        .await?;
    Ok(Redirect::to(&page).into_response())
}
