//! A record as a flat row.

use plainpied_opendata::flat::Place;
use plainpied_store::establishment::FeatureRecord;
use time::OffsetDateTime;
use uuid::fmt::Hyphenated;

use crate::problem::Problem;
use crate::reference::Reference;
use crate::view::{answers, notices_of, present_verdicts};

/// Hands the row of a record at an instant to a writer.
pub(crate) fn with_place<T>(
    record: &FeatureRecord,
    (reference, now): (&Reference, OffsetDateTime),
    take: impl FnOnce(&Place<'_>) -> T,
) -> Result<T, Problem> {
    let answers = answers(record)?;
    let notices = notices_of(record, now);
    let verdicts = present_verdicts(record, &notices)?;
    let told = if notices.is_empty() { None } else { Some(serde_json::to_string(&notices)?) };
    let source = reference.source(&record.source_key);
    let mut id = [0; Hyphenated::LENGTH];
    Ok(take(&Place {
        id: record.id.hyphenated().encode_lower(&mut id),
        name: &record.name,
        house_number: record.house_number.as_deref(),
        street: record.street.as_deref(),
        locality: record.locality.as_deref(),
        postal_code: &record.postal_code,
        commune_code: &record.commune_code,
        commune_name: &record.commune_name,
        ban_id: record.ban_id.as_deref(),
        rnb_id: record.rnb_id.as_deref(),
        lon: record.lon,
        lat: record.lat,
        activities: &record.activities,
        siret: record.siret.as_deref(),
        phone: record.phone.as_deref(),
        website: record.website.as_deref(),
        contact_email: record.contact_email.as_deref(),
        contact_url: record.contact_url.as_deref(),
        completeness: record.completeness,
        source: &record.source_key,
        attribution: source.map(|source| source.attribution.as_str()),
        licence: source.map(|source| source.licence.as_str()),
        version: record.version,
        created_at: record.created_at,
        updated_at: record.updated_at,
        answers: &answers,
        verdicts: &verdicts,
        provenance: &record.provenance,
        notices: told.as_deref(),
    }))
}
