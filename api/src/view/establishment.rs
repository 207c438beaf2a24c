//! The members of an establishment, and what the OpenAPI document says of them.

use plainpied_criteria::needs::Verdict;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use super::{NoticeView, ScoreView, VerdictSummaryView};

/// Everything of an establishment beside criteria and provenance. What is not known is absent.
#[derive(Debug, Serialize, ToSchema)]
pub struct EstablishmentHead<'a> {
    /// Names the establishment for ever.
    pub(super) id: Uuid,
    /// This record.
    #[schema(format = "uri-reference")]
    pub(super) url: String,
    /// The page for people.
    #[schema(format = "uri-reference")]
    pub(super) page: String,
    /// Decoration for addresses; may change.
    #[schema(value_type = String, example = "boulangerie-martin-villeurbanne-c547aec78358")]
    pub(super) slug: &'a str,
    /// Its name.
    #[schema(value_type = String, example = "Boulangerie Martin")]
    pub(super) name: &'a str,
    /// Where it stands, in words.
    #[schema(inline)]
    pub(super) address: AddressView<'a>,
    /// Its commune or municipal arrondissement.
    #[schema(inline)]
    pub(super) commune: CommuneRef<'a>,
    /// Longitude and latitude, degrees, WGS 84. Absent in a GeoJSON feature, whose geometry says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub(super) location: Option<[f64; 2]>,
    /// Distance to the point of the search, metres. Only in answers to a search near a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 412)]
    pub(super) distance_m: Option<u64>,
    /// How it stands to everything that a search asked: no, unknown, with_help or yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "yes")]
    pub(super) standing: Option<Verdict>,
    /// The verdict for each need that a search asked for, with what decides it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Option<Vec<VerdictSummaryView>>)]
    pub(super) verdicts: &'a [VerdictSummaryView<'static>],
    /// What the score is made of, where a search asked for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<ScoreView>,
    /// Slugs of what is done there; `/api/v1/activities` has their names.
    #[schema(value_type = Vec<String>)]
    pub(super) activities: &'a [String],
    /// SIRET number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) siret: Option<&'a str>,
    /// How to reach it.
    #[serde(skip_serializing_if = "ContactView::is_empty")]
    #[schema(inline)]
    pub(super) contact: ContactView<'a>,
    /// The share of the questions asked about such a place that are answered, percent. 0: nothing is known of its
    /// accessibility.
    #[schema(example = 62)]
    pub(super) completeness: i16,
    /// The source that first described it; `/api/v1/sources` has all of them.
    #[schema(value_type = String, example = "acceslibre")]
    pub(super) source: &'a str,
    /// How that source wants to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) attribution: Option<&'a str>,
    /// The licence of that source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "Licence Ouverte 2.0")]
    pub(super) licence: Option<&'a str>,
    /// Where the licence can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri")]
    pub(super) licence_url: Option<&'a str>,
    /// Counts the versions of the record from 1.
    pub(super) version: i32,
    /// When the record was first written here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub(super) created_at: OffsetDateTime,
    /// When the record was last changed here.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub(super) updated_at: OffsetDateTime,
    /// When somebody last said that everything is still true; absent where nobody did.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(super) verified_at: Option<OffsetDateTime>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AddressView<'a> {
    /// House number with its suffix.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) house_number: Option<&'a str>,
    /// Street.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) street: Option<&'a str>,
    /// Hamlet or place name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) locality: Option<&'a str>,
    /// Postal code.
    #[schema(value_type = String)]
    pub(super) postal_code: &'a str,
    /// Id in the national address base.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) ban_id: Option<&'a str>,
    /// Id in the national register of buildings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) rnb_id: Option<&'a str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CommuneRef<'a> {
    /// INSEE code.
    #[schema(value_type = String)]
    pub(super) code: &'a str,
    /// Name.
    #[schema(value_type = String)]
    pub(super) name: &'a str,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContactView<'a> {
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) phone: Option<&'a str>,
    /// Web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) website: Option<&'a str>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) email: Option<&'a str>,
    /// Contact page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(super) url: Option<&'a str>,
}

impl ContactView<'_> {
    fn is_empty(&self) -> bool {
        self.phone.is_none() && self.website.is_none() && self.email.is_none() && self.url.is_none()
    }
}

/// The documentation of what [`super::Shown::write`] writes: the head, and the two members copied after it.
#[derive(Debug)]
pub struct EstablishmentView;

impl PartialSchema for EstablishmentView {
    fn schema() -> RefOr<Schema> {
        let object = || {
            ObjectBuilder::new()
                .additional_properties(Some(utoipa::openapi::schema::AdditionalProperties::FreeForm(true)))
        };
        let criteria = object().description(Some(
            "The known answers by criterion. A criterion that is absent is unknown: neither yes nor no. \
             /api/v1/criteria declares them.",
        ));
        let provenance = object().description(Some(
            "Who said each answer, and when it was seen. On a single establishment one entry for each answer; in \
             lists \"*\" stands for all answers without an entry of their own. \"@name\" and the like speak of fields.",
        ));
        let needs = object().description(Some(
            "What each need comes to at its usual limits: no, with_help or yes. A need that is absent is unknown. \
             /api/v1/needs declares them; `verdicts` has the reasons.",
        ));
        let notices = ArrayBuilder::new().items(Ref::from_schema_name("NoticeView")).description(Some(
            "What is temporary there, now or later; absent where there is nothing, and in lists by box. Verdicts take the \
             answers that do not hold meanwhile as unknown.",
        ));
        let tail = ObjectBuilder::new()
            .property("needs", needs)
            .property("notices", notices)
            .property("criteria", criteria)
            .property("provenance", provenance)
            .required("needs")
            .required("criteria")
            .required("provenance");
        AllOfBuilder::new().item(Ref::from_schema_name("EstablishmentHead")).item(tail).into()
    }
}

impl ToSchema for EstablishmentView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("EstablishmentHead".to_owned(), EstablishmentHead::schema()));
        EstablishmentHead::schemas(schemas);
        schemas.push(("NoticeView".to_owned(), NoticeView::schema()));
    }
}
