use axum::extract::{FromRequest, Request};
use serde_json::Value;

use super::members::{Faults, Members, read_json};
use super::{body, members};
use crate::problem::Problem;
use crate::view::media;

/// What can be read from the JSON object of a body.
pub(crate) trait FromMembers: Sized {
    /// Takes it from the members; what is wrong goes to the faults, and something usable comes out all the same, so that
    /// every fault is found.
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self;
}

/// Extracts a value from a body of JSON.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub T);

impl<S: Sync, T: FromMembers> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    /// # Errors
    /// 400 for what is no JSON, 413, 415, and 422 with every field that is wrong.
    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let bytes = body(request, media::JSON).await?;
        let value = read_json(&bytes)?;
        members::whole(&value, T::read).map(Self)
    }
}

/// Extracts the JSON of a body, whatever it says: for handlers that look at who asks before they look at that.
#[derive(Debug)]
pub(crate) struct JsonValue(pub Value);

impl<S: Sync> FromRequest<S> for JsonValue {
    type Rejection = Problem;

    /// # Errors
    /// 400 for what is no JSON, 413, 415.
    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read_json(&body(request, media::JSON).await?).map(Self)
    }
}
