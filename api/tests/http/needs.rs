use serde_json::json;

use crate::service::{Service, bakery, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_verdicts_of_a_place_come_with_reasons_sources_dates_and_questions() {
    let known = json!({
        "cheminement_ext_presence": false, "entree_plain_pied": true, "entree_largeur_mini": 72,
        "accueil_retrecissement": false, "entree_pmr": false, "sanitaires_presence": true, "sanitaires_adaptes": true
    });
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, known)]).await;
    let path = format!("/api/v1/establishments/{}/verdicts", ids[0]);
    let narrow = service.json(&format!("{path}?needs=wheelchair&lang=en")).await;
    let verdict = &narrow["verdicts"][0];
    assert_eq!(verdict["need"], "manual_wheelchair");
    assert_eq!(verdict["verdict"], "no");
    assert_eq!(verdict["limits"]["chair_width"], 80);
    let reason = &verdict["links"][1]["reasons"][0];
    assert_eq!(
        *reason,
        json!({
            "criterion": "entree_largeur_mini", "value": 72, "speaks": "no", "limit": "chair_width",
            "sentence": reason["sentence"], "source": "survey", "observed": "2026-05-01", "stale_on": "2036-04-28"
        })
    );
    assert!(reason["sentence"].as_str().unwrap().contains("72"), "{reason}");

    let own = service.json(&format!("{path}?needs=manual_wheelchair&limits[chair_width]=68")).await;
    let verdict = &own["verdicts"][0];
    assert_eq!(
        (&verdict["verdict"], &verdict["known_links"], &verdict["total_links"]),
        (&json!("unknown"), &json!(2), &json!(3))
    );
    assert_eq!(verdict["questions"][0]["criterion"], "accueil_cheminement_plain_pied");
    assert_eq!(verdict["useful"][0]["criterion"], "sanitaires_adaptes");

    let all = service.json(&path).await;
    assert_eq!(all["verdicts"].as_array().unwrap().len(), 12);
    let autism =
        all["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["need"] == "autism").unwrap();
    assert_eq!((&autism["verdict"], &autism["informative"]), (&json!("unknown"), &json!(true)));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_need_or_limit_is_refused_with_what_was_meant() {
    let (service, ids) = Service::with(&[bakery("Boulangerie Martin", 0.0, json!({}))]).await;
    for (query, parameter, nearest) in [
        ("needs=weelchair", "needs", json!("wheelchair")),
        ("needs=deaf&limits[chair_widht]=70", "limits[chair_widht]", json!("chair_width")),
        ("limits[chair_width]=wide", "limits[chair_width]", json!(null)),
        ("limits[chair_width]=500", "limits[chair_width]", json!(null)),
        ("limit[chair_width]=70", "limit[chair_width]", json!(null)),
    ] {
        let response = service.get(&format!("/api/v1/establishments/{}/verdicts?{query}", ids[0]), &[]).await;
        assert_eq!(response.status(), 400, "{query}");
        let problem = json(response).await;
        assert_eq!(problem["parameter"], parameter, "{problem}");
        assert_eq!(problem.get("nearest").unwrap_or(&json!(null)), &nearest, "{problem}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn needs_limits_and_equipments_are_documented() {
    let (service, _) = Service::with(&[]).await;
    let needs = service.json("/api/v1/needs").await;
    let keys = |list: &str| needs[list].as_array().unwrap().len();
    assert_eq!((keys("needs"), keys("equipments"), keys("limits")), (12, 25, 6));
    let wheelchair = &needs["needs"][0];
    assert_eq!(wheelchair["limits"]["chair_width"], 80);
    assert!(wheelchair["links"][1]["criteria"].as_array().unwrap().contains(&json!("entree_largeur_mini")));
    let response = service.get("/api/v1/needs", &[]).await;
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(service.get("/api/v1/needs", &[("if-none-match", &tag)]).await.status(), 304);
    service.end().await;
}
