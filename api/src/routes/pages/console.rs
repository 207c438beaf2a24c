//! `GET /api/console`: builds a request to the API, sends it to this very server, and shows the answer.

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;
use futures::StreamExt;
use plainpied_criteria::Lang;
use tower::ServiceExt;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use crate::extract::{Fields, Params, QueryParams, lang};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::personal;
use crate::web::{self, CALLS, CONSOLE_FIELDS, Call, ConsolePage, Tried};

/// As much of an answer as is shown.
const SHOWN: usize = 32 * 1024;

/// The form.
#[derive(Debug)]
pub(crate) struct ConsoleParams {
    call: &'static Call,
    values: Vec<(&'static str, String)>,
    run: bool,
    lang: Lang,
}

impl IntoParams for ConsoleParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let named = |name: &str| ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).build();
        let own = ["call", "run", "lang"].into_iter();
        own.chain(CONSOLE_FIELDS.iter().map(|(name, ..)| *name)).map(named).collect()
    }
}

impl QueryParams for ConsoleParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let words: Vec<(&'static str, &'static Call)> = CALLS.iter().map(|call| (call.key, call)).collect();
        let call = fields.word("call", &words)?;
        let filled = CONSOLE_FIELDS.iter().filter_map(|(name, ..)| {
            let value = fields.take(name)?;
            (!value.trim().is_empty()).then_some((*name, value))
        });
        let values = filled.collect();
        let first = CALLS.first().ok_or_else(|| Problem::new(&code::INTERNAL))?;
        Ok(Self {
            call: call.unwrap_or(first),
            values,
            run: fields.take("run").is_some(),
            lang: lang(fields)?,
        })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ConsoleParams>,
    request: Request,
) -> Result<Response, Problem> {
    let tried = match params.run {
        true => Some(run(&state, &params, request).await?),
        false => None,
    };
    // What was typed may be a need of somebody.
    Ok(personal(web::page(&ConsolePage::new(params.lang, params.call, &params.values, tried))?))
}

async fn run(state: &AppState, params: &ConsoleParams, outer: Request) -> Result<Tried, Problem> {
    let (call, taken) = (params.call, |name: &str| params.call.takes.contains(&name));
    let pairs = params.values.iter().filter(|(name, _)| taken(name));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let path = if query.is_empty() { call.path.to_owned() } else { format!("{}?{query}", call.path) };
    let url = state.site().or_host(outer.headers()).url(&path);
    let response = crate::router::router(state.clone()).oneshot(inner(&path, outer)?).await;
    // The router answers everything, errors too.
    let Ok(response) = response;
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let (status, media) = (response.status().as_u16(), media.unwrap_or_default().to_owned());
    let (body, cut) = beginning(response).await?;
    let left_out = params.values.iter().map(|(name, _)| *name).filter(|name| !taken(name));
    let left_out = left_out.collect();
    Ok(Tried {
        curl: format!("curl '{url}'"),
        url,
        status,
        body: legible(&media, body, cut),
        media,
        cut,
        left_out,
    })
}

/// The same client asks, so that its limits hold here too.
fn inner(path: &str, outer: Request) -> Result<Request, Problem> {
    let mut request = Request::new(axum::body::Body::empty());
    *request.uri_mut() = path.parse().map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    let (parts, _) = outer.into_parts();
    *request.extensions_mut() = parts.extensions;
    for name in [header::HOST, header::FORWARDED, header::HeaderName::from_static("x-forwarded-for")] {
        if let Some(value) = parts.headers.get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    Ok(request)
}

/// The beginning of a body; the rest is never made, since nobody takes it.
async fn beginning(response: Response) -> Result<(Vec<u8>, bool), Problem> {
    let mut chunks = response.into_body().into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
        bytes.extend_from_slice(&chunk);
        if bytes.len() > SHOWN {
            bytes.truncate(SHOWN);
            return Ok((bytes, true));
        }
    }
    Ok((bytes, false))
}

fn legible(media: &str, body: Vec<u8>, cut: bool) -> String {
    let parsed =
        (media.contains("json") && !cut).then(|| serde_json::from_slice::<serde_json::Value>(&body).ok());
    match parsed.flatten().and_then(|value| serde_json::to_string_pretty(&value).ok()) {
        Some(text) => text,
        None if media.starts_with("text/") || media.contains("json") || media.contains("xml") => {
            String::from_utf8_lossy(&body).into_owned()
        }
        None => format!("({} bytes)", body.len()),
    }
}
