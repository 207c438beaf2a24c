use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;

use super::{SignedIn, Visitor};
use crate::extract::{Spoken, language_of};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::Tongue;

/// Why a page is not shown: a problem, or a way that is taken first, such as the one through signing in.
#[derive(Debug)]
pub(crate) struct Instead(Box<Response>);

impl From<Problem> for Instead {
    fn from(problem: Problem) -> Self {
        Self::from(problem.into_response())
    }
}

impl From<Redirect> for Instead {
    fn from(way: Redirect) -> Self {
        Self::from(way.into_response())
    }
}

impl From<Response> for Instead {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// Extracts whoever is signed in, for pages that are somebody's own. Everybody else is led through signing in and back,
/// without what stands in the query: it may tell of them.
#[derive(Debug)]
pub(crate) struct Member(pub SignedIn);

impl FromRequestParts<AppState> for Member {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Instead> {
        if let Some(signed_in) = SignedIn::of(&parts.headers, state).await? {
            return Ok(Self(signed_in));
        }
        Err(through_signing_in(&Tongue(asked_language(parts)), parts.uri.path()).into())
    }
}

impl Visitor {
    /// Whoever is signed in, or the way through signing in back to `page`, which may have a query.
    ///
    /// # Errors
    /// The way.
    pub fn or_led(self, page: &str, lang: Lang) -> Result<SignedIn, Instead> {
        self.0.ok_or_else(|| through_signing_in(&Tongue(lang), page).into())
    }
}

/// The language in which an extractor says why there is no page.
pub(crate) fn asked_language(parts: &Parts) -> Lang {
    let spoken = || parts.extensions.get().map(|Spoken(lang)| *lang);
    language_of(parts.uri.query()).or_else(spoken).unwrap_or_default()
}

/// The way through signing in and back to a page, in a language.
pub(super) fn through_signing_in(tongue: &Tongue, page: &str) -> Redirect {
    let next: String = form_urlencoded::byte_serialize(page.as_bytes()).collect();
    // A slash means nothing within a query, and an address is easier to read with it.
    Redirect::to(&tongue.to(&format!("/signin?next={}", next.replace("%2F", "/"))))
}
