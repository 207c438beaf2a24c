//! What went wrong this time, as people are told of it. Clients read it in English in `detail`; people read it in their
//! language, where pages show it.

use plainpied_criteria::Lang;
use plainpied_domain::Status;

use crate::moderation::known_label;

/// What went wrong this time. What nobody is shown on a page needs none: a text is enough there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detail {
    /// It was decided already: `accepted`, `rejected`, `withdrawn`, `done`, `declined`, `redacted`.
    Decided(String),
    /// Others changed these members since, by their JSON Pointers.
    ChangedSince(Vec<String>),
    /// Somebody wrote since the version that was looked at.
    NewerVersion { known: i32, present: i32 },
    /// The place is in this state.
    Is(Status),
    /// A place like it is known, and closed perhaps.
    Known { name: String, closed: bool },
    /// So many members of what is asked for are wrong: JSON Pointers of them, and what is wrong with the first, for clients.
    Members { count: usize, pointers: Vec<String>, first: String },
}

impl Detail {
    /// In the language of the reader, as errors are written: small, without a full stop.
    pub fn words(&self, lang: Lang) -> String {
        match lang {
            Lang::Fr => self.french(),
            Lang::En => self.english(),
        }
    }

    fn french(&self) -> String {
        match self {
            Self::Decided(decision) => match decision.as_str() {
                "accepted" => "c'est déjà accepté",
                "withdrawn" => "la personne l'a déjà repris",
                "done" => "c'est déjà fait",
                "redacted" => "ce texte est déjà retiré",
                _ => "c'est déjà refusé",
            }
            .to_owned(),
            Self::ChangedSince(pointers) => {
                format!("modifié depuis par d'autres\u{a0}: {}", labels(pointers, Lang::Fr))
            }
            Self::NewerVersion { known, present } => {
                format!("la version {known} n'est plus la présente, qui est la {present}")
            }
            Self::Is(status) => match status {
                Status::Closed => "ce lieu est fermé définitivement",
                Status::Merged => "cette fiche est réunie avec une autre",
                Status::Deleted => "cette fiche est retirée",
                Status::Draft => "cette fiche n'est pas publiée",
                Status::Published => "cette fiche est publiée",
            }
            .to_owned(),
            Self::Known { name, closed: false } => format!("un lieu semblable est déjà là\u{a0}: {name}"),
            Self::Known { name, closed: true } => {
                format!("un lieu semblable est déjà là, et fermé\u{a0}: {name}. Il peut être rouvert")
            }
            Self::Members { pointers, .. } => format!("à corriger\u{a0}: {}", labels(pointers, Lang::Fr)),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Decided(decision) => format!("it was {decision} already"),
            Self::ChangedSince(pointers) => format!("changed since it was made: {}", pointers.join(", ")),
            Self::NewerVersion { known, present } => {
                format!("version {known} is no longer the present one, which is {present}")
            }
            Self::Is(status) => format!("this establishment is {status}"),
            Self::Known { closed: true, .. } => {
                "this place is known, and closed; moderators can open it again".to_owned()
            }
            Self::Known { closed: false, .. } => {
                "this place is known: describe that one, or say force=true where you may".to_owned()
            }
            Self::Members { count: 0 | 1, first, .. } => first.clone(),
            Self::Members { count, first, .. } => format!("{count} fields are wrong. {first}."),
        }
    }
}

/// What members are called, save those that people have no word for.
fn labels(pointers: &[String], lang: Lang) -> String {
    let labels: Vec<&str> = pointers.iter().filter_map(|pointer| known_label(pointer, lang)).collect();
    match (labels.is_empty(), lang) {
        (true, Lang::Fr) => "ce qui est saisi".to_owned(),
        (true, Lang::En) => "what was typed".to_owned(),
        (false, _) => labels.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_what_members_are_called_and_clients_their_pointers() {
        let detail =
            Detail::ChangedSince(vec!["/phone".to_owned(), "/criteria/entree_plain_pied".to_owned()]);
        let french = detail.words(Lang::Fr);
        assert!(french.starts_with("modifié depuis par d'autres\u{a0}: Téléphone, "), "{french}");
        assert!(!french.contains("entree_plain_pied"), "{french}");
        assert!(detail.words(Lang::En).ends_with("/phone, /criteria/entree_plain_pied"));
        let within = Detail::ChangedSince(vec!["/activities/0".to_owned(), "/into".to_owned()]);
        assert!(within.words(Lang::Fr).ends_with(": Activités"), "{}", within.words(Lang::Fr));
    }
}
