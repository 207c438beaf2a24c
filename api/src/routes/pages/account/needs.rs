//! `/account/needs`: needs, limits and favourites that the account keeps by consent. What is typed here is health data: it
//! travels in bodies only, and where the session has ended it is not kept for later, as other forms are.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::{Instead, Member, PageForm, SignedIn};
use crate::extract::{Fields, LangParams, Params, QueryParams, lang};
use crate::people::{self, OwnNeeds};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, NeedsPage, Tongue, Wanted};

const PATH: &str = "/account/needs";

/// What was done before.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NeedsParams {
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// What was done.
    #[param(value_type = Option<String>)]
    done: Option<String>,
}

impl QueryParams for NeedsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, done: fields.take("done") })
    }
}

/// `GET`: what is kept, or the question whether it may be.
pub(crate) async fn page(
    State(state): State<AppState>,
    Member(signed_in): Member,
    Params(params): Params<NeedsParams>,
) -> Result<Response, Problem> {
    let page = load(&state, &signed_in, params.lang).await?;
    web::page(&page.done(params.done.as_deref())).map(web::private)
}

/// `POST`: keeps it, with the box ticked the first time.
pub(crate) async fn save(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    mut form: PageForm,
) -> Result<Response, Instead> {
    let places: Vec<Uuid> = form.typed("places").split(',').filter_map(|id| id.parse().ok()).collect();
    let agrees = form.typed("consent") == "1";
    let read = OwnNeeds::of_form(form.fields.pairs());
    form.fields.of_form("need", "needs");
    if let Some(signed_in) = form.visitor().filter(|_| form.signed_in().is_err()) {
        // A form of an earlier session of theirs: nothing was meant yet, and nothing that was chosen is lost.
        let page = load(&state, signed_in, lang).await?;
        let page = page.of_another_session(&Wanted::new(form.fields.pairs().to_vec()), agrees);
        let page = web::page(&page).map(web::private)?;
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    let signed_in = form.signed_in_or_led(PATH, lang)?;
    let page = load(&state, signed_in, lang).await?;
    let own = match read {
        Ok(own) if page.is_kept() || agrees => own,
        read => {
            let page = page.wrong(&Wanted::new(form.fields.pairs().to_vec()), read.err(), agrees);
            let page = web::page(&page).map(web::private)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let left_out = people::keep_own(&state, signed_in.account.id, (&own, &places)).await?;
    Ok(back(lang, if left_out == 0 { "kept" } else { "kept_some" }))
}

/// `POST /account/needs/withdraw`: takes the consent back; as easy as it was given.
pub(crate) async fn withdraw(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let signed_in = form.signed_in_or_led(PATH, lang)?;
    people::withdraw(&state, signed_in.account.id).await?;
    Ok(back(lang, "withdrawn"))
}

async fn load(state: &AppState, signed_in: &SignedIn, lang: Lang) -> Result<NeedsPage, Problem> {
    let consent = people::consent(state, signed_in.account.id).await?;
    Ok(NeedsPage::new(consent.as_ref(), signed_in.csrf.clone(), lang))
}

fn back(lang: Lang, done: &str) -> Response {
    Redirect::to(&Tongue(lang).to(&format!("{PATH}?done={done}"))).into_response()
}
