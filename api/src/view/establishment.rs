//! An establishment as JSON and as a GeoJSON feature.
//!
//! Criteria and provenance are JSON text in the base, which only the write path fills. They are copied to the end of
//! the object and never read: parsing them would cost more than everything else of a page.

use geojson::GeometryValue;
use plainpied_domain::Source;
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use super::provenance;
use crate::reference::Reference;
use crate::site::Site;

/// Everything of an establishment beside criteria and provenance. What is not known is absent.
#[derive(Debug, Serialize, ToSchema)]
pub struct EstablishmentHead<'a> {
    /// Names the establishment for ever.
    id: Uuid,
    /// This record.
    #[schema(format = "uri-reference")]
    url: String,
    /// Decoration for addresses; may change.
    #[schema(value_type = String, example = "boulangerie-martin-villeurbanne-c547aec78358")]
    slug: &'a str,
    /// Its name.
    #[schema(value_type = String, example = "Boulangerie Martin")]
    name: &'a str,
    /// Where it stands, in words.
    #[schema(inline)]
    address: AddressView<'a>,
    /// Its commune or municipal arrondissement.
    #[schema(inline)]
    commune: CommuneRef<'a>,
    /// Longitude and latitude, degrees, WGS 84. Absent in a GeoJSON feature, whose geometry says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    location: Option<[f64; 2]>,
    /// Distance to the point of the search, metres. Only in answers to a search near a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 412)]
    distance_m: Option<u64>,
    /// Slugs of what is done there; `/api/v1/activities` has their names.
    #[schema(value_type = Vec<String>)]
    activities: &'a [String],
    /// SIRET number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    siret: Option<&'a str>,
    /// How to reach it.
    #[serde(skip_serializing_if = "ContactView::is_empty")]
    #[schema(inline)]
    contact: ContactView<'a>,
    /// The share of the questions asked about such a place that are answered, percent. 0: nothing is known of its
    /// accessibility.
    #[schema(example = 62)]
    completeness: i16,
    /// The source that first described it; `/api/v1/sources` has all of them.
    #[schema(value_type = String, example = "acceslibre")]
    source: &'a str,
    /// How that source wants to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    attribution: Option<&'a str>,
    /// The licence of that source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "Licence Ouverte 2.0")]
    licence: Option<&'a str>,
    /// Where the licence can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri")]
    licence_url: Option<&'a str>,
    /// Counts the versions of the record from 1.
    version: i32,
    /// When the record was first written here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// When the record was last changed here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    updated_at: OffsetDateTime,
}

#[derive(Debug, Serialize, ToSchema)]
struct AddressView<'a> {
    /// House number with its suffix.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    house_number: Option<&'a str>,
    /// Street.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    street: Option<&'a str>,
    /// Hamlet or place name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    locality: Option<&'a str>,
    /// Postal code.
    #[schema(value_type = String)]
    postal_code: &'a str,
    /// Id in the national address base.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    ban_id: Option<&'a str>,
    /// Id in the national register of buildings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    rnb_id: Option<&'a str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CommuneRef<'a> {
    /// INSEE code.
    #[schema(value_type = String)]
    code: &'a str,
    /// Name.
    #[schema(value_type = String)]
    name: &'a str,
}

#[derive(Debug, Serialize, ToSchema)]
struct ContactView<'a> {
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    phone: Option<&'a str>,
    /// Web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    website: Option<&'a str>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    email: Option<&'a str>,
    /// Contact page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    url: Option<&'a str>,
}

impl ContactView<'_> {
    fn is_empty(&self) -> bool {
        self.phone.is_none() && self.website.is_none() && self.email.is_none() && self.url.is_none()
    }
}

/// The documentation of what [`Shown::write`] writes: the head, and the two members copied after it.
#[derive(Debug)]
pub struct EstablishmentView;

impl PartialSchema for EstablishmentView {
    fn schema() -> RefOr<Schema> {
        let object = || {
            ObjectBuilder::new().additional_properties(Some(
                utoipa::openapi::schema::AdditionalProperties::FreeForm(true),
            ))
        };
        let criteria = object().description(Some(
            "The known answers by criterion. A criterion that is absent is unknown: neither yes nor no. \
             /api/v1/criteria declares them.",
        ));
        let provenance = object().description(Some(
            "Who said each answer, and when it was seen. On a single establishment one entry for each answer; in \
             lists \"*\" stands for all answers without an entry of their own. \"@name\" and the like speak of fields.",
        ));
        let tail = ObjectBuilder::new()
            .property("criteria", criteria)
            .property("provenance", provenance)
            .required("criteria")
            .required("provenance");
        AllOfBuilder::new()
            .item(Ref::from_schema_name("EstablishmentHead"))
            .item(tail)
            .into()
    }
}

impl ToSchema for EstablishmentView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("EstablishmentHead".to_owned(), EstablishmentHead::schema()));
        EstablishmentHead::schemas(schemas);
    }
}

/// An establishment about to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    record: &'a FeatureRecord,
    site: &'a Site,
    source: Option<&'a Source>,
    /// To the point of the search.
    metres: Option<f64>,
}

impl<'a> Shown<'a> {
    pub fn new(record: &'a FeatureRecord, site: &'a Site, reference: &'a Reference) -> Self {
        Self {
            record,
            site,
            source: reference.source(&record.source_key),
            metres: None,
        }
    }

    /// With the distance that a search measured.
    pub fn at(mut self, metres: Option<f64>) -> Self {
        self.metres = metres;
        self
    }

    /// Appends the JSON object; the provenance stays compact.
    pub fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.object(out, self.location(), self.record.provenance.as_bytes())
    }

    /// Appends the JSON object with the provenance written out.
    pub fn write_expanded(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let provenance = provenance::expand(&self.record.criteria, &self.record.provenance)?;
        self.object(out, self.location(), &provenance)
    }

    /// Appends the GeoJSON feature; the provenance stays compact.
    pub fn write_feature(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.feature(out, self.record.provenance.as_bytes())
    }

    /// Appends the GeoJSON feature with the provenance written out.
    pub fn write_expanded_feature(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let provenance = provenance::expand(&self.record.criteria, &self.record.provenance)?;
        self.feature(out, &provenance)
    }

    fn feature(&self, out: &mut Vec<u8>, provenance: &[u8]) -> serde_json::Result<()> {
        out.extend_from_slice(br#"{"type":"Feature","id":"#);
        serde_json::to_writer(&mut *out, &self.record.id)?;
        out.extend_from_slice(br#","geometry":"#);
        serde_json::to_writer(
            &mut *out,
            &GeometryValue::new_point([self.record.lon, self.record.lat]),
        )?;
        out.extend_from_slice(br#","properties":"#);
        self.object(out, None, provenance)?;
        out.push(b'}');
        Ok(())
    }

    fn object(
        &self,
        out: &mut Vec<u8>,
        location: Option<[f64; 2]>,
        provenance: &[u8],
    ) -> serde_json::Result<()> {
        serde_json::to_writer(&mut *out, &self.head(location))?;
        // The head is an object that is not empty: its closing brace makes room for the other members.
        out.pop();
        out.extend_from_slice(br#","criteria":"#);
        out.extend_from_slice(self.record.criteria.as_bytes());
        out.extend_from_slice(br#","provenance":"#);
        out.extend_from_slice(provenance);
        out.push(b'}');
        Ok(())
    }

    fn location(&self) -> Option<[f64; 2]> {
        Some([self.record.lon, self.record.lat])
    }

    fn head(&self, location: Option<[f64; 2]>) -> EstablishmentHead<'a> {
        let record = self.record;
        EstablishmentHead {
            id: record.id,
            url: self.site.url_of("/api/v1/establishments/", record.id),
            slug: &record.slug,
            name: &record.name,
            address: AddressView {
                house_number: record.house_number.as_deref(),
                street: record.street.as_deref(),
                locality: record.locality.as_deref(),
                postal_code: &record.postal_code,
                ban_id: record.ban_id.as_deref(),
                rnb_id: record.rnb_id.as_deref(),
            },
            commune: CommuneRef {
                code: &record.commune_code,
                name: &record.commune_name,
            },
            location,
            distance_m: self.metres.map(whole_metres),
            activities: &record.activities,
            siret: record.siret.as_deref(),
            contact: ContactView {
                phone: record.phone.as_deref(),
                website: record.website.as_deref(),
                email: record.contact_email.as_deref(),
                url: record.contact_url.as_deref(),
            },
            completeness: record.completeness,
            source: &record.source_key,
            attribution: self.source.map(|source| source.attribution.as_str()),
            licence: self.source.map(|source| source.licence.as_str()),
            licence_url: self.source.and_then(|source| source.licence_url.as_deref()),
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on Earth, never negative"
)]
fn whole_metres(metres: f64) -> u64 {
    metres.round() as u64
}
