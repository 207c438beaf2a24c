//! `POST /establishments/{id}/confirmations`: whether an answer proved true on the spot, as a form.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::schema;

use crate::auth::PageForm;
use crate::extract::{LangParams, Params, PathId};
use crate::problem::{Problem, code};
use crate::routes::confirmations::create::count;
use crate::state::AppState;
use crate::web::Tongue;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Problem> {
    let criterion = schema().get(form.typed("criterion")).ok_or_else(|| {
        Problem::parameter("criterion", "there is no such criterion; /api/v1/criteria lists them")
    })?;
    let proved = match form.typed("proved") {
        "true" => true,
        "false" => false,
        _ => return Err(Problem::parameter("proved", "true or false is expected")),
    };
    let word = match count(&state, id, (Some(criterion.key.clone()), proved)).await {
        Ok(()) if proved => "proved",
        Ok(()) => "disproved",
        // The answer was taken back since the page was shown.
        Err(problem) if problem.code().name == code::INVALID_BODY.name => "nothing",
        Err(problem) => return Err(problem),
    };
    Ok(Redirect::to(&Tongue(lang).to(&format!("/establishments/{id}?said={word}"))).into_response())
}
