//! Needs: what a person must be able to do, as rules over criteria, and the verdict they come to.
//!
//! A need is a chain: every link must hold, so the chain is worth the least of its links. A link is worth the best of
//! its ways. In the order `no < unknown < with_help < yes` both are a minimum and a maximum, which is all that a rule
//! is made of: the same rule gives the verdict here, a predicate for SQL and search engines, and the reasons.

mod check;
mod error;
mod explain;
mod form;
mod limits;
mod load;
mod rule;
mod rule_text;
mod stamp;
mod verdict;

use std::sync::OnceLock;

pub use error::{NeedError, NeedFault};
pub use explain::{Explanation, LinkExplanation, Reason};
pub use limits::{Limit, LimitError, LimitId, Limits};
pub use rule::{Bound, Rule};
pub use verdict::Verdict;

use crate::answers::Answers;
use crate::condition::{Condition, Predicate};
use crate::model::CriterionId;
use crate::schema::{Schema, fingerprint as hash, most_alike};
use crate::text::Text2;

/// How much a name must look like that of a need to be meant for it. Less than for criteria: needs are few and unlike.
const ALIKE: f64 = 0.75;

/// One link of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its name within the need, such as `entrance`.
    pub key: String,
    /// What people read.
    pub title: Text2,
    /// What it is worth.
    pub rule: Rule,
}

impl Link {
    /// The criteria that the link looks at, each once, in the order of the rule.
    pub fn criteria(&self) -> Vec<CriterionId> {
        let mut criteria = Vec::new();
        self.rule.visit(&mut |rule| {
            if let Rule::Test(id, _) | Rule::Within(id, ..) = rule
                && !criteria.contains(id)
            {
                criteria.push(*id);
            }
        });
        criteria
    }
}

/// A need.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// JSON key and parameter value: never reused, never renamed.
    pub key: String,
    /// Other names that are understood, such as `wheelchair`.
    pub aliases: Vec<String>,
    /// What people read.
    pub name: Text2,
    /// What the rules look at, in plain language.
    pub explanation: Text2,
    /// The criteria cannot witness this need: the verdict is always unknown.
    pub informative: bool,
    /// The chain, in the order in which a person meets it.
    pub links: Vec<Link>,
    /// Criteria that help and are never required.
    pub also_useful: Vec<CriterionId>,
    /// What holds where the person says nothing, for each limit of [`Needs::limits`].
    pub(crate) defaults: Limits,
    /// The limits that the rules look at.
    pub limits: Vec<LimitId>,
}

/// A named condition that the compatible API and the filters offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equipment {
    /// Its slug, such as `having_parking`.
    pub key: String,
    /// What people read.
    pub name: Text2,
    /// Where it holds.
    pub condition: Condition,
}

/// All needs, their limits, and the equipments.
#[derive(Clone, Debug)]
pub struct Needs {
    pub(crate) needs: Vec<Need>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) equipments: Vec<Equipment>,
    pub(crate) fingerprint: u64,
    pub(crate) mark: String,
}

impl Needs {
    /// Reads needs, limits and equipments, each file a name (for messages) and a text.
    ///
    /// # Errors
    /// The first mistake, with its file and line.
    pub fn load(schema: &Schema, files: &[(&str, &str)]) -> Result<Self, NeedError> {
        let fingerprint = hash(files);
        Ok(Self { fingerprint, mark: stamp::mark(fingerprint), ..load::load(schema, files)? })
    }

    /// All needs, in declaration order.
    pub fn all(&self) -> &[Need] {
        &self.needs
    }

    /// The need with this key or alias.
    pub fn get(&self, name: &str) -> Option<&Need> {
        let named = |need: &&Need| need.key == name || need.aliases.iter().any(|alias| alias == name);
        self.needs.iter().find(named)
    }

    /// The key or alias that was probably meant.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let names = self.needs.iter().flat_map(|need| std::iter::once(&need.key).chain(&need.aliases));
        most_alike(name, ALIKE, names.map(String::as_str))
    }

    /// What a person may set, in declaration order.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The named conditions of the compatible API.
    pub fn equipments(&self) -> &[Equipment] {
        &self.equipments
    }

    /// A number that changes with any byte of the files: verdicts that were stored under another one are stale.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

impl Need {
    /// What the need comes to at a place of these answers. Allocates nothing.
    pub fn verdict(&self, answers: &Answers, limits: &Limits) -> Verdict {
        if self.informative {
            return Verdict::Unknown;
        }
        let limits = limits.or(&self.defaults);
        self.links.iter().map(|link| link.rule.verdict(answers, &limits)).min().unwrap_or(Verdict::Unknown)
    }

    /// True exactly where the verdict is at least this.
    pub fn at_least(&self, limits: &Limits, least: Verdict) -> Predicate {
        if self.informative {
            return if least <= Verdict::Unknown { Predicate::TRUE } else { Predicate::FALSE };
        }
        let limits = limits.or(&self.defaults);
        Predicate::All(self.links.iter().map(|link| link.rule.at_least(&limits, least)).collect())
            .simplified()
    }

    /// True exactly where the verdict is this one.
    pub fn is(&self, limits: &Limits, verdict: Verdict) -> Predicate {
        let here = self.at_least(limits, verdict);
        let Some(above) = verdict.above() else { return here };
        Predicate::All(vec![here, Predicate::Not(Box::new(self.at_least(limits, above)))]).simplified()
    }
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../needs/", $name)))),+] };
}

pub(crate) const FILES: &[(&str, &str)] = files![
    "limits.toml",
    "ways.toml",
    "manual_wheelchair.toml",
    "electric_wheelchair.toml",
    "walks_with_difficulty.toml",
    "blind.toml",
    "low_vision.toml",
    "deaf.toml",
    "hard_of_hearing.toml",
    "cognitive.toml",
    "autism.toml",
    "assistance_dog.toml",
    "pushchair.toml",
    "short_stature.toml",
    "equipments.toml",
];

static NEEDS: OnceLock<Result<Needs, NeedError>> = OnceLock::new();

/// The embedded needs. Binaries call this at start, so that a broken file ends them with its name, line and reason.
///
/// # Errors
/// The first mistake in the embedded files.
///
/// # Panics
/// Where the schema does not load: call [`crate::try_schema`] first.
pub fn try_needs() -> Result<&'static Needs, &'static NeedError> {
    NEEDS.get_or_init(|| Needs::load(crate::schema(), FILES)).as_ref()
}

/// The embedded needs, for everything that runs after [`try_needs`] has succeeded.
///
/// # Panics
/// Where the embedded files hold a mistake, which a test of this crate excludes.
#[expect(clippy::panic, reason = "the files are part of the binary, and a test proves that they load")]
pub fn needs() -> &'static Needs {
    match try_needs() {
        Ok(needs) => needs,
        Err(error) => panic!("the embedded needs do not load: {error}"),
    }
}
