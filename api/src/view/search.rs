//! The answer to a search.

use plainpied_domain::understanding::{CommuneChoice, Field, Part, Understood};
use plainpied_search::{CompletenessCounts, Facets, FreshnessCounts, Page, VerdictCounts};
use serde::Serialize;
use utoipa::ToSchema;

use super::{EstablishmentView, FeatureView};

/// What a search says beside the establishments it found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHead {
    /// How many establishments match, on all pages together.
    #[schema(example = 37)]
    matched: u64,
    /// How many more would match if more were known of them: left out because nothing tells whether they meet the needs
    /// and criteria. `unknown=include` brings them back.
    #[schema(example = 12)]
    excluded_unknown: u64,
    /// What was understood of the words; null where there were none.
    #[schema(required = true)]
    understood: Option<UnderstoodView>,
    /// No place holds all the words, so those that hold at least half of them were taken.
    relaxed: bool,
    /// The text was longer than what counts of it.
    truncated: bool,
    /// The position of the change log that the index had reached.
    #[schema(example = 184_201)]
    position: i64,
    /// Counts over all matches; null where `facets=false`.
    #[schema(required = true)]
    facets: Option<FacetsView>,
    /// The next page; null on the last.
    #[schema(format = "uri-reference", required = true)]
    next: Option<String>,
}

/// What was understood of the words of a search, so that it can be undone.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnderstoodView {
    /// The words that were left for the search engine.
    #[schema(required = true)]
    text: Option<String>,
    /// Words, and what they were taken for. `without=kind` undoes one; the words of an activity stay text too.
    parts: Vec<PartView>,
    /// Other communes of the same name, the largest first: `meant=code` takes one.
    alternatives: Vec<CommuneChoiceView>,
    /// What words may also mean, though they were left text: "did you mean the commune of ...?".
    perhaps: Vec<PartView>,
    /// The words ask for access without saying for whom: offer the needs.
    asks_access: bool,
    /// The words mean the surroundings: send `lat` and `lon`.
    near_me: bool,
    /// Words that say where, and lead to no place that is known: they narrow nothing, though they may stand in `text`.
    unplaced: Vec<PartView>,
}

/// Words, and what they were taken for.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    /// commune, department, postal_code, activity, need, access, near_me or address.
    #[schema(value_type = String, example = "commune")]
    kind: &'static str,
    /// The box that the words stand in: q or where.
    #[schema(value_type = String, example = "q")]
    field: &'static str,
    /// The first character of the words in that box, from 0.
    start: usize,
    /// The character after the last.
    end: usize,
    /// INSEE code, department code, postal code, slug, key of the need, or longitude and latitude of an address; empty
    /// where the kind says all.
    code: String,
    /// French label.
    fr: String,
    /// English label.
    en: String,
}

/// A commune that may be meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommuneChoiceView {
    /// INSEE code.
    #[schema(example = "93066")]
    code: String,
    /// Its name.
    name: String,
    /// The department, which tells communes of one name apart.
    department: String,
    /// Inhabitants.
    population: i32,
}

/// How the matches spread, the most frequent values first, under all filters of the search.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsView {
    /// By activity. A place with several activities counts once for each.
    activities: Vec<ActivityCount>,
    /// By commune or municipal arrondissement.
    communes: Vec<AreaCount>,
    /// By department.
    departments: Vec<AreaCount>,
    /// By need and verdict: within the limits of the search for the needs that it asks for.
    needs: Vec<NeedCountView>,
    /// By the share of questions answered.
    completeness: CompletenessView,
    /// By the time since an answer was last seen to be so.
    freshness: FreshnessView,
}

/// Matches of an activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityCount {
    /// Slug of the activity.
    #[schema(example = "boulangerie")]
    slug: String,
    /// Matches.
    count: u64,
}

/// Matches in a commune or department.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaCount {
    /// INSEE code or department code.
    #[schema(example = "69266")]
    code: String,
    /// Matches.
    count: u64,
}

/// Matches by verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedCountView {
    /// The need.
    #[schema(example = "manual_wheelchair")]
    need: String,
    /// By oneself.
    yes: u64,
    /// With help.
    with_help: u64,
    /// Not enough is known.
    unknown: u64,
    /// Something stands in the way.
    no: u64,
}

/// Matches by the share of questions answered, percent.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompletenessView {
    /// 0.
    nothing: u64,
    /// 1 to 25.
    to_25: u64,
    /// 26 to 50.
    to_50: u64,
    /// 51 to 75.
    to_75: u64,
    /// 76 to 100.
    to_100: u64,
}

/// Matches by the age of the latest observation.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreshnessView {
    /// Nobody said when.
    unknown: u64,
    /// Less than a year.
    under_1_year: u64,
    /// One year or two.
    under_3_years: u64,
    /// Three years and more.
    older: u64,
}

/// The answer to a search as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchView {
    /// The establishments of this page, in order.
    #[schema(value_type = Vec<EstablishmentView>)]
    results: (),
    #[serde(flatten)]
    head: SearchHead,
}

/// The answer to a search as a GeoJSON feature collection.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchFeaturesView {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "FeatureCollection")]
    kind: (),
    /// The features of this page, in order.
    #[schema(value_type = Vec<FeatureView>)]
    features: (),
    #[serde(flatten)]
    head: SearchHead,
}

impl SearchHead {
    pub(crate) fn new(page: Page, understood: Option<Understood>, next: Option<String>) -> Self {
        Self {
            matched: page.matched,
            excluded_unknown: page.excluded_unknown,
            understood: understood.map(UnderstoodView::from),
            relaxed: page.relaxed,
            truncated: page.truncated,
            position: page.position,
            facets: page.facets.map(FacetsView::from),
            next,
        }
    }
}

impl From<Understood> for UnderstoodView {
    fn from(understood: Understood) -> Self {
        Self {
            text: understood.text,
            parts: understood.parts.into_iter().map(PartView::from).collect(),
            alternatives: understood.alternatives.into_iter().map(CommuneChoiceView::from).collect(),
            perhaps: understood.perhaps.into_iter().map(PartView::from).collect(),
            asks_access: understood.asks_access,
            near_me: understood.near_me,
            unplaced: understood.unplaced.into_iter().map(PartView::from).collect(),
        }
    }
}

impl From<Part> for PartView {
    fn from(part: Part) -> Self {
        let field = match part.field {
            Field::What => "q",
            Field::Place => "where",
        };
        let (start, end) = (part.range.start, part.range.end);
        Self {
            kind: part.kind.as_str(),
            field,
            start,
            end,
            code: part.code,
            fr: part.label.fr,
            en: part.label.en,
        }
    }
}

impl From<CommuneChoice> for CommuneChoiceView {
    fn from(choice: CommuneChoice) -> Self {
        Self {
            code: choice.commune.code.to_string(),
            name: choice.commune.name,
            department: choice.department_name,
            population: choice.commune.population,
        }
    }
}

impl From<Facets> for FacetsView {
    fn from(facets: Facets) -> Self {
        let activities = facets.activities.into_iter().map(|(slug, count)| ActivityCount { slug, count });
        let areas = |values: Vec<(String, u64)>| {
            values.into_iter().map(|(code, count)| AreaCount { code, count }).collect::<Vec<_>>()
        };
        let CompletenessCounts { nothing, to_25, to_50, to_75, to_100 } = facets.completeness;
        let FreshnessCounts { unknown, under_1_year, under_3_years, older } = facets.freshness;
        Self {
            activities: activities.collect(),
            communes: areas(facets.communes),
            departments: areas(facets.departments),
            needs: facets.needs.into_iter().map(NeedCountView::from).collect(),
            completeness: CompletenessView { nothing, to_25, to_50, to_75, to_100 },
            freshness: FreshnessView { unknown, under_1_year, under_3_years, older },
        }
    }
}

impl From<(String, VerdictCounts)> for NeedCountView {
    fn from((need, counts): (String, VerdictCounts)) -> Self {
        let VerdictCounts { no, unknown, with_help, yes } = counts;
        Self { need, yes, with_help, unknown, no }
    }
}
