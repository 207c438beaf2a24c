use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use plainpied_criteria::Text2;

use crate::{ActivitySlug, Commune, InseeCode, LonLat, PostalCode};

/// What a person typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The box for what is looked for, or for everything.
    pub what: &'a str,
    /// The box for the place, where there are two.
    pub place: Option<&'a str>,
    /// Kinds that the person does not want to be understood: their words stay in the text.
    pub without: &'a [Kind],
    /// Which commune the person said that the words mean: one of [`Understood::alternatives`] or of
    /// [`Understood::perhaps`].
    pub meant: Option<&'a InseeCode>,
    /// Where the person is: of communes of one name, one around here is meant.
    pub near: Option<LonLat>,
}

/// A kind of thing that is understood in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A commune or municipal arrondissement.
    Commune,
    /// A department.
    Department,
    /// A postal code.
    PostalCode,
    /// An activity.
    Activity,
    /// A need.
    Need,
    /// Access, without saying for whom.
    Access,
    /// The surroundings of the person.
    NearMe,
    /// An address, a square, a station: words that say where and name no area. They are the label; there is no code until
    /// somebody found the point.
    Address,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Commune,
        Self::Department,
        Self::PostalCode,
        Self::Activity,
        Self::Need,
        Self::Access,
        Self::NearMe,
        Self::Address,
    ];

    /// Its name in queries and answers: `postal_code`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Department => "department",
            Self::PostalCode => "postal_code",
            Self::Activity => "activity",
            Self::Need => "need",
            Self::Access => "access",
            Self::NearMe => "near_me",
            Self::Address => "address",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No kind has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is nothing that is understood in a text")]
pub struct UnknownKind {
    text: String,
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| UnknownKind { text: text.chars().take(40).collect() })
    }
}

/// Which box a range counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// [`Asked::what`].
    What,
    /// [`Asked::place`].
    Place,
}

/// Words of the text and what they were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What kind of thing.
    pub kind: Kind,
    /// The box in which the words stand.
    pub field: Field,
    /// The words, small words that belong to them included: characters (not bytes) of the text as it was typed.
    pub range: Range<usize>,
    /// INSEE code, department code, postal code, slug or key; empty where the kind says all.
    pub code: String,
    /// How to say it to people.
    pub label: Text2,
}

/// A commune that was understood or may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub struct CommuneChoice {
    /// The commune.
    pub commune: Commune,
    /// Name of its department, which tells communes of one name apart.
    pub department_name: String,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its code: `69`, `2A`, `974`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What was understood of a text. Every word of it is in `text` or in the range of one of `parts`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Understood {
    /// What is left for the search engine, as it was typed.
    pub text: Option<String>,
    /// The commune.
    pub commune: Option<CommuneChoice>,
    /// Others that may have been meant by the same words, the largest first.
    pub alternatives: Vec<CommuneChoice>,
    /// The department.
    pub department: Option<Department>,
    /// The postal code.
    pub postal_code: Option<PostalCode>,
    /// The activity: the whole of what was not a place or a need names it.
    pub activity: Option<ActivitySlug>,
    /// Keys of the needs, in the order of the text, each once.
    pub needs: Vec<Arc<str>>,
    /// The person asks for access and does not say for whom.
    pub asks_access: bool,
    /// The person means the surroundings.
    pub near_me: bool,
    /// What of the text was taken for what, in the order of the boxes and of the text.
    pub parts: Vec<Part>,
    /// What words may also mean, most of them still in `text`: "did you mean the commune ...?". A commune is taken up by
    /// [`Asked::meant`].
    pub perhaps: Vec<Part>,
    /// Words that say where, and lead to no place that is known.
    pub unplaced: Vec<Part>,
}

impl Understood {
    /// The words that say where and name no area.
    pub fn address(&self) -> Option<String> {
        let parts = self.parts.iter().filter(|part| part.kind == Kind::Address);
        let words: Vec<&str> = parts.map(|part| part.label.fr.as_str()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Where those words mean this point.
    #[must_use]
    pub fn located(mut self, at: LonLat, label: &Text2) -> Self {
        for part in self.parts.iter_mut().filter(|part| part.kind == Kind::Address) {
            part.label = label.clone();
            part.code = format!("{},{}", at.lon(), at.lat());
        }
        self
    }

    /// Where those words lead nowhere.
    #[must_use]
    pub fn nowhere(mut self) -> Self {
        self.unplaced = self.parts.extract_if(.., |part| part.kind == Kind::Address).collect();
        self
    }
}
