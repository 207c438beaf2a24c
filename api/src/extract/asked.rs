//! What a request asks of the answers of a place: needs, and the person's limits.

use plainpied_criteria::needs::{self, LimitError, Limits, Need};

use super::Fields;
use super::fields::shortened;
use crate::problem::Problem;

/// Needs in one request.
const MOST_NEEDS: usize = 12;

/// The parameter `needs`: keys or aliases, separated by commas, each once.
///
/// # Errors
/// A need that does not exist, with the one that was probably meant.
pub(crate) fn needs(fields: &mut Fields) -> Result<Vec<&'static Need>, Problem> {
    let text = fields.take("needs").unwrap_or_default();
    let known = needs::needs();
    let mut asked: Vec<&'static Need> = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let Some(need) = known.get(name) else {
            let detail = format!("{:?} is no need; /api/v1/needs lists them", shortened(name));
            return Err(Problem::parameter("needs", detail).nearest(known.nearest(name)));
        };
        if !asked.iter().any(|other| other.key == need.key) {
            asked.push(need);
        }
    }
    // Only as many as there are can get here; the bound guards what comes after.
    asked.truncate(MOST_NEEDS);
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
