use plainpied_domain::Proposal;
use serde_json::{Value, json};

use crate::service::{Service, bakery, json};

/// Of the first all is known and good, of the second that the door is narrow, of the third nothing.
fn three() -> Vec<Proposal> {
    let good = json!({
        "cheminement_ext_presence": false, "entree_plain_pied": true, "entree_largeur_mini": 90, "entree_pmr": false,
        "accueil_retrecissement": false, "accueil_cheminement_plain_pied": true
    });
    let narrow = json!({"entree_plain_pied": true, "entree_largeur_mini": 70, "entree_pmr": false});
    vec![
        bakery("Boulangerie Martin", 0.0, good),
        bakery("Boulangerie Durand", 1.0, narrow),
        bakery("Boulangerie Petit", 2.0, json!({})),
    ]
}

fn names(body: &Value) -> Vec<&str> {
    body["results"].as_array().unwrap().iter().map(|place| place["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wheelchair_search_finds_what_is_known_and_says_how_much_is_not() {
    let (service, _) = Service::with(&three()).await;
    let found = service.json("/api/v1/search?needs=wheelchair&sort=name&lang=en").await;
    assert_eq!(names(&found), ["Boulangerie Martin"]);
    assert_eq!((&found["matched"], &found["excluded_unknown"]), (&json!(1), &json!(1)));
    let place = &found["results"][0];
    assert_eq!(place["standing"], "yes");
    assert_eq!(place["verdicts"][0]["need"], "manual_wheelchair");
    assert_eq!(
        (&place["verdicts"][0]["known_links"], &place["verdicts"][0]["total_links"]),
        (&json!(3), &json!(3))
    );

    let included = service.json("/api/v1/search?needs=wheelchair&unknown=include&sort=name").await;
    assert_eq!(names(&included), ["Boulangerie Martin", "Boulangerie Petit"]);
    assert_eq!(
        (&included["excluded_unknown"], &included["results"][1]["standing"]),
        (&json!(0), &json!("unknown"))
    );
    let only = service.json("/api/v1/search?needs=wheelchair&unknown=only").await;
    assert_eq!(names(&only), ["Boulangerie Petit"]);
    assert!(!only["results"][0]["verdicts"][0]["questions"].as_array().unwrap().is_empty());
    let refused = service.json("/api/v1/search?needs=wheelchair&verdict=no&lang=en").await;
    assert_eq!(names(&refused), ["Boulangerie Durand"]);
    let reasons = refused["results"][0]["verdicts"][0]["reasons"].to_string();
    assert!(reasons.contains("70") && !reasons.contains("step-free"), "{reasons}");
    let own = service.json("/api/v1/search?needs=wheelchair&limits[chair_width]=65&unknown=include").await;
    assert_eq!(own["matched"], 3, "70 cm are enough for 65 cm, the rest of it is unknown");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn criteria_and_equipments_filter_and_the_unknown_never_passes() {
    let (service, _) = Service::with(&three()).await;
    for (query, found, unknown) in [
        ("criteria[entree_plain_pied]=true", vec!["Boulangerie Durand", "Boulangerie Martin"], 1),
        ("criteria[entree_largeur_mini]=gte:80", vec!["Boulangerie Martin"], 1),
        (
            "criteria[entree_largeur_mini]=lt:80&criteria[entree_plain_pied]=true",
            vec!["Boulangerie Durand"],
            1,
        ),
        ("criteria[entree_plain_pied]=unknown", vec!["Boulangerie Petit"], 0),
        ("equipments=having_no_path", vec!["Boulangerie Martin"], 2),
        ("equipments=having_accessible_entry,having_no_path", vec!["Boulangerie Martin"], 1),
        ("criteria[entree_plain_pied]=true&criteria[entree_pmr]=true", vec![], 1),
    ] {
        let body = service.json(&format!("/api/v1/search?sort=name&{query}")).await;
        assert_eq!((names(&body), &body["excluded_unknown"]), (found, &json!(unknown)), "{query}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facets_count_under_the_same_filter_as_the_list() {
    let (service, _) = Service::with(&three()).await;
    let body = service.json("/api/v1/search?needs=wheelchair&unknown=include").await;
    let facets = &body["facets"];
    assert_eq!(facets["activities"], json!([{"slug": "boulangerie", "count": 2}]));
    assert_eq!(facets["departments"], json!([{"code": "69", "count": 2}]));
    assert_eq!(
        facets["needs"][0],
        json!({"need": "manual_wheelchair", "yes": 1, "with_help": 0, "unknown": 1, "no": 0})
    );
    let total: u64 =
        facets["completeness"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(total, 2);
    for parameter in ["completeness", "freshness"] {
        for (value, count) in facets[parameter].as_object().unwrap() {
            let asked =
                format!("/api/v1/search?needs=wheelchair&unknown=include&facets=false&{parameter}={value}");
            assert_eq!(service.json(&asked).await["matched"], *count, "{asked}");
        }
    }
    let both = service.json("/api/v1/search?freshness=unknown,older,under_1_year,under_3_years").await;
    assert_eq!(both["matched"], service.json("/api/v1/search").await["matched"]);
    assert_eq!(service.json("/api/v1/search?facets=false").await["facets"], json!(null));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_understood_and_can_be_undone() {
    let (service, _) = Service::with(&three()).await;
    let body =
        service.json("/api/v1/search?q=boulangerie%20accessible%20fauteuil%20%C3%A0%20Villeurbanne").await;
    assert_eq!(names(&body), ["Boulangerie Martin"]);
    let parts = body["understood"]["parts"].as_array().unwrap();
    let of = |kind: &str| {
        parts.iter().find(|part| part["kind"] == kind).unwrap_or_else(|| panic!("{kind} in {body}"))
    };
    assert_eq!((&of("commune")["code"], &of("need")["code"]), (&json!("69266"), &json!("manual_wheelchair")));
    let undone =
        service.json("/api/v1/search?q=boulangerie%20accessible%20fauteuil&without=need,access").await;
    assert!(
        undone["understood"]["parts"].as_array().unwrap().iter().all(|part| part["kind"] != "need"),
        "{undone}"
    );
    let place = service.json("/api/v1/search?q=boulangerie&where=vaulx-en-velin").await;
    assert_eq!(place["matched"], 0);
    assert_eq!(service.json("/api/v1/search").await["understood"], json!(null));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beginning_is_completed_to_communes_activities_and_places() {
    let (service, _) = Service::with(&three()).await;
    let kinds = |body: &Value| -> Vec<String> {
        body["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let body = service.json("/api/v1/suggest?q=boul&limit=3").await;
    assert_eq!(kinds(&body), ["activity", "establishment", "establishment"]);
    let body = service.json("/api/v1/suggest?q=villeu").await;
    assert_eq!(
        (&body["results"][0]["label"], &body["results"][0]["within"]),
        (&json!("Villeurbanne"), &json!("Rhône"))
    );
    assert_eq!(service.json("/api/v1/suggest?q=").await["results"], json!([]));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_search_cannot_mean_is_refused_with_the_parameter_at_fault() {
    let (service, _) = Service::with(&[]).await;
    for (query, parameter, nearest) in [
        ("needs=def", "needs", json!("deaf")),
        ("criteria[entree_plainpied]=true", "criteria[entree_plainpied]", json!("entree_plain_pied")),
        ("criteria[entree_largeur_mini]=over:80", "criteria[entree_largeur_mini]", json!(null)),
        ("criteria[entree_largeur_mini]=gte:wide", "criteria[entree_largeur_mini]", json!(null)),
        ("equipments=having_parkin", "equipments", json!("having_parking")),
        ("verdict=maybe", "verdict", json!(null)),
        ("verdict=unknown", "verdict", json!("unknown")),
        ("unknown=hide", "unknown", json!(null)),
        ("freshness=under_1_yaer", "freshness", json!("under_1_year")),
        ("completeness=to_76", "completeness", json!(null)),
        ("lang=de", "lang", json!(null)),
        ("without=town", "without", json!(null)),
        ("department=690", "department", json!(null)),
        ("department=98", "department", json!(null)),
    ] {
        let response = service.get(&format!("/api/v1/search?{query}"), &[]).await;
        assert_eq!(response.status(), 400, "{query}");
        let problem = json(response).await;
        assert_eq!(problem["parameter"], parameter, "{problem}");
        if !nearest.is_null() {
            assert_eq!(problem["nearest"], nearest, "{problem}");
        }
    }
    for odd in ["%22AND%20*%3A%20OR%20(", "%F0%9F%A5%96", "%D8%AE%D8%A8%D8%B2", "a%00b", &"x%20".repeat(2000)]
    {
        let response = service.get(&format!("/api/v1/search?q={odd}"), &[]).await;
        assert!(response.status() == 200 || response.status() == 414, "{odd}: {}", response.status());
    }
    service.end().await;
}
