//! Lists of establishments.

use plainpied_domain::EstablishmentId;
use plainpied_store::establishment::Located;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{EstablishmentView, Shown, media};

/// A GeoJSON feature (RFC 7946): `properties` is the establishment without its `location`.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureView {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "Feature")]
    kind: (),
    /// The id of the establishment.
    #[schema(value_type = Uuid)]
    id: (),
    /// A point: longitude, latitude, degrees, WGS 84.
    #[schema(value_type = Object, example = json!({"type": "Point", "coordinates": [4.8803, 45.7667]}))]
    geometry: (),
    /// The establishment.
    #[schema(value_type = EstablishmentView)]
    properties: (),
}

/// A GeoJSON feature collection (RFC 7946) with the address of the next page.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureCollectionView {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "FeatureCollection")]
    kind: (),
    /// The features of this page.
    #[schema(value_type = Vec<FeatureView>)]
    features: (),
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: (),
    /// Of a request by ids: those that are not there.
    #[schema(value_type = Option<Vec<MissingView>>)]
    missing: (),
}

/// A list of establishments with the address of the next page.
#[derive(Debug, Serialize, ToSchema)]
pub struct EstablishmentsView {
    /// The establishments of this page.
    #[schema(value_type = Vec<EstablishmentView>)]
    results: (),
    /// The next page; null on the last.
    #[schema(value_type = Option<String>, format = "uri-reference", required = true)]
    next: (),
    /// Of a request by ids: those that are not there.
    #[schema(value_type = Option<Vec<MissingView>>)]
    missing: (),
}

/// What an answer says beside the establishments it lists.
#[derive(Debug, Serialize)]
pub(crate) struct ListHead<'a> {
    pub next: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<&'a [MissingView]>,
}

/// An establishment that was asked for by its id and is not there.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingView {
    /// The id.
    id: Uuid,
    /// closed, merged or deleted; unknown where there never was one.
    #[schema(value_type = String, example = "merged")]
    state: &'static str,
    /// The place it lives on in.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<Uuid>,
}

impl MissingView {
    /// Of what is told of an id; a draft is nobody's business.
    pub(crate) fn of(id: EstablishmentId, located: Option<&Located>) -> Self {
        let gone = located.filter(|located| located.status.is_gone());
        Self {
            id: id.as_uuid(),
            state: gone.map_or("unknown", |located| located.status.as_str()),
            successor: gone.and_then(|located| located.successor).map(EstablishmentId::as_uuid),
        }
    }
}

/// A page of establishments in one of the two media types, followed by the members of `head`.
pub(crate) fn collection<'a>(
    media: &str,
    head: &impl Serialize,
    records: impl Iterator<Item = Shown<'a>>,
) -> serde_json::Result<Vec<u8>> {
    let features = media == media::GEOJSON;
    let open = if features { r#"{"type":"FeatureCollection","features":["# } else { r#"{"results":["# };
    let mut out = Vec::with_capacity(64 * 1024);
    out.extend_from_slice(open.as_bytes());
    for (place, record) in records.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        if features { record.write_feature(&mut out)? } else { record.write(&mut out)? }
    }
    out.extend_from_slice(b"],");
    let head = serde_json::to_vec(head)?;
    // The head is an object that is not empty: its members continue ours.
    out.extend_from_slice(&head[1..]);
    Ok(out)
}
