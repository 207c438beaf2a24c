//! `GET /problems/{code}`: what an error code means.

use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{Accept, LangParams, Params, path_part};
use crate::problem::{Code, Problem, ProblemView, code};
use crate::view::{Body, media};
use crate::web;

const MEDIA: [&str; 2] = [media::HTML, media::JSON];

/// What an error code means.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeView {
    /// The code: the last part of the `type` of a problem.
    #[schema(value_type = String, example = "invalid-parameter")]
    code: &'static str,
    /// The HTTP status of its answers.
    #[schema(example = 400)]
    status: u16,
    /// A few words.
    #[schema(value_type = String)]
    title: &'static str,
    /// What happened.
    #[schema(value_type = String)]
    meaning: &'static str,
    /// What the reader can do about it.
    #[schema(value_type = String)]
    advice: &'static str,
    /// Seconds after which trying again may help.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
}

/// The code named by the path.
pub(crate) struct PathCode(&'static Code);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for PathCode {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let name = path_part(parts, state).await?;
        code::find(&name).map(Self).ok_or_else(|| {
            let known = code::ALL.iter().map(|code| code.name);
            let short: String = name.chars().take(40).collect();
            Problem::new(&code::NOT_FOUND)
                .detail(format!("there is no error code {short:?}"))
                .at("code")
                .nearest(plainpied_domain::nearest_name(&name, known))
        })
    }
}

/// What an error code means
///
/// The `type` of every problem leads here. A page unless JSON is asked for.
#[utoipa::path(
    get,
    path = "/problems/{code}",
    operation_id = "getProblem",
    tag = "about",
    params(("code" = String, Path, description = "The code", example = "invalid-parameter"), LangParams),
    responses(
        (status = 200, description = "The explanation", content(
            (String = "text/html"),
            (CodeView = "application/json"),
        )),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "No such code", body = ProblemView, content_type = "application/problem+json"),
        (status = 406, description = "Neither HTML nor JSON is acceptable", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    PathCode(code): PathCode,
    accept: Accept,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    if accept.demand(&MEDIA)? == media::HTML {
        return Ok((vary, web::code_page(code, lang)?).into_response());
    }
    let view = CodeView {
        code: code.name,
        status: code.status.as_u16(),
        title: code.title.en,
        meaning: code.meaning.en,
        advice: code.advice.en,
        retry_after: code.retry_after,
    };
    Ok((vary, Body::json(&view)?).into_response())
}
