//! `GET /`: a search for people, without script.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::{Answers, Lang, schema, sentence};
use plainpied_search::{Query, SearchEngine};
use plainpied_store::establishment::{self, FeatureRecord};
use plainpied_store::reference;
use utoipa::IntoParams;

use super::page;
use crate::extract::{Fields, Params, QueryParams};
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::view::Body;

/// Sentences shown of a place in a list.
const SENTENCES: usize = 3;

/// What is looked for, where, and in which language it is answered.
#[derive(Debug, IntoParams)]
pub(crate) struct HomeParams {
    /// What.
    q: Option<String>,
    /// Name or postal code of a commune.
    r#where: Option<String>,
    /// fr or en.
    lang: Option<String>,
}

impl QueryParams for HomeParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            q: fields.take("q"),
            r#where: fields.take("where"),
            lang: fields.take("lang"),
        })
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    lang: &'static str,
    fr: bool,
    q: String,
    place: String,
    /// Nothing was asked yet.
    fresh: bool,
    place_unknown: bool,
    matched: u64,
    places: Vec<Place>,
}

struct Place {
    id: String,
    name: String,
    address: String,
    sentences: Vec<String>,
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<HomeParams>,
) -> Result<Response, Problem> {
    let lang = if params.lang.as_deref() == Some("en") {
        Lang::En
    } else {
        Lang::Fr
    };
    let (q, place) = (params.q.unwrap_or_default(), params.r#where.unwrap_or_default());
    let mut home = HomePage {
        lang: lang.code(),
        fr: lang == Lang::Fr,
        fresh: q.is_empty() && place.is_empty(),
        place_unknown: false,
        matched: 0,
        places: Vec::new(),
        q,
        place,
    };
    if !home.fresh {
        search(&state, &mut home, lang).await?;
    }
    Ok(page(Body::page(&home)?))
}

async fn search(state: &AppState, home: &mut HomePage, lang: Lang) -> Result<(), Problem> {
    let mut query = Query {
        text: Some(home.q.clone()).filter(|text| !text.is_empty()),
        ..Query::default()
    };
    if !home.place.trim().is_empty() {
        let place = home.place.clone();
        let found =
            in_time(async { reference::find_communes(&mut *state.pool().acquire().await?, &place, 1).await })
                .await?;
        match found.into_iter().next() {
            Some(found) => query.commune = Some(found.commune.code),
            None => {
                home.place_unknown = true;
                return Ok(());
            }
        }
    }
    let page = state.search().search(query).await?;
    let ids: Vec<_> = page.hits.iter().map(|hit| hit.id).collect();
    let records =
        in_time(async { establishment::by_ids(&mut *state.pool().acquire().await?, &ids).await }).await?;
    home.matched = page.matched;
    home.places = records.into_iter().map(|record| place(record, lang)).collect();
    Ok(())
}

fn place(record: FeatureRecord, lang: Lang) -> Place {
    let schema = schema();
    let answers = Answers::from_trusted_json(schema, &record.criteria).unwrap_or_default();
    let street = [record.house_number, record.street.or(record.locality)];
    let street = street.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Place {
        id: record.id.to_string(),
        name: record.name,
        address: [street, format!("{} {}", record.postal_code, record.commune_name)].join(", "),
        sentences: answers
            .iter()
            .take(SENTENCES)
            .map(|(id, value)| sentence(schema.criterion(id), Some(value), lang))
            .collect(),
    }
}
