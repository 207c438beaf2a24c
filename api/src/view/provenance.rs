//! The provenance of one establishment, written out: one entry for every known answer, instead of one that stands for
//! many. Works on the JSON text: origins go out as they lie in the base.

use std::collections::BTreeMap;

use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use serde_json::value::RawValue;

/// Expands the compact form for the criteria that are known. Entries of groups of fields (`@name`) stay.
///
/// # Errors
/// Either text is no JSON object.
fn expand(criteria: &str, provenance: &str) -> serde_json::Result<String> {
    let known: BTreeMap<&str, &RawValue> = serde_json::from_str(criteria)?;
    let origins: BTreeMap<&str, &RawValue> = serde_json::from_str(provenance)?;
    let common = origins.get("*");
    let fields = origins.iter().filter(|(key, _)| key.starts_with('@'));
    let answers = known.keys().filter_map(|key| Some((key, origins.get(key).or(common)?)));
    serde_json::to_string(&Entries(fields.chain(answers).collect()))
}

/// The provenance of a record, written out.
///
/// # Errors
/// A record that holds no JSON: a defect.
pub(crate) fn expanded_provenance(record: &FeatureRecord) -> serde_json::Result<String> {
    expand(&record.criteria, &record.provenance)
}

struct Entries<'a>(Vec<(&'a &'a str, &'a &'a RawValue)>);

impl Serialize for Entries<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_answer_gets_its_own_entry_and_no_other_does() {
        let criteria = r#"{"entree_pmr": true, "sanitaires_presence": false}"#;
        let provenance = r#"{"*": {"source": "acceslibre"}, "entree_pmr": {"source": "osm", "observed": "2026-05-01"}, "@name": {"source": "osm"}}"#;
        let expanded = expand(criteria, provenance).unwrap();
        let expected = concat!(
            r#"{"@name":{"source": "osm"},"entree_pmr":{"source": "osm", "observed": "2026-05-01"},"#,
            r#""sanitaires_presence":{"source": "acceslibre"}}"#,
        );
        assert_eq!(expanded, expected);
    }

    #[test]
    fn nothing_known_has_no_provenance() {
        assert_eq!(expand("{}", r#"{"*": {"source": "osm"}}"#).unwrap(), "{}");
        assert!(expand("[]", "{}").is_err());
    }
}
