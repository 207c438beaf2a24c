//! OpenStreetMap tags: from their form to the model, refusing what does not fit the kind.

use toml::Spanned;

use crate::fault::SchemaFault;
use crate::form::{RawOsm, RawWhen};
use crate::load::{SchemaError, Source};
use crate::model::{Kind, OsmTag};
use crate::value::Value;

pub(crate) fn osm(source: Source<'_>, kind: &Kind, raw: &Spanned<RawOsm>) -> Result<OsmTag, SchemaError> {
    let RawOsm { tag, unit, scale, value, when } = raw.get_ref();
    let tag = tag.clone();
    let refuse = |tag: String, needs: &'static str| {
        Err(source.error(raw.span(), SchemaFault::OsmKind { tag, kind: kind.name(), needs }))
    };
    if matches!(kind, Kind::Integer { .. }) {
        return match (value, when, scale) {
            (None, None, Some(scale)) if scale.is_finite() && *scale > 0.0 => {
                Ok(OsmTag::Number { tag, unit: unit.clone(), scale: *scale })
            }
            _ => refuse(tag, "a number takes unit and a scale above 0"),
        };
    }
    let (Some(value), Some(when), None, None) = (value, when, unit, scale) else {
        return refuse(tag, "takes value and when");
    };
    let known = |option: &String| kind.options().iter().any(|known| known.value == *option);
    let when = match (kind, when) {
        (Kind::Boolean, RawWhen::Bool(when)) => Value::Bool(*when),
        (_, RawWhen::Option(option)) if known(option) => Value::Choice(option.clone()),
        _ => return refuse(tag, "when must be one of its answers"),
    };
    Ok(OsmTag::Exact { tag, value: value.clone(), when })
}
