//! `/moderation`: what waits for the moderators, what it is about, and what became of it. The pages call what the API calls.

pub mod decide;
pub mod decided;
pub mod item;
pub mod queue;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use uuid::Uuid;

use super::signed_in;
use crate::auth::{SignedIn, Visitor};
use crate::extract::path_parts;
use crate::moderation::Kind;
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, MessagePage};

/// Extracts kind and id of the path.
pub(crate) struct PathItem(pub Kind, pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathItem {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let given = path_parts(parts, state).await?;
        let part = |place: usize| given.get(place).map(String::as_str).unwrap_or_default();
        let kind = Kind::of(part(0)).ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))?;
        Ok(Self(kind, part(1).parse().map_err(|error| Problem::parameter("id", error))?))
    }
}

/// Whoever may decide; else the answer: the way through signing in back to `page`, or that this is for moderators.
async fn moderator(
    state: &AppState,
    visitor: Visitor,
    (page, lang): (&str, Lang),
) -> Result<SignedIn, Box<Response>> {
    let next: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
    let signed_in = signed_in(visitor, (&next, lang))?;
    allowed(state, &signed_in, lang).await?;
    Ok(signed_in)
}

/// That whoever is signed in may decide.
async fn allowed(state: &AppState, signed_in: &SignedIn, lang: Lang) -> Result<(), Box<Response>> {
    let refused = match signed_in.caller().permit(state, Action::Decide, None).await {
        Ok(_) => return Ok(()),
        Err(problem) => problem,
    };
    if refused.code().name != code::NOT_ALLOWED.name {
        return Err(Box::new(refused.into_response()));
    }
    let page = web::page(&MessagePage::for_moderators(lang)).map(web::private);
    Err(Box::new((StatusCode::FORBIDDEN, page).into_response()))
}
