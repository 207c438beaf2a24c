//! The provenance of one establishment, written out: one entry for every known answer, instead of one that stands for
//! many, and with the day from which on the answer wants to be seen again. That day does not depend on today: a copy of
//! the record stays right.

use std::collections::BTreeMap;

use plainpied_criteria::schema;
use plainpied_domain::{Freshness, Origin};
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use serde_json::value::RawValue;
use time::{Date, UtcOffset};

/// An origin with what follows from it.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale_on: Option<Date>,
}

/// Expands the compact form for the criteria that are known. Entries of groups of fields (`@name`) stay.
///
/// # Errors
/// Either text is no JSON object.
pub(super) fn expand(record: &FeatureRecord) -> serde_json::Result<Vec<u8>> {
    let known: BTreeMap<&str, &RawValue> = serde_json::from_str(&record.criteria)?;
    let origins: BTreeMap<&str, Origin> = serde_json::from_str(&record.provenance)?;
    let verified = record.verified_at.map(|at| at.to_offset(UtcOffset::UTC).date());
    let common = origins.get("*");
    let fields = origins.iter().filter(|(key, _)| key.starts_with('@'));
    let fields = fields.map(|(key, origin)| (*key, Entry { origin, stale_on: None }));
    let answers = known.keys().filter_map(|key| {
        let origin = origins.get(key).or(common)?;
        let freshness =
            schema().get(key).and_then(|criterion| Freshness::of(criterion, origin.observed, verified));
        Some((*key, Entry { origin, stale_on: freshness.map(|freshness| freshness.stale_on) }))
    });
    serde_json::to_vec(&fields.chain(answers).collect::<BTreeMap<_, _>>())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::openapi::examples;

    fn expanded(criteria: &str, provenance: &str, verified: bool) -> serde_json::Result<String> {
        let record = FeatureRecord {
            criteria: criteria.to_owned(),
            provenance: provenance.to_owned(),
            verified_at: verified.then_some(datetime!(2026-06-01 12:00 UTC)),
            ..examples::record()
        };
        Ok(String::from_utf8(expand(&record)?).unwrap())
    }

    #[test]
    fn every_known_answer_gets_its_own_entry_and_no_other_does() {
        let criteria = r#"{"entree_pmr": true, "sanitaires_presence": false}"#;
        let provenance = r#"{"*": {"source": "acceslibre"}, "entree_pmr": {"source": "osm", "observed": "2026-05-01"}, "@name": {"source": "osm"}}"#;
        let days = schema().get("entree_pmr").unwrap().stale_after_days;
        let stale_on = time::macros::date!(2026 - 05 - 01) + time::Duration::days(days.into());
        let expected = format!(
            r#"{{"@name":{{"source":"osm"}},"entree_pmr":{{"source":"osm","observed":"2026-05-01","stale_on":"{stale_on}"}},"sanitaires_presence":{{"source":"acceslibre"}}}}"#
        );
        assert_eq!(expanded(criteria, provenance, false).unwrap(), expected);
        let later = expanded(criteria, provenance, true).unwrap();
        assert_eq!(
            later.matches("stale_on").count(),
            2,
            "a confirmation of the whole dates every answer: {later}"
        );
    }

    #[test]
    fn nothing_known_has_no_provenance() {
        assert_eq!(expanded("{}", r#"{"*": {"source": "osm"}}"#, true).unwrap(), "{}");
        assert!(expanded("[]", "{}", false).is_err());
    }
}
