//! `GET /contribute`: which place is meant, and what was begun before.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::auth::{Visitor, kept};
use crate::drafts::{self, Drafter};
use crate::extract::{Fields, Params, QueryParams, lang, read_query};
use crate::problem::Problem;
use crate::routes::pages::edit::sending;
use crate::routes::search::list::SearchParams;
use crate::routes::search::results::results;
use crate::state::AppState;
use crate::view::AddressLine;
use crate::web::{self, Adding, ContributePage, DraftLine, Likely, Tongue};

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContributeParams {
    /// Name and commune.
    #[param(value_type = Option<String>)]
    q: Option<String>,
    /// What was just done.
    #[param(value_type = Option<String>)]
    said: Option<String>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ContributeParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let (q, said, kept) = (fields.take("q"), fields.take("said"), fields.take("kept"));
        Ok(Self { q, said, kept, lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<ContributeParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tongue = Tongue(params.lang);
    let mut typed = kept(&state, params.kept.as_deref()).await?;
    let q = params.q.map(|q| q.trim().to_owned()).unwrap_or_default();
    let found = if q.is_empty() { None } else { Some(likely(&state, &q).await?) };
    if typed.is_empty() && !q.is_empty() {
        typed.push(("name".to_owned(), q));
    }
    let drafter = Drafter::of(&headers, &state, visitor.as_ref());
    let begun = drafts::list(&state, &drafter).await?;
    let drafts = begun.iter().map(|draft| DraftLine::new(draft, tongue)).collect();
    let said = params.said.as_deref().and_then(|word| said(word, tongue));
    let adding = Adding { found, typed, said, drafts, ..Adding::default() };
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let reference = state.reference().await?;
    let page = ContributePage::new(&reference, adding, sending(&state, csrf), params.lang);
    web::page(&page).map(web::private)
}

/// What was just done, in words.
fn said(word: &str, tongue: Tongue) -> Option<&'static str> {
    let (fr, en) = match word {
        "waits" => (
            "Merci. Un modérateur va regarder ce lieu ; il sera publié s'il l'accepte.",
            "Thank you. A moderator will look at this place; it is published once it is accepted.",
        ),
        "deleted" => ("Le brouillon est supprimé.", "The draft is deleted."),
        "gone" => (
            "Ce brouillon n'est plus là : il a été publié ou supprimé, ou il est trop ancien.",
            "This draft is no longer there: it was published or deleted, or is too old.",
        ),
        _ => return None,
    };
    Some(tongue.say(fr, en))
}

/// The places that may be meant.
async fn likely(state: &AppState, q: &str) -> Result<Vec<Likely>, Problem> {
    let asked = [("q", q), ("limit", "10"), ("facets", "false")];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    let found = results(state, &read_query::<SearchParams>(&query)?).await?;
    let likely = found.places.into_iter().map(|(record, _)| Likely {
        place: record.address_line(),
        address: format!("/establishments/{}", record.id),
        name: record.name,
        closed: false,
    });
    Ok(likely.collect())
}
