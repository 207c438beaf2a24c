//! An establishment as linked data: schema.org `Place`.

use plainpied_criteria::needs::{Limits, Need, Verdict, needs};
use plainpied_criteria::{Answers, Lang, schema};
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use serde_json::Value as Json;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::reference::Reference;
use crate::site::Site;

/// A place in JSON-LD. What is not known is absent.
///
/// Source: <https://schema.org/Place>, <https://schema.org/LocationFeatureSpecification>.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkedView<'a> {
    /// Always `https://schema.org`.
    #[serde(rename = "@context")]
    #[schema(value_type = String)]
    context: &'static str,
    /// Always `Place`.
    #[serde(rename = "@type")]
    #[schema(value_type = String)]
    kind: &'static str,
    /// Its address here.
    #[serde(rename = "@id")]
    page: String,
    /// The id of the establishment.
    identifier: Uuid,
    /// Name.
    #[schema(value_type = String)]
    name: &'a str,
    /// `GeoCoordinates`, degrees, WGS 84.
    #[schema(value_type = Object)]
    geo: Json,
    /// `PostalAddress`.
    #[schema(value_type = Object)]
    address: Json,
    /// Phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    telephone: Option<&'a str>,
    /// Web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    url: Option<&'a str>,
    /// The known criteria, each a `LocationFeatureSpecification` with the key of the schema as `propertyID`.
    #[schema(value_type = Vec<Object>)]
    amenity_feature: Vec<Json>,
    /// What the place comes to for each need at its usual limits, where that is known: `PropertyValue`s `verdict_<need>`, each
    /// yes, with_help or no.
    #[schema(value_type = Vec<Object>)]
    additional_property: Vec<Json>,
    /// This record, a `CreativeWork`: when it last changed, who is to be named, under which licence.
    #[schema(value_type = Object)]
    subject_of: Json,
    /// The licence of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    license: Option<&'a str>,
}

impl<'a> LinkedView<'a> {
    /// A record of these answers.
    pub(crate) fn of(
        record: &'a FeatureRecord,
        answers: &Answers,
        (site, reference): (&Site, &'a Reference),
    ) -> Self {
        let street = [record.house_number.as_deref(), record.street.as_deref()];
        let street: Vec<&str> = street.into_iter().flatten().collect();
        let mut address = serde_json::json!({
            "@type": "PostalAddress",
            "postalCode": record.postal_code,
            "addressLocality": record.commune_name,
            "addressCountry": "FR",
        });
        if !street.is_empty() {
            address["streetAddress"] = street.join(" ").into();
        }
        let feature = |(id, value): (_, &plainpied_criteria::Value)| {
            let criterion = schema().criterion(id);
            serde_json::json!({
                "@type": "LocationFeatureSpecification",
                "propertyID": criterion.key,
                "name": criterion.label.get(Lang::Fr),
                "value": value.to_json(),
            })
        };
        let verdict = |need: &Need| {
            let verdict = need.verdict(answers, &Limits::NONE);
            (verdict != Verdict::Unknown).then(|| {
                serde_json::json!({
                    "@type": "PropertyValue",
                    "propertyID": format!("verdict_{}", need.key),
                    "name": need.name.get(Lang::Fr),
                    "value": verdict.as_str(),
                })
            })
        };
        let source = reference.source(&record.source_key);
        let license = source.and_then(|source| source.licence_url.as_deref());
        let page = site.url_of("/establishments/", record.id);
        let mut subject_of = serde_json::json!({
            "@type": "CreativeWork",
            "url": page,
            "dateModified": record.updated_at.format(&Rfc3339).ok(),
            "license": license,
            "creditText": source.map(|source| source.attribution.as_str()),
        });
        if let Some(members) = subject_of.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        Self {
            context: "https://schema.org",
            kind: "Place",
            page,
            identifier: record.id,
            name: &record.name,
            geo: serde_json::json!({
                "@type": "GeoCoordinates", "latitude": record.lat, "longitude": record.lon,
            }),
            address,
            telephone: record.phone.as_deref(),
            // What a source gave is not trusted to be a harmless address.
            url: record
                .website
                .as_deref()
                .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            amenity_feature: answers.iter().map(feature).collect(),
            additional_property: needs().all().iter().filter_map(verdict).collect(),
            subject_of,
            license,
        }
    }
}
