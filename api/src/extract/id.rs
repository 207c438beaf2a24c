use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use plainpied_domain::EstablishmentId;

use super::fields::shortened;
use crate::problem::{Problem, code};

/// Extracts the id of an establishment from the path part `{id}`.
#[derive(Debug, Clone, Copy)]
pub struct PathId(pub EstablishmentId);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        match text.parse() {
            Ok(id) => Ok(Self(id)),
            Err(_) => Err(Problem::parameter("id", format!("{:?} is not a UUID", shortened(&text)))),
        }
    }
}

/// The one variable part of the path.
///
/// # Errors
/// A part that is not UTF-8.
pub(crate) async fn path_part<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Problem> {
    let refused =
        |_| Problem::new(&code::UNKNOWN_ROUTE).detail("the path is not UTF-8 once it is percent-decoded");
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(refused)?;
    let part = params.iter().next().map(|(_, value)| value.to_owned());
    part.ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))
}
