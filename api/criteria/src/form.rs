//! The schema files as TOML sees them: forms only, each place remembered for messages.

use serde::Deserialize;
use toml::Spanned;

use crate::model::{Facet, Part};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFile {
    #[serde(default)]
    pub(crate) section: Vec<RawSection>,
    #[serde(default)]
    pub(crate) group: Vec<RawGroup>,
    #[serde(default)]
    pub(crate) criterion: Vec<RawCriterion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSection {
    pub(crate) key: Spanned<String>,
    pub(crate) part: Part,
    pub(crate) title: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGroup {
    pub(crate) key: Spanned<String>,
    pub(crate) title: RawText,
    #[serde(default)]
    pub(crate) removes: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCriterion {
    pub(crate) key: Spanned<String>,
    pub(crate) section: Spanned<String>,
    pub(crate) kind: RawKind,
    pub(crate) label: RawText,
    #[serde(default)]
    pub(crate) says: RawSays,
    pub(crate) parent: Option<Spanned<RawParent>>,
    #[serde(default)]
    pub(crate) groups: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    pub(crate) counts: bool,
    pub(crate) csv: Option<Spanned<bool>>,
    pub(crate) csv_reason: Option<Spanned<String>>,
    pub(crate) facet: Option<Spanned<Facet>>,
    #[serde(default)]
    pub(crate) osm: Vec<Spanned<RawOsm>>,
    #[serde(default = "three_years")]
    pub(crate) stale_after_days: u32,
}

fn yes() -> bool {
    true
}

fn three_years() -> u32 {
    1095
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawText {
    pub(crate) fr: Spanned<String>,
    pub(crate) en: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum RawKind {
    Boolean,
    Integer { min: Spanned<i64>, max: i64, unit: Spanned<String> },
    Choice(Spanned<Vec<RawOption>>),
    Choices(Spanned<Vec<RawOption>>),
    Text { max: Spanned<usize> },
    Url { max: Spanned<usize> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOption {
    pub(crate) value: Spanned<String>,
    pub(crate) fr: Spanned<String>,
    pub(crate) en: Spanned<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSays {
    pub(crate) yes: Option<RawText>,
    pub(crate) no: Option<RawText>,
    pub(crate) known: Option<RawText>,
    pub(crate) unknown: Option<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawParent {
    pub(crate) key: Spanned<String>,
    pub(crate) when: Option<bool>,
    pub(crate) at_least: Option<i64>,
    pub(crate) not_empty: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOsm {
    pub(crate) tag: String,
    pub(crate) unit: Option<String>,
    pub(crate) scale: Option<f64>,
    pub(crate) value: Option<String>,
    pub(crate) when: Option<RawWhen>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum RawWhen {
    Bool(bool),
    Option(String),
}
