//! An establishment as JSON and as a GeoJSON feature.
//!
//! Criteria and provenance are JSON text in the base, which only the write path fills. They are copied to the end of
//! the object and never read: parsing them would cost more than everything else of a page.

use geojson::GeometryValue;
use plainpied_criteria::needs::{Verdict, needs};
use plainpied_domain::Source;
use plainpied_store::establishment::FeatureRecord;
use time::OffsetDateTime;

use super::establishment::{AddressView, CommuneRef, ContactView};
use super::notice::{NoticeView, notices_of, present_verdicts};
use super::verdicts::or_nothing;
use super::{EstablishmentHead, Found, expanded_provenance};
use crate::reference::Reference;
use crate::site::Site;

/// An establishment about to be shown.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    record: &'a FeatureRecord,
    site: &'a Site,
    source: Option<&'a Source>,
    /// What a search says of it.
    found: Option<Found>,
    /// What is temporary there, and the instant of which this is told.
    notices: Vec<NoticeView>,
}

impl<'a> Shown<'a> {
    pub fn new(record: &'a FeatureRecord, site: &'a Site, reference: &'a Reference) -> Self {
        Self { record, site, source: reference.source(&record.source_key), found: None, notices: Vec::new() }
    }

    /// As it is at this instant: with what is temporary there.
    pub fn at(mut self, now: OffsetDateTime) -> Self {
        self.notices = notices_of(self.record, now);
        self
    }

    /// With what a search says of it.
    pub fn found(mut self, found: Option<Found>) -> Self {
        self.found = found;
        self
    }

    /// Appends the JSON object; the provenance stays compact.
    pub fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.object(out, self.location(), self.record.provenance.as_bytes())
    }

    /// Appends the JSON object with the provenance written out.
    pub fn write_expanded(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let provenance = expanded_provenance(self.record)?;
        self.object(out, self.location(), provenance.as_bytes())
    }

    /// Appends the GeoJSON feature; the provenance stays compact.
    pub fn write_feature(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        self.feature(out, self.record.provenance.as_bytes())
    }

    /// Appends the GeoJSON feature with the provenance written out.
    pub fn write_expanded_feature(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let provenance = expanded_provenance(self.record)?;
        self.feature(out, provenance.as_bytes())
    }

    fn feature(&self, out: &mut Vec<u8>, provenance: &[u8]) -> serde_json::Result<()> {
        out.extend_from_slice(br#"{"type":"Feature","id":"#);
        serde_json::to_writer(&mut *out, &self.record.id)?;
        out.extend_from_slice(br#","geometry":"#);
        serde_json::to_writer(&mut *out, &GeometryValue::new_point([self.record.lon, self.record.lat]))?;
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
        out.extend_from_slice(br#","needs":{"#);
        self.verdicts(out);
        out.push(b'}');
        if !self.notices.is_empty() {
            out.extend_from_slice(br#","notices":"#);
            serde_json::to_writer(&mut *out, &self.notices)?;
        }
        out.extend_from_slice(br#","criteria":"#);
        out.extend_from_slice(self.record.criteria.as_bytes());
        out.extend_from_slice(br#","provenance":"#);
        out.extend_from_slice(provenance);
        out.push(b'}');
        Ok(())
    }

    /// Members of the needs about which enough is known, by the usual limits. Keys and verdicts hold nothing that JSON
    /// would escape.
    fn verdicts(&self, out: &mut Vec<u8>) {
        let verdicts = or_nothing(self.record, present_verdicts(self.record, &self.notices));
        let known = needs().all().iter().zip(verdicts).filter(|(_, verdict)| *verdict != Verdict::Unknown);
        for (place, (need, verdict)) in known.enumerate() {
            let parts = [if place == 0 { "\"" } else { ",\"" }, &need.key, "\":\"", verdict.as_str(), "\""];
            parts.iter().for_each(|part| out.extend_from_slice(part.as_bytes()));
        }
    }

    fn location(&self) -> Option<[f64; 2]> {
        Some([self.record.lon, self.record.lat])
    }

    fn head(&self, location: Option<[f64; 2]>) -> EstablishmentHead<'_> {
        let (record, found) = (self.record, self.found.as_ref());
        EstablishmentHead {
            id: record.id,
            url: self.site.url_of("/api/v1/establishments/", record.id),
            page: self.site.url_of("/establishments/", record.id),
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
            commune: CommuneRef { code: &record.commune_code, name: &record.commune_name },
            location,
            distance_m: found.and_then(|found| found.distance_m),
            standing: found.and_then(|found| found.standing),
            verdicts: found.map_or(&[], |found| &found.verdicts),
            score: found.and_then(|found| found.score),
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
            verified_at: record.verified_at,
        }
    }
}

#[cfg(test)]
mod tests;
