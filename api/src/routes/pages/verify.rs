//! `POST /establishments/{id}/verify`: everything that is known of a place is still true, as a form.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params, PathId};
use crate::problem::code;
use crate::state::AppState;
use crate::web::Tongue;
use crate::writing::{Asked, Came, Submission, WriteParams, submit};

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let (tongue, place) = (Tongue(lang), format!("/establishments/{id}"));
    let lead = |address: &str| Ok(Redirect::to(&tongue.to(address)).into_response());
    let caller = form.signed_in_or_led(&place, lang)?.caller();
    let (path, expected) = (format!("{place}/verify"), form.typed("version").parse().ok());
    let submission = Submission::of_form(caller, (&path, json!({})), expected, Some(form.typed("once")));
    match submit(&state, &submission, &WriteParams { dry_run: false }, Asked::Verify(id)).await {
        Ok(answer) => {
            let said = if Came::of(answer).await? == Came::Waits { "waits" } else { "verified" };
            lead(&format!("{place}?said={said}"))
        }
        Err(problem) if problem.code().name == code::CHANGED_MEANWHILE.name => {
            lead(&format!("{place}?said=late"))
        }
        Err(problem) => Err(problem.into()),
    }
}
