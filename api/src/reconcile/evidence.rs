//! The properties that a query may give.

use plainpied_domain::LonLat;
use serde_json::Value;

use crate::matching::Wanted;

/// Their ids.
pub(super) const PROPERTIES: [&str; 10] = [
    "address",
    "house_number",
    "street",
    "postal_code",
    "commune",
    "activity",
    "siret",
    "ban_id",
    "lon",
    "lat",
];

/// What the properties of one query say. Cells of a table are of every quality: one that cannot be read says nothing, and
/// takes nothing from the others.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    wanted: Wanted,
    address: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
}

impl Evidence {
    /// Takes a value of a property.
    pub fn take(&mut self, property: &str, value: &Value) {
        let Some(text) = text(value) else {
            return;
        };
        let wanted = &mut self.wanted;
        match property {
            "address" => self.address = Some(text),
            "house_number" => wanted.house_number = Some(text),
            "street" => wanted.street = Some(text),
            "postal_code" => wanted.postal_code = text.parse().ok(),
            "commune" => wanted.commune = Some(text),
            "activity" => wanted.activity = Some(text),
            "siret" => wanted.siret = text.replace(' ', "").parse().ok(),
            "ban_id" => wanted.ban_id = Some(text),
            "lon" => self.lon = text.parse().ok(),
            "lat" => self.lat = text.parse().ok(),
            _ => {}
        }
    }

    /// With a name, which may be an id of ours.
    pub fn named(self, name: Option<String>) -> Wanted {
        let Self { wanted, address, lon, lat } = self;
        let id = name.as_deref().and_then(|name| name.trim().parse().ok());
        let street = wanted.street.or(address);
        Wanted {
            name: name.filter(|_| id.is_none()),
            id,
            house_number: wanted.house_number.filter(|_| street.is_some()),
            street,
            at: lon.zip(lat).and_then(|(lon, lat)| LonLat::new(lon, lat).ok()),
            ..wanted
        }
    }
}

/// The text of a value: of several the first, of another entity its id.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().replace('\0', " "),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => return values.iter().find_map(text_of_one),
        other => return text_of_one(other),
    };
    Some(text).filter(|text| !text.is_empty() && text.len() <= 1_000)
}

fn text_of_one(value: &Value) -> Option<String> {
    match value {
        Value::Object(entity) => entity.get("id").filter(|id| id.is_string()).and_then(text),
        Value::Array(_) | Value::Bool(_) | Value::Null => None,
        simple => text(simple),
    }
}
