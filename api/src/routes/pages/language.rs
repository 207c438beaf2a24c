//! `GET /language/{lang}?next=/...`: remembers the language that a reader chose, and leads back to the page.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::extract::{Fields, LANG_COOKIE, Params, QueryParams, language_named, path_part};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web;

/// A year: as long as browsers keep a cookie that matters.
const KEPT_SECONDS: u32 = 31_536_000;

/// The page to go back to.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NextParams {
    /// Path and query of a page of this site.
    #[param(value_type = Option<String>, example = "/?q=pain")]
    next: String,
}

impl QueryParams for NextParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let next = fields.take("next").unwrap_or_else(|| "/".to_owned());
        // Two slashes would lead to another host, and browsers read `\` as a slash.
        let ours =
            next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
        if ours {
            Ok(Self { next })
        } else {
            Err(Problem::parameter("next", "a path of this site is expected"))
        }
    }
}

/// The language in the path.
pub(crate) struct PathLang(Lang);

impl<S: Send + Sync> FromRequestParts<S> for PathLang {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let code = path_part(parts, state).await?;
        language_named(&code).map(Self).ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathLang(lang): PathLang,
    Params(NextParams { next }): Params<NextParams>,
) -> Result<Response, Problem> {
    let secure = if state.site().base().starts_with("https://") { "; Secure" } else { "" };
    let cookie =
        format!("{LANG_COOKIE}={}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax{secure}", lang.code());
    let headers = [
        (header::LOCATION, encoded(&web::with_lang(&next, lang))),
        (header::SET_COOKIE, cookie),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let mut response = StatusCode::SEE_OTHER.into_response();
    for (name, value) in headers {
        let value = HeaderValue::try_from(value).map_err(|error| Problem::parameter("next", error))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// A header holds ASCII: what was decoded once more than that is encoded again.
fn encoded(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            text.push(char::from(byte))
        } else {
            text.push_str(&format!("%{byte:02X}"))
        }
    }
    text
}
