//! The same thing as JSON or as a page.

use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::Crs;
use serde_json::Value;
use utoipa::IntoParams;

use super::Link;
use crate::extract::{Accept, Fields, QueryParams, accepted_language};
use crate::problem::Problem;
use crate::view::{Body, media};
use crate::web::{Shell, page};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// JSON, GeoJSON where there are features.
    Json,
    /// A page.
    Html,
}

/// Only the form.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormParams {
    /// json or html.
    #[param(value_type = Option<String>)]
    pub f: Option<Form>,
}

impl QueryParams for FormParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { f: form(fields)? })
    }
}

pub(super) fn form(fields: &mut Fields) -> Result<Option<Form>, Problem> {
    fields.word("f", &[Form::Json, Form::Html].map(|form| (form.name(), form)))
}

/// A page about something of the API: facts, links, and a table.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub title: String,
    pub lead: String,
    pub links: Vec<Link>,
    pub head: Vec<String>,
    /// Rows of cells: text, and where it leads.
    pub rows: Vec<Vec<(String, Option<String>)>>,
}

#[derive(Debug, Template)]
#[template(path = "ogc.html")]
struct SheetPage {
    shell: Shell,
    sheet: Sheet,
}

impl Form {
    /// The one that it is not.
    pub fn other(self) -> Self {
        match self {
            Self::Json => Self::Html,
            Self::Html => Self::Json,
        }
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// What the request wants: `f`, else `Accept`; the given media type of JSON unless it says otherwise.
    ///
    /// # Errors
    /// 406 with what there is.
    pub fn choose(asked: Option<Self>, headers: &HeaderMap, json: &'static str) -> Result<Self, Problem> {
        if let Some(form) = asked {
            return Ok(form);
        }
        let chosen = Accept::of(headers).demand(&[json, media::JSON, media::HTML])?;
        Ok(if chosen == media::HTML { Self::Html } else { Self::Json })
    }
}

/// JSON, or the page that a sheet makes.
///
/// # Errors
/// 406; 500 where the template fails.
pub(crate) fn answer(
    asked: Option<Form>,
    headers: &HeaderMap,
    json: impl FnOnce() -> Value,
    sheet: impl FnOnce(Lang) -> Sheet,
) -> Result<Response, Problem> {
    match Form::choose(asked, headers, media::JSON)? {
        Form::Json => json_answer(media::JSON, serde_json::to_vec(&json())?),
        Form::Html => sheet_page(headers, sheet),
    }
}

/// The page of a sheet.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn sheet_page(
    headers: &HeaderMap,
    sheet: impl FnOnce(Lang) -> Sheet,
) -> Result<Response, Problem> {
    let lang = accepted_language(headers);
    let sheet = sheet(lang);
    let mut shell = Shell::new(lang, sheet.title.clone(), "/ogc?f=html");
    shell.other = None;
    Ok(vary(page(&SheetPage { shell, sheet })?))
}

/// A body of JSON.
///
/// # Errors
/// None in practice.
pub(crate) fn json_answer(media: &'static str, body: Vec<u8>) -> Result<Response, Problem> {
    Ok(vary(Body::new(media, body).into_response()))
}

fn vary(mut response: Response) -> Response {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    response
}

/// The system of the positions of an answer.
pub(crate) const CONTENT_CRS: HeaderName = HeaderName::from_static("content-crs");

/// Says in which system the positions of an answer are (Part 2, requirement /req/crs/ogc-crs-header).
pub(crate) fn stamp_crs(response: &mut Response, crs: Crs) {
    if let Ok(value) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(CONTENT_CRS, value);
    }
}
