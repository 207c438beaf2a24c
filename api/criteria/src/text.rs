//! Languages and texts that stand in both of them.

/// A language in which labels and sentences stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// The ISO 639-1 code: `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// One text in both languages, never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text2 {
    /// The French text.
    pub fr: String,
    /// The English text.
    pub en: String,
}

impl Text2 {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}
