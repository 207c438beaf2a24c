//! `POST /contribute`: which place is meant; a new one begins as a draft.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;

use super::description::{candidates, check, described};
use crate::auth::{Instead, PageForm};
use crate::drafts::{self, Drafter, Pairs, page_of};
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, Adding, ContributePage, DraftLine, PLACE_FIELDS, Tongue};

const PATH: &str = "/contribute";

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(lang);
    form.sender(&state, true, &tongue.to(PATH)).await?;
    let mut adding = Adding { typed: place_of(&form), ..Adding::default() };
    let sure = !form.typed("sure").is_empty();
    if let Some(status) = judge(&state, &mut adding, sure, tongue).await? {
        return again(&state, &form, adding, (status, lang)).await;
    }
    let drafter = Drafter::of(&headers, &state, form.visitor());
    let Some(begun) = drafts::begin(&state, drafter.clone(), None, &adding.typed).await? else {
        let begun = drafts::list(&state, &drafter).await?;
        adding.drafts = begun.iter().map(|draft| DraftLine::new(draft, tongue)).collect();
        adding.wrong.push(("drafts".to_owned(), too_many(tongue)));
        return again(&state, &form, adding, (StatusCode::UNPROCESSABLE_ENTITY, lang)).await;
    };
    let next = Redirect::to(&tongue.to(&page_of(begun.id, "questions"))).into_response();
    Ok(with_cookie(next, begun.cookie))
}

/// What was typed of the place.
pub(super) fn place_of(form: &PageForm) -> Pairs {
    let typed = PLACE_FIELDS.iter().map(|name| ((*name).to_owned(), form.typed(name).trim().to_owned()));
    typed.filter(|(_, text)| !text.is_empty()).collect()
}

/// Looks for places that may be meant, unless the writer is sure that it is none of them, and for what is wrong; the
/// status to answer with then.
pub(super) async fn judge(
    state: &AppState,
    adding: &mut Adding,
    sure: bool,
    tongue: Tongue,
) -> Result<Option<StatusCode>, Problem> {
    let body = described(&*state.catalogue().await?, adding, tongue);
    if !sure && !adding.wrong.iter().any(|(name, _)| name == "name" || name == "commune") {
        adding.alike = candidates(state, &adding.typed).await?;
        if !adding.alike.is_empty() {
            adding.wrong.clear();
            return Ok(Some(StatusCode::CONFLICT));
        }
    }
    if adding.wrong.is_empty() {
        check(state, &body, adding, tongue).await?;
    }
    Ok((!adding.wrong.is_empty()).then_some(StatusCode::UNPROCESSABLE_ENTITY))
}

/// The form again, with what was typed.
pub(super) async fn again(
    state: &AppState,
    form: &PageForm,
    adding: Adding,
    (status, lang): (StatusCode, Lang),
) -> Result<Response, Instead> {
    let reference = state.reference().await?;
    let page = ContributePage::new(&reference, adding, sending(state, form.csrf()), lang);
    Ok((status, web::page(&page).map(web::private)?).into_response())
}

/// With the cookie by which the browser finds its drafts again.
pub(super) fn with_cookie(mut answer: Response, cookie: Option<axum::http::HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

pub(super) fn too_many(tongue: Tongue) -> String {
    let (fr, en) = (
        "Vous avez déjà trop de brouillons : publiez-en un, ou supprimez-le.",
        "You have too many drafts already: publish one, or delete it.",
    );
    tongue.say(fr, en).to_owned()
}
