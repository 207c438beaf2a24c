//! The establishment that an address names: by id, by slug, by a slug that it once had.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_domain::{EstablishmentId, Status};
use plainpied_store::compat::{self, CompatRecord, Named};

use super::ASP;
use crate::extract::shortened;
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::AppState;

/// What an address comes to.
pub(crate) enum Lead {
    /// The record, as it stands.
    Here(Box<CompatRecord>),
    /// It has another address: 301.
    There(Response),
}

/// Around the name in an address: `/api/erps/` and `/widget/`.
type Address<'a> = (&'a str, &'a str);

/// What a name leads to; `by_asp`: it may be an id of the directory of public services.
///
/// # Errors
/// 404, 410, 503.
pub(crate) async fn lead(
    state: &AppState,
    site: &Site,
    (name, by_asp): (&str, bool),
    (before, after): Address<'_>,
) -> Result<Lead, Problem> {
    let found = identified(state, name, by_asp).await?;
    let to = |slug: &str| away(&site.url(&format!("{before}{slug}{after}")));
    match (found.status, &found.successor) {
        (Status::Published, _) => {}
        (status, Some(successor)) if status.is_gone() => return to(successor),
        (status, _) => return Err(gone(name, status)),
    }
    let is_id = name.parse::<EstablishmentId>().is_ok();
    if !is_id && !by_asp && name != found.slug {
        return to(&found.slug);
    }
    let record = state.query(async |connection| compat::record(connection, found.id).await).await?;
    record.map(|record| Lead::Here(Box::new(record))).ok_or_else(|| nothing(name))
}

/// What a name means.
///
/// # Errors
/// 404, 503.
pub(crate) async fn identified(state: &AppState, name: &str, by_asp: bool) -> Result<Named, Problem> {
    let source = by_asp.then_some(ASP);
    let found = state.query(async |connection| compat::named(connection, name, source).await);
    found.await?.ok_or_else(|| nothing(name))
}

fn away(url: &str) -> Result<Lead, Problem> {
    let location = HeaderValue::try_from(url).map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    Ok(Lead::There((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response()))
}

fn gone(name: &str, status: Status) -> Problem {
    if !status.is_gone() {
        // A draft is nobody's business.
        return nothing(name);
    }
    Problem::new(&code::GONE)
        .detail(format!("the establishment {:?} is {status}", shortened(name)))
        .with("state", status.as_str())
}

fn nothing(name: &str) -> Problem {
    Problem::new(&code::NOT_FOUND).detail(format!("there is no establishment {:?}", shortened(name)))
}
