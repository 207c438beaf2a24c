//! `GET` and `POST /establishments/{id}/notices`: what is temporary at a place, announced and ended as forms.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use serde_json::{Value, json};
use utoipa::IntoParams;

use crate::auth::{Instead, Member, PageForm, kept};
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::notices::{announce, withdraw};
use crate::problem::{Problem, code};
use crate::routes::establishments::described;
use crate::state::AppState;
use crate::view::notices_of;
use crate::web::{self, MessagePage, NoticesPage, Tongue};

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticesParams {
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// What was just done here.
    #[param(value_type = Option<String>)]
    said: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for NoticesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { kept: fields.take("kept"), said: fields.take("said"), lang: lang(fields)? })
    }
}

/// `GET`: what holds now or later, and the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<NoticesParams>,
    Member(signed_in): Member,
) -> Result<Response, Instead> {
    if let Err(problem) = signed_in.caller().permit(&state, Action::Announce, Some(id)).await {
        return refused(problem, (id, params.lang));
    }
    let typed = kept(&state, params.kept.as_deref()).await?;
    let page = page(&state, id, (typed, signed_in.csrf), params.lang).await?;
    Ok(web::page(&page.said(params.said.as_deref())).map(web::private)?)
}

/// `POST`: announces something, or ends the notice that `end` names.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<NoticesParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let address = Tongue(params.lang).to(&format!("/establishments/{id}/notices"));
    let signed_in = form.signed_in_or_keep(&state, &address).await?;
    let lead = |said: &str| {
        let there = format!("/establishments/{id}/notices?said={said}");
        Ok(Redirect::to(&Tongue(params.lang).to(&there)).into_response())
    };
    if !form.typed("end").is_empty() {
        let notice = form.typed("end").parse().map_err(|error| Problem::parameter("end", error))?;
        return match withdraw(&state, &signed_in.caller(), (id, notice)).await {
            Ok(()) => lead("ended"),
            // It lapsed by itself, or somebody else was quicker.
            Err(problem) if problem.code().name == code::NOT_FOUND.name => lead("over"),
            Err(problem) => refused(problem, (id, params.lang)),
        };
    }
    match announce(&state, &signed_in.caller(), (id, &body(&form))).await {
        Ok(_) => lead("announced"),
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            let page = page(&state, id, (form.fields.pairs().to_vec(), form.csrf()), params.lang).await?;
            let page = page.wrong(&problem.value()["errors"]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response())
        }
        Err(problem) => refused(problem, (id, params.lang)),
    }
}

/// The body that the form stands for. Days count whole.
fn body(form: &PageForm) -> Value {
    let criteria: Vec<&str> = form.ticked("criteria").collect();
    let mut body = json!({
        "kind": form.typed("kind"),
        "message": form.line("message"),
        "criteria": criteria,
        "until": format!("{}T23:59:59Z", form.typed("until")),
    });
    if !form.typed("from").is_empty() {
        body["from"] = format!("{}T00:00:00Z", form.typed("from")).into();
    }
    body
}

async fn page(
    state: &AppState,
    id: EstablishmentId,
    form: (Vec<(String, String)>, String),
    lang: Lang,
) -> Result<NoticesPage, Problem> {
    let record = described(state, id).await?;
    NoticesPage::new(&record, &notices_of(&record, state.clock().now()), form, lang)
}

/// The answer to somebody who may not announce anything here; any other problem as it is.
fn refused(problem: Problem, (id, lang): (EstablishmentId, Lang)) -> Result<Response, Instead> {
    if problem.code().name != code::NOT_ALLOWED.name {
        return Err(problem.into());
    }
    let page = web::page(&MessagePage::for_managers(id, lang)).map(web::private)?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}
