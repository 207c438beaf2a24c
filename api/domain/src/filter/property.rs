use std::sync::OnceLock;

use plainpied_criteria::needs::needs;
use plainpied_criteria::{CriterionId, Kind, schema};

/// What is filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Published establishments.
    Establishments,
    /// Communes and municipal arrondissements.
    Communes,
}

/// What values a property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Several texts.
    Texts,
    /// A point in time, UTC.
    Instant,
    /// A point, WGS 84.
    Geometry,
}

/// Something that can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Property {
    /// A field, by its public name.
    Field(&'static str),
    /// An answer.
    Criterion(CriterionId),
    /// What a need comes to at its usual limits, by the rank of the need: no, unknown, with_help or yes.
    Verdict(usize),
}

use PropertyKind::{Geometry, Instant, Number, Text, Texts};

const OF_ESTABLISHMENTS: [(&str, PropertyKind); 20] = [
    ("id", Text),
    ("name", Text),
    ("house_number", Text),
    ("street", Text),
    ("locality", Text),
    ("postal_code", Text),
    ("commune_code", Text),
    ("commune_name", Text),
    ("department_code", Text),
    ("ban_id", Text),
    ("rnb_id", Text),
    ("activities", Texts),
    ("siret", Text),
    ("website", Text),
    ("completeness", Number),
    ("source", Text),
    ("version", Number),
    ("created_at", Instant),
    ("updated_at", Instant),
    ("geometry", Geometry),
];

const OF_COMMUNES: [(&str, PropertyKind); 7] = [
    ("code", Text),
    ("name", Text),
    ("postal_codes", Texts),
    ("department_code", Text),
    ("parent_code", Text),
    ("population", Number),
    ("geometry", Geometry),
];

type Named = (String, Property, PropertyKind);

impl Subject {
    /// Everything that can be asked about: name, property, kind.
    pub fn properties(self) -> &'static [Named] {
        static ESTABLISHMENTS: OnceLock<Vec<Named>> = OnceLock::new();
        static COMMUNES: OnceLock<Vec<Named>> = OnceLock::new();
        let field =
            |(name, kind): &(&'static str, PropertyKind)| ((*name).to_owned(), Property::Field(name), *kind);
        match self {
            Self::Communes => COMMUNES.get_or_init(|| OF_COMMUNES.iter().map(field).collect()),
            Self::Establishments => ESTABLISHMENTS.get_or_init(|| {
                let criteria = schema().criteria().iter().map(|criterion| {
                    (criterion.key.clone(), Property::Criterion(criterion.id), kind(&criterion.kind))
                });
                let verdict = |(rank, need): (usize, &plainpied_criteria::needs::Need)| {
                    (format!("verdict_{}", need.key), Property::Verdict(rank), Text)
                };
                let verdicts = needs().all().iter().enumerate().map(verdict);
                OF_ESTABLISHMENTS.iter().map(field).chain(criteria).chain(verdicts).collect()
            }),
        }
    }

    /// The property of this name.
    pub fn property(self, name: &str) -> Option<(Property, PropertyKind)> {
        // Many clients call the geometry by the name that their own table gives it.
        let name = if name == "geom" { "geometry" } else { name };
        let found = self.properties().iter().find(|(known, ..)| known == name);
        found.map(|(_, property, kind)| (*property, *kind))
    }

    /// The name that was probably meant.
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        crate::nearest_name(name, self.properties().iter().map(|(known, ..)| known.as_str()))
    }
}

fn kind(kind: &Kind) -> PropertyKind {
    match kind {
        Kind::Boolean => PropertyKind::Boolean,
        Kind::Integer { .. } => Number,
        Kind::Choices(_) => Texts,
        Kind::Choice(_) | Kind::Text { .. } | Kind::Url { .. } => Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_and_need_can_be_asked_about_and_no_name_stands_twice() {
        let all = Subject::Establishments.properties();
        let names: std::collections::BTreeSet<_> = all.iter().map(|(name, ..)| name).collect();
        assert_eq!(names.len(), all.len());
        assert_eq!(all.len(), OF_ESTABLISHMENTS.len() + schema().len() + needs().all().len());
        assert_eq!(Subject::Establishments.nearest("entre_plain_pied"), Some("entree_plain_pied"));
    }
}
