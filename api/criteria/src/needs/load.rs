//! From TOML text to [`Needs`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use toml::Spanned;

use super::check::Checker;
use super::error::{NeedError, NeedFault};
use super::form::{RawEquipment, RawFile, RawLimit, RawLink, RawNeed, RawWay};
use super::limits::{Limit, LimitId, Limits, MOST};
use super::rule::Rule;
use super::rule_text::{self, Names};
use super::{Equipment, Link, Need, Needs};
use crate::check::is_plain_name;
use crate::form::RawText;
use crate::schema::Schema;
use crate::text::Text2;

/// One file: what turns a place in the text into a line.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn error(self, span: Range<usize>, fault: NeedFault) -> NeedError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        NeedError { file: self.file.to_owned(), line: before.matches('\n').count() + 1, fault }
    }

    fn at<T>(self, span: Range<usize>, result: Result<T, NeedFault>) -> Result<T, NeedError> {
        result.map_err(|fault| self.error(span, fault))
    }

    fn text2(self, raw: RawText) -> Result<Text2, NeedError> {
        for (lang, text) in [("fr", &raw.fr), ("en", &raw.en)] {
            if text.get_ref().trim().is_empty() {
                return Err(self.error(text.span(), NeedFault::EmptyText(lang)));
            }
        }
        Ok(Text2 { fr: raw.fr.into_inner(), en: raw.en.into_inner() })
    }
}

/// Reads all files, one after the other: limits and ways stand before the rules that name them.
pub(super) fn load(schema: &Schema, files: &[(&str, &str)]) -> Result<Needs, NeedError> {
    let names = Names { schema, limits: Vec::new(), ways: HashMap::new() };
    let needs = Needs {
        needs: Vec::new(),
        limits: Vec::new(),
        equipments: Vec::new(),
        fingerprint: 0,
        mark: String::new(),
    };
    let mut loader = Loader { names, needs, taken: HashSet::new() };
    for &(file, text) in files {
        let source = Source { file, text };
        let raw: RawFile = toml::from_str(text).map_err(|error| {
            let fault = NeedFault::Toml(error.message().replace('\n', ", "));
            source.error(error.span().unwrap_or_default(), fault)
        })?;
        raw.limit.into_iter().try_for_each(|limit| loader.limit(source, limit))?;
        raw.way.into_iter().try_for_each(|way| loader.way(source, way))?;
        raw.equipment.into_iter().try_for_each(|equipment| loader.equipment(source, equipment))?;
        if let Some(need) = raw.need {
            loader.need(source, need)?;
        }
    }
    Ok(Needs { limits: loader.names.limits, ..loader.needs })
}

struct Loader<'a> {
    names: Names<'a>,
    needs: Needs,
    /// Keys and aliases of needs.
    taken: HashSet<String>,
}

impl Loader<'_> {
    fn limit(&mut self, source: Source<'_>, raw: RawLimit) -> Result<(), NeedError> {
        if self.names.limits.len() >= MOST {
            return Err(source.error(raw.key.span(), NeedFault::TooManyLimits(MOST)));
        }
        let key = plain(source, &raw.key)?;
        if self.names.limit(&key).is_some() {
            return Err(source.error(raw.key.span(), NeedFault::Duplicate(key)));
        }
        let default = bounded(source, &raw.default, raw.min, raw.max)?;
        let label = source.text2(raw.label)?;
        let limit = Limit { key, unit: raw.unit, default, min: raw.min, max: raw.max, label };
        self.names.limits.push(limit);
        Ok(())
    }

    fn way(&mut self, source: Source<'_>, raw: RawWay) -> Result<(), NeedError> {
        let key = plain(source, &raw.key)?;
        let rule = self.rule(source, &key, &raw.rule)?;
        match self.names.ways.insert(key.clone(), rule) {
            None => Ok(()),
            Some(_) => Err(source.error(raw.key.span(), NeedFault::Duplicate(key))),
        }
    }

    fn equipment(&mut self, source: Source<'_>, raw: RawEquipment) -> Result<(), NeedError> {
        let key = plain(source, &raw.key)?;
        if self.needs.equipments.iter().any(|equipment| equipment.key == key) {
            return Err(source.error(raw.key.span(), NeedFault::Duplicate(key)));
        }
        let rule = self.rule(source, &key, &raw.rule)?;
        let condition = rule.condition().ok_or(NeedFault::NotACondition);
        let condition = source.at(raw.rule.span(), condition)?;
        self.needs.equipments.push(Equipment { key, name: source.text2(raw.name)?, condition });
        Ok(())
    }

    fn need(&mut self, source: Source<'_>, raw: Spanned<RawNeed>) -> Result<(), NeedError> {
        let span = raw.span();
        let raw = raw.into_inner();
        let key = self.name(source, &raw.key)?;
        let aliases = raw.aliases.iter().map(|alias| self.name(source, alias)).collect::<Result<_, _>>()?;
        if raw.informative != raw.link.is_empty() {
            return Err(source.error(span, NeedFault::Chain));
        }
        let links = self.links(source, raw.link)?;
        source.at(span, self.checker().decides(&links))?;
        let defaults = self.defaults(source, &raw.defaults)?;
        let mut also_useful = Vec::new();
        for name in &raw.also_useful {
            let criterion = self.names.schema.get(name.get_ref());
            let undeclared = NeedFault::Undeclared { what: "criterion", name: name.get_ref().clone() };
            also_useful.push(source.at(name.span(), criterion.ok_or(undeclared))?.id);
        }
        let (name, explanation) = (source.text2(raw.name)?, source.text2(raw.explanation)?);
        let limits = limits_of(&links);
        let informative = raw.informative;
        let need =
            Need { key, aliases, name, explanation, informative, links, also_useful, defaults, limits };
        self.needs.needs.push(need);
        Ok(())
    }

    fn links(&self, source: Source<'_>, raw: Vec<RawLink>) -> Result<Vec<Link>, NeedError> {
        let mut links: Vec<Link> = Vec::with_capacity(raw.len());
        for link in raw {
            let key = plain(source, &link.key)?;
            if links.iter().any(|other| other.key == key) {
                return Err(source.error(link.key.span(), NeedFault::Duplicate(key)));
            }
            let rule = self.rule(source, &key, &link.rule)?;
            links.push(Link { key, title: source.text2(link.title)?, rule });
        }
        Ok(links)
    }

    /// What holds where the person says nothing: all limits set.
    fn defaults(
        &self,
        source: Source<'_>,
        raw: &BTreeMap<Spanned<String>, Spanned<i64>>,
    ) -> Result<Limits, NeedError> {
        let mut defaults = Limits::NONE;
        for (rank, limit) in (0..).zip(&self.names.limits) {
            defaults.put(LimitId(rank), limit.default);
        }
        for (name, value) in raw {
            let undeclared = NeedFault::Undeclared { what: "limit", name: name.get_ref().clone() };
            let (id, limit) = source.at(name.span(), self.names.limit(name.get_ref()).ok_or(undeclared))?;
            defaults.put(id, bounded(source, value, limit.min, limit.max)?);
        }
        Ok(defaults)
    }

    fn checker(&self) -> Checker<'_> {
        Checker { schema: self.names.schema, limits: &self.names.limits }
    }

    fn name(&mut self, source: Source<'_>, raw: &Spanned<String>) -> Result<String, NeedError> {
        let name = plain(source, raw)?;
        if !self.taken.insert(name.clone()) {
            return Err(source.error(raw.span(), NeedFault::Duplicate(name)));
        }
        Ok(name)
    }

    fn rule(&self, source: Source<'_>, link: &str, raw: &Spanned<String>) -> Result<Rule, NeedError> {
        let rule = source.at(raw.span(), rule_text::parse(&self.names, raw.get_ref()))?;
        source.at(raw.span(), self.checker().no_contradiction(link, &rule))?;
        Ok(rule)
    }
}

fn plain(source: Source<'_>, raw: &Spanned<String>) -> Result<String, NeedError> {
    let key = raw.get_ref().clone();
    if is_plain_name(&key) { Ok(key) } else { Err(source.error(raw.span(), NeedFault::BadKey(key))) }
}

fn bounded(source: Source<'_>, raw: &Spanned<i64>, min: i64, max: i64) -> Result<i64, NeedError> {
    let value = *raw.get_ref();
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    Err(source.error(raw.span(), NeedFault::Bounds { value, min, max }))
}

/// The limits that the rules look at, in their own order.
fn limits_of(links: &[Link]) -> Vec<LimitId> {
    let mut limits = Vec::new();
    for link in links {
        link.rule.visit(&mut |rule| {
            if let Rule::Within(_, _, limit) | Rule::Limit(limit, _, _) = rule {
                limits.push(*limit);
            }
        });
    }
    limits.sort_unstable();
    limits.dedup();
    limits
}
