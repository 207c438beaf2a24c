//! `GET` and `POST /establishments/{id}/notices`: what is temporary at a place, announced and ended as forms.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::establishment::{self, FeatureRecord};
use serde_json::{Value, json};
use utoipa::IntoParams;

use crate::auth::{PageForm, SignedIn, Visitor, kept};
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::notices::{announce, withdraw};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::routes::notices::current;
use crate::state::{AppState, in_time};
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
    Visitor(visitor): Visitor,
) -> Result<Response, Problem> {
    let address = format!("/establishments/{id}/notices");
    let Some(signed_in) = visitor else {
        let next = Tongue(params.lang).to(&format!("/signin?next={address}"));
        return Ok(Redirect::to(&next).into_response());
    };
    if let Some(refused) = refused(&state, &signed_in, (id, params.lang)).await? {
        return Ok(refused);
    }
    let typed = match &params.kept {
        Some(token) => kept(&state, token).await?,
        None => Vec::new(),
    };
    let page = page(&state, id, (typed, signed_in.csrf), params.lang).await?;
    web::page(&page.said(params.said.as_deref())).map(web::private)
}

/// `POST`: announces something, or ends the notice that `end` names.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<NoticesParams>,
    form: PageForm,
) -> Result<Response, Problem> {
    let address = Tongue(params.lang).to(&format!("/establishments/{id}/notices"));
    let signed_in = match form.signed_in_or_keep(&state, &address).await {
        Ok(signed_in) => signed_in,
        Err(leads) => return Ok(*leads),
    };
    if let Some(refused) = refused(&state, signed_in, (id, params.lang)).await? {
        return Ok(refused);
    }
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
            Err(problem) => Err(problem),
        };
    }
    match announce(&state, &signed_in.caller(), (id, &body(&form))).await {
        Ok(_) => lead("announced"),
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            let page = page(&state, id, (form.fields.pairs().to_vec(), form.csrf()), params.lang).await?;
            let page = page.wrong(&problem.value()["errors"]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// The body that the form stands for. Days count whole.
fn body(form: &PageForm) -> Value {
    // Boxes of several lines hold line ends, which a line does not.
    let message: Vec<&str> = form.typed("message").split_whitespace().collect();
    let criteria: Vec<&str> = form.ticked("criteria").collect();
    let mut body = json!({
        "kind": form.typed("kind"),
        "message": message.join(" "),
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
    published(state, id).await?;
    let found = in_time(async { establishment::get(&mut *state.pool().acquire().await?, id).await }).await?;
    let record: FeatureRecord = found.ok_or_else(|| Problem::new(&code::NOT_FOUND))?;
    NoticesPage::new(&record, &current(state, id).await?, form, lang)
}

/// The answer to somebody who may not announce anything here.
async fn refused(
    state: &AppState,
    signed_in: &SignedIn,
    (id, lang): (EstablishmentId, Lang),
) -> Result<Option<Response>, Problem> {
    match signed_in.caller().permit(state, Action::Announce, Some(id)).await {
        Ok(_) => Ok(None),
        Err(problem) if problem.code().name == code::NOT_ALLOWED.name => {
            let page = web::page(&MessagePage::for_managers(id, lang)).map(web::private)?;
            Ok(Some((StatusCode::FORBIDDEN, page).into_response()))
        }
        Err(problem) => Err(problem),
    }
}
