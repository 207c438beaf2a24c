//! `/signin`: by a link that is mailed, or by a password.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::auth::{PageForm, Visitor, next};
use crate::extract::{Fields, LangParams, Params, QueryParams, lang};
use crate::guard::Attempt;
use crate::people::{self, Asked, Entry};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, MessagePage, SignInPage, Tongue};

/// Where to go afterwards.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SignInParams {
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// A path of this site.
    pub(super) next: Option<String>,
}

impl QueryParams for SignInParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, next: fields.take("next") })
    }
}

/// `GET /signin`. Whoever is signed in goes on.
pub(crate) async fn get(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(params): Params<SignInParams>,
) -> Result<Response, Problem> {
    let next = next(params.next.as_deref());
    if visitor.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    web::page(&SignInPage::new(&state, params.lang, next)).map(web::private)
}

/// `POST /signin`: sends a link.
pub(crate) async fn post(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(LangParams { lang }): Params<LangParams>,
    _: Attempt,
    mut form: PageForm,
) -> Result<Response, Problem> {
    let typed = form.fields.take("email").unwrap_or_default();
    let next = next(form.fields.take("next").as_deref());
    let Ok(email) = people::email_of(&typed) else {
        let page = SignInPage::new(&state, lang, next).with_email(typed).wrong_email();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response());
    };
    people::ask(&state, &state.site().or_host(&headers), &Asked { email, lang, next }).await?;
    Ok(Redirect::to(&Tongue(lang).to("/signin/sent")).into_response())
}

/// `GET /signin/sent`: the same for every address.
pub(crate) async fn sent(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let page = MessagePage::sent(lang, state.mailer().is_real());
    web::page(&page)
}

/// `POST /signin/password`.
pub(crate) async fn password(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(LangParams { lang }): Params<LangParams>,
    _: Attempt,
    mut form: PageForm,
) -> Result<Response, Problem> {
    let typed = form.fields.take("email").unwrap_or_default();
    let next = next(form.fields.take("next").as_deref());
    let password = form.fields.take("password").unwrap_or_default();
    let email = people::email_of(&typed).unwrap_or_default();
    match people::with_password(&state, (&email, password), &headers).await {
        Ok(entry) => Ok(entered(Entry { next, ..entry })),
        Err(problem) if problem.code().name == code::WRONG_PASSWORD.name => {
            let page = SignInPage::new(&state, lang, next).with_email(typed).wrong_password();
            Ok((StatusCode::UNAUTHORIZED, web::page(&page).map(web::private)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Leads whoever has signed in to where they were.
pub(super) fn entered(entry: Entry) -> Response {
    ([(header::SET_COOKIE, entry.cookie)], Redirect::to(&entry.next)).into_response()
}
