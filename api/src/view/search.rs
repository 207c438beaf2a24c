//! The answer to a search.

use plainpied_search::{Facets, Page};
use serde::Serialize;
use utoipa::ToSchema;

use super::{EstablishmentView, FeatureView};

/// What a search says beside the establishments it found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHead {
    /// How many establishments match, on all pages together.
    #[schema(example = 37)]
    matched: u64,
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

/// How the matches spread, the most frequent values first.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsView {
    /// By activity. A place with several activities counts once for each.
    activities: Vec<ActivityCount>,
    /// By commune or municipal arrondissement.
    communes: Vec<CommuneCount>,
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

/// Matches in a commune.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommuneCount {
    /// INSEE code.
    #[schema(example = "69266")]
    code: String,
    /// Matches.
    count: u64,
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
    pub(crate) fn new(page: Page, next: Option<String>) -> Self {
        Self {
            matched: page.matched,
            relaxed: page.relaxed,
            truncated: page.truncated,
            position: page.position,
            facets: page.facets.map(FacetsView::from),
            next,
        }
    }
}

impl From<Facets> for FacetsView {
    fn from(facets: Facets) -> Self {
        let activities = facets.activities.into_iter().map(|(slug, count)| ActivityCount { slug, count });
        let communes = facets.communes.into_iter().map(|(code, count)| CommuneCount { code, count });
        Self { activities: activities.collect(), communes: communes.collect() }
    }
}
