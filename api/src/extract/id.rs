use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use plainpied_domain::EstablishmentId;

use super::fields::shortened;
use crate::problem::{Problem, code};
use crate::view::media;

/// Extracts the id of an establishment from the path part `{id}`.
#[derive(Debug, Clone, Copy)]
pub struct PathId(pub EstablishmentId);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        parse(&path_part(parts, state).await?).map(Self)
    }
}

fn parse(text: &str) -> Result<EstablishmentId, Problem> {
    text.parse().map_err(|_not_one| Problem::parameter("id", format!("{:?} is not a UUID", shortened(text))))
}

/// Extracts the one variable part of the path as it is: a slug, or an id.
#[derive(Debug, Clone)]
pub struct PathName(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathName {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

/// Extracts an id and the media type that a suffix of it asks for, whatever the client accepts: `{id}.jsonld`.
#[derive(Debug, Clone, Copy)]
pub struct PathForm(pub EstablishmentId, pub Option<&'static str>);

/// The suffixes that are known.
pub(crate) const FORMS: [(&str, &str); 4] = [
    (".a11yjson", media::A11YJSON),
    (".jsonld", media::JSON_LD),
    (".geojson", media::GEOJSON),
    (".json", media::JSON),
];

impl<S: Send + Sync> FromRequestParts<S> for PathForm {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        let found = FORMS.iter().find_map(|(suffix, media)| Some((text.strip_suffix(suffix)?, *media)));
        match found {
            Some((id, media)) => Ok(Self(parse(id)?, Some(media))),
            None => Ok(Self(parse(&text)?, None)),
        }
    }
}

/// Extracts the one variable part of the path, as text.
#[derive(Debug, Clone)]
pub(crate) struct PathPart(pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathPart {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

/// The one variable part of the path.
///
/// # Errors
/// A part that is not UTF-8.
pub(crate) async fn path_part<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Problem> {
    let part = path_parts(parts, state).await?.into_iter().next();
    part.ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))
}

/// All variable parts of the path, in order.
///
/// # Errors
/// A part that is not UTF-8.
pub(crate) async fn path_parts<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Vec<String>, Problem> {
    let refused =
        |_| Problem::new(&code::UNKNOWN_ROUTE).detail("the path is not UTF-8 once it is percent-decoded");
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(refused)?;
    Ok(params.iter().map(|(_, value)| value.to_owned()).collect())
}
