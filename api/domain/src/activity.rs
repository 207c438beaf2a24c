use std::fmt;
use std::sync::Arc;

use plainpied_criteria::Lang;
use serde::{Deserialize, Serialize};

/// Names an activity: the ASCII slug of its French name, `boulangerie`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ActivitySlug(Arc<str>);

impl ActivitySlug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ActivitySlug {
    fn from(slug: String) -> Self {
        Self(slug.into())
    }
}

impl From<&str> for ActivitySlug {
    fn from(slug: &str) -> Self {
        Self(slug.into())
    }
}

impl From<ActivitySlug> for String {
    fn from(slug: ActivitySlug) -> Self {
        slug.0.as_ref().to_owned()
    }
}

impl fmt::Display for ActivitySlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is done at an establishment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its slug.
    pub slug: ActivitySlug,
    /// French name.
    pub name_fr: String,
    /// English name.
    pub name_en: String,
    /// What people type when they look for it, French and English.
    pub search_words: Vec<String>,
    /// Other names that files use for it.
    pub aliases: Vec<String>,
    /// Groups of the schema that add or remove questions.
    pub groups: Vec<String>,
    /// OpenStreetMap tags, `key=value`.
    pub osm: Vec<String>,
}

impl Activity {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.name_fr,
            Lang::En => &self.name_en,
        }
    }
}
