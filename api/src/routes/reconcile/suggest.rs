//! `GET /reconcile/suggest/{entity,property,type}`: what a beginning may become.

use axum::extract::{Request, State};
use plainpied_criteria::Lang;
use plainpied_domain::text::fold;
use plainpied_search::{SearchEngine, Suggest};
use plainpied_store::establishment;
use serde_json::json;

use super::fields;
use crate::extract::{accepted_language, path_part};
use crate::problem::{Problem, code};
use crate::reconcile::{Named, properties, types};
use crate::state::AppState;
use crate::view::{AddressLine, Body};

/// Suggestions on a page.
const PAGE: usize = 20;

pub(super) async fn handler(State(state): State<AppState>, request: Request) -> Result<Body, Problem> {
    let (mut parts, _) = request.into_parts();
    let what = path_part(&mut parts, &state).await?;
    let lang = accepted_language(&parts.headers);
    let mut fields = fields(&parts.uri)?;
    let prefix = fields.take("prefix").unwrap_or_default();
    let from: usize = fields.within("cursor", 0..=1_000)?.unwrap_or(0);
    let found = match what.as_str() {
        "entity" => entities(&state, &prefix, lang, from).await?,
        "property" => beginning(properties(lang), &prefix, from),
        "type" => beginning(types(&*state.reference().await?, lang), &prefix, from),
        _ => return Err(Problem::new(&code::UNKNOWN_ROUTE)),
    };
    Body::json(&json!({ "result": found }))
}

/// Those with a word that begins so, or that id.
fn beginning(all: Vec<Named>, prefix: &str, from: usize) -> Vec<Named> {
    let wanted = format!(" {}", fold(prefix));
    let begins =
        |named: &Named| named.id.starts_with(prefix) || format!(" {}", fold(&named.name)).contains(&wanted);
    all.into_iter().filter(begins).skip(from).take(PAGE).collect()
}

async fn entities(state: &AppState, prefix: &str, lang: Lang, from: usize) -> Result<Vec<Named>, Problem> {
    let ids = match prefix.trim().parse() {
        Ok(id) => vec![id],
        Err(_no_id) => {
            let limit = (from + PAGE).min(Suggest::MAX_LIMIT);
            let suggest = Suggest { typed: prefix.to_owned(), near: None, limit };
            let found = state.search().suggest(suggest).await?;
            found.into_iter().skip(from).map(|found| found.id).collect()
        }
    };
    let read = state.query(async |connection| establishment::by_ids(connection, &ids).await);
    let reference = state.reference().await?;
    let named = read.await?.into_iter().map(|record| {
        let place = record.address_line();
        let activity = record.activities.first().and_then(|slug| reference.activity(slug));
        let description =
            activity.map_or_else(|| place.clone(), |activity| format!("{}, {place}", activity.name(lang)));
        Named { description: Some(description), ..Named::new(&record.id.to_string(), &record.name) }
    });
    Ok(named.collect())
}
