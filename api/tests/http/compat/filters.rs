//! Every parameter alone and with every other one, against a slow filter.

use std::collections::BTreeSet;

use plainpied_criteria::{Answers, schema};
use plainpied_domain::{EstablishmentId, LonLat, Proposal};
use serde_json::{Value, json};

use crate::service::{Service, bakery, json};

/// A place and what the base has of it beside its description.
struct Place {
    id: EstablishmentId,
    said: Proposal,
    asp_id: Option<String>,
    old: bool,
}

type Holds = fn(&Place) -> bool;

const MIDDLE: [f64; 2] = [4.90, 45.77];

fn answer(place: &Place, key: &str) -> Option<Value> {
    place.said.answers.find(schema(), key).map(|value| value.to_json())
}

fn position(place: &Place) -> LonLat {
    place.said.location.unwrap()
}

/// Parameters of which each lets some places through and not others.
fn parameters() -> Vec<(&'static str, Holds)> {
    vec![
        ("q=lavoir", |place| place.said.name.as_ref().unwrap().contains("Lavoir")),
        ("commune=VAULX%20en", |place| place.said.commune.as_ref().unwrap().as_str() == "69256"),
        ("code_postal=69100", |place| place.said.postal_code.as_ref().unwrap().as_str() == "69100"),
        ("code_insee=69266", |place| place.said.commune.as_ref().unwrap().as_str() == "69266"),
        ("activite=pharmacie", |place| place.said.activities[0].as_str() == "pharmacie"),
        ("siret=00000000000003", |place| place.said.siret.is_some()),
        ("ban_id=69266_1_3", |place| place.said.ban_id.is_some()),
        ("source=survey", |_| true),
        ("source=other", |_| false),
        ("source_id=5", |place| place.said.house_number.as_deref() == Some("5")),
        ("asp_id=a-4", |place| place.asp_id.as_deref() == Some("a-4")),
        ("asp_id_not_null=true", |place| place.asp_id.is_some()),
        ("asp_id_not_null=false", |place| place.asp_id.is_none()),
        ("zone=4.88,45.70,4.92,45.80", |place| (4.88..=4.92).contains(&position(place).lon())),
        ("around=45.77,4.90", |place| {
            position(place).metres_to(LonLat::new(MIDDLE[0], MIDDLE[1]).unwrap()) <= 10_000.0
        }),
        ("equipments=having_adapted_entry", |place| answer(place, "entree_pmr") == Some(json!(true))),
        ("equipments=having_entry_min_width", |place| {
            answer(place, "entree_largeur_mini").is_some_and(|width| width.as_i64() >= Some(80))
        }),
        ("equipments=having_adapted_entry&unknown=include", |place| {
            answer(place, "entree_pmr") != Some(json!(false))
        }),
        ("created_or_updated_in_last_days=30", |place| !place.old),
    ]
}

/// Twenty-four places that differ in everything that can be asked for.
fn proposals() -> Vec<Proposal> {
    let place = |n: usize| {
        let mut answers = serde_json::Map::new();
        match n % 3 {
            0 => drop(answers.insert("entree_pmr".into(), json!(true))),
            1 => drop(answers.insert("entree_pmr".into(), json!(false))),
            _ => {}
        }
        if n.is_multiple_of(2) {
            answers.insert("entree_largeur_mini".into(), json!(if n.is_multiple_of(4) { 90 } else { 70 }));
        }
        let name = if n.is_multiple_of(5) { "Au Lavoir" } else { "Grand Moulin" };
        let east = n as f64 * 1.2;
        let mut said = bakery(&format!("{name} {n}"), east, json!({}));
        said.answers = Answers::parse_part(schema(), &answers.into()).unwrap();
        said.house_number = Some(n.to_string());
        if n.is_multiple_of(2) {
            said.commune = Some("69256".parse().unwrap());
            said.postal_code = Some(if n.is_multiple_of(4) { "69120" } else { "69100" }.parse().unwrap());
        }
        if n % 3 == 1 {
            said.activities = vec!["pharmacie".into()];
        }
        said.siret = (n == 3).then(|| "00000000000003".parse().unwrap());
        said.ban_id = n.is_multiple_of(7).then(|| "69266_1_3".to_owned());
        said
    };
    (0..24).map(place).collect()
}

async fn world() -> (Service, Vec<Place>) {
    let proposals = proposals();
    let (service, ids) = Service::with(&proposals).await;
    let mut places = Vec::new();
    for (n, (id, said)) in ids.into_iter().zip(proposals).enumerate() {
        let asp_id = n.is_multiple_of(4).then(|| format!("a-{n}"));
        if let Some(asp_id) = &asp_id {
            sqlx::query("INSERT INTO external_id VALUES ('service-public', $1, $2, 0)")
                .bind(asp_id)
                .bind(id.as_uuid())
                .execute(&service.database.pool)
                .await
                .unwrap();
        }
        let old = n % 3 == 0;
        let age = if old { "100 days" } else { "1 day" };
        sqlx::query("UPDATE establishment SET updated_at = now() - $1::text::interval WHERE id = $2")
            .bind(age)
            .bind(id.as_uuid())
            .execute(&service.database.pool)
            .await
            .unwrap();
        places.push(Place { id, said, asp_id, old });
    }
    (service, places)
}

async fn found(service: &Service, query: &str) -> (u64, Vec<String>) {
    let body = service.json(&format!("/api/erps/?page_size=1000&clean=true&{query}")).await;
    let results = body["results"].as_array().unwrap();
    let ids = results.iter().map(|erp| erp["uuid"].as_str().unwrap().to_owned()).collect();
    (body["count"].as_u64().unwrap(), ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_parameter_alone_and_in_pairs_finds_what_a_slow_filter_finds() {
    let (service, places) = world().await;
    let parameters = parameters();
    // Two of one name are one list, or a mistake.
    let name = |query: &str| query.split(['=', '&']).next().unwrap().to_owned();
    let mut tried = 0;
    for (n, (one, holds)) in parameters.iter().enumerate() {
        for (other, also) in &parameters[n..] {
            let alone = one == other;
            let clash = name(one) == name(other) && name(one) != "equipments"
                || one.contains("unknown") && other.contains("equipments")
                || other.contains("unknown") && one.contains("equipments");
            if clash && !alone {
                continue;
            }
            let query = if alone { (*one).to_owned() } else { format!("{one}&{other}") };
            let wanted: BTreeSet<String> = places
                .iter()
                .filter(|place| holds(place) && also(place))
                .map(|place| place.id.to_string())
                .collect();
            let (count, ids) = found(&service, &query).await;
            assert_eq!(ids.iter().cloned().collect::<BTreeSet<_>>(), wanted, "{query}");
            assert_eq!((count, ids.len()), (wanted.len() as u64, wanted.len()), "{query}");
            tried += 1;
        }
    }
    assert!(tried > 130, "{tried}");
    for (query, _) in parameters.iter().filter(|(query, _)| !query.starts_with("source=")) {
        let (count, _) = found(&service, query).await;
        assert!(count > 0 && count < 24, "{query} must tell places apart: {count}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn around_begins_with_the_nearest_and_says_how_far_on_every_page() {
    let (service, places) = world().await;
    let from = LonLat::new(MIDDLE[0], MIDDLE[1]).unwrap();
    for query in ["around=45.77,4.90", "around=45.77,4.90&q=moulin"] {
        let mut wanted: Vec<(f64, String)> = places
            .iter()
            .filter(|place| !query.contains("moulin") || place.said.name.as_ref().unwrap().contains("Moulin"))
            .map(|place| (position(place).metres_to(from), place.id.to_string()))
            .filter(|(metres, _)| *metres <= 10_000.0)
            .collect();
        wanted.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut seen = Vec::new();
        let mut next = Some(format!("/api/erps/?{query}&page_size=4&clean=true"));
        while let Some(path) = next {
            let body = service.json(&path).await;
            assert_eq!(body["count"], wanted.len(), "{query}");
            for erp in body["results"].as_array().unwrap() {
                seen.push((erp["distance"].as_f64().unwrap(), erp["uuid"].as_str().unwrap().to_owned()));
            }
            next = body["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), wanted.len());
        for (near, (metres, _)) in seen.iter().zip(&wanted) {
            assert!((near.0 - metres).abs() < 1.0, "{query}: {seen:?}");
        }
        let ids = |list: &[(f64, String)]| list.iter().map(|(_, id)| id.clone()).collect::<BTreeSet<_>>();
        assert_eq!(ids(&seen), ids(&wanted));
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equipments_must_all_hold_and_the_unknown_comes_back_marked() {
    let (service, _) = world().await;
    let both = "equipments=having_adapted_entry&equipments=having_entry_min_width";
    let list = "equipments=having_adapted_entry,having_entry_min_width";
    let (count, ids) = found(&service, both).await;
    assert_eq!(count, 2);
    assert_eq!(found(&service, list).await.1, ids);
    let body = service.json(&format!("/api/erps/?{list}&unknown=include")).await;
    let standing = |standing: &str| {
        body["results"].as_array().unwrap().iter().filter(|erp| erp["standing"] == standing).count()
    };
    assert_eq!(standing("yes"), 2);
    assert!(standing("unknown") > 0);
    assert_eq!(standing("yes") + standing("unknown"), body["results"].as_array().unwrap().len());
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_without_a_search_index_and_only_words_need_it() {
    let (service, _) = Service::without_index(&proposals()).await;
    for query in ["", "zone=4.88,45.70,4.92,45.80&page_size=1", "around=45.77,4.90&page_size=1"] {
        let body = service.json(&format!("/api/erps/?{query}")).await;
        assert!(body["count"].as_u64() > Some(1), "{query}: {}", body["count"]);
    }
    assert_eq!(service.get("/api/erps/?q=moulin", &[]).await.status(), 503);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_by_its_name() {
    let (service, _) = Service::with(&[]).await;
    for (query, parameter) in [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page_size=1001", "page_size"),
        ("page_size=0", "page_size"),
        ("around=4.88", "around"),
        ("around=north,4.88", "around"),
        ("around=91,4.88", "around"),
        ("around=4.88,45.77", "around"),
        ("zone=1,2,3", "zone"),
        ("zone=1,9,2,3", "zone"),
        ("zone=45.7,4.8,45.8,4.9", "zone"),
        ("code_postal=691", "code_postal"),
        ("code_insee=villeurbanne", "code_insee"),
        ("siret=1", "siret"),
        ("uuid=1", "uuid"),
        ("activite=boulangeri", "activite"),
        ("equipments=having_parkin", "equipments"),
        ("asp_id_not_null=oui", "asp_id_not_null"),
        ("created_or_updated_in_last_days=-1", "created_or_updated_in_last_days"),
        ("clean=1", "clean"),
        ("readable=yes", "readable"),
        ("format=yaml", "format"),
        ("unknown=hide", "unknown"),
        ("with_drafts=maybe", "with_drafts"),
        ("comune=lyon", "comune"),
        ("q=a&q=b", "q"),
    ] {
        let response = service.get(&format!("/api/erps/?{query}"), &[]).await;
        assert_eq!(response.status(), 400, "{query}");
        assert_eq!(json(response).await["parameter"], parameter, "{query}");
    }
    service.end().await;
}
