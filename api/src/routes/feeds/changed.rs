//! What a version changed, in sentences.

use plainpied_criteria::Lang;
use serde_json::Value;

use crate::moderation::{Teller, changes};

/// What somebody who follows a place need not hear: bookkeeping.
const SILENT: [&str; 4] = ["/verified_at", "/ban_id", "/rnb_id", "/successor"];

/// What a difference says, a sentence each, with what was said before; `most` of them, and how many are left.
pub(crate) fn told(diff: &Value, teller: &Teller<'_>, most: usize) -> Vec<String> {
    let lang = teller.lang;
    let changes: Vec<_> = changes(diff, teller)
        .into_iter()
        .filter(|change| !SILENT.contains(&change.member.as_str()))
        .collect();
    let left = changes.len().saturating_sub(most);
    let mut sentences: Vec<String> = changes
        .into_iter()
        .take(most)
        .map(|change| match (change.old.is_null(), lang) {
            (true, _) => change.after,
            (false, Lang::Fr) => format!("{} (auparavant : {})", change.after, change.before),
            (false, Lang::En) => format!("{} (before: {})", change.after, change.before),
        })
        .collect();
    match (left, lang) {
        (0, _) => {}
        (1, Lang::Fr) => sentences.push("Et un autre changement.".to_owned()),
        (1, Lang::En) => sentences.push("And one more change.".to_owned()),
        (left, Lang::Fr) => sentences.push(format!("Et {left} autres changements.")),
        (left, Lang::En) => sentences.push(format!("And {left} more changes.")),
    }
    sentences
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_is_told_with_what_was_said_before_and_unknown_is_not_said_to_have_been() {
        let diff = json!({
            "name": ["Le Fournil", "Le Grand Fournil"], "verified_at": [null, "2026-11-25T00:00:00Z"],
            "phone": [null, "04 78 00 00 00"],
        });
        assert_eq!(
            told(&diff, &Teller::of_rhone(Lang::En), 9),
            ["Name: Le Grand Fournil (before: Name: Le Fournil)", "Phone: 04 78 00 00 00"]
        );
        let french = told(&diff, &Teller::of_rhone(Lang::Fr), 1);
        assert!(french[0].contains("(auparavant : ") && french[1] == "Et un autre changement.", "{french:?}");
    }

    #[test]
    fn what_became_unknown_is_told_as_unknown() {
        let diff = json!({ "criteria": { "entree_plain_pied": [true, null] } });
        let [sentence] = told(&diff, &Teller::of_rhone(Lang::En), 9).try_into().unwrap();
        let unknown = told(
            &json!({ "criteria": { "entree_plain_pied": [null, null] } }),
            &Teller::of_rhone(Lang::En),
            9,
        );
        assert!(sentence.starts_with(&unknown[0]) && sentence.contains("(before: "), "{sentence}");
    }
}
