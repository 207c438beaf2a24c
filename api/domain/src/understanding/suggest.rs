use plainpied_criteria::Text2;

use super::lexicon::Lexicon;
use super::understood::{CommuneChoice, Department};
use super::words::words;
use crate::ActivitySlug;

/// What a beginning may become.
#[derive(Debug, Clone, PartialEq)]
pub enum Suggestion {
    /// A commune or arrondissement.
    Commune(CommuneChoice),
    /// A department.
    Department(Department),
    /// An activity.
    Activity {
        /// Its slug.
        slug: ActivitySlug,
        /// Its name.
        name: Text2,
    },
}

/// Inhabitants from which a commune is suggested before an activity.
const TOWN: i32 = 20_000;

impl Lexicon {
    /// Communes by the beginning of their name (with or without its article), postal code or INSEE code, the largest
    /// first; activities by the beginning of a word of their names and search words; departments by name or number.
    /// Kinds take turns, so that none crowds out the others. An empty beginning, or none that anything has, gives none.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Vec<Suggestion> {
        let prefix = folded(prefix);
        if prefix.is_empty() || limit == 0 {
            return Vec::new();
        }
        let numbers = self.communes.starting(&prefix, limit);
        let is_town = numbers.first().is_some_and(|number| self.communes.get(*number).population >= TOWN);
        let mut communes = numbers.into_iter().map(|number| Suggestion::Commune(self.choice(number)));
        let mut departments = self.departments.starting(&prefix).cloned().map(Suggestion::Department);
        let mut activities = self.activities.starting(&prefix, limit).into_iter().map(|number| {
            let (slug, name) = self.activities.get(number);
            Suggestion::Activity { slug: slug.clone(), name: name.clone() }
        });
        let mut found = Vec::with_capacity(limit);
        while found.len() < limit {
            let mut turn = [communes.next(), activities.next(), departments.next(), communes.next()];
            if !is_town {
                turn.swap(0, 1);
            }
            if turn.iter().all(Option::is_none) {
                break;
            }
            found.extend(turn.into_iter().flatten());
        }
        found.truncate(limit);
        found
    }
}

/// The beginning as names are compared. The last word is perhaps not finished: `st` may become Strasbourg.
fn folded(prefix: &str) -> String {
    let words = words(prefix).unwrap_or_default();
    let open = prefix.chars().next_back().is_some_and(char::is_alphanumeric);
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        let last = at + 1 == words.len();
        let arrondissement = super::communes::ordinal(&word.plain).filter(|_| at > 0 && !word.is_number());
        let plain = match (word.plain.as_str(), arrondissement) {
            ("saint" | "sainte", _) if last && open => crate::text::fold(&prefix[word.bytes.clone()]),
            (_, Some(number)) if !last || word.plain.ends_with("eme") => format!("{number}e"),
            (plain, _) => plain.to_owned(),
        };
        super::line::push(&mut text, &plain);
    }
    text
}
