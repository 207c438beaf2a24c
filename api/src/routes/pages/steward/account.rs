//! `GET` and `POST /accounts/{id}/revert`: all that an account wrote, and undoing it in one step.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::{account, establishment, history};
use utoipa::IntoParams;
use uuid::Uuid;

use super::act::{refused, too_long};
use crate::auth::{Instead, Member, PageForm, SignedIn, kept};
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::moderation::Desk;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, AccountWork, RevertAccountPage, Tongue, text_of};
use crate::writing::{self, line};

/// Versions that are shown.
const SHOWN: i64 = 50;
/// The longest reason.
const LONGEST: usize = 300;

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountParams {
    /// How many places were put back just now.
    #[param(value_type = Option<usize>)]
    done: Option<usize>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for AccountParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { done: fields.parsed("done")?, kept: fields.take("kept"), lang: lang(fields)? })
    }
}

/// `GET`: what the account wrote.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<AccountParams>,
    Member(signed_in): Member,
) -> Result<Response, Problem> {
    let reason = text_of(&kept(&state, params.kept.as_deref()).await?, "reason").to_owned();
    show(&state, &signed_in, id.as_uuid(), (reason, String::new()), &params).await
}

/// `POST`: undoes it.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<AccountParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let (tongue, page) = (Tongue(params.lang), format!("/accounts/{id}/revert"));
    let signed_in = form.signed_in_or_keep(&state, &tongue.to(&page)).await?;
    let caller = signed_in.caller();
    let ties = match caller.permit(&state, Action::RevertAccount, None).await {
        Ok(ties) => ties,
        Err(problem) => return Ok(refused(problem, params.lang)?),
    };
    let reason = form.line("reason");
    if !reason.is_empty() && line(&reason, LONGEST).is_err() {
        let page = show(&state, signed_in, id.as_uuid(), (reason, too_long(tongue)), &params).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let origin = caller.origin(ties, state.clock().now().date());
    let done = writing::revert_account(&state, (id.as_uuid(), &origin), &caller, &reason).await?;
    Ok(Redirect::to(&tongue.to(&format!("{page}?done={}", done.len()))).into_response())
}

async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    id: Uuid,
    typed: (String, String),
    params: &AccountParams,
) -> Result<Response, Problem> {
    if let Err(problem) = signed_in.caller().permit(state, Action::RevertAccount, None).await {
        return refused(problem, params.lang);
    }
    let (name, counts, versions, names) = state
        .query(async |connection| {
            let versions = history::versions_by(connection, id, SHOWN).await?;
            let places: Vec<EstablishmentId> =
                versions.iter().map(|version| version.establishment_id.into()).collect();
            let names: HashMap<Uuid, String> =
                establishment::names(connection, &places).await?.into_iter().collect();
            let touched = history::touched_by(connection, id).await?.len();
            let counts = (history::count_by(connection, id).await?, touched);
            Ok((account::names(connection, &[id]).await?.pop(), counts, versions, names))
        })
        .await?;
    let deleted = || Tongue(params.lang).say("Compte supprimé", "Deleted account").to_owned();
    let name = name.map_or_else(deleted, |(_, name)| name);
    let work = AccountWork { id, name, counts, versions: &versions, names: &names };
    let desk = Desk::of(state).await?;
    let teller = desk.teller(params.lang);
    let page = RevertAccountPage::new(work, signed_in.csrf.clone(), typed, (params.done, &teller));
    web::page(&page).map(web::private)
}
