use plainpied_criteria::Lang;
use plainpied_domain::matching::Reason;
use plainpied_store::matching::KnownPlace;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::item::MatchAsked;
use crate::matching::Matched;
use crate::site::Site;
use crate::view::AddressLine;

/// What came of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchesView<'a> {
    /// One for each item, in their order.
    items: Vec<MatchedItemView<'a>>,
    /// Whether names were looked up. False while the search index is away: candidates then come from identifiers and
    /// positions only, and none does not mean that the place is not here.
    names_looked_up: bool,
}

/// What came of one item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchedItemView<'a> {
    /// The key of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    key: Option<&'a str>,
    /// The candidates, the best first.
    candidates: Vec<CandidateView<'a>>,
}

/// A place that may be the one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateView<'a> {
    /// Id.
    id: Uuid,
    /// Its address here.
    #[schema(example = "/api/v1/establishments/0570478e-4cfc-5243-84df-c547aec78358")]
    url: String,
    /// Its name.
    #[schema(value_type = String, example = "Boulangerie Martin")]
    name: &'a str,
    /// Its postal address in one line.
    #[schema(example = "12 bis Rue de la Paix, 69100 Villeurbanne")]
    address: String,
    /// 0 to 100: the points of the reasons, held within.
    #[schema(example = 92.4)]
    score: f64,
    /// Whether it is sure to be the place: enough speaks for it, and no other is near. True for one candidate at most.
    #[serde(rename = "match")]
    matches: bool,
    /// What speaks for and against.
    reasons: Vec<ReasonView<'a>>,
}

/// One piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchReasonView)]
pub(crate) struct ReasonView<'a> {
    /// Its name, never renamed.
    #[schema(value_type = String, example = "similar_name")]
    code: &'a str,
    /// What it adds to the score.
    #[schema(example = 42.5)]
    points: f64,
    /// In a sentence.
    #[schema(value_type = String, example = "The name is nearly the same.")]
    sentence: &'a str,
}

impl<'a> MatchesView<'a> {
    pub fn new(asked: &'a MatchAsked, matched: &'a Matched, site: &Site) -> Self {
        let items = asked.keys.iter().zip(&matched.items).map(|(key, judged)| MatchedItemView {
            key: key.as_deref(),
            candidates: judged
                .iter()
                .filter_map(|judged| {
                    let place = matched.places.get(&judged.candidate)?;
                    Some(CandidateView {
                        score: judged.rounded(),
                        matches: judged.matches,
                        reasons: judged
                            .reasons
                            .iter()
                            .map(|reason| ReasonView::new(reason, asked.lang))
                            .collect(),
                        ..CandidateView::of(place, site)
                    })
                })
                .collect(),
        });
        Self { items: items.collect(), names_looked_up: matched.by_name }
    }
}

impl<'a> CandidateView<'a> {
    fn of(place: &'a KnownPlace, site: &Site) -> Self {
        Self {
            id: place.id,
            url: site.url_of("/api/v1/establishments/", place.id),
            name: &place.name,
            address: place.address_line(),
            score: 0.0,
            matches: false,
            reasons: Vec::new(),
        }
    }
}

impl<'a> ReasonView<'a> {
    fn new(reason: &'a Reason, lang: Lang) -> Self {
        Self { code: reason.code, points: reason.points, sentence: reason.sentence.get(lang) }
    }
}
