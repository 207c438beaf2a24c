//! The criteria as JSON.

use plainpied_criteria::{ChoiceOption, Criterion, Facet, Group, Kind, Parent, Says, Schema, Section, When};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::TextView;

/// The schema of accessibility.
#[derive(Debug, Serialize, ToSchema)]
pub struct CriteriaView<'a> {
    /// Changes with anything of the schema.
    #[schema(example = "9a3c5e7700112233")]
    fingerprint: String,
    /// In the order in which a person meets them.
    sections: Vec<SectionView<'a>>,
    /// Groups of activities.
    groups: Vec<GroupView<'a>>,
    /// The criteria, by section.
    criteria: Vec<CriterionView<'a>>,
}

/// A part of a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionView<'a> {
    /// Its key.
    #[schema(value_type = String, example = "entrance")]
    key: &'a str,
    /// Its title.
    #[schema(inline)]
    title: TextView<'a>,
}

/// A group of activities, of which more or less is asked than of others.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupView<'a> {
    /// Its key.
    #[schema(value_type = String, example = "hosting")]
    key: &'a str,
    /// Its title.
    #[schema(inline)]
    title: TextView<'a>,
    /// Criteria that are not asked of it.
    #[schema(value_type = Vec<String>)]
    removes: Vec<&'a str>,
}

/// A criterion.
#[derive(Debug, Serialize, ToSchema)]
pub struct CriterionView<'a> {
    /// JSON key, CSV column and facet; never reused, never renamed.
    #[schema(value_type = String, example = "entree_plain_pied")]
    key: &'a str,
    /// The section it stands in.
    #[schema(value_type = String, example = "entrance")]
    section: &'a str,
    /// boolean, integer, choice, choices, text or url.
    #[schema(value_type = String, example = "boolean")]
    kind: &'a str,
    /// The least answer of an integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    /// The greatest answer of an integer.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    /// What an integer counts or measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "cm")]
    unit: Option<&'a str>,
    /// The greatest length of a text or URL, characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    /// The options of a choice or of choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionView<'a>>,
    /// What people read in forms and lists.
    #[schema(inline)]
    label: TextView<'a>,
    /// Whole sentences that say an answer, or that there is none.
    #[schema(inline)]
    says: SaysView<'a>,
    /// The answer that opens it; absent where it is always open.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<ParentView<'a>>,
    /// Groups of activities that it is asked of; empty: all.
    #[schema(value_type = Vec<String>)]
    groups: Vec<&'a str>,
    /// Whether it counts in completeness.
    counts: bool,
    /// Whether it is a column of the national CSV.
    csv: bool,
    /// How a search offers it: `terms` or `range`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    facet: Option<&'a str>,
    /// After so many days an answer wants to be seen again.
    stale_after_days: u32,
}

/// An option of a choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionView<'a> {
    /// The value in JSON and CSV.
    #[schema(value_type = String)]
    value: &'a str,
    /// What people read.
    #[schema(inline)]
    label: TextView<'a>,
}

/// Sentences: `yes` and `no` of a boolean, `known` (with `{value}`) of every other kind, `unknown` of all.
#[derive(Debug, Serialize, ToSchema)]
struct SaysView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    yes: Option<TextView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    no: Option<TextView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    known: Option<TextView<'a>>,
    #[schema(inline)]
    unknown: TextView<'a>,
}

/// The criterion above, and the answer that opens: exactly one of `is`, `at_least` and `not_empty`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParentView<'a> {
    /// The criterion above.
    #[schema(value_type = String)]
    key: &'a str,
    /// A boolean with this value opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<bool>,
    /// An integer of at least this opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<i64>,
    /// Any answer opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_empty: Option<bool>,
}

/// The whole schema.
pub(crate) fn view(schema: &Schema) -> CriteriaView<'_> {
    CriteriaView {
        fingerprint: format!("{:016x}", schema.fingerprint()),
        sections: schema.sections().iter().map(section).collect(),
        groups: schema.groups().iter().map(|one| group(schema, one)).collect(),
        criteria: schema.criteria().iter().map(|one| criterion(schema, one)).collect(),
    }
}

fn section(section: &Section) -> SectionView<'_> {
    SectionView { key: &section.key, title: TextView::from(&section.title) }
}

fn group<'a>(schema: &'a Schema, group: &'a Group) -> GroupView<'a> {
    let removes = group.removes.iter().map(|id| schema.criterion(*id).key.as_str()).collect();
    GroupView { key: &group.key, title: TextView::from(&group.title), removes }
}

fn criterion<'a>(schema: &'a Schema, criterion: &'a Criterion) -> CriterionView<'a> {
    let (min, max, unit) = match &criterion.kind {
        Kind::Integer { min, max, unit } => (Some(*min), Some(*max), Some(unit.as_str())),
        _ => (None, None, None),
    };
    let max_length = match &criterion.kind {
        Kind::Text { max } | Kind::Url { max } => Some(*max),
        _ => None,
    };
    let facet = criterion.facet.map(|facet| match facet {
        Facet::Terms => "terms",
        Facet::Range => "range",
    });
    CriterionView {
        key: &criterion.key,
        section: &schema.section(criterion.section).key,
        kind: criterion.kind.name(),
        min,
        max,
        unit,
        max_length,
        options: criterion.kind.options().iter().map(option).collect(),
        label: TextView::from(&criterion.label),
        says: says(&criterion.says),
        parent: criterion.parent.map(|one| parent(schema, one)),
        groups: criterion.groups.iter().map(|id| schema.group_of(*id).key.as_str()).collect(),
        counts: criterion.counts,
        csv: criterion.csv,
        facet,
        stale_after_days: criterion.stale_after_days,
    }
}

fn option(option: &ChoiceOption) -> OptionView<'_> {
    OptionView { value: &option.value, label: TextView::from(&option.label) }
}

fn says(says: &Says) -> SaysView<'_> {
    match says {
        Says::Boolean { yes, no, unknown } => SaysView {
            yes: Some(TextView::from(yes)),
            no: Some(TextView::from(no)),
            known: None,
            unknown: TextView::from(unknown),
        },
        Says::Known { known, unknown } => SaysView {
            yes: None,
            no: None,
            known: Some(TextView::from(known)),
            unknown: TextView::from(unknown),
        },
    }
}

fn parent(schema: &Schema, parent: Parent) -> ParentView<'_> {
    let none =
        ParentView { key: &schema.criterion(parent.id).key, is: None, at_least: None, not_empty: None };
    match parent.when {
        When::Is(value) => ParentView { is: Some(value), ..none },
        When::AtLeast(least) => ParentView { at_least: Some(least), ..none },
        When::NotEmpty => ParentView { not_empty: Some(true), ..none },
    }
}
