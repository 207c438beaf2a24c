//! `GET /api/v1/suggest`: what a beginning may become.

use axum::extract::State;
use plainpied_criteria::Lang;
use plainpied_domain::LonLat;
use plainpied_domain::understanding::Suggestion;
use plainpied_search::{SearchEngine, SearchError, Suggest, Suggestion as Name};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Fields, Params, QueryParams, lang, point};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::Body;

/// Suggestions unless asked for otherwise.
const USUAL: usize = 10;

/// The beginning.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestParams {
    /// What was typed so far; the last word may be unfinished.
    #[param(value_type = String, example = "boul")]
    q: String,
    /// Latitude of the person, degrees, WGS 84: names near by come first. Goes with `lon`.
    #[param(value_type = Option<f64>, minimum = -90, maximum = 90)]
    lat: Option<LonLat>,
    /// Longitude of the person, degrees, WGS 84.
    #[param(value_type = Option<f64>, minimum = -180, maximum = 180)]
    #[expect(dead_code, reason = "declares what the document says")]
    lon: (),
    /// Suggestions, 1 to 50; 10 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 50)]
    limit: usize,
    /// The language of the names of activities: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
}

impl QueryParams for SuggestParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limit = fields.within("limit", 1..=Suggest::MAX_LIMIT)?.unwrap_or(USUAL);
        let here = point(fields)?;
        let q = fields.take("q").unwrap_or_default();
        Ok(Self { q, lat: here, lon: (), limit, lang: lang(fields)? })
    }
}

/// Something that the words may become.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompletionView)]
pub struct SuggestionView {
    /// commune, department, activity or establishment.
    #[schema(value_type = String, example = "commune")]
    kind: &'static str,
    /// What to show.
    #[schema(example = "Villeurbanne")]
    label: String,
    /// INSEE code, department code, slug or id.
    #[schema(example = "69266")]
    code: String,
    /// What tells it from others of the same name: the department of a commune, the INSEE code of the commune of an
    /// establishment.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
}

/// What the words may become.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompletionsView)]
pub struct SuggestionsView {
    /// Places and activities first, then establishments.
    results: Vec<SuggestionView>,
}

/// Suggestions
///
/// What a beginning may become, while a person types: communes, departments, activities, establishments. Small mistakes
/// in names of establishments are forgiven. Without the search index the others are suggested all the same.
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    operation_id = "suggest",
    tag = "search",
    params(SuggestParams),
    responses(
        (status = 200, description = "Suggestions; none for an empty beginning", body = SuggestionsView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<SuggestParams>,
) -> Result<Body, Problem> {
    let known = state.lexicon().await?.suggest(&params.q, params.limit);
    let names = names(&state, &params).await?;
    // Half of the room belongs to establishments, unless either side leaves some.
    let room = params.limit.saturating_sub(names.len().min(params.limit / 2));
    let mut results: Vec<SuggestionView> =
        known.into_iter().take(room).map(|known| of_lexicon(known, params.lang)).collect();
    results.extend(names.into_iter().take(params.limit - results.len()).map(of_engine));
    Body::json(&SuggestionsView { results })
}

async fn names(state: &AppState, params: &SuggestParams) -> Result<Vec<Name>, Problem> {
    let suggest = Suggest { typed: params.q.clone(), near: params.lat, limit: params.limit };
    match state.search().suggest(suggest).await {
        Err(SearchError::Unavailable { .. }) => Ok(Vec::new()),
        other => Ok(other?),
    }
}

fn of_lexicon(known: Suggestion, lang: Lang) -> SuggestionView {
    match known {
        Suggestion::Commune(choice) => SuggestionView {
            kind: "commune",
            label: choice.commune.name,
            code: choice.commune.code.to_string(),
            within: Some(choice.department_name),
        },
        Suggestion::Department(department) => {
            SuggestionView { kind: "department", label: department.name, code: department.code, within: None }
        }
        Suggestion::Activity { slug, name } => SuggestionView {
            kind: "activity",
            label: name.get(lang).to_owned(),
            code: slug.to_string(),
            within: None,
        },
    }
}

fn of_engine(name: Name) -> SuggestionView {
    SuggestionView {
        kind: "establishment",
        label: name.name,
        code: name.id.to_string(),
        within: Some(name.commune),
    }
}
