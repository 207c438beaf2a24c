//! A small schema with each kind of criterion and each kind of parent.

use plainpied_criteria::{Criterion, CriterionId, Schema};

pub const SECTIONS: &str = r#"
[[section]]
key   = "entrance"
part  = "entree"
title = { fr = "Entrée", en = "Entrance" }

[[section]]
key   = "register"
part  = "registre"
title = { fr = "Registre", en = "Register" }
"#;

pub const GROUPS: &str = r#"
[[group]]
key     = "hosting"
title   = { fr = "Hébergement", en = "Hosting" }

[[group]]
key     = "polling_station"
title   = { fr = "Bureau de vote", en = "Polling station" }
removes = ["door", "aids"]
"#;

pub const CRITERIA: &str = r#"
[[criterion]]
key          = "level"
section      = "entrance"
kind         = "boolean"
label        = { fr = "Plain-pied", en = "Step-free" }
says.yes     = { fr = "L'entrée est de plain-pied.", en = "The entrance is step-free." }
says.no      = { fr = "L'entrée n'est pas de plain-pied.", en = "The entrance is not step-free." }
says.unknown = { fr = "On ne sait pas si l'entrée est de plain-pied.", en = "Not known whether it is step-free." }
facet        = "terms"
osm          = [{ tag = "kerb", value = "flush", when = true }]

[[criterion]]
key          = "lift"
section      = "entrance"
kind         = "boolean"
label        = { fr = "Ascenseur", en = "Lift" }
says.yes     = { fr = "Il y a un ascenseur.", en = "There is a lift." }
says.no      = { fr = "Il n'y a pas d'ascenseur.", en = "There is no lift." }
says.unknown = { fr = "On ne sait pas s'il y a un ascenseur.", en = "Not known whether there is a lift." }
parent       = { key = "level", when = false }

[[criterion]]
key          = "lift_fits"
section      = "entrance"
kind         = "boolean"
label        = { fr = "Ascenseur adapté", en = "Adapted lift" }
says.yes     = { fr = "L'ascenseur est adapté.", en = "The lift is adapted." }
says.no      = { fr = "L'ascenseur n'est pas adapté.", en = "The lift is not adapted." }
says.unknown = { fr = "On ne sait pas si l'ascenseur est adapté.", en = "Not known whether the lift is adapted." }
parent       = { key = "lift", when = true }

[[criterion]]
key          = "steps"
section      = "entrance"
kind         = { integer = { min = 1, max = 200, unit = "step" } }
label        = { fr = "Marches", en = "Steps" }
says.known   = { fr = "Nombre de marches : {value}.", en = "Number of steps: {value}." }
says.unknown = { fr = "On ne connaît pas le nombre de marches.", en = "The number of steps is not known." }
parent       = { key = "level", when = false }
facet        = "range"
osm          = [{ tag = "step_count", scale = 1 }]

[[criterion]]
key          = "door"
section      = "entrance"
kind.choice  = [
  { value = "manuelle", fr = "manuelle", en = "manual" },
  { value = "automatique", fr = "automatique", en = "automatic" },
]
label        = { fr = "Porte", en = "Door" }
says.known   = { fr = "La porte est {value}.", en = "The door is {value}." }
says.unknown = { fr = "On ne connaît pas la porte.", en = "The door is not known." }

[[criterion]]
key          = "aids"
section      = "entrance"
kind.choices = [
  { value = "bim", fr = "boucle fixe", en = "fixed loop" },
  { value = "lsf", fr = "langue des signes", en = "sign language" },
  { value = "sts", fr = "sous-titres", en = "subtitles" },
]
label        = { fr = "Aides", en = "Aids" }
says.known   = { fr = "Aides : {value}.", en = "Aids: {value}." }
says.unknown = { fr = "On ne sait pas s'il y a des aides.", en = "Not known whether there are aids." }

[[criterion]]
key          = "aids_remark"
section      = "entrance"
kind         = { text = { max = 20 } }
label        = { fr = "Précision", en = "Detail" }
says.known   = { fr = "Précision : {value}", en = "Detail: {value}" }
says.unknown = { fr = "Pas de précision.", en = "No detail." }
parent       = { key = "aids", not_empty = true }
counts       = false
csv          = false
csv_reason   = "free text"

[[criterion]]
key          = "rooms"
section      = "entrance"
kind         = { integer = { min = 0, max = 900, unit = "room" } }
label        = { fr = "Chambres", en = "Rooms" }
says.known   = { fr = "Chambres : {value}.", en = "Rooms: {value}." }
says.unknown = { fr = "On ne connaît pas le nombre de chambres.", en = "The number of rooms is not known." }
groups       = ["hosting"]

[[criterion]]
key          = "shower"
section      = "entrance"
kind         = "boolean"
label        = { fr = "Douche", en = "Shower" }
says.yes     = { fr = "Il y a une douche.", en = "There is a shower." }
says.no      = { fr = "Il n'y a pas de douche.", en = "There is no shower." }
says.unknown = { fr = "On ne sait pas s'il y a une douche.", en = "Not known whether there is a shower." }
parent       = { key = "rooms", at_least = 1 }
groups       = ["hosting"]

[[criterion]]
key          = "register_url"
section      = "register"
kind         = { url = { max = 40 } }
label        = { fr = "Registre", en = "Register" }
says.known   = { fr = "Registre : {value}", en = "Register: {value}" }
says.unknown = { fr = "On ne sait pas s'il y a un registre en ligne.", en = "Not known whether a register is online." }
counts       = false
"#;

pub fn schema() -> Schema {
    Schema::load(&[("sections.toml", SECTIONS), ("groups.toml", GROUPS), ("criteria.toml", CRITERIA)])
        .unwrap()
}

pub fn criterion<'s>(schema: &'s Schema, key: &str) -> &'s Criterion {
    schema.get(key).unwrap()
}

pub fn id(schema: &Schema, key: &str) -> CriterionId {
    criterion(schema, key).id
}

pub fn keys(schema: &Schema, ids: impl IntoIterator<Item = CriterionId>) -> Vec<String> {
    ids.into_iter().map(|id| schema.criterion(id).key.clone()).collect()
}
