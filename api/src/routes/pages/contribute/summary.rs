//! `GET` and `POST /contribute/drafts/{id}/summary`: what a draft says, and publishing it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use super::drafted::{Drafted, Wanted, looked_at, sent};
use super::publish;
use crate::auth::{Instead, PageForm, Visitor};
use crate::drafts::page_of;
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::problem::Problem;
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, SummaryPage, Tongue, Trouble};

/// What a page of a draft is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftParams {
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    pub kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    pub lang: Lang,
}

impl QueryParams for DraftParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { kept: fields.take("kept"), lang: lang(fields)? })
    }
}

/// `GET`: what it says.
pub(crate) async fn page(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(DraftParams { lang, .. }): Params<DraftParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let own = Tongue(lang).to(&page_of(id.as_uuid(), "summary"));
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang, headers: &headers };
    let Drafted { open, .. } = looked_at(&state, &wanted, visitor.as_ref()).await?;
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let page = SummaryPage::new(&open, Trouble::default(), sending(&state, csrf), lang);
    Ok(web::page(&page).map(web::private)?)
}

/// `POST`: publishes it.
pub(crate) async fn publish(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(DraftParams { lang, .. }): Params<DraftParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let own = Tongue(lang).to(&page_of(id.as_uuid(), "summary"));
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang, headers: &headers };
    let drafted = sent(&state, &wanted, &form).await?;
    Ok(publish::publish(&state, drafted, &form, lang).await?)
}
