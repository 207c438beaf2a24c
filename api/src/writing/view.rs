use plainpied_domain::{Diff, EstablishmentId, Skipped};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::site::Site;

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenView {
    /// The establishment.
    pub id: Uuid,
    /// Its address here.
    #[schema(format = "uri-reference")]
    pub url: String,
    /// `created`, `updated`, or `unchanged` where nothing new was said.
    #[schema(value_type = String, example = "updated")]
    pub outcome: &'static str,
    /// Its version now: If-Match takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// What changed: `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`; null is unknown or absent.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Option<Object>)]
    pub changed: Value,
    /// What was not taken over, because a better source says otherwise. It is kept as a disagreement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Option<Vec<String>>, example = json!(["/criteria/entree_pmr"]))]
    pub kept: Vec<String>,
    /// It would wait for a moderator: why, as suggestions say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "newcomer")]
    pub waits: Option<&'static str>,
    /// Nothing was written: it was only tried.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}

impl WrittenView {
    /// Neither is anything new, nor would it be on a better word.
    pub fn says_nothing(&self) -> bool {
        self.outcome == "unchanged" && self.kept.is_empty()
    }
}

fn view(id: EstablishmentId, outcome: &'static str, site: &Site) -> WrittenView {
    WrittenView {
        id: id.as_uuid(),
        url: site.url_of("/api/v1/establishments/", id.as_uuid()),
        outcome,
        version: None,
        changed: Value::Null,
        kept: Vec::new(),
        waits: None,
        dry_run: false,
    }
}

pub(super) fn created(id: EstablishmentId, site: &Site) -> WrittenView {
    WrittenView { version: Some(1), ..view(id, "created", site) }
}

pub(super) fn updated(
    (id, version): (EstablishmentId, i32),
    diff: &Diff,
    skipped: &[Skipped],
    site: &Site,
) -> Result<WrittenView, Problem> {
    let changed = serde_json::from_str(&diff.to_json(plainpied_criteria::schema())?)?;
    Ok(WrittenView { version: Some(version), changed, kept: kept(skipped), ..view(id, "updated", site) })
}

pub(super) fn unchanged(
    (id, version): (EstablishmentId, Option<i32>),
    skipped: &[Skipped],
    site: &Site,
) -> WrittenView {
    WrittenView { version, kept: kept(skipped), ..view(id, "unchanged", site) }
}

/// As JSON Pointers into what was said.
fn kept(skipped: &[Skipped]) -> Vec<String> {
    let schema = plainpied_criteria::schema();
    let pointer = |skipped: &Skipped| match skipped {
        Skipped::Answer(id) => super::description::answer_pointer(&schema.criterion(*id).key),
        Skipped::Fields("place") => "/address".to_owned(),
        Skipped::Fields(group) => format!("/{group}"),
    };
    skipped.iter().map(pointer).collect()
}
