//! The verdicts of all needs at the usual limits as one short text, as the base keeps them beside the answers.
//!
//! `a3f1c2yuhn...`: six hexadecimal digits that mark the rules, then a letter for each need in the order of their
//! declaration: `y` yes, `h` with help, `u` unknown, `n` no. A text with another mark was made by other rules and says
//! nothing.

use super::{Limits, Need, Needs, Verdict};
use crate::answers::Answers;

/// Digits of the mark.
const MARK: usize = 6;

/// The mark of rules by their fingerprint.
pub(super) fn mark(fingerprint: u64) -> String {
    let mut digits = format!("{fingerprint:016x}");
    digits.truncate(MARK);
    digits
}

impl Verdict {
    /// `n`, `u`, `h` or `y`.
    pub fn letter(self) -> char {
        match self {
            Self::No => 'n',
            Self::Unknown => 'u',
            Self::WithHelp => 'h',
            Self::Yes => 'y',
        }
    }

    fn of_letter(letter: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.letter() == char::from(letter))
    }
}

impl Needs {
    /// The mark of these rules.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Where the letter of a need stands in a stamp, from 1: what SQL's `substr` wants.
    pub fn place(&self, need: &Need) -> Option<usize> {
        self.needs.iter().position(|other| other.key == need.key).map(|index| MARK + 1 + index)
    }

    /// The verdicts of all needs at the usual limits.
    pub fn stamp(&self, answers: &Answers) -> String {
        let mut stamp = self.mark.clone();
        stamp.extend(self.needs.iter().map(|need| need.verdict(answers, &Limits::NONE).letter()));
        stamp
    }

    /// The verdicts of a stamp, in the order of the needs; `None` where these rules did not make it.
    pub fn read_stamp(&self, stamp: &str) -> Option<Vec<Verdict>> {
        let letters = stamp.strip_prefix(self.mark())?;
        let verdicts: Vec<Verdict> = letters.bytes().map_while(Verdict::of_letter).collect();
        (verdicts.len() == letters.len() && verdicts.len() == self.needs.len()).then_some(verdicts)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::needs::needs;
    use crate::schema;

    fn answers(json: serde_json::Value) -> Answers {
        Answers::parse_part(schema(), &json).unwrap()
    }

    #[test]
    fn a_stamp_says_what_the_evaluator_says() {
        for known in [
            json!({}),
            json!({ "entree_plain_pied": true, "entree_largeur_mini": 90 }),
            json!({ "accueil_retrecissement": true }),
        ] {
            let answers = answers(known);
            let verdicts = needs().read_stamp(&needs().stamp(&answers)).unwrap();
            let told = needs().all().iter().map(|need| need.verdict(&answers, &Limits::NONE));
            assert!(told.eq(verdicts.iter().copied()));
        }
        let narrow = answers(json!({ "accueil_retrecissement": true }));
        let need = needs().get("manual_wheelchair").unwrap();
        let place = needs().place(need).unwrap();
        assert_eq!(
            needs().stamp(&narrow).chars().nth(place - 1),
            Some(need.verdict(&narrow, &Limits::NONE).letter())
        );
        assert_ne!(needs().stamp(&narrow), needs().stamp(&answers(json!({}))));
    }

    #[test]
    fn a_stamp_of_other_rules_or_a_broken_one_says_nothing() {
        let stamp = needs().stamp(&answers(json!({})));
        let other = format!("{}{}", if stamp.starts_with('0') { '1' } else { '0' }, &stamp[1..]);
        for wrong in
            [other.as_str(), "", &stamp[..stamp.len() - 1], &format!("{stamp}y"), &stamp.replace('u', "x")]
        {
            assert_eq!(needs().read_stamp(wrong), None, "{wrong}");
        }
    }
}
