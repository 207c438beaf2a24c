//! What a draft holds: pairs of name and value, as forms send them.

use plainpied_criteria::{Answers, Criterion, schema};
use serde_json::{Value, json};

use crate::web::{Answered, Unfit};

/// Pairs of name and value.
pub(crate) type Pairs = Vec<(String, String)>;

/// Whether a field belongs to the question about a criterion: `key`, `key[option]`, `key-unknown`.
pub(crate) fn about(field: &str, criterion: &Criterion) -> bool {
    let rest = field.strip_prefix(criterion.key.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest == "-unknown" || rest.starts_with('['))
}

/// Sets one field; an empty value takes it away.
pub(crate) fn put(fields: &mut Pairs, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    if !value.is_empty() {
        fields.push((name.to_owned(), value.to_owned()));
    }
}

/// What is answered to a question, as the writing functions take it; `None`: that it is not known.
///
/// # Errors
/// It is no answer, longer than it may be, or two at once.
pub(crate) fn value_of(
    fields: &[(String, String)],
    criterion: &'static Criterion,
) -> Result<Option<Value>, Unfit> {
    let value = Answered::of(fields, &criterion.key).value(criterion)?;
    let fits =
        |value: &Value| Answers::parse_part(schema(), &json!({ criterion.key.as_str(): value })).is_ok();
    match value {
        Some(value) if !fits(&value) => Err(Unfit::NoAnswer),
        value => Ok(value),
    }
}

/// The answer that a draft gives to a question, where it gives one.
pub(crate) fn answer_of(fields: &[(String, String)], criterion: &'static Criterion) -> Option<Value> {
    value_of(fields, criterion).ok().flatten()
}

/// What would be known if a draft were published: what another answer rules out is left out.
pub(crate) fn overlaid(known: &Answers, fields: &[(String, String)]) -> Answers {
    let mut answers = known.clone();
    for criterion in schema().criteria() {
        let said = answer_of(fields, criterion).map(|value| json!({ criterion.key.as_str(): value }));
        let read = said.and_then(|said| Answers::parse_part(schema(), &said).ok());
        if let Some(value) = read.as_ref().and_then(|read| read.get(criterion.id)) {
            answers.set(criterion.id, value.clone());
        }
    }
    answers.close_orphans(schema());
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Pairs {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_an_answer_rules_out_is_kept_in_the_draft_and_not_said() {
        let fields = pairs(&[("entree_plain_pied", "true"), ("entree_marches", "2")]);
        let said = overlaid(&Answers::new(), &fields);
        assert_eq!(said.to_json_string(schema()), r#"{"entree_plain_pied":true}"#);
        let fields = pairs(&[("entree_plain_pied", "false"), ("entree_marches", "2")]);
        assert_eq!(overlaid(&Answers::new(), &fields).len(), 2);
    }

    #[test]
    fn not_knowing_says_nothing_and_takes_nothing_away() {
        let plain = schema().get("entree_plain_pied").unwrap();
        let known = Answers::parse_part(schema(), &serde_json::json!({ "entree_plain_pied": true })).unwrap();
        let fields = pairs(&[("entree_plain_pied", "?"), ("sanitaires_presence", "?")]);
        let said = overlaid(&known, &fields);
        assert_eq!((said.len(), said.get(plain.id).is_some()), (1, true));
        assert_eq!(answer_of(&fields, plain), None);
    }

    #[test]
    fn a_field_belongs_to_one_question_only() {
        let steps = schema().get("entree_marches").unwrap();
        assert!(about("entree_marches", steps) && about("entree_marches-unknown", steps));
        assert!(!about("entree_marches_rampe", steps) && !about("seen:entree_marches", steps));
        assert!(about("labels[th]", schema().get("labels").unwrap()));
    }
}
