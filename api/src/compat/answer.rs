//! Answers in the form that the client wants: JSON, GeoJSON or XML.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{Paging, xml};
use crate::extract::{Accept, Fields};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{Body, media};

/// The forms of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// JSON.
    Json,
    /// GeoJSON.
    GeoJson,
    /// XML.
    Xml,
}

/// What an address answers in, and what the parameter `format` says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forms {
    asked: Option<Form>,
}

const WORDS: [(&str, Form); 3] = [("json", Form::Json), ("geojson", Form::GeoJson), ("xml", Form::Xml)];

/// Browsers ask for pages first, and for XML before anything else: they are given JSON, as there is no page.
const MEDIA: [(&str, Form); 5] = [
    (media::JSON, Form::Json),
    (media::HTML, Form::Json),
    (media::GEOJSON, Form::GeoJson),
    ("application/xml", Form::Xml),
    ("text/xml", Form::Xml),
];

impl Forms {
    /// Takes `format` away.
    ///
    /// # Errors
    /// Another word; GeoJSON where there is no geometry.
    pub fn read(fields: &mut Fields, with_geometry: bool) -> Result<Self, Problem> {
        let words = if with_geometry { &WORDS[..] } else { &[WORDS[0], WORDS[2]] };
        Ok(Self { asked: fields.word("format", words)? })
    }

    /// The form to answer in.
    ///
    /// # Errors
    /// 406 where the client takes none.
    pub fn choose(self, accept: &Accept, with_geometry: bool) -> Result<Form, Problem> {
        if let Some(asked) = self.asked {
            return Ok(asked);
        }
        let offered: Vec<&'static str> = MEDIA
            .iter()
            .filter(|(_, form)| with_geometry || *form != Form::GeoJson)
            .map(|(media, _)| *media)
            .collect();
        let media = accept.demand(&offered)?;
        Ok(MEDIA.iter().find(|(offered, _)| *offered == media).map_or(Form::Json, |(_, form)| *form))
    }
}

/// A page of a list.
#[derive(Serialize)]
pub(crate) struct Page<T> {
    /// Results on all pages.
    pub count: u64,
    /// Results of a page.
    pub page_size: usize,
    /// The next page.
    pub next: Option<String>,
    /// The previous page.
    pub previous: Option<String>,
    /// The results.
    pub results: Vec<T>,
}

/// A page of features.
#[derive(Serialize)]
struct FeaturesPage<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    count: u64,
    next: Option<String>,
    previous: Option<String>,
    features: Vec<T>,
}

/// A page of these results at a path.
pub(crate) fn page_of<T>(
    paging: &Paging,
    (site, path): (&Site, &str),
    (size, count): (usize, u64),
    results: Vec<T>,
) -> Page<T> {
    let [next, previous] = paging.neighbours(site, path, (size, count));
    Page { count, page_size: size, next, previous, results }
}

/// The answer with a page.
///
/// # Errors
/// 500 for a value that the form cannot hold.
pub(crate) fn list<T: Serialize>(form: Form, page: Page<T>) -> Result<Response, Problem> {
    if form != Form::GeoJson {
        return one(form, &page);
    }
    let Page { count, next, previous, results: features, .. } = page;
    one(form, &FeaturesPage { kind: "FeatureCollection", count, next, previous, features })
}

/// The answer with one value.
///
/// # Errors
/// 500 for a value that the form cannot hold.
pub(crate) fn one(form: Form, value: &impl Serialize) -> Result<Response, Problem> {
    let body = match form {
        Form::Json => Body::json(value)?,
        Form::GeoJson => Body::new(media::GEOJSON, serde_json::to_vec(value)?),
        // By way of the text: answers that go out as they lie in the base are no tree yet.
        Form::Xml => {
            let tree = serde_json::from_slice(&serde_json::to_vec(value)?)?;
            Body::new(media::XML, xml::document(&tree))
        }
    };
    let vary = [(header::VARY, HeaderValue::from_static("accept"))];
    Ok((vary, body).into_response())
}
