//! `GET` and `POST /proposals`: what people would have otherwise, with the answers of the moderators; and proposing it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_store::participation::{self, IdeaFilter};
use serde_json::{Map, Value};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::extract::{Fields, FromMembers, Params, QueryParams, lang, read_whole};
use crate::problem::{Problem, code};
use crate::routes::proposals::{ProposalRequest, propose};
use crate::state::{AppState, in_time};
use crate::web::{self, ProposalsPage, Proposing, Tongue};

const PATH: &str = "/proposals";
/// Proposals on a page.
const PER_PAGE: usize = 20;
/// The boxes of the form.
const BOXES: [&str; 3] = ["kind", "about", "text"];

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProposalsPageParams {
    /// Only proposals before this one.
    #[param(value_type = Option<Uuid>)]
    before: Option<Uuid>,
    /// The criterion or need that a new one is about.
    #[param(value_type = Option<String>)]
    about: Option<String>,
    /// What was just done.
    #[param(value_type = Option<String>)]
    said: Option<String>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ProposalsPageParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            before: fields.parsed("before")?,
            about: fields.take("about"),
            said: fields.take("said"),
            kept: fields.take("kept"),
            lang: lang(fields)?,
        })
    }
}

/// `GET`: proposals, and the form.
pub(crate) async fn list(
    State(state): State<AppState>,
    Params(params): Params<ProposalsPageParams>,
    Visitor(visitor): Visitor,
) -> Result<Response, Problem> {
    let mut typed = kept(&state, params.kept.as_deref()).await?;
    typed.extend(params.about.clone().map(|about| ("about".to_owned(), about)));
    let own = visitor.is_some() || !typed.is_empty();
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let said = params.said.as_deref() == Some("done");
    let proposing = Proposing { typed, csrf, said, ..Proposing::default() };
    let page = web::page(&page(&state, proposing, params.before, params.lang).await?)?;
    Ok(if own { web::private(page) } else { page })
}

/// `POST`: proposes something.
pub(crate) async fn send(
    State(state): State<AppState>,
    Params(params): Params<ProposalsPageParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(params.lang);
    let typed: Vec<(String, String)> = BOXES.map(|name| (name.to_owned(), form.line(name))).into();
    let filled = typed.iter().filter(|(_, text)| !text.is_empty());
    let said: Map<String, Value> = filled.map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    let proposed = match read_whole(&Value::Object(said), ProposalRequest::read) {
        Ok(proposed) => proposed,
        Err(problem) => {
            let errors = problem.value()["errors"].clone();
            let proposing = Proposing { typed, csrf: form.csrf(), errors, ..Proposing::default() };
            let page = web::page(&page(&state, proposing, None, params.lang).await?).map(web::private)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let caller = form.sender(&state, true, &tongue.to(PATH)).await?;
    propose(&state, caller.map(|caller| caller.account.id), proposed).await?;
    Ok(Redirect::to(&tongue.to(&format!("{PATH}?said=done"))).into_response())
}

async fn page(
    state: &AppState,
    proposing: Proposing,
    before: Option<Uuid>,
    lang: Lang,
) -> Result<ProposalsPage, Problem> {
    let mut connection = state.acquire().await?;
    let before = match before {
        None => None,
        Some(id) => {
            let found = in_time(participation::idea(&mut connection, id)).await?;
            let found = found.ok_or_else(|| Problem::new(&code::NOT_FOUND).at("before"))?;
            Some((found.created_at, found.id))
        }
    };
    let filter = IdeaFilter { before, ..IdeaFilter::default() };
    let mut ideas = in_time(participation::ideas(&mut connection, &filter, PER_PAGE as i64 + 1)).await?;
    let more = ideas.len() > PER_PAGE;
    ideas.truncate(PER_PAGE);
    Ok(ProposalsPage::new(&ideas, more, proposing, lang))
}
