//! `/signin/{token}`: a link that was mailed. Looking at it changes nothing, as programs look at the links in mails too:
//! the page has a button.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::signin::entered;
use crate::auth::PageForm;
use crate::extract::{LangParams, Params, PathPart};
use crate::guard::Attempt;
use crate::people::{self, Followed, Promise};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, LinkPage};

/// `GET`: the button.
pub(crate) async fn get(
    State(state): State<AppState>,
    PathPart(token): PathPart,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let Promise { email, new } = people::promised(&state, &token).await?;
    web::page(&LinkPage::new(lang, (&token, email), new)).map(web::private)
}

/// `POST`: signs in.
pub(crate) async fn post(
    State(state): State<AppState>,
    PathPart(token): PathPart,
    Params(LangParams { lang }): Params<LangParams>,
    _: Attempt,
    request: Request,
) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let mut form = PageForm::from_request(request, &state).await?;
    let typed = form.fields.take("name").unwrap_or_default();
    let name = people::name_of(&typed);
    match people::follow(&state, &token, name.as_deref().ok(), &headers).await? {
        Followed::Entered(entry) => Ok(entered(*entry)),
        Followed::NameWanted => {
            let Promise { email, new } = people::promised(&state, &token).await?;
            let page = LinkPage::new(lang, (&token, email), new).wrong_name(typed);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response())
        }
    }
}
