//! The search page: what it finds around an address, what it leaves out, and how it answers to what is wrong.

use axum::http::header;
use plainpied_domain::{LonLat, Proposal};
use serde_json::{Value, json};

use crate::service::{Service, bakery, text};

/// A bakery in a street, so many thousandths of a degree of longitude (78 m each) east of the town hall.
fn at(name: &str, (number, street): (&str, &str), east: f64, answers: Value) -> Proposal {
    Proposal {
        house_number: Some(number.to_owned()),
        street: Some(street.to_owned()),
        location: LonLat::new(4.88 + east / 1_000.0, 45.77).ok(),
        ..bakery(name, 0.0, answers)
    }
}

fn good() -> Value {
    json!({
        "cheminement_ext_presence": false, "entree_plain_pied": true, "entree_largeur_mini": 90, "entree_pmr": false,
        "accueil_retrecissement": false, "accueil_cheminement_plain_pied": true
    })
}

fn narrow() -> Value {
    json!({"entree_plain_pied": true, "entree_largeur_mini": 50, "entree_pmr": false})
}

fn town() -> Vec<Proposal> {
    vec![
        at("Boulangerie Zola", ("10", "cours Émile Zola"), 0.0, json!({})),
        at("Boulangerie Voisine", ("3", "rue Racine"), 2.0, good()),
        at("Boulangerie Lointaine", ("8", "rue Colin"), 20.0, good()),
        Proposal {
            activities: vec!["pharmacie".into()],
            ..at("Gare de Villeurbanne", ("1", "place de la Gare"), 21.0, json!({}))
        },
        at("Boulangerie Étroite", ("5", "rue Racine"), 3.0, narrow()),
    ]
}

fn names(body: &Value) -> Vec<&str> {
    body["results"].as_array().unwrap().iter().map(|place| place["name"].as_str().unwrap()).collect()
}

fn address_of(body: &Value) -> &str {
    let parts = body["understood"]["parts"].as_array().unwrap();
    parts.iter().find(|part| part["kind"] == "address").map_or("", |part| part["en"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn around_an_address_the_nearest_come_first_and_the_circle_grows_until_something_is_there() {
    let (service, _) = Service::with(&town()).await;
    let found = async |query: &str| {
        service.json(&format!("/api/v1/search?{}&facets=false", query.replace(' ', "%20"))).await
    };
    let house = found("q=boulangerie&where=12 cours Emile Zola, Villeurbanne").await;
    assert_eq!(names(&house), ["Boulangerie Zola", "Boulangerie Voisine", "Boulangerie Étroite"]);
    let said = "within 1 km of 12 cours Émile Zola, Villeurbanne (at no. 10, the nearest known)";
    assert_eq!(address_of(&house), said);
    let wheelchair = found("q=boulangerie&where=rue Colin, 69100&needs=wheelchair").await;
    assert_eq!(names(&wheelchair), ["Boulangerie Lointaine"]);
    let far = found("q=boulangerie zola&where=rue Colin, Villeurbanne").await;
    assert!(address_of(&far).starts_with("within 3 km of rue Colin"), "{far}");
    assert_eq!(names(&far), ["Boulangerie Zola"]);
    let station = found("q=boulangerie pr%C3%A8s de la gare, Villeurbanne").await;
    assert_eq!(names(&station), ["Boulangerie Lointaine"]);
    assert_eq!(address_of(&station), "within 1 km of Gare de Villeurbanne, Villeurbanne");
    let by_name = found("q=boulangerie&where=12 cours Emile Zola, Villeurbanne&sort=name").await;
    assert_eq!(names(&by_name)[0], "Boulangerie Étroite");
    let undone = found("q=boulangerie&where=12 cours Emile Zola, Villeurbanne&without=address").await;
    assert_eq!(address_of(&undone), "");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_not_known_is_said_to_be_so_and_the_rest_is_looked_for() {
    let (service, _) = Service::with(&town()).await;
    let page = async |query: &str| text(service.get(&format!("/?{query}"), &[]).await).await;
    let everywhere = page("q=boulangerie&where=Atlantis").await;
    assert!(everywhere.contains("Nous ne connaissons pas le lieu « Atlantis »"), "{everywhere}");
    assert!(everywhere.contains("4 lieux trouvés"), "{everywhere}");
    let town = page("q=boulangerie&where=rue+Inconnue,+Villeurbanne").await;
    assert!(town.contains("Nous ne savons pas où est « rue Inconnue »"), "{town}");
    let beside = page("q=boulangerie+pr%C3%A8s+de+la+piscine,+Villeurbanne").await;
    assert!(beside.contains("Nous ne savons pas où est « près de la piscine »"), "{beside}");
    assert!(beside.contains("4 lieux trouvés"), "{beside}");
    let known = page("q=boulangerie&where=rue+Racine,+Villeurbanne").await;
    assert!(known.contains("à moins de 1 km de : rue Racine, Villeurbanne"), "{known}");
    assert!(known.contains("<strong>les plus proches</strong>"), "{known}");
    assert!(!known.contains("id=\"unplaced\"") && known.contains("without=address"), "{known}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn places_that_will_not_do_are_counted_and_can_be_shown() {
    let (service, _) = Service::with(&town()).await;
    let page = async |path: &str| text(service.get(path, &[]).await).await.replace("&#38;", "&");
    let found = page("/?q=boulangerie&needs=manual_wheelchair").await;
    assert!(found.contains("1 autre lieu qui ne convient pas à ces besoins"), "{found}");
    assert!(found.contains("1 autre lieu, dont on ne sait pas assez"), "{found}");
    let show = "/?q=boulangerie&needs=manual_wheelchair&verdict=yes%2Cwith_help%2Cno";
    assert!(found.contains(&format!("href=\"{show}\"")), "{found}");
    let shown = page(show).await;
    assert!(shown.contains("Boulangerie Étroite") && shown.contains("avec ceux qui ne conviennent pas"));
    assert!(!shown.contains("qui ne convient pas à ces besoins"), "nobody is left out: {shown}");
    assert!(!page("/?q=boulangerie").await.contains("convient pas"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_cannot_be_comes_back_with_the_form_as_it_was_typed() {
    let (service, _) = Service::with(&town()).await;
    for wrong in ["9999", "-1", "2.5", "abc"] {
        let path = format!("/?q=pain&where=Villeurbanne&need[deaf]=1&limits[chair_width]={wrong}");
        let answer = service.get(&path, &[]).await;
        assert_eq!(answer.status(), 422, "{wrong}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        let page = text(answer).await;
        for part in [
            "<title>Erreur : pain",
            "href=\"#limit-chair_width\">Largeur de passage dont j&#39;ai besoin : écrivez un nombre entier de 40 à 120",
            "tabindex=\"-1\" id=\"faults\" autofocus",
            "aria-invalid=\"true\" aria-describedby=\"limit-chair_width-error\"",
            "id=\"need-deaf\" name=\"need[deaf]\" value=\"1\" checked",
            "<details open>",
            "role=\"search\" novalidate",
            &format!("maxlength=\"20\" value=\"{wrong}\""),
        ] {
            assert!(page.contains(part), "{wrong}, {part}: {page}");
        }
    }
    let english = text(service.get("/?limits[max_steps]=x&lang=en", &[]).await).await;
    assert!(english.contains("Steps that I can manage: write a whole number from 0 to 50"), "{english}");
    assert_eq!(service.get("/?limits[chair_width]=68", &[]).await.status(), 200);
    assert_eq!(service.get("/?limits[chair]=68", &[]).await.status(), 400);
    assert_eq!(service.get("/api/v1/search?limits[chair_width]=abc", &[]).await.status(), 400);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_that_others_add_to_a_link_break_no_page_and_are_no_search() {
    let (service, ids) = Service::with(&town()).await;
    let marks = "fbclid=IwAR%zz&utm_source=a&utm_source=b&x[y]=1";
    for path in ["/", "/places", "/places/69", "/signin", "/help", &format!("/establishments/{}", ids[0])] {
        assert_eq!(service.get(&format!("{path}?{marks}"), &[]).await.status(), 200, "{path}");
    }
    let home = text(service.get(&format!("/?{marks}"), &[]).await).await;
    assert!(!home.contains("id=\"results\"") && !home.contains("fbclid"), "{home}");
    for path in ["/?radius=x", "/?q=pain&unknown=maybe", "/places/69/69266?page=x"] {
        assert_eq!(service.get(path, &[]).await.status(), 400, "{path}");
    }
    for path in ["/api/v1/search", "/api/v1/establishments", "/ogc/collections/establishments/items"] {
        assert_eq!(service.get(&format!("{path}?fbclid=1"), &[]).await.status(), 400, "{path}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn french_that_an_address_names_is_kept_by_links_and_forms_and_the_switch_keeps_the_needs() {
    let (service, ids) = Service::with(&town()).await;
    let english = [("accept-language", "en-GB,en;q=0.9")];
    let page = text(service.get("/?q=boulangerie&lang=fr", &english).await).await.replace("&#38;", "&");
    assert!(page.contains(&format!("href=\"/establishments/{}?lang=fr\"", ids[0])), "{page}");
    assert!(page.contains("<input type=\"hidden\" name=\"lang\" value=\"fr\">"), "{page}");
    assert!(!text(service.get("/?q=boulangerie", &[]).await).await.contains("lang=fr"));
    let place = format!("/establishments/{}?needs=deaf&limits[max_steps]=2&utm_source=a", ids[0]);
    let page = text(service.get(&place, &[]).await).await;
    let kept =
        format!("next=%2Festablishments%2F{}%3Fneeds%3Ddeaf%26limits%255Bmax_steps%255D%3D2\"", ids[0]);
    assert!(page.contains(&kept), "{page}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn above_results_the_form_is_folded_and_a_link_leads_to_them() {
    let (service, _) = Service::with(&town()).await;
    let found = text(service.get("/?q=boulangerie&needs=deaf", &[]).await).await;
    assert!(found.contains("<li><a href=\"#results\">Aller aux résultats</a></li>"), "{found}");
    assert!(found.contains("<details class=\"own\">\n<summary>Mes besoins :"), "{found}");
    let home = text(service.get("/", &[]).await).await;
    assert!(!home.contains("Aller aux résultats") && !home.contains("class=\"own\""), "{home}");
    service.end().await;
}
