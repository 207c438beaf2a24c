//! An establishment as a PlaceInfo of A11yJSON (Sozialhelden, <https://sozialhelden.github.io/a11yjson/>, package
//! `@sozialhelden/a11yjson` 31). Only what is known; what A11yJSON has no word for is left out.

use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::{Answers, Value, schema};
use plainpied_store::establishment::FeatureRecord;
use serde_json::{Map, Value as Json, json};

use crate::site::Site;

/// How a value becomes one of A11yJSON.
#[derive(Debug, Clone, Copy)]
enum As {
    /// As it is.
    Same,
    /// Centimetres.
    Length,
    /// Whether it is this choice.
    Choice(&'static str),
    /// True where these are among the choices; of others nothing is said.
    Among(&'static str),
    /// An object where it is true, null where it is false: there is none.
    There,
}

/// What an answer says, as a path of members below `accessibility`; `0` is the first of a list.
const MAPPING: [(&str, &[&str], As); 20] = [
    ("entree_plain_pied", &["entrances", "0", "properties", "isLevel"], As::Same),
    ("entree_marches", &["entrances", "0", "properties", "stairs", "count"], As::Same),
    ("entree_marches_main_courante", &["entrances", "0", "properties", "stairs", "hasHandRail"], As::Same),
    ("entree_marches_rampe", &["entrances", "0", "properties", "hasFixedRamp"], As::Choice("fixe")),
    ("entree_marches_rampe", &["entrances", "0", "properties", "hasRemovableRamp"], As::Choice("amovible")),
    ("entree_largeur_mini", &["entrances", "0", "properties", "door", "width"], As::Length),
    (
        "entree_porte_type",
        &["entrances", "0", "properties", "door", "isAutomatic"],
        As::Choice("automatique"),
    ),
    (
        "entree_porte_manoeuvre",
        &["entrances", "0", "properties", "door", "isSliding"],
        As::Choice("coulissante"),
    ),
    (
        "entree_porte_manoeuvre",
        &["entrances", "0", "properties", "door", "isTurnstile"],
        As::Choice("tourniquet"),
    ),
    (
        "entree_porte_manoeuvre",
        &["entrances", "0", "properties", "door", "isRevolving"],
        As::Choice("tambour"),
    ),
    ("entree_vitree", &["entrances", "0", "properties", "door", "isGlassDoor"], As::Same),
    (
        "entree_vitree_vitrophanie",
        &["entrances", "0", "properties", "door", "hasClearMarkingOnGlassDoor"],
        As::Same,
    ),
    (
        "entree_dispositif_appel_type",
        &["entrances", "0", "properties", "door", "hasIntercom"],
        As::Among("interphone"),
    ),
    ("cheminement_ext_bande_guidage", &["hasTactileGuideStrips"], As::Same),
    ("accueil_equipements_malentendants", &["hasInductionLoop"], As::Among("bim")),
    ("stationnement_presence", &["parking"], As::There),
    ("stationnement_pmr", &["parking", "forWheelchairUsers"], As::There),
    ("sanitaires_presence", &["restrooms", "0"], As::There),
    ("sanitaires_adaptes", &["restrooms", "0", "isAccessibleWithWheelchair"], As::Same),
    ("accueil_tribunes_places", &["wheelchairPlaces", "count"], As::Same),
];

/// The members of a PersonalProfile by need.
const PROFILES: [(&str, &str); 7] = [
    ("manual_wheelchair", "wheelchair"),
    ("walks_with_difficulty", "mobilityImpairment"),
    ("blind", "blindness"),
    ("low_vision", "visualImpairment"),
    ("deaf", "hearingImpairment"),
    ("cognitive", "learningImpairment"),
    ("assistance_dog", "guideDog"),
];

/// The PlaceInfo of a record, its answers, and the verdicts of all needs.
pub(crate) fn place_info(
    record: &FeatureRecord,
    answers: &Answers,
    verdicts: &[Verdict],
    site: &Site,
) -> Json {
    let mut properties = json!({
        "name": { "fr": record.name },
        // A11yJSON asks for one of every place.
        "category": record.activities.first().map_or("undefined", String::as_str),
        "address": address(record),
        "originalId": record.id,
        "sourceId": record.source_key,
        "accessibility": accessibility(answers, verdicts),
    });
    let optional = [
        ("phoneNumber", &record.phone),
        ("emailAddress", &record.contact_email),
        ("placeWebsiteUrl", &record.website),
    ];
    // A11yJSON takes only absolute addresses.
    if !site.base().is_empty() {
        properties["infoPageUrl"] = site.url_of("/establishments/", record.id).into();
    }
    for (name, text) in optional {
        if let Some(text) = text {
            properties[name] = text.as_str().into();
        }
    }
    json!({
        "type": "Feature",
        "id": record.id,
        "geometry": { "type": "Point", "coordinates": [record.lon, record.lat] },
        "properties": properties,
    })
}

fn address(record: &FeatureRecord) -> Json {
    let mut address = json!({
        "postalCode": { "fr": record.postal_code }, "city": { "fr": record.commune_name }, "countryCode": "FRA",
    });
    for (name, text) in
        [("house", &record.house_number), ("street", &record.street), ("district", &record.locality)]
    {
        if let Some(text) = text {
            address[name] = json!({ "fr": text });
        }
    }
    address
}

fn accessibility(answers: &Answers, verdicts: &[Verdict]) -> Json {
    let mut out = Json::Object(Map::new());
    let known = |key: &str| schema().get(key).and_then(|criterion| answers.get(criterion.id));
    for (key, path, form) in MAPPING {
        if let Some(value) = known(key).and_then(|value| converted(value, form)) {
            put(&mut out, path, value);
        }
    }
    let of = |key: &str| {
        let rank = needs().all().iter().position(|need| need.key == key)?;
        verdicts.get(rank).copied()
    };
    for (need, member) in PROFILES {
        match of(need) {
            Some(Verdict::Yes) => put(&mut out, &["accessibleWith", member], true.into()),
            Some(Verdict::WithHelp) => put(&mut out, &["partiallyAccessibleWith", member], true.into()),
            Some(Verdict::No) => put(&mut out, &["accessibleWith", member], false.into()),
            Some(Verdict::Unknown) | None => {}
        }
    }
    let grade = match of("manual_wheelchair") {
        Some(Verdict::Yes) => Some("fully"),
        Some(Verdict::WithHelp) => Some("partially"),
        Some(Verdict::No) => Some("not"),
        Some(Verdict::Unknown) | None => None,
    };
    if let Some(grade) = grade {
        out["wheelchairAccessibilityGrade"] = grade.into();
    }
    out
}

fn converted(value: &Value, form: As) -> Option<Json> {
    match (form, value) {
        (As::Same, Value::Bool(value)) => Some(json!(value)),
        (As::Same, Value::Integer(number)) => Some(json!(number)),
        (As::Length, Value::Integer(number)) => Some(json!({ "unit": "centimeter", "value": number })),
        (As::Choice(wanted), Value::Choice(choice)) => Some(json!(choice == wanted)),
        (As::Among(wanted), Value::Choices(choices)) => {
            choices.iter().any(|one| one == wanted).then(|| json!(true))
        }
        (As::There, Value::Bool(true)) => Some(json!({})),
        (As::There, Value::Bool(false)) => Some(Json::Null),
        _ => None,
    }
}

/// Puts a value where the path leads. A list that is known to be empty holds nothing; what there is none of has no
/// properties.
fn put(target: &mut Json, path: &[&str], value: Json) {
    match path {
        [] => *target = value,
        ["0", rest @ ..] => {
            if rest.is_empty() && value.is_null() {
                *target = json!([]);
                return;
            }
            if target.is_null() {
                *target = json!([{}]);
            }
            if let Some(first) = target.as_array_mut().and_then(|list| list.first_mut())
                && !rest.is_empty()
            {
                put(first, rest, value);
            }
        }
        [member, rest @ ..] => {
            if target.is_null() {
                *target = json!({});
            }
            if target.get(member).is_some_and(Json::is_null) {
                return;
            }
            put(&mut target[*member], rest, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::examples::record;

    fn info(answers: Json) -> Json {
        let answers = Answers::parse_part(schema(), &answers).unwrap();
        let verdicts: Vec<_> = needs().read_stamp(&needs().stamp(&answers)).unwrap();
        place_info(&record(), &answers, &verdicts, &Site::default())["properties"]["accessibility"].clone()
    }

    #[test]
    fn only_what_is_known_is_said() {
        assert_eq!(info(json!({})), json!({}));
        assert_eq!(
            info(
                json!({ "entree_porte_presence": true, "entree_plain_pied": true, "entree_largeur_mini": 85 })
            ),
            json!({ "entrances": [{ "properties": { "isLevel": true, "door": { "width": { "unit": "centimeter", "value": 85 } } } }] })
        );
        assert_eq!(info(json!({ "accueil_retrecissement": true }))["wheelchairAccessibilityGrade"], "not");
    }

    #[test]
    fn what_there_is_none_of_is_null_or_an_empty_list_and_has_no_properties() {
        assert_eq!(info(json!({ "sanitaires_presence": false })), json!({ "restrooms": [] }));
        assert_eq!(info(json!({ "stationnement_presence": false })), json!({ "parking": null }));
        assert_eq!(
            info(json!({ "stationnement_presence": true, "stationnement_pmr": false })),
            json!({ "parking": { "forWheelchairUsers": null } })
        );
        assert_eq!(
            info(json!({ "sanitaires_presence": true, "sanitaires_adaptes": true })),
            json!({ "restrooms": [{ "isAccessibleWithWheelchair": true }] })
        );
    }

    #[test]
    fn every_criterion_of_the_mapping_is_one_of_the_schema() {
        assert!(MAPPING.iter().all(|(key, ..)| schema().get(key).is_some()));
        assert!(PROFILES.iter().all(|(need, _)| needs().get(need).is_some()));
    }
}
