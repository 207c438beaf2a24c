//! The files of needs as TOML sees them: forms only, each place remembered for messages.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::form::RawText;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default)]
    pub limit: Vec<RawLimit>,
    #[serde(default)]
    pub way: Vec<RawWay>,
    #[serde(default)]
    pub equipment: Vec<RawEquipment>,
    pub need: Option<Spanned<RawNeed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimit {
    pub key: Spanned<String>,
    pub unit: String,
    pub default: Spanned<i64>,
    pub min: i64,
    pub max: i64,
    pub label: RawText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWay {
    pub key: Spanned<String>,
    pub rule: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEquipment {
    pub key: Spanned<String>,
    pub name: RawText,
    pub rule: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNeed {
    pub key: Spanned<String>,
    #[serde(default)]
    pub aliases: Vec<Spanned<String>>,
    pub name: RawText,
    pub explanation: RawText,
    #[serde(default)]
    pub informative: bool,
    #[serde(default)]
    pub also_useful: Vec<Spanned<String>>,
    #[serde(default)]
    pub defaults: BTreeMap<Spanned<String>, Spanned<i64>>,
    #[serde(default)]
    pub link: Vec<RawLink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLink {
    pub key: Spanned<String>,
    pub title: RawText,
    pub rule: Spanned<String>,
}
