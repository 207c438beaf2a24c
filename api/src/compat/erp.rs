//! An establishment with the members that clients of Acceslibre read.

use plainpied_store::compat::CompatRecord;
use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ACCESSIBILITE, ASP, AccessibilityView, ERPS, Look};
use crate::problem::Problem;
use crate::reference::Reference;
use crate::site::Site;
use crate::view::AddressLine;

/// What surrounds records on their way out.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// What clients call this server.
    pub site: &'a Site,
    /// Names of activities.
    pub reference: &'a Reference,
    /// How answers look.
    pub look: Look,
}

/// An establishment. Every member stands, null where it is not known.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErpView<'a> {
    /// Its address here.
    url: String,
    /// Its page.
    web_url: String,
    /// Its id, for ever.
    uuid: Uuid,
    /// Its first activity.
    activite: Option<ActivityRef<'a>>,
    /// Its name.
    nom: &'a str,
    /// Decoration of the address.
    slug: &'a str,
    /// In one line.
    adresse: String,
    /// Name of the commune.
    commune: &'a str,
    /// INSEE code of the commune.
    code_insee: &'a str,
    /// Postal code.
    code_postal: &'a str,
    /// GeoJSON point: longitude, latitude.
    #[schema(value_type = Object, example = json!({"type": "Point", "coordinates": [4.8803, 45.7667]}))]
    geom: PointView,
    /// Id in the national address base.
    ban_id: Option<&'a str>,
    /// SIRET number.
    siret: Option<&'a str>,
    /// Telephone.
    telephone: Option<&'a str>,
    /// Web site.
    site_internet: Option<&'a str>,
    /// E-mail address.
    contact_email: Option<&'a str>,
    /// Contact page.
    contact_url: Option<&'a str>,
    /// Who described it: admin, gestionnaire, public or system.
    user_type: &'static str,
    /// Its answers by section: transport, cheminement_ext, entree, accueil, registre, conformite, commentaire.
    #[schema(value_type = Object)]
    accessibilite: AccessibilityView<'a>,
    /// Metres to the point of `around`.
    distance: Option<f64>,
    /// Its id at the source that described it.
    source_id: Option<&'a str>,
    /// Its id in the directory of public services.
    asp_id: Option<&'a str>,
    /// When it was last changed.
    #[schema(value_type = String, format = "date-time")]
    updated_at: String,
    /// When it was added.
    #[schema(value_type = String, format = "date-time")]
    created_at: String,
    /// False: a draft.
    published: bool,
    /// Its ids at all sources.
    sources: Vec<SourceView<'a>>,
    /// yes or unknown: how it stands to `equipments`; only with unknown=include.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<&'static str>,
}

/// An activity by name and slug.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActivityRef<'a> {
    /// French name.
    nom: &'a str,
    /// Slug.
    slug: &'a str,
}

/// The id of an establishment at a source.
#[derive(Serialize, ToSchema)]
pub(crate) struct SourceView<'a> {
    /// A number for this pair, the same every time.
    id: u32,
    /// The source.
    source: &'a str,
    /// The id there.
    source_id: &'a str,
}

/// A GeoJSON point.
#[derive(Serialize)]
pub(super) struct PointView {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: [f64; 2],
}

impl PointView {
    pub fn of(record: &CompatRecord) -> Self {
        Self { kind: "Point", coordinates: [record.lon, record.lat] }
    }
}

impl<'a> ErpView<'a> {
    /// Its address here.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Of a record.
    ///
    /// # Errors
    /// 500 for a row that cannot be.
    pub fn new(
        record: &'a CompatRecord,
        around: Around<'a>,
        standing: Option<&'static str>,
    ) -> Result<Self, Problem> {
        let url = around.site.url(&format!("{ERPS}{}/", record.slug));
        let sources = sources(record);
        let id_at = |key: &str| sources.iter().find(|held| held.source == key).map(|held| held.source_id);
        Ok(Self {
            web_url: around.site.url_of("/establishments/", record.id),
            uuid: record.id,
            activite: activity(record, around.reference),
            nom: &record.name,
            slug: &record.slug,
            adresse: record.address_line(),
            commune: &record.commune_name,
            code_insee: &record.commune_code,
            code_postal: &record.postal_code,
            geom: PointView::of(record),
            ban_id: record.ban_id.as_deref(),
            siret: record.siret.as_deref(),
            telephone: record.phone.as_deref(),
            site_internet: record.website.as_deref(),
            contact_email: record.contact_email.as_deref(),
            contact_url: record.contact_url.as_deref(),
            user_type: user_type(&record.source_key),
            accessibilite: accessibility(record, around, url.clone())?,
            distance: record.metres.map(|metres| (metres * 10.0).round() / 10.0),
            source_id: id_at(&record.source_key),
            asp_id: id_at(ASP),
            updated_at: instant(record.updated_at),
            created_at: instant(record.created_at),
            published: record.status == "published",
            url,
            sources,
            standing,
        })
    }
}

/// The answers of a record, alone.
///
/// # Errors
/// 500 for a row that cannot be.
pub(crate) fn accessibility<'a>(
    record: &'a CompatRecord,
    around: Around<'_>,
    erp: String,
) -> Result<AccessibilityView<'a>, Problem> {
    let url = around.site.url(&format!("{ACCESSIBILITE}{}/", record.id));
    AccessibilityView::new([url, erp], &record.criteria, around.look)
}

/// The first activity of a record.
fn activity<'a>(record: &'a CompatRecord, reference: &'a Reference) -> Option<ActivityRef<'a>> {
    let slug = record.activities.first()?;
    Some(match reference.activity(slug) {
        Some(activity) => ActivityRef { nom: &activity.name_fr, slug: activity.slug.as_str() },
        None => ActivityRef { nom: slug, slug },
    })
}

/// Who describes under a source, in the words of Acceslibre.
fn user_type(source: &str) -> &'static str {
    match source {
        "moderator" => "admin",
        "manager" => "gestionnaire",
        "contributor" | "anonymous" => "public",
        _ => "system",
    }
}

fn sources(record: &CompatRecord) -> Vec<SourceView<'_>> {
    record
        .external_ids
        .iter()
        .filter_map(|text| {
            let (source, source_id) = text.split_once(':')?;
            Some(SourceView { id: number(text), source, source_id })
        })
        .collect()
}

/// A positive number of 31 bits (FNV-1a, folded), since clients expect a number there.
fn number(text: &str) -> u32 {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 1) | 1
}

fn instant(at: OffsetDateTime) -> String {
    // Years of four digits: it cannot fail.
    at.format(&Rfc3339).unwrap_or_default()
}
