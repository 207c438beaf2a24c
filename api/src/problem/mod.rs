//! Errors as clients see them: RFC 9457 problem details. Every code stands in one table, [`code::ALL`], from which
//! the pages at `/problems/<code>` are made too.

pub mod code;
mod detail;
mod finish;
mod from;

use std::any::Any;
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use plainpied_criteria::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub use code::Code;
pub(crate) use detail::Detail;
pub(crate) use finish::{finish, prefers_html};

use crate::site::Site;
use crate::view::media;

/// What went wrong. Becomes the answer of the request; the cause goes to the log and never to the client.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: &'static Code,
    detail: Cow<'static, str>,
    /// The same for people, where pages show it.
    told: Option<Detail>,
    parameter: Option<String>,
    extras: Vec<(&'static str, Value)>,
    retry_after: Option<u32>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

/// The problem of an answer, for the layers around it.
#[derive(Debug, Clone)]
pub(crate) struct Reported(Arc<Inner>);

/// The body of every error (RFC 9457). Some codes add members, such as `nearest`, the known name that was probably
/// meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemView<'a> {
    /// The address that explains the code.
    #[serde(rename = "type")]
    #[schema(value_type = String, format = "uri-reference", example = "/problems/invalid-parameter")]
    kind: String,
    /// What the code means, the same for all problems of it.
    #[schema(value_type = String, example = "Invalid parameter")]
    title: &'a str,
    /// The HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// What went wrong this time.
    #[schema(value_type = String, example = "\"0\" is not a whole number from 1 to 100.")]
    detail: &'a str,
    /// The parameter at fault, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "limit")]
    parameter: Option<&'a str>,
    #[serde(flatten)]
    #[schema(ignore)]
    extras: Extras<'a>,
}

#[derive(Debug)]
struct Extras<'a>(&'a [(&'static str, Value)]);

impl Serialize for Extras<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Problem {
    /// A problem that says no more than its code.
    pub fn new(code: &'static Code) -> Self {
        let detail = Cow::Borrowed(code.meaning.en);
        Self(Box::new(Inner {
            code,
            detail,
            told: None,
            parameter: None,
            extras: Vec::new(),
            retry_after: code.retry_after,
            cause: None,
        }))
    }

    /// What a parameter got wrong.
    pub fn parameter(name: &str, detail: impl std::fmt::Display) -> Self {
        Self::new(&code::INVALID_PARAMETER).detail(detail.to_string()).at(name)
    }

    /// Says what went wrong this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = sentence(detail.into());
        self
    }

    /// Says what went wrong this time, to clients and to people.
    #[must_use]
    pub(crate) fn detailed(self, detail: Detail) -> Self {
        let mut problem = self.detail(detail.words(Lang::En));
        problem.0.told = Some(detail);
        problem
    }

    /// Names the parameter at fault.
    #[must_use]
    pub fn at(mut self, parameter: &str) -> Self {
        self.0.parameter = Some(parameter.to_owned());
        self
    }

    /// Adds a member to the body.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.extras.push((name, value.into()));
        self
    }

    /// Adds the name that was probably meant, if there is one.
    #[must_use]
    pub fn nearest(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => self.with("nearest", name),
            None => self,
        }
    }

    /// Says after how many seconds trying again may help.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Its body, with relative URLs.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_slice(&self.0.body(&Site::default())).unwrap_or_default()
    }

    /// Its code.
    pub fn code(&self) -> &'static Code {
        self.0.code
    }

    /// What went wrong this time.
    pub(crate) fn said(&self) -> &str {
        &self.0.detail
    }

    /// What went wrong, for people: this time, or what the code means where there are no words for it in their language.
    pub(crate) fn told(&self, lang: Lang) -> String {
        self.0.told(lang).unwrap_or_else(|| self.0.code.meaning.get(lang).to_owned())
    }

    /// Whether the same request may be answered later.
    pub fn is_transient(&self) -> bool {
        self.0.code.retry_after.is_some()
    }
}

/// Commands stop at problems too.
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.code.name, self.0.detail)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.0.cause.as_ref()?)
    }
}

impl Inner {
    /// What went wrong this time, in the language of the reader, where there are words for it.
    fn told(&self, lang: Lang) -> Option<String> {
        self.told.as_ref().map(|detail| sentence(detail.words(lang).into()).into_owned())
    }

    fn body(&self, site: &Site) -> Vec<u8> {
        let view = ProblemView {
            kind: site.url(&self.code.path()),
            title: self.code.title.en,
            status: self.code.status.as_u16(),
            detail: &self.detail,
            parameter: self.parameter.as_deref(),
            extras: Extras(&self.extras),
        };
        // Strings, numbers and JSON values: writing them cannot fail, and an empty body would still have its status.
        serde_json::to_vec(&view).unwrap_or_default()
    }
}

impl Reported {
    pub(crate) fn code(&self) -> &'static Code {
        self.0.code
    }

    /// The cause and its causes, for the log.
    pub(crate) fn causes(&self) -> Option<String> {
        let mut cause: Option<&dyn Error> = Some(self.0.cause.as_deref()?);
        let mut chain = Vec::new();
        while let Some(error) = cause {
            chain.push(error.to_string());
            cause = error.source();
        }
        Some(chain.join(": "))
    }

    fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What went wrong this time, for people, where there are words for it.
    fn told(&self, lang: Lang) -> Option<String> {
        self.0.told(lang)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let inner: Arc<Inner> = Arc::from(self.0);
        let mut response = Response::new(Body::from(inner.body(&Site::default())));
        *response.status_mut() = inner.code.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media::PROBLEM));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = inner.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Reported(inner));
        response
    }
}

/// The answer to a request whose handler panicked.
pub(crate) fn of_panic(panic: Box<dyn Any + Send>) -> Response<Body> {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    Problem::new(&code::INTERNAL).cause(format!("panic: {message}")).into_response()
}

/// Messages of errors begin small and have no full stop; what people read is a sentence.
fn sentence(text: Cow<'static, str>) -> Cow<'static, str> {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return text;
    };
    if !first.is_lowercase() && text.ends_with(['.', '?']) {
        return text;
    }
    let stop = if text.ends_with(['.', '?']) { "" } else { "." };
    Cow::Owned(format!("{}{}{stop}", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests;
