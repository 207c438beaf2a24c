//! `GET` and `POST /reconcile`: the manifest, queries, data extension.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::fields;
use crate::extract::{Fields, accepted_language, body};
use crate::matching;
use crate::problem::{Problem, code};
use crate::reconcile::{Batch, Extension, extend, manifest, results};
use crate::state::AppState;
use crate::view::{Body, media};

pub(super) async fn get(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, fields(&uri)?, &headers).await
}

pub(super) async fn post(State(state): State<AppState>, request: Request) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let bytes = body(request, media::FORM).await?;
    let form = String::from_utf8(bytes)
        .map_err(|error| Problem::new(&code::MALFORMED_BODY).detail("the form is not UTF-8").cause(error))?;
    answer(&state, Fields::parse(&form)?, &headers).await
}

async fn answer(state: &AppState, mut fields: Fields, headers: &HeaderMap) -> Result<Response, Problem> {
    let lang = accepted_language(headers);
    let answer = if let Some(queries) = fields.take("queries") {
        let batch = Batch::read(&queries)?;
        let matched = matching::find(state, &batch.wanted, batch.limit()).await?;
        // The protocol cannot say that nobody looked, and "no candidate" would be taken for an answer.
        if !matched.by_name && batch.wanted.iter().any(|wanted| wanted.name.is_some()) {
            return Err(Problem::new(&code::SEARCH_UNAVAILABLE));
        }
        results(&batch, &matched, &*state.reference().await?, lang)
    } else if let Some(asked) = fields.take("extend") {
        extend(state, &Extension::read(&asked)?, lang).await?
    } else {
        manifest(&state.site().or_host(headers), lang)
    };
    Ok(Body::json(&answer)?.into_response())
}
