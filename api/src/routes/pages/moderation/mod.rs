//! `/moderation`: what waits for the moderators, what it is about, and what became of it. The pages call what the API calls.

pub mod decide;
pub mod decided;
pub mod item;
pub mod queue;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use uuid::Uuid;

use crate::auth::{Instead, Member, SignedIn, asked_language};
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

/// Extracts a moderator who is signed in. Others are led through signing in, or told that the page is for moderators.
pub(crate) struct Moderator(pub SignedIn);

impl FromRequestParts<AppState> for Moderator {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Instead> {
        let Member(signed_in) = Member::from_request_parts(parts, state).await?;
        moderates(state, &signed_in, asked_language(parts)).await?;
        Ok(Self(signed_in))
    }
}

/// That whoever is signed in may decide.
pub(super) async fn moderates(state: &AppState, signed_in: &SignedIn, lang: Lang) -> Result<(), Instead> {
    match signed_in.caller().permit(state, Action::Decide, None).await {
        Ok(_) => Ok(()),
        Err(refused) if refused.code().name == code::NOT_ALLOWED.name => {
            let page = web::page(&MessagePage::for_moderators(lang)).map(web::private);
            Err((StatusCode::FORBIDDEN, page).into_response().into())
        }
        Err(problem) => Err(problem.into()),
    }
}
