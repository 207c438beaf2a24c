//! `POST /establishments/{id}/asks`: an answer was missing to decide, as a form.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::schema;

use crate::auth::PageForm;
use crate::extract::{LangParams, Params, PathId};
use crate::problem::Problem;
use crate::routes::asks::create::count;
use crate::state::AppState;
use crate::web::Tongue;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Problem> {
    let key = form.typed("criterion");
    let criterion = schema().get(key).ok_or_else(|| {
        Problem::parameter("criterion", "there is no such criterion; /api/v1/criteria lists them")
    })?;
    count(&state, id, (criterion.key.clone(), None)).await?;
    Ok(Redirect::to(&Tongue(lang).to(&format!("/establishments/{id}?said=asked"))).into_response())
}
