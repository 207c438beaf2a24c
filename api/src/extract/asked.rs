//! What a request asks of the answers of a place: needs, the person's limits, criteria, equipments.

use plainpied_criteria::condition::{Condition, FilterError, parse_filter};
use plainpied_criteria::needs::{self, LimitError, Limits, Need};

use super::Fields;
use super::fields::shortened;
use crate::problem::Problem;

/// Criteria in one request.
const MOST_CRITERIA: usize = 32;

/// The parameter `needs`: keys or aliases, separated by commas, each once.
///
/// # Errors
/// A need that does not exist, with the one that was probably meant.
pub(crate) fn needs(fields: &mut Fields) -> Result<Vec<&'static Need>, Problem> {
    let known = needs::needs();
    let mut asked: Vec<&'static Need> = Vec::new();
    for name in fields.list("needs") {
        let Some(need) = known.get(&name) else {
            let detail = format!("{:?} is no need; /api/v1/needs lists them", shortened(&name));
            return Err(Problem::parameter("needs", detail).nearest(known.nearest(&name)));
        };
        if !asked.iter().any(|other| other.key == need.key) {
            asked.push(need);
        }
    }
    Ok(asked)
}

/// The parameters `limits[chair_width]` and the like.
///
/// # Errors
/// A limit that does not exist, or a value out of its bounds.
pub(crate) fn limits(fields: &mut Fields) -> Result<Limits, Problem> {
    let mut limits = Limits::NONE;
    let known = needs::needs();
    for (key, value) in fields.family("limits") {
        let name = format!("limits[{}]", shortened(&key));
        known.set(&mut limits, &key, &value).map_err(|error| {
            let keys = known.limits().iter().map(|limit| limit.key.as_str());
            let nearest = match &error {
                LimitError::Unknown { .. } => plainpied_domain::nearest_name(&key, keys),
                LimitError::Value { .. } => None,
            };
            Problem::parameter(&name, error).nearest(nearest)
        })?;
    }
    Ok(limits)
}

/// The limits that are given what they cannot be, by key, taken away: a form says so at their boxes.
pub(crate) fn unfit_limits(fields: &mut Fields) -> Vec<&'static str> {
    let known = needs::needs();
    let (mut unfit, mut nothing) = (Vec::new(), Limits::NONE);
    fields.drop_unfit(|name, value| {
        let key = name.strip_prefix("limits[").and_then(|rest| rest.strip_suffix(']'));
        let limit = key.and_then(|key| known.limits().iter().find(|limit| limit.key == key));
        let wrong = limit.filter(|limit| known.set(&mut nothing, &limit.key, value).is_err());
        unfit.extend(wrong.map(|limit| limit.key.as_str()));
        wrong.is_some()
    });
    unfit
}

/// The parameters `criteria[entree_plain_pied]` and `equipments`, all of which must hold.
///
/// # Errors
/// A criterion, an operator, a value or an equipment that does not exist, with what would be right.
pub(crate) fn conditions(fields: &mut Fields) -> Result<Option<Condition>, Problem> {
    let given = fields.family("criteria");
    if given.len() > MOST_CRITERIA {
        return Err(Problem::parameter(
            "criteria",
            format!("at most {MOST_CRITERIA} criteria in one request"),
        ));
    }
    let mut all = Vec::new();
    for (key, value) in given {
        let name = format!("criteria[{}]", shortened(&key));
        let condition = parse_filter(plainpied_criteria::schema(), &key, &value).map_err(|error| {
            let nearest = match &error {
                FilterError::UnknownCriterion { nearest, .. } => nearest.clone(),
                FilterError::Operator { .. } | FilterError::Value { .. } => None,
            };
            Problem::parameter(&name, error).nearest(nearest.as_deref())
        })?;
        all.push(condition);
    }
    for slug in fields.list("equipments") {
        all.push(equipment(&slug)?);
    }
    Ok((!all.is_empty()).then_some(Condition::All(all)))
}

/// The condition of an equipment.
///
/// # Errors
/// One that does not exist, with the one that was probably meant.
pub(crate) fn equipment(slug: &str) -> Result<Condition, Problem> {
    let known = needs::needs().equipments();
    match known.iter().find(|equipment| equipment.key == slug) {
        Some(equipment) => Ok(equipment.condition.clone()),
        None => {
            let detail = format!("{:?} is no equipment; /api/v1/needs lists them", shortened(slug));
            let slugs = known.iter().map(|equipment| equipment.key.as_str());
            Err(Problem::parameter("equipments", detail).nearest(plainpied_domain::nearest_name(slug, slugs)))
        }
    }
}
