//! `POST /contribute`: adds a place.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_domain::access::Action;
use plainpied_domain::review::Held;
use serde_json::Value;

use super::description::{described, refused};
use crate::auth::{Caller, PageForm};
use crate::extract::{LangParams, Params};
use crate::moderation::{self, Waiting};
use crate::problem::{Problem, code};
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, Adding, ContributePage, Likely, Tongue};
use crate::writing::{Asked, Came, Submission, WriteParams, submit};

const PATH: &str = "/contribute";

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Problem> {
    let tongue = Tongue(lang);
    let (typed, q) = (form.fields.pairs().to_vec(), form.typed("q").to_owned());
    let mut adding = Adding { q, typed, ..Adding::default() };
    let body = described(&*state.catalogue().await?, &mut adding, tongue);
    let reference = state.reference().await?;
    let again = |status: StatusCode, adding| {
        let page = ContributePage::new(&reference, adding, sending(&state, form.csrf()), lang);
        Ok((status, web::page(&page).map(web::private)?).into_response())
    };
    if !adding.wrong.is_empty() || !adding.unfit.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, adding);
    }
    let anybody = state.http().review.anonymous_suggestions;
    let caller = match form.sender(&state, anybody, &tongue.to(PATH)).await {
        Ok(caller) => caller,
        Err(leads) => return Ok(*leads),
    };
    match write(&state, caller.clone(), body, &form).await {
        Ok(Came::Done(id)) => {
            Ok(Redirect::to(&tongue.to(&format!("/establishments/{id}?said=done"))).into_response())
        }
        Ok(came) => Ok(Redirect::to(&tongue.to(&format!("{PATH}?said={}", came.word()))).into_response()),
        Err(problem) if problem.code().name == code::ALREADY_THERE.name => {
            adding.alike = alike(&problem);
            adding.may_force = match &caller {
                Some(caller) => caller.permit(&state, Action::CreateLikeness, None).await.is_ok(),
                None => false,
            };
            again(StatusCode::CONFLICT, adding)
        }
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            refused(&problem, &mut adding, tongue);
            again(StatusCode::UNPROCESSABLE_ENTITY, adding)
        }
        Err(problem) => Err(problem),
    }
}

/// Adds what somebody describes, or keeps for the moderators what nobody who is known describes.
async fn write(
    state: &AppState,
    caller: Option<Caller>,
    body: Value,
    form: &PageForm,
) -> Result<Came, Problem> {
    let Some(caller) = caller else {
        let (asked, held, body) = (Asked::Create { force: false }, Held::Anonymous, &body);
        let waiting = Waiting { asked, held, body, expected: None, account: None, notify: None };
        return moderation::suggest(state, &waiting).await.map(|kept| Came::from(&kept));
    };
    let asked = Asked::Create { force: !form.typed("force").is_empty() };
    let submission = Submission::of_form(caller, (PATH, body), None, Some(form.typed("once")));
    Came::of(submit(state, &submission, &WriteParams { dry_run: false }, asked).await?).await
}

/// The places that are so alike that nothing was added.
fn alike(problem: &Problem) -> Vec<Likely> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let value = problem.value();
    let candidates = value["candidates"].as_array().into_iter().flatten();
    let likely = candidates.map(|candidate| Likely {
        name: text(&candidate["name"]),
        place: String::new(),
        address: format!("/establishments/{}", text(&candidate["id"])),
        closed: candidate["status"] == "closed",
    });
    likely.collect()
}
