use serde::{Deserialize, Serialize};
use time::Date;

use crate::SourceKey;

/// Who said an answer, and on which day it was seen to be so: unknown where nobody said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The source.
    pub source: SourceKey,
    /// The day of the observation. Never the day of an import.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date")]
    pub observed: Option<Date>,
}

mod iso_date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::{Date, format_description::well_known::Iso8601};

    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| Date::parse(&text, &Iso8601::DATE).map_err(D::Error::custom))
            .transpose()
    }
}
