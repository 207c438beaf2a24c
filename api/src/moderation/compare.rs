//! Differences in sentences: what was said before, what is said after.

use plainpied_criteria::{Answers, Criterion, Lang, schema, sentence};
use plainpied_domain::is_redacted;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::extract::pointer_to;

/// What a member said before and says after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SuggestedChangeView)]
pub(crate) struct ChangeView {
    /// The member: `/name`, `/criteria/entree_pmr`.
    #[schema(example = "/criteria/entree_pmr")]
    pub member: String,
    /// What it is called.
    #[schema(example = "Reserved entrance")]
    pub label: String,
    /// What was said, in a sentence.
    pub before: String,
    /// What is said, in a sentence.
    pub after: String,
    /// What was said; null: nothing.
    #[schema(value_type = Object)]
    pub old: Value,
    /// What is said; null: nothing.
    #[schema(value_type = Object)]
    pub new: Value,
}

/// What the fields of a record are called.
const FIELDS: [(&str, &str, &str); 20] = [
    ("name", "Nom", "Name"),
    ("house_number", "Numéro", "House number"),
    ("street", "Voie", "Street"),
    ("locality", "Lieu-dit", "Locality"),
    ("postal_code", "Code postal", "Postal code"),
    ("commune", "Commune", "Commune"),
    ("ban_id", "Identifiant BAN", "BAN id"),
    ("rnb_id", "Identifiant RNB", "RNB id"),
    ("location", "Position (longitude, latitude)", "Position (longitude, latitude)"),
    ("siret", "SIRET", "SIRET"),
    ("phone", "Téléphone", "Phone"),
    ("website", "Site web", "Website"),
    ("contact_email", "Adresse électronique", "E-mail address"),
    ("contact_url", "Page de contact", "Contact page"),
    ("activities", "Activités", "Activities"),
    ("status", "État", "Status"),
    ("successor", "Lieu qui le remplace", "Successor"),
    ("verified_at", "Dernière confirmation", "Last confirmation"),
    // No members of a record: of a version, and of what is asked of moderators.
    ("reason", "Motif de la modification", "Reason of the change"),
    ("assignee", "Personne qui s'en occupe", "Looked after by"),
];

/// A difference (`{"name": ["old", "new"], "criteria": {...}}`) in sentences, fields first, in their order.
pub(crate) fn changes(diff: &Value, lang: Lang) -> Vec<ChangeView> {
    let fields = FIELDS.iter().filter_map(|(field, fr, en)| {
        let [old, new] = pair(&diff[*field])?;
        let label = if lang == Lang::Fr { fr } else { en };
        let said = |value: &Value| {
            let words = if *field == "status" { state(value, lang) } else { words(value, lang) };
            format!("{label}{} {words}", colon(lang))
        };
        Some(ChangeView {
            member: pointer_to("", field),
            label: (*label).to_owned(),
            before: said(old),
            after: said(new),
            old: old.clone(),
            new: new.clone(),
        })
    });
    let criteria = schema().criteria().iter().filter_map(|criterion| {
        let [old, new] = pair(&diff["criteria"][&criterion.key])?;
        Some(ChangeView {
            member: pointer_to("/criteria", &criterion.key),
            label: criterion.label.get(lang).to_owned(),
            before: said(criterion, old, lang),
            after: said(criterion, new, lang),
            old: old.clone(),
            new: new.clone(),
        })
    });
    fields.chain(criteria).collect()
}

/// What a member is called, by its JSON Pointer into a difference or a description: one that has no name of its own by what
/// it is in.
pub(crate) fn known_label(pointer: &str, lang: Lang) -> Option<&'static str> {
    let criterion = pointer.strip_prefix("/criteria/").and_then(|key| schema().get(key));
    let named = |part: &str| {
        let field =
            FIELDS.iter().find(|(field, ..)| *field == part || field.strip_prefix("contact_") == Some(part));
        field.map(|(_, fr, en)| if lang == Lang::Fr { *fr } else { *en })
    };
    criterion.map(|criterion| criterion.label.get(lang)).or_else(|| pointer.rsplit('/').find_map(named))
}

/// [`known_label`]; the pointer where nothing has it.
pub(crate) fn label_of(pointer: &str, lang: Lang) -> String {
    known_label(pointer, lang).unwrap_or(pointer).to_owned()
}

/// What lies between the state before the first of these differences and the one after the last.
pub(crate) fn between<'a>(diffs: impl Iterator<Item = &'a Value>) -> Value {
    let mut fields = Map::new();
    let mut criteria = Map::new();
    for diff in diffs.filter_map(Value::as_object) {
        for (name, change) in diff {
            match change.as_object() {
                Some(answers) => answers.iter().for_each(|(key, pair)| follow(&mut criteria, key, pair)),
                None => follow(&mut fields, name, change),
            }
        }
    }
    let differs = |_: &String, change: &mut Value| pair(change).is_some_and(|[old, new]| old != new);
    fields.retain(differs);
    criteria.retain(differs);
    if !criteria.is_empty() {
        fields.insert("criteria".to_owned(), Value::Object(criteria));
    }
    Value::Object(fields)
}

/// A member changes once more: what it was first stays.
fn follow(members: &mut Map<String, Value>, name: &str, change: &Value) {
    match members.get_mut(name) {
        Some(known) => known[1] = change[1].clone(),
        None => _ = members.insert(name.to_owned(), change.clone()),
    }
}

/// What an answer of a difference says.
pub(crate) fn said(criterion: &Criterion, answer: &Value, lang: Lang) -> String {
    if is_redacted(answer) {
        return format!("{}{} {}", criterion.label.get(lang), colon(lang), words(answer, lang));
    }
    let one = Value::Object([(criterion.key.clone(), answer.clone())].into_iter().collect());
    let answers = Some(one).filter(|_| !answer.is_null());
    let answers = answers.and_then(|one| Answers::parse_part(schema(), &one).ok());
    sentence(criterion, answers.as_ref().and_then(|answers| answers.get(criterion.id)), lang)
}

fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "\u{a0}:" } else { ":" }
}

/// Whether a place is shown, and why not.
fn state(value: &Value, lang: Lang) -> String {
    let (fr, en) = match value.as_str() {
        Some("draft") => ("brouillon", "draft"),
        Some("published") => ("publié", "published"),
        Some("closed") => ("fermé", "closed"),
        Some("merged") => ("réuni avec une autre fiche", "merged with another record"),
        Some("deleted") => ("retiré", "withdrawn"),
        _ => return words(value, lang),
    };
    if lang == Lang::Fr { fr } else { en }.to_owned()
}

fn words(value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => if lang == Lang::Fr { "inconnu" } else { "unknown" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(|item| words(item, lang)).collect::<Vec<_>>().join(", "),
        mark if is_redacted(mark) => if lang == Lang::Fr {
            "texte retiré par la modération"
        } else {
            "text taken out by the moderators"
        }
        .to_owned(),
        other => other.to_string(),
    }
}

fn pair(value: &Value) -> Option<[&Value; 2]> {
    match value.as_array()?.as_slice() {
        [old, new] => Some([old, new]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_came_and_went_between_two_versions_does_not_differ() {
        let diffs = [
            json!({ "name": ["A", "B"], "phone": [null, "1"], "criteria": { "entree_pmr": [null, true] } }),
            json!({ "name": ["B", "C"], "phone": ["1", null], "criteria": { "entree_pmr": [true, false] } }),
        ];
        let expected = json!({ "name": ["A", "C"], "criteria": { "entree_pmr": [null, false] } });
        assert_eq!(between(diffs.iter()), expected);
        assert_eq!(between([].into_iter()), json!({}));
    }

    #[test]
    fn a_difference_is_told_in_sentences_with_what_was_unknown() {
        let diff = json!({
            "provenance": [{}, { "*": { "source": "osm" } }],
            "criteria": { "entree_plain_pied": [null, true] },
            "name": ["Pain", "Pain & Cie"], "phone": ["1", null], "location": [[4.8, 45.7], [4.9, 45.7]],
        });
        let told = |lang| {
            let changes = changes(&diff, lang).into_iter();
            changes.map(|change| (change.member, change.before, change.after)).collect::<Vec<_>>()
        };
        let english = told(Lang::En);
        let members: Vec<&str> = english.iter().map(|(member, ..)| member.as_str()).collect();
        assert_eq!(members, ["/name", "/location", "/phone", "/criteria/entree_plain_pied"]);
        assert_eq!((english[0].1.as_str(), english[0].2.as_str()), ("Name: Pain", "Name: Pain & Cie"));
        assert_eq!(english[1].2, "Position (longitude, latitude): 4.9, 45.7");
        assert_eq!(english[2].2, "Phone: unknown");
        assert_ne!(english[3].1, english[3].2);
        assert_eq!(told(Lang::Fr)[2].2, "Téléphone\u{a0}: inconnu");
        assert_eq!(label_of("/phone", Lang::En), "Phone");
        assert_eq!(label_of("/address/street", Lang::En), "Street");
        assert_eq!(label_of("/contact/email", Lang::En), "E-mail address");
        assert_eq!(label_of("/activities/0", Lang::En), "Activities");
        assert_eq!(label_of("/criteria/nothing", Lang::En), "/criteria/nothing");
        let closed = changes(&json!({ "status": ["published", "closed"] }), Lang::Fr);
        assert_eq!(closed[0].after, "État\u{a0}: fermé", "no word of the base in a sentence");
    }
}
