//! An establishment as a GeoJSON feature.

use plainpied_store::compat::CompatRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Around;
use super::erp::PointView;
use crate::view::AddressLine;

/// The icon of what has none of its own.
const ICON: &str = "building";

/// A feature of the map.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeatureView<'a> {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The id of the establishment.
    id: Uuid,
    /// A point: longitude, latitude.
    #[schema(value_type = Object)]
    geometry: PointView,
    properties: PropertiesView<'a>,
}

/// What a map shows of it.
#[derive(Serialize, ToSchema)]
struct PropertiesView<'a> {
    uuid: Uuid,
    nom: &'a str,
    adresse: String,
    commune: &'a str,
    activite: Option<IconView<'a>>,
    web_url: String,
    /// Percent of the questions that are answered.
    completion_rate: i16,
    /// Metres to the point of `around`.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<f64>,
}

/// An activity on a map.
#[derive(Serialize, ToSchema)]
struct IconView<'a> {
    nom: &'a str,
    /// The value of its first OpenStreetMap tag: icon sets go by these names.
    vector_icon: &'a str,
}

impl<'a> FeatureView<'a> {
    /// Of a record.
    pub fn new(record: &'a CompatRecord, around: Around<'a>) -> Self {
        let icon = |slug: &'a String| match around.reference.activity(slug) {
            Some(activity) => {
                let tag = activity.osm.first().and_then(|tag| tag.split_once('='));
                IconView { nom: &activity.name_fr, vector_icon: tag.map_or(ICON, |(_, value)| value) }
            }
            None => IconView { nom: slug, vector_icon: ICON },
        };
        Self {
            kind: "Feature",
            id: record.id,
            geometry: PointView::of(record),
            properties: PropertiesView {
                uuid: record.id,
                nom: &record.name,
                adresse: record.address_line(),
                commune: &record.commune_name,
                activite: record.activities.first().map(icon),
                web_url: around.site.url_of("/establishments/", record.id),
                completion_rate: record.completeness,
                distance: record.metres,
            },
        }
    }
}
