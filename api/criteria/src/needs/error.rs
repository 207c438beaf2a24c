/// A mistake in a file of needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fault}")]
pub struct NeedError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: NeedFault,
}

/// A mistake in a file of needs, without its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeedFault {
    /// Not TOML, or not of the documented form.
    #[error("{0}")]
    Toml(String),
    /// A key that JSON, URLs and attribute names could not all use as it stands.
    #[error("key {0:?} must be 1 to 63 lower-case letters, digits and underscores, a letter first")]
    BadKey(String),
    /// A key or alias declared twice.
    #[error("{0:?} is declared twice")]
    Duplicate(String),
    /// More limits than there is room for.
    #[error("more than {0} limits")]
    TooManyLimits(usize),
    /// A text that is empty.
    #[error("the {0} text is empty")]
    EmptyText(&'static str),
    /// A rule that names something that is not there.
    #[error("{what} {name:?} is not declared")]
    Undeclared {
        /// Criterion, way or limit.
        what: &'static str,
        /// As written.
        name: String,
    },
    /// A rule that is not written as rules are.
    #[error("expected {expected}, found {found}")]
    Syntax {
        /// What could stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A comparison that the kind of the criterion does not allow.
    #[error("{kind} {key:?} cannot be compared so: {allowed}")]
    Kind {
        /// The criterion.
        key: String,
        /// Its kind.
        kind: &'static str,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A number compared with a limit that counts something else.
    #[error("{key:?} is in {unit}, limit {limit:?} is not")]
    Unit {
        /// The criterion.
        key: String,
        /// What it counts.
        unit: String,
        /// The limit.
        limit: String,
    },
    /// An option that the criterion does not have.
    #[error("{key:?} has no option {option:?}")]
    Option {
        /// The criterion.
        key: String,
        /// As written.
        option: String,
    },
    /// A part that no consistent answers meet.
    #[error("part of link {link:?} can never hold: {part}")]
    Contradiction {
        /// The link.
        link: String,
        /// The part.
        part: String,
    },
    /// A need that can never be yes, or that nothing can make no, without saying so.
    #[error("the verdict can never be {0}: declare informative = true")]
    NeverDecides(&'static str),
    /// A need that is informative and has rules, or that has none and is not.
    #[error("a need has links, or is informative: one of both")]
    Chain,
    /// A limit whose bounds do not hold its default.
    #[error("{value} is not between {min} and {max}")]
    Bounds {
        /// The default.
        value: i64,
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// An equipment that looks at limits or help.
    #[error("an equipment is a condition: it knows no limits and no help")]
    NotACondition,
}
