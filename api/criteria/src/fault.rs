//! What can be wrong in a schema file.

/// A mistake in a schema file, without its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaFault {
    /// Not TOML, or not of the documented form (an unknown or missing field, a wrong type).
    #[error("{0}")]
    Toml(String),
    /// A key that JSON, CSV and SQL could not all use as it stands.
    #[error("key {0:?} must be 1 to 63 lower-case letters, digits and underscores, a letter first")]
    BadKey(String),
    /// More sections, groups or criteria than ids.
    #[error("more than 256 sections, groups or criteria")]
    TooMany,
    /// A key declared twice.
    #[error("key {0:?} is declared twice")]
    DuplicateKey(String),
    /// A section that is not declared.
    #[error("section {0:?} is not declared")]
    UnknownSection(String),
    /// A group that is not declared.
    #[error("group {0:?} is not declared")]
    UnknownGroup(String),
    /// A parent that is not declared.
    #[error("parent {0:?} is not declared")]
    UnknownParent(String),
    /// A removed criterion that is not declared.
    #[error("removed criterion {0:?} is not declared")]
    UnknownCriterion(String),
    /// A parent without exactly one condition.
    #[error("a parent needs one of when, at_least and not_empty = true")]
    ParentCondition,
    /// A condition that the answers of the parent can never meet, or never be compared with.
    #[error("{condition} does not fit parent {parent:?}, which is {kind}")]
    ParentKind {
        /// The key of the parent.
        parent: String,
        /// The kind of the parent.
        kind: &'static str,
        /// The condition.
        condition: &'static str,
    },
    /// Parents that lead back to where they began.
    #[error("the parents of {0:?} form a circle")]
    Cycle(String),
    /// A sentence that is not there.
    #[error("{kind} needs the sentence says.{sentence}")]
    MissingSentence {
        /// The kind of the criterion.
        kind: &'static str,
        /// The missing sentence.
        sentence: &'static str,
    },
    /// A sentence of another kind.
    #[error("{kind} has no sentence says.{sentence}")]
    StraySentence {
        /// The kind of the criterion.
        kind: &'static str,
        /// The sentence too many.
        sentence: &'static str,
    },
    /// A known sentence that does not say the value.
    #[error("the known sentence must hold {{value}}")]
    MissingValue,
    /// A placeholder where no value is known.
    #[error("only the known sentence may hold {{value}}")]
    StrayValue,
    /// A label, title or sentence without text.
    #[error("the {0} text is empty")]
    EmptyText(&'static str),
    /// Absent from the national CSV without saying why.
    #[error("csv = false needs a csv_reason")]
    CsvReason,
    /// A reason for something that is not so.
    #[error("csv_reason stands without csv = false")]
    StrayCsvReason,
    /// Limits that no answer meets.
    #[error("min {min} is greater than max {max}")]
    EmptyRange {
        /// The least answer.
        min: i64,
        /// The greatest answer.
        max: i64,
    },
    /// A text that can hold nothing.
    #[error("max must be at least 1")]
    NoLength,
    /// A choice between nothing.
    #[error("{0} needs at least one option")]
    NoOptions(&'static str),
    /// An option declared twice.
    #[error("option {0:?} is declared twice")]
    DuplicateOption(String),
    /// An option that a comma list could not hold.
    #[error("option {0:?} must not be empty, nor hold commas, quotes, brackets or white space")]
    BadOption(String),
    /// A facet that the kind cannot give.
    #[error("facet {facet} does not fit {kind}")]
    FacetKind {
        /// The facet.
        facet: &'static str,
        /// The kind of the criterion.
        kind: &'static str,
    },
    /// An OpenStreetMap tag that the kind cannot take.
    #[error("osm tag {tag:?} does not fit {kind}: {needs}")]
    OsmKind {
        /// The key of the tag.
        tag: String,
        /// The kind of the criterion.
        kind: &'static str,
        /// What would fit.
        needs: &'static str,
    },
}
