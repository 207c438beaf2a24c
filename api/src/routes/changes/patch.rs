//! What has changed of a record, as a JSON Merge Patch (RFC 7396).

use std::collections::BTreeSet;

use plainpied_criteria::needs::needs;
use serde_json::{Map, Value};

/// The members of a record that say what a field of the history says.
const MEMBERS: [(&str, &[&[&str]]); 17] = [
    ("name", &[&["name"], &["slug"]]),
    ("house_number", &[&["address", "house_number"]]),
    ("street", &[&["address", "street"]]),
    ("locality", &[&["address", "locality"]]),
    ("postal_code", &[&["address", "postal_code"]]),
    ("commune", &[&["commune", "code"], &["commune", "name"], &["slug"]]),
    ("ban_id", &[&["address", "ban_id"]]),
    ("rnb_id", &[&["address", "rnb_id"]]),
    ("location", &[&["location"]]),
    ("siret", &[&["siret"]]),
    ("phone", &[&["contact", "phone"]]),
    ("website", &[&["contact", "website"]]),
    ("contact_email", &[&["contact", "email"]]),
    ("contact_url", &[&["contact", "url"]]),
    ("activities", &[&["activities"]]),
    ("verified_at", &[&["verified_at"]]),
    ("source", &[&["source"], &["attribution"], &["licence"], &["licence_url"]]),
];

/// The patch that leads from the record before these versions, whose differences are given in order, to the present one.
/// A record that began with them, or came back, is patched whole; what these versions touched and is not there is null
/// all the same, so that whoever begins anew with an old copy ends right. `noticed`: something temporary began or ended.
pub(super) fn patch(present: &Value, (first, noticed): (i32, bool), diffs: &[Value]) -> Value {
    let whole = first <= 1 || diffs.iter().any(|diff| diff.get("status").is_some());
    let out = if whole { present.clone() } else { Value::Object(Map::new()) };
    let mut patch = Patch { present, out };
    for always in ["id", "version", "updated_at", "completeness"] {
        patch.take(&[always]);
    }
    let fields: BTreeSet<&str> =
        diffs.iter().filter_map(Value::as_object).flat_map(Map::keys).map(String::as_str).collect();
    for (_, paths) in MEMBERS.iter().filter(|(field, _)| fields.contains(field)) {
        paths.iter().for_each(|path| patch.take(path));
    }
    let answers = diffs.iter().filter_map(|diff| diff["criteria"].as_object()).flat_map(Map::keys);
    for key in answers.collect::<BTreeSet<_>>() {
        patch.take(&["criteria", key]);
    }
    if noticed {
        patch.take(&["notices"]);
    }
    if noticed || fields.contains("criteria") {
        needs().all().iter().for_each(|need| patch.take(&["needs", &need.key]));
    }
    patch.provenance(diffs);
    patch.out
}

struct Patch<'a> {
    present: &'a Value,
    out: Value,
}

impl Patch<'_> {
    /// The present value of a member, null where it has none. An object that is wholly gone goes whole.
    fn take(&mut self, path: &[&str]) {
        match path {
            [member, key] if self.present[member].is_object() => {
                let value = self.present[member][key].clone();
                self.out[*member][*key] = value;
            }
            [member, ..] => self.out[*member] = self.present[member].clone(),
            [] => {}
        }
    }

    /// Origins that came, went or changed; an origin loses its day by null.
    fn provenance(&mut self, diffs: &[Value]) {
        let sides = diffs.iter().filter_map(|diff| diff["provenance"].as_array()).flatten();
        let keys: BTreeSet<&String> = sides.filter_map(Value::as_object).flat_map(Map::keys).collect();
        for key in keys {
            self.take(&["provenance", key]);
            let origin = &mut self.out["provenance"][key];
            if origin.is_object() && origin.get("observed").is_none() {
                origin["observed"] = Value::Null;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changed_is_told_and_what_is_unknown_again_is_null() {
        let present = json!({
            "id": "1", "version": 3, "updated_at": "2026-01-01T00:00:00Z", "completeness": 4, "name": "New", "slug": "new",
            "address": { "street": "Rue A" }, "criteria": { "entree_pmr": true }, "needs": { "deaf": "yes" },
            "provenance": { "*": { "source": "osm" } },
        });
        let diffs = [
            json!({ "name": ["Old", "New"], "phone": ["1", null] }),
            json!({ "criteria": { "entree_pmr": [null, true], "labels": [["th"], null] },
                    "provenance": [{ "*": { "source": "a", "observed": "2026-01-01" }, "labels": { "source": "a" } }, { "*": { "source": "osm" } }] }),
        ];
        let patched = patch(&present, (2, false), &diffs);
        assert_eq!(
            (&patched["name"], &patched["slug"], &patched["contact"]),
            (&json!("New"), &json!("new"), &json!(null))
        );
        assert_eq!(patched["criteria"], json!({ "entree_pmr": true, "labels": null }));
        assert_eq!(
            patched["provenance"],
            json!({ "*": { "source": "osm", "observed": null }, "labels": null })
        );
        assert_eq!((&patched["needs"]["deaf"], &patched["needs"]["blind"]), (&json!("yes"), &json!(null)));
        assert_eq!(patched.get("address"), None);
        assert_eq!(patched.get("criteria").and_then(|criteria| criteria.get("entree_plain_pied")), None);
    }

    #[test]
    fn what_began_or_came_back_is_told_whole_with_nulls_for_what_went_meanwhile() {
        let present = json!({ "id": "1", "name": "New", "address": { "street": "Rue A" }, "criteria": {},
            "needs": { "deaf": "yes" } });
        let diffs = [
            json!({ "phone": [null, "1"], "criteria": { "labels": [null, ["th"]] } }),
            json!({ "phone": ["1", null], "criteria": { "labels": [["th"], null] } }),
        ];
        let began = patch(&present, (1, false), &diffs);
        assert_eq!((&began["address"], &began["contact"]), (&present["address"], &Value::Null));
        assert_eq!(began["criteria"], json!({ "labels": null }));
        assert!(began.as_object().unwrap().contains_key("contact"));
        let back = patch(&present, (7, false), &[json!({ "status": ["closed", "published"] })]);
        assert_eq!(back["address"], present["address"]);
    }
}
