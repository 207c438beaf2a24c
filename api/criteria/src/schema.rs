//! The whole schema: sections, groups and criteria, found by key or by rank.

use std::collections::HashMap;

use crate::model::{Criterion, CriterionId, Group, GroupId, Part, Section, SectionId};

/// How alike two keys must be for one to be offered in place of the other (Jaro-Winkler, 0 to 1).
const ALIKE: f64 = 0.9;

/// The declared criteria with their sections and groups. Made by [`Schema::load`], read-only ever after.
#[derive(Clone, Debug)]
pub struct Schema {
    pub(crate) sections: Vec<Section>,
    pub(crate) groups: Vec<Group>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) by_key: HashMap<String, CriterionId>,
    pub(crate) fingerprint: u64,
}

impl Schema {
    /// All criteria, in declaration order.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The number of criteria.
    pub fn len(&self) -> usize {
        self.criteria.len()
    }

    /// Whether no criterion is declared.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty()
    }

    /// The criterion with this key.
    pub fn get(&self, key: &str) -> Option<&Criterion> {
        self.by_key.get(key).map(|id| self.criterion(*id))
    }

    /// The criterion of an id that this schema gave out.
    ///
    /// # Panics
    /// Where the id comes from a longer schema.
    pub fn criterion(&self, id: CriterionId) -> &Criterion {
        &self.criteria[id.index()]
    }

    /// The declared key that looks most like `key`, if one looks enough like it to be meant.
    pub fn nearest(&self, key: &str) -> Option<&str> {
        most_alike(key, ALIKE, self.criteria.iter().map(|known| known.key.as_str()))
    }

    /// All sections, in the order in which a person meets them.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section of an id that this schema gave out.
    ///
    /// # Panics
    /// Where the id comes from a longer schema.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[usize::from(id.0)]
    }

    /// The criteria of a section of the compatible API, in declaration order.
    pub fn of_part(&self, part: Part) -> impl Iterator<Item = &Criterion> {
        self.criteria.iter().filter(move |criterion| self.section(criterion.section).part == part)
    }

    /// All activity groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The activity group with this key.
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.key == key)
    }

    /// The activity group of an id that this schema gave out.
    ///
    /// # Panics
    /// Where the id comes from a longer schema.
    pub fn group_of(&self, id: GroupId) -> &Group {
        &self.groups[usize::from(id.0)]
    }

    /// The root criteria: no parent, and about the place itself, not its register, conformity, labels or remarks.
    pub fn roots(&self) -> impl Iterator<Item = &Criterion> {
        let about_the_place = |c: &Criterion| self.section(c.section).part.describes_the_place();
        self.criteria.iter().filter(move |c| c.parent.is_none() && about_the_place(c))
    }

    /// A number that changes with any byte of the schema files, and is the same on every run and machine.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

/// FNV-1a, 64 bits, over the files' names and texts, each ended by a byte that UTF-8 never holds.
pub(crate) fn fingerprint(files: &[(&str, &str)]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = files.iter().flat_map(|(file, text)| [file, text]).flat_map(|s| s.bytes().chain([0xff]));
    bytes.fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// The name that looks most like `text`, if one looks so much like it (0 to 1) that it was meant.
pub(crate) fn most_alike<'a>(
    text: &str,
    least: f64,
    names: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let scored = names.map(|known| (strsim::jaro_winkler(known, text), known));
    let (score, nearest) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (score >= least).then_some(nearest)
}
