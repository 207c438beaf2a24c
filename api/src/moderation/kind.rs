use uuid::Uuid;

/// What may wait for the moderators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A write that is held, or that was suggested.
    Suggestion,
    /// Somebody says that something is wrong.
    Report,
    /// Somebody says that it speaks for a place.
    Claim,
    /// Somebody would have a criterion, a wording or a rule otherwise.
    Proposal,
}

impl Kind {
    /// All of them, by their words in addresses and in the base.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("suggestion", Self::Suggestion),
        ("report", Self::Report),
        ("claim", Self::Claim),
        ("proposal", Self::Proposal),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The one of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }

    /// The page of one of them.
    pub fn page(self, id: Uuid) -> String {
        format!("/moderation/{}/{id}", self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_word() {
        for (word, kind) in Kind::WORDS {
            assert_eq!((kind.word(), Kind::of(word)), (word, Some(kind)));
        }
        assert_eq!(Kind::of("edit"), None);
    }
}
