//! `GET /moderation/{kind}/{id}`: what is asked, by whom, of which place; and the form that decides.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use super::{Moderator, PathItem};
use crate::auth::kept;
use crate::extract::{Fields, Params, QueryParams, lang};
use crate::moderation::{Desk, Item};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, Deciding, ItemPage, text_of};

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemParams {
    /// What was just decided.
    done: Option<String>,
    /// Names what was typed before the session was found to have ended.
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ItemParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { done: fields.take("done"), kept: fields.take("kept"), lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathItem(kind, id): PathItem,
    Params(params): Params<ItemParams>,
    Moderator(signed_in): Moderator,
) -> Result<Response, Problem> {
    let kept = kept(&state, params.kept.as_deref()).await?;
    let typed = |name: &str| text_of(&kept, name).to_owned();
    let (answer, act, into) = (typed("answer"), typed("act"), typed("into"));
    let deciding = Deciding { done: params.done, answer, act, into, ..Deciding::default() };
    let item = Item::load(&state, (kind, id), params.lang).await?;
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(params.lang);
    web::page(&ItemPage::new(item, deciding, &signed_in, &teller)).map(web::private)
}
