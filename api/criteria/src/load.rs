//! From TOML text to a [`Schema`]: first the forms, then the names, then what refers to what.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;

use crate::check;
use crate::fault::SchemaFault;
use crate::form::{RawCriterion, RawFile, RawGroup, RawSection};
use crate::model::{Criterion, CriterionId, Group, GroupId, Section, SectionId};
use crate::schema::{Schema, fingerprint};

/// A mistake in a schema file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fault}")]
pub struct SchemaError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: SchemaFault,
}

/// One file: what turns a place in the text into a line.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    pub(crate) fn error(self, span: Range<usize>, fault: SchemaFault) -> SchemaError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        SchemaError { file: self.file.to_owned(), line, fault }
    }

    fn parse(self) -> Result<RawFile, SchemaError> {
        toml::from_str(self.text).map_err(|error| {
            let fault = SchemaFault::Toml(error.message().replace('\n', ", "));
            self.error(error.span().unwrap_or_default(), fault)
        })
    }
}

/// The names that criteria may refer to.
pub(crate) struct Names {
    pub(crate) sections: HashMap<String, SectionId>,
    pub(crate) groups: HashMap<String, GroupId>,
    pub(crate) criteria: HashMap<String, CriterionId>,
}

impl Schema {
    /// Reads schema files, each a name (for messages) and a text. Criteria keep the order of the files.
    ///
    /// # Errors
    /// The first mistake, with its file and line.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, SchemaError> {
        let mut sections = Vec::new();
        let mut groups = Vec::new();
        let mut criteria = Vec::new();
        for &(file, text) in files {
            let source = Source { file, text };
            let raw = source.parse()?;
            sections.extend(raw.section.into_iter().map(|section| (source, section)));
            groups.extend(raw.group.into_iter().map(|group| (source, group)));
            criteria.extend(raw.criterion.into_iter().map(|criterion| (source, criterion)));
        }
        let names = Names {
            sections: name(sections.iter().map(|(source, s)| (*source, &s.key)), SectionId)?,
            groups: name(groups.iter().map(|(source, g)| (*source, &g.key)), GroupId)?,
            criteria: name(criteria.iter().map(|(source, c)| (*source, &c.key)), CriterionId)?,
        };
        let mut schema = Self {
            sections: build_sections(sections)?,
            groups: Vec::new(),
            criteria: build_criteria(&names, &criteria)?,
            by_key: HashMap::new(),
            fingerprint: fingerprint(files),
        };
        schema.groups = build_groups(&names, &schema.criteria, groups)?;
        schema.by_key = names.criteria;
        Ok(schema)
    }
}

/// Gives each key its rank, and refuses keys that stand twice or that SQL would have to quote.
fn name<'a, Id>(
    keys: impl Iterator<Item = (Source<'a>, &'a Spanned<String>)>,
    id: fn(u8) -> Id,
) -> Result<HashMap<String, Id>, SchemaError> {
    let mut names = HashMap::new();
    for (source, key) in keys {
        let name = key.get_ref().clone();
        if !check::is_plain_name(&name) {
            return Err(source.error(key.span(), SchemaFault::BadKey(name)));
        }
        let Ok(rank) = u8::try_from(names.len()) else {
            return Err(source.error(key.span(), SchemaFault::TooMany));
        };
        if names.insert(name, id(rank)).is_some() {
            return Err(source.error(key.span(), SchemaFault::DuplicateKey(key.get_ref().clone())));
        }
    }
    Ok(names)
}

fn build_sections(raw: Vec<(Source<'_>, RawSection)>) -> Result<Vec<Section>, SchemaError> {
    let build = |(id, (source, raw)): (u8, (Source<'_>, RawSection))| {
        let title = check::text(source, raw.title)?;
        Ok(Section { id: SectionId(id), key: raw.key.into_inner(), part: raw.part, title })
    };
    (0..=u8::MAX).zip(raw).map(build).collect()
}

fn build_groups(
    names: &Names,
    criteria: &[Criterion],
    raw: Vec<(Source<'_>, RawGroup)>,
) -> Result<Vec<Group>, SchemaError> {
    let mut groups = Vec::new();
    for (id, (source, raw)) in (0..=u8::MAX).zip(raw) {
        let mut removes = Vec::new();
        for key in &raw.removes {
            let Some(&removed) = names.criteria.get(key.get_ref()) else {
                let fault = SchemaFault::UnknownCriterion(key.get_ref().clone());
                return Err(source.error(key.span(), fault));
            };
            with_descendants(criteria, removed, &mut removes);
        }
        removes.sort_unstable();
        removes.dedup();
        let title = check::text(source, raw.title)?;
        groups.push(Group { id: GroupId(id), key: raw.key.into_inner(), title, removes });
    }
    Ok(groups)
}

fn with_descendants(criteria: &[Criterion], id: CriterionId, into: &mut Vec<CriterionId>) {
    into.push(id);
    for &child in &criteria[id.index()].children {
        with_descendants(criteria, child, into);
    }
}

fn build_criteria(names: &Names, raw: &[(Source<'_>, RawCriterion)]) -> Result<Vec<Criterion>, SchemaError> {
    let mut criteria = Vec::new();
    for (id, (source, raw)) in (0..=u8::MAX).zip(raw) {
        criteria.push(check::criterion(*source, names, CriterionId(id), raw)?);
    }
    for (id, (source, raw)) in (0..=u8::MAX).zip(raw) {
        let (Some(form), Some(parent)) = (&raw.parent, criteria[usize::from(id)].parent) else {
            continue;
        };
        let above = &criteria[parent.id.index()];
        check::opens(above, parent.when).map_err(|fault| source.error(form.span(), fault))?;
        if is_in_cycle(&criteria, CriterionId(id)) {
            let fault = SchemaFault::Cycle(raw.key.get_ref().clone());
            return Err(source.error(form.span(), fault));
        }
        criteria[parent.id.index()].children.push(CriterionId(id));
    }
    Ok(criteria)
}

/// Whether the chain of parents comes back to its start, or never ends.
fn is_in_cycle(criteria: &[Criterion], id: CriterionId) -> bool {
    let parent = |id: &CriterionId| criteria[id.index()].parent.map(|parent| parent.id);
    std::iter::successors(Some(id), parent).nth(criteria.len()).is_some()
}
