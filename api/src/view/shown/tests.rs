use std::collections::BTreeSet;

use plainpied_domain::Source;
use serde_json::Value;

use super::*;
use crate::openapi::examples::record;
use crate::view::answers;

const NOW: OffsetDateTime = time::macros::datetime!(2026-11-25 12:00 UTC);

/// Something that holds now.
const NOTICES: &str = r#"[{"id": "0570478e-4cfc-5243-84df-c547aec78358", "kind": "entrance", "message": "closed",
    "criteria": ["entree_plain_pied"], "from": "2026-11-24T08:00:00Z", "until": "2026-11-26T08:00:00Z",
    "source": "manager"}]"#;

fn reference() -> Reference {
    let source = Source {
        key: "acceslibre".into(),
        title: "Acceslibre".to_owned(),
        licence: "Licence Ouverte 2.0".to_owned(),
        licence_url: Some("https://example.org/licence".to_owned()),
        attribution: "Acceslibre, ministère de la Transition écologique".to_owned(),
        precedence: 10,
        national: true,
    };
    Reference::of(vec![source], Vec::new())
}

fn written(write: impl Fn(&Shown<'_>, &mut Vec<u8>) -> serde_json::Result<()>) -> String {
    let (record, site, reference) = (record(), Site::new(Some("https://example.org")).unwrap(), reference());
    let mut out = Vec::new();
    write(&Shown::new(&record, &site, &reference), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_feature_is_written_whole() {
    let expected = concat!(
        r#"{"type":"Feature","id":"0570478e-4cfc-5243-84df-c547aec78358","#,
        r#""geometry":{"type":"Point","coordinates":[4.8803,45.7667]},"properties":{"#,
        r#""id":"0570478e-4cfc-5243-84df-c547aec78358","#,
        r#""url":"https://example.org/api/v1/establishments/0570478e-4cfc-5243-84df-c547aec78358","#,
        r#""page":"https://example.org/establishments/0570478e-4cfc-5243-84df-c547aec78358","#,
        r#""slug":"boulangerie-martin-villeurbanne-c547aec78358","name":"Boulangerie Martin","#,
        r#""address":{"house_number":"12 bis","street":"Rue de la Paix","postal_code":"69100"},"#,
        r#""commune":{"code":"69266","name":"Villeurbanne"},"activities":["boulangerie"],"#,
        r#""contact":{"phone":"+33 4 00 00 00 00"},"completeness":12,"source":"acceslibre","#,
        r#""attribution":"Acceslibre, ministère de la Transition écologique","licence":"Licence Ouverte 2.0","#,
        r#""licence_url":"https://example.org/licence","version":3,"created_at":"2026-03-02T09:00:00Z","#,
        r#""updated_at":"2026-05-04T16:30:00Z","#,
        r#""needs":{},"criteria":{"entree_plain_pied":true,"entree_largeur_mini":85,"sanitaires_presence":false},"#,
        r#""provenance":{"*":{"source":"acceslibre"},"entree_largeur_mini":{"source":"osm","observed":"2026-05-01"}}}}"#,
    );
    assert_eq!(written(|shown, out| shown.write_feature(out)), expected);
}

#[test]
fn what_is_known_for_a_need_stands_in_the_place_and_what_is_unknown_does_not() {
    let narrow = FeatureRecord { criteria: r#"{"accueil_retrecissement":true}"#.to_owned(), ..record() };
    let judged =
        FeatureRecord { verdicts: Some(needs().stamp(&answers(&narrow).unwrap())), ..narrow.clone() };
    let (site, reference) = (Site::default(), Reference::of(Vec::new(), Vec::new()));
    for record in [narrow, judged] {
        let mut out = Vec::new();
        Shown::new(&record, &site, &reference).write(&mut out).unwrap();
        let place: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(place["needs"]["manual_wheelchair"], "no", "{place}");
        assert_eq!(place["needs"].get("deaf"), None, "{place}");
    }
}

#[test]
fn a_feature_is_geojson_to_others_too() {
    let feature: geojson::Feature = written(|shown, out| shown.write_expanded_feature(out)).parse().unwrap();
    assert!(feature.bbox.is_none());
    assert_eq!(feature.geometry.unwrap().value, GeometryValue::new_point([4.8803, 45.7667]));
}

#[test]
fn every_known_answer_of_a_single_place_has_its_provenance() {
    let place: Value = serde_json::from_str(&written(|shown, out| shown.write_expanded(out))).unwrap();
    let keys =
        |member: &str| -> BTreeSet<String> { place[member].as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys("criteria"), keys("provenance"));
    assert_eq!(place["provenance"]["entree_largeur_mini"]["source"], "osm");
    assert_eq!(place["provenance"]["sanitaires_presence"]["source"], "acceslibre");
}

#[test]
fn unknown_answers_are_absent_and_not_null_or_no() {
    let place: Value = serde_json::from_str(&written(|shown, out| shown.write(out))).unwrap();
    assert_eq!(place["criteria"]["sanitaires_presence"], Value::Bool(false));
    assert!(place["criteria"].get("entree_pmr").is_none());
    assert!(!written(|shown, out| shown.write(out)).contains("null"));
}

/// What a search near by for a wheelchair says, everything asked for.
fn found(record: &FeatureRecord) -> Found {
    let need = plainpied_criteria::needs::needs().get("wheelchair").unwrap();
    let limits = plainpied_criteria::needs::Limits::NONE;
    let asked = plainpied_search::Asked {
        needs: vec![plainpied_search::AskedNeed { need, limits }],
        ..plainpied_search::Asked::default()
    };
    let hit = plainpied_search::Hit {
        id: record.id.into(),
        version: record.version,
        metres: Some(411.6),
        standing: None,
        score: 1.0,
        parts: Some(plainpied_search::ScoreParts {
            text: 1.0,
            near: 0.0,
            standing: 0.0,
            completeness: 0.0,
            freshness: 0.0,
        }),
    };
    Found::new(&hit, &asked, record, (plainpied_criteria::Lang::En, NOW))
}

#[test]
fn the_members_written_are_those_of_the_openapi_document() {
    let document = serde_json::to_value(crate::openapi::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let names = |schema: &Value| -> BTreeSet<String> {
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let mut documented = names(&schemas["EstablishmentHead"]);
    documented.extend(names(&schemas["EstablishmentView"]["allOf"][1]));
    let mut full = record();
    full.siret = Some("12345678901234".to_owned());
    full.notices = Some(NOTICES.to_owned());
    full.verified_at = Some(NOW);
    let (site, reference) = (Site::default(), reference());
    let mut out = Vec::new();
    Shown::new(&full, &site, &reference).at(NOW).found(Some(found(&full))).write(&mut out).unwrap();
    let place: Value = serde_json::from_slice(&out).unwrap();
    let sent: BTreeSet<String> = place.as_object().unwrap().keys().cloned().collect();
    assert_eq!(sent, documented);
    assert_eq!(place["distance_m"], 412);
}

#[test]
fn no_need_is_promised_what_a_notice_takes_away() {
    let easy = r#"{"entree_plain_pied":true,"entree_porte_presence":true,"entree_largeur_mini":120}"#;
    let usual = FeatureRecord { criteria: easy.to_owned(), ..record() };
    let noticed = FeatureRecord { notices: Some(NOTICES.to_owned()), ..usual.clone() };
    let (site, reference) = (Site::default(), reference());
    let told = |record: &FeatureRecord, now| -> Value {
        let mut out = Vec::new();
        Shown::new(record, &site, &reference).at(now).write(&mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    };
    let before = told(&noticed, NOW - time::Duration::days(7));
    assert_eq!(before["needs"], told(&usual, NOW)["needs"]);
    assert_eq!(before["notices"][0]["current"], false);
    let now = told(&noticed, NOW);
    assert_eq!(now["criteria"], before["criteria"], "what is usually so is still told");
    assert_eq!(now["notices"][0]["current"], true);
    let promised =
        |place: &Value| place["needs"].as_object().unwrap().values().filter(|one| **one == "yes").count();
    assert!(promised(&now) <= promised(&before), "{now}");
    assert!(told(&usual, NOW).get("notices").is_none());
}
