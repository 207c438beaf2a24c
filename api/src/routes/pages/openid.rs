//! `/signin/openid`: to the provider of identities, and back.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa::IntoParams;

use super::signin::{SignInParams, entered};
use crate::auth::{Token, away_cookie, away_token, next};
use crate::extract::{Fields, Params, QueryParams};
use crate::guard::Attempt;
use crate::people::{self, OpenId};
use crate::problem::{Problem, code};
use crate::state::AppState;

/// What the provider sends back.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BackParams {
    /// The code.
    code: Option<String>,
    /// The state.
    state: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

impl QueryParams for BackParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let read =
            Self { code: fields.take("code"), state: fields.take("state"), error: fields.take("error") };
        // Providers add what they like: session_state, iss, scope, error_description.
        fields.forget_rest();
        Ok(read)
    }
}

/// `GET /signin/openid`
pub(crate) async fn depart(
    State(state): State<AppState>,
    Params(params): Params<SignInParams>,
    _: Attempt,
) -> Result<Response, Problem> {
    let openid = provider(&state)?;
    let (address, token) = people::depart(&state, openid, &next(params.next.as_deref())).await?;
    let cookie = [(header::SET_COOKIE, away_cookie(state.site(), &token)?)];
    Ok((cookie, Redirect::to(&address)).into_response())
}

/// `GET /signin/openid/back`
pub(crate) async fn back(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(params): Params<BackParams>,
    _: Attempt,
) -> Result<Response, Problem> {
    let openid = provider(&state)?;
    let wrong = |reason| Problem::new(&code::INVALID_LINK).detail(reason);
    let given = params.state.as_deref().and_then(Token::read);
    let kept = away_token(&headers, state.site());
    // Both the same: the person who comes back is the one who went.
    let token = given.filter(|given| kept.is_some_and(|kept| kept.as_str() == given.as_str()));
    let token = token.ok_or_else(|| wrong("this browser was not sent to the provider"))?;
    if params.error.is_some() {
        return Err(wrong("the provider let nobody in"));
    }
    let code = params.code.ok_or_else(|| wrong("the provider gave no code"))?;
    people::arrive(&state, openid, (&token, code), &headers).await.map(entered)
}

fn provider(state: &AppState) -> Result<&OpenId, Problem> {
    state
        .openid()
        .ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE).detail("there is no provider of identities here"))
}
