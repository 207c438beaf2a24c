//! What a criterion is: the declarations of `schema/*.toml` as types.

use serde::Deserialize;

use crate::text::Text2;
use crate::value::Value;

/// Names a criterion by its rank in the schema (declaration order).
///
/// It holds within one schema and one run: store and send the key, never the rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionId(pub(crate) u8);

impl CriterionId {
    /// The rank of the criterion, from 0: its position in [`crate::Schema::criteria`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Names a section by its rank in `sections.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub(crate) u8);

/// Names an activity group by its rank in `groups.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub(crate) u8);

/// A section of the compatible API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Public transport and parking.
    Transport,
    /// The way from the pavement to the entrance.
    CheminementExt,
    /// The entrance.
    Entree,
    /// Reception and everything inside.
    Accueil,
    /// The public accessibility register.
    Registre,
    /// Compliance with the regulation.
    Conformite,
    /// Labels and the free remark.
    Commentaire,
}

impl Part {
    /// All of them, in the order of the compatible API.
    pub const ALL: [Self; 7] = [
        Self::Transport,
        Self::CheminementExt,
        Self::Entree,
        Self::Accueil,
        Self::Registre,
        Self::Conformite,
        Self::Commentaire,
    ];

    /// The member name in the compatible API, such as `cheminement_ext`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::CheminementExt => "cheminement_ext",
            Self::Entree => "entree",
            Self::Accueil => "accueil",
            Self::Registre => "registre",
            Self::Conformite => "conformite",
            Self::Commentaire => "commentaire",
        }
    }

    /// Whether criteria of this part describe the place itself, not its papers, labels or remarks.
    pub fn describes_the_place(self) -> bool {
        !matches!(self, Self::Registre | Self::Conformite | Self::Commentaire)
    }
}

/// Where a criterion stands, in the order in which a person meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The rank of the section.
    pub id: SectionId,
    /// The name by which criteria refer to it.
    pub key: String,
    /// The section of the compatible API that holds its criteria.
    pub part: Part,
    /// The title of the section.
    pub title: Text2,
}

/// An activity group: adds the criteria that name it, removes some that are asked everywhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The rank of the group.
    pub id: GroupId,
    /// The name by which criteria and activities refer to it.
    pub key: String,
    /// The title of the group.
    pub title: Text2,
    /// Criteria no longer asked, with all their descendants, sorted.
    pub removes: Vec<CriterionId>,
}

/// One possible value of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// The value in JSON and CSV.
    pub value: String,
    /// What people read.
    pub label: Text2,
}

/// What answers look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number from `min` to `max`, both included.
    Integer {
        /// The least answer.
        min: i64,
        /// The greatest answer.
        max: i64,
        /// What is counted or measured: `step`, `cm`, `room`, `place`.
        unit: String,
    },
    /// One of the options.
    Choice(Vec<ChoiceOption>),
    /// One or more of the options, in the declared order.
    Choices(Vec<ChoiceOption>),
    /// Free text.
    Text {
        /// The greatest length, in characters.
        max: usize,
    },
    /// An absolute http or https URL.
    Url {
        /// The greatest length, in characters.
        max: usize,
    },
}

impl Kind {
    /// The name of the kind in `schema/*.toml`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer { .. } => "integer",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Text { .. } => "text",
            Self::Url { .. } => "url",
        }
    }

    /// The options of a choice or of choices; empty for every other kind.
    pub fn options(&self) -> &[ChoiceOption] {
        match self {
            Self::Choice(options) | Self::Choices(options) => options,
            _ => &[],
        }
    }
}

/// Whole sentences that say an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// The sentences of a boolean.
    Boolean {
        /// Said of `true`.
        yes: Text2,
        /// Said of `false`.
        no: Text2,
        /// Said where nothing is known.
        unknown: Text2,
    },
    /// The sentences of every other kind.
    Known {
        /// Said of an answer; `{value}` stands where the value goes.
        known: Text2,
        /// Said where nothing is known.
        unknown: Text2,
    },
}

/// The answer of a parent that opens its child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A boolean that has this value.
    Is(bool),
    /// An integer of at least this many.
    AtLeast(i64),
    /// Any answer: a list or a text is never empty when it is known.
    NotEmpty,
}

impl When {
    /// Whether `answer`, of the parent, opens the child. An unknown parent opens nothing.
    pub fn opened_by(self, answer: Option<&Value>) -> bool {
        match (self, answer) {
            (Self::Is(wanted), Some(Value::Bool(known))) => wanted == *known,
            (Self::AtLeast(least), Some(Value::Integer(known))) => *known >= least,
            (Self::NotEmpty, Some(_)) => true,
            _ => false,
        }
    }
}

/// The criterion that opens another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The criterion above.
    pub id: CriterionId,
    /// The answer that opens.
    pub when: When,
}

/// How a search engine offers a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// A count for each value: booleans and choices.
    Terms,
    /// An interval: integers.
    Range,
}

/// An OpenStreetMap tag that bears witness of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum OsmTag {
    /// A number: our value = tag value x `scale`.
    Number {
        /// The key of the tag.
        tag: String,
        /// The unit of the tag value, where it has one.
        unit: Option<String>,
        /// What a tag value is multiplied by.
        scale: f64,
    },
    /// The tag has `value` where the answer is (or, for choices, holds) `when`.
    Exact {
        /// The key of the tag.
        tag: String,
        /// The value of the tag.
        value: String,
        /// Our answer: a boolean or one option (also for choices).
        when: Value,
    },
}

/// One criterion of the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Its rank.
    pub id: CriterionId,
    /// JSON key, CSV column and facet; never reused, never renamed.
    pub key: String,
    /// Where it stands.
    pub section: SectionId,
    /// What its answers look like.
    pub kind: Kind,
    /// What people read in forms and lists.
    pub label: Text2,
    /// How an answer is said.
    pub says: Says,
    /// What opens it; `None` where it is always open.
    pub parent: Option<Parent>,
    /// The activity groups for which it is asked; empty: asked everywhere.
    pub groups: Vec<GroupId>,
    /// Whether it counts in completeness.
    pub counts: bool,
    /// Whether it is a column of the national CSV.
    pub csv: bool,
    /// Why it is no column of the national CSV; always there where `csv` is false.
    pub csv_reason: Option<String>,
    /// How search offers it.
    pub facet: Option<Facet>,
    /// OpenStreetMap tags that say the same.
    pub osm: Vec<OsmTag>,
    /// After so many days an answer wants to be seen again.
    pub stale_after_days: u32,
    /// The criteria that it opens, in schema order.
    pub children: Vec<CriterionId>,
}

impl Criterion {
    /// The option with this value, where the kind has options.
    pub fn option(&self, value: &str) -> Option<&ChoiceOption> {
        self.kind.options().iter().find(|option| option.value == value)
    }
}
