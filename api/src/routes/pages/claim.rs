//! `GET` and `POST /establishments/{id}/claim`: say that one runs a place, as a form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::auth::{Instead, Member, PageForm, kept};
use crate::extract::{FromMembers, KeptParams, Params, PathId, read_whole};
use crate::moderation::{self, Proof};
use crate::problem::{Problem, code};
use crate::routes::establishments::described;
use crate::state::AppState;
use crate::web::{self, ClaimPage, Tongue};

/// The boxes of the form.
const BOXES: [&str; 3] = ["message", "website", "siret"];

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    Member(signed_in): Member,
) -> Result<Response, Problem> {
    let place = described(&state, id).await?.name;
    let typed = kept(&state, params.kept.as_deref()).await?;
    let page = ClaimPage::new((id, &place), typed, signed_in.csrf, params.lang);
    web::page(&page).map(web::private)
}

/// `POST`: sends it.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let place = described(&state, id).await?.name;
    let address = Tongue(params.lang).to(&format!("/establishments/{id}/claim"));
    let signed_in = form.signed_in_or_keep(&state, &address).await?;
    let typed: Vec<_> = BOXES.map(|name| (name.to_owned(), form.line(name))).into();
    let filled = typed.iter().filter(|(_, text)| !text.is_empty());
    let said: Map<String, Value> = filled.map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    let page = ClaimPage::new((id, &place), typed, form.csrf(), params.lang);
    let proof = match read_whole(&Value::Object(said), Proof::read) {
        Ok(proof) => proof,
        Err(problem) => {
            let page = page.wrong(&problem.value()["errors"]);
            return Ok(
                (StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response()
            );
        }
    };
    match moderation::claim(&state, &signed_in.caller(), (id, proof)).await {
        Ok(_) => Ok(web::page(&page.sent()).map(web::private)?),
        Err(problem) if problem.code().name == code::ALREADY_CLAIMED.name => {
            let page = web::page(&page.known()).map(web::private)?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
