//! Differences in sentences: what was said before, what is said after.

use plainpied_criteria::{Answers, Criterion, Lang, schema, sentence};
use plainpied_domain::is_redacted;
use plainpied_store::write::Catalogue;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::extract::pointer_to;
use crate::reference::Reference;

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

/// Who tells differences: in a language, and with the names of what codes stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub lang: Lang,
    pub reference: &'a Reference,
    catalogue: &'a Catalogue,
}

impl<'a> Teller<'a> {
    pub fn new(reference: &'a Reference, catalogue: &'a Catalogue, lang: Lang) -> Self {
        Self { lang, reference, catalogue }
    }

    /// What a value of a field says.
    fn words(&self, field: &str, value: &Value) -> String {
        match (field, value) {
            ("status", _) => state(value, self.lang),
            ("activities", Value::Array(slugs)) if !slugs.is_empty() => {
                slugs.iter().map(|slug| self.words("activity", slug)).collect::<Vec<_>>().join(", ")
            }
            ("activity", Value::String(slug)) => {
                let activity = self.reference.activity(slug);
                activity.map_or(slug.as_str(), |activity| activity.name(self.lang)).to_owned()
            }
            ("commune", Value::String(code)) => {
                let commune = code.parse().ok().and_then(|code| self.catalogue.gazetteer.get(&code));
                commune.map_or_else(|| code.clone(), |commune| format!("{} ({code})", commune.name))
            }
            _ => words(value, self.lang),
        }
    }
}

/// The members that a difference (`{"name": ["old", "new"], "criteria": {...}}`) changes, fields first, in their order: by
/// JSON Pointer, what was said and what is said.
pub(crate) fn members(diff: &Value) -> impl Iterator<Item = (String, &Value, &Value)> {
    let member =
        |above: &str, name: &str, change| pair(change).map(|[old, new]| (pointer_to(above, name), old, new));
    let fields = FIELDS.iter().filter_map(move |(field, ..)| member("", field, &diff[*field]));
    let criteria = schema()
        .criteria()
        .iter()
        .filter_map(move |criterion| member("/criteria", &criterion.key, &diff["criteria"][&criterion.key]));
    fields.chain(criteria)
}

/// A difference in sentences.
pub(crate) fn changes(diff: &Value, teller: &Teller<'_>) -> Vec<ChangeView> {
    let told = |(member, old, new): (String, &Value, &Value)| {
        let criterion = member.strip_prefix("/criteria/").and_then(|key| schema().get(key));
        let label = label_of(&member, teller.lang);
        let said = |value: &Value| match criterion {
            Some(criterion) => said(criterion, value, teller.lang),
            None => {
                let words = teller.words(member.trim_start_matches('/'), value);
                format!("{label}{} {words}", colon(teller.lang))
            }
        };
        let (before, after) = (said(old), said(new));
        ChangeView { member, label, before, after, old: old.clone(), new: new.clone() }
    };
    members(diff).map(told).collect()
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
impl Teller<'static> {
    /// One who knows the activities, and the communes of a department.
    pub fn of_rhone(lang: Lang) -> Self {
        use std::sync::LazyLock;

        use plainpied_domain::{Gazetteer, Source};

        static NAMES: LazyLock<(Reference, Catalogue)> = LazyLock::new(|| {
            let activities = fixtures::activities().unwrap();
            let gazetteer = Gazetteer::new(fixtures::communes_of("69").unwrap());
            let ranks = std::iter::empty::<&Source>().collect();
            let catalogue = Catalogue::new(ranks, gazetteer, &activities).unwrap();
            (Reference::of(Vec::new(), activities), catalogue)
        });
        Self::new(&NAMES.0, &NAMES.1, lang)
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
            let changes = changes(&diff, &Teller::of_rhone(lang)).into_iter();
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
        let closed = changes(&json!({ "status": ["published", "closed"] }), &Teller::of_rhone(Lang::Fr));
        assert_eq!(closed[0].after, "État\u{a0}: fermé", "no word of the base in a sentence");
    }
    #[test]
    fn codes_are_told_by_what_they_stand_for_and_stay_in_the_values() {
        let diff = json!({
            "commune": ["69202", "99999"], "activities": [["boulangerie"], ["boulangerie", "nothing"]],
        });
        let changes = changes(&diff, &Teller::of_rhone(Lang::En));
        let told: Vec<_> =
            changes.iter().map(|change| (change.before.as_str(), change.after.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Commune: Sainte-Foy-lès-Lyon (69202)", "Commune: 99999"),
                ("Activities: Bakery", "Activities: Bakery, nothing"),
            ]
        );
        assert_eq!(changes[1].new, json!(["boulangerie", "nothing"]));
    }
}
