//! What others show in frames of their pages. None of it sets a cookie.

pub mod builder;
pub mod commune;
pub mod place;

use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::problem::Problem;
use crate::state::AppState;
use crate::web;

/// A page that others may show in a frame, if the configuration lets them.
fn framed(state: &AppState, page: &impl askama::Template) -> Result<Response, Problem> {
    let mut response = web::page(page)?;
    let policy = format!(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {}",
        state.http().embed.ancestors()
    );
    let policy = HeaderValue::try_from(policy)
        .map_err(|error| Problem::new(&crate::problem::code::INTERNAL).cause(error))?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
