//! The needs as JSON.

use std::collections::BTreeMap;

use plainpied_criteria::needs::{Limit, Link, Need, Needs};
use plainpied_criteria::{CriterionId, Schema};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::TextView;

/// Needs, limits, equipments.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedsView<'a> {
    /// Changes with any rule.
    #[schema(example = "9a3c5e7700112233")]
    fingerprint: String,
    /// The needs.
    needs: Vec<NeedView<'a>>,
    /// What a person may set, as `limits[key]`.
    limits: Vec<LimitView<'a>>,
    /// Named filters, for the parameter `equipments`.
    equipments: Vec<EquipmentView<'a>>,
}

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedView<'a> {
    /// For the parameter `needs`; never reused, never renamed.
    #[schema(value_type = String, example = "manual_wheelchair")]
    key: &'a str,
    /// Other names that the parameter understands.
    aliases: &'a [String],
    /// What people read.
    #[schema(inline)]
    name: TextView<'a>,
    /// What the rules look at, in plain language.
    #[schema(inline)]
    explanation: TextView<'a>,
    /// The criteria cannot witness this need: its verdict is always unknown.
    informative: bool,
    /// All of them must hold.
    links: Vec<LinkView<'a>>,
    /// Criteria that help and are never required.
    #[schema(value_type = Vec<String>)]
    also_useful: Vec<&'a str>,
    /// The limits that count for this need, and what holds where the person sets none.
    #[schema(value_type = HashMap<String, i64>)]
    limits: BTreeMap<&'a str, i64>,
}

/// A link of the chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkView<'a> {
    /// Its key within the need.
    #[schema(value_type = String, example = "entrance")]
    key: &'a str,
    /// What people read.
    #[schema(inline)]
    title: TextView<'a>,
    /// The criteria that it looks at.
    #[schema(value_type = Vec<String>)]
    criteria: Vec<&'a str>,
}

/// A number that a person may set.
#[derive(Debug, Serialize, ToSchema)]
pub struct LimitView<'a> {
    /// For the parameter `limits[key]`.
    #[schema(value_type = String, example = "chair_width")]
    key: &'a str,
    /// What is counted.
    #[schema(value_type = String, example = "cm")]
    unit: &'a str,
    /// What holds where neither person nor need says anything.
    default: i64,
    /// The least.
    min: i64,
    /// The most.
    max: i64,
    /// What people read.
    #[schema(inline)]
    label: TextView<'a>,
}

/// A named filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct EquipmentView<'a> {
    /// For the parameter `equipments`.
    #[schema(value_type = String, example = "having_adapted_wc")]
    key: &'a str,
    /// What people read.
    #[schema(inline)]
    name: TextView<'a>,
}

/// The needs as they are published.
pub(crate) fn view<'a>(schema: &'a Schema, needs: &'a Needs) -> NeedsView<'a> {
    NeedsView {
        fingerprint: format!("{:016x}", needs.fingerprint()),
        needs: needs.all().iter().map(|need| need_view(schema, needs, need)).collect(),
        limits: needs.limits().iter().map(limit_view).collect(),
        equipments: needs
            .equipments()
            .iter()
            .map(|equipment| EquipmentView { key: &equipment.key, name: (&equipment.name).into() })
            .collect(),
    }
}

fn need_view<'a>(schema: &'a Schema, needs: &'a Needs, need: &'a Need) -> NeedView<'a> {
    NeedView {
        key: &need.key,
        aliases: &need.aliases,
        name: (&need.name).into(),
        explanation: (&need.explanation).into(),
        informative: need.informative,
        links: need.links.iter().map(|link| link_view(schema, link)).collect(),
        also_useful: need.also_useful.iter().map(|id| key(schema, *id)).collect(),
        limits: needs.in_force(need, &plainpied_criteria::needs::Limits::NONE).collect(),
    }
}

fn link_view<'a>(schema: &'a Schema, link: &'a Link) -> LinkView<'a> {
    let criteria = link.criteria().into_iter().map(|id| key(schema, id)).collect();
    LinkView { key: &link.key, title: (&link.title).into(), criteria }
}

fn limit_view(limit: &Limit) -> LimitView<'_> {
    LimitView {
        key: &limit.key,
        unit: &limit.unit,
        default: limit.default,
        min: limit.min,
        max: limit.max,
        label: (&limit.label).into(),
    }
}

fn key(schema: &Schema, id: CriterionId) -> &str {
    &schema.criterion(id).key
}
