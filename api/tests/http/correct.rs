//! Correcting what a place is called, where it stands and how it is reached.

use axum::http::StatusCode;
use serde_json::json;

use crate::contribute::{FORM, anonymous, hidden, leads_to, look, send, sign_in, versions};
use crate::service::text;

/// The boxes of the form as it is shown, with what they held.
fn shown(page: &str) -> Vec<(String, String)> {
    let names = [
        "name",
        "house_number",
        "street",
        "locality",
        "postal_code",
        "commune",
        "latitude",
        "longitude",
        "phone",
        "email",
        "website",
        "activity",
    ];
    let mut fields = Vec::new();
    for name in names {
        let was = format!("was[{name}]");
        let value = hidden(page, &was).replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'");
        fields.push((name.to_owned(), value.clone()));
        fields.push((was, value));
    }
    fields
}

/// The boxes as they hold it now, and what they held, of a form that is shown again.
fn boxes(page: &str) -> Vec<(String, String)> {
    let mut fields = shown(page);
    for (name, value) in fields.iter_mut().filter(|(name, _)| !name.starts_with("was[") && name != "activity")
    {
        let at = page.find(&format!("id=\"{name}\"")).unwrap();
        let start = page[at..].find("value=\"").unwrap() + at + "value=\"".len();
        *value = page[start..].split('"').next().unwrap().replace("&#43;", "+");
    }
    fields
}

fn with(fields: &[(String, String)], changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = fields.to_vec();
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_in_the_form_is_written_and_nothing_else() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let (place, correct) = (format!("/establishments/{id}"), format!("/establishments/{id}/correct"));
    assert!(look(&service, &place).await.contains(&format!("href=\"{correct}\"")));
    let page = look(&service, &correct).await;
    assert!(page.contains("Au &#60;script&#62;") && !page.contains("<script>pain"), "{page}");
    let base = with(&shown(&page), &[("csrf", &csrf), ("once", hidden(&page, "once"))]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&base)).await), format!("{place}?said=nothing"));
    assert_eq!(versions(&service).await, 1);
    let phone =
        with(&base, &[("phone", "+33 4 78 00 00 00"), ("street", "Rue des Roses"), ("reason", "Vu.")]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&phone)).await), format!("{place}?said=done"));
    let record = service.json(&format!("/api/v1{place}")).await;
    assert_eq!(record["contact"]["phone"], "+33 4 78 00 00 00", "{record}");
    assert_eq!(record["address"]["street"], "Rue des Roses", "{record}");
    assert_eq!(record["address"]["house_number"], "3", "{record}");
    let page = look(&service, &place).await;
    assert!(page.contains("href=\"tel:+33478000000\""), "a number that telephones understand: {page}");
    // Whoever had the form open all the while, and changes the same, is told so.
    let late = with(&base, &[("street", "Rue des Iris")]);
    let answer = send(&service, &correct, &pairs(&late)).await;
    assert_eq!(answer.status(), StatusCode::PRECONDITION_FAILED);
    let again = text(answer).await;
    assert!(again.contains("value=\"Rue des Iris\"") && again.contains("<title>Erreur : "), "{again}");
    assert_eq!(hidden(&again, "was[street]"), "Rue des Roses");
    assert!(again.contains("id=\"street-error\"") && again.contains("« Rue des Roses »"), "{again}");
    // Once told, it is for them to say; what others wrote elsewhere stays.
    let told = with(&boxes(&again), &[("csrf", &csrf), ("once", hidden(&again, "once"))]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&told)).await), format!("{place}?said=done"));
    let record = service.json(&format!("/api/v1{place}")).await;
    assert_eq!(record["address"]["street"], "Rue des Iris", "{record}");
    assert_eq!(record["contact"]["phone"], "+33 4 78 00 00 00", "{record}");
    // What others do not touch is no conflict.
    let other = with(&base, &[("email", "pain@exemple.fr")]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&other)).await), format!("{place}?said=done"));
    let record = service.json(&format!("/api/v1{place}")).await;
    assert_eq!(record["address"]["street"], "Rue des Iris", "{record}");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_postal_code_leaves_the_position_that_somebody_else_corrected_meanwhile() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let (place, correct) = (format!("/establishments/{id}"), format!("/establishments/{id}/correct"));
    // Two spaces, as a source wrote it: nobody sees a difference, and nobody changed anything.
    service.sql("UPDATE establishment SET name = 'Au  Bon Pain' WHERE id = $1", id).await;
    let page = look(&service, &correct).await;
    let base = with(&shown(&page), &[("csrf", &csrf), ("once", hidden(&page, "once"))]);
    let moved =
        "UPDATE establishment SET location = ST_SetSRID(ST_MakePoint(4.8801234567, 45.7701234567), 4326)
                 WHERE id = $1";
    service.sql(moved, id).await;
    let code = with(&base, &[("postal_code", "69101")]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&code)).await), format!("{place}?said=done"));
    let changed = "SELECT diff - 'provenance' FROM establishment_version ORDER BY version DESC LIMIT 1";
    let changed: serde_json::Value =
        sqlx::query_scalar(changed).fetch_one(&service.database.pool).await.unwrap();
    assert_eq!(changed, json!({ "postal_code": ["69100", "69101"] }));
    let page = look(&service, &correct).await;
    let renamed = with(&shown(&page), &[("csrf", &csrf), ("name", "Au Bon Pain Doré"), ("sure", "1")]);
    assert_eq!(leads_to(&send(&service, &correct, &pairs(&renamed)).await), format!("{place}?said=done"));
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_comes_back_beside_its_box_with_what_was_typed() {
    let (service, id) = anonymous(false).await;
    let csrf = sign_in(&service).await;
    let correct = format!("/establishments/{id}/correct");
    let page = look(&service, &correct).await;
    let base = with(&shown(&page), &[("csrf", &csrf), ("sure", "1")]);
    for (name, typed, at) in [
        ("name", "", "name"),
        ("commune", "Nullepart", "commune"),
        ("postal_code", "12", "postal_code"),
        ("latitude", "ici", "latitude"),
        // In another country than the commune.
        ("latitude", "10", "latitude"),
        ("phone", "appelez", "phone"),
        ("email", "pain", "email"),
        ("website", "javascript:alert(1)", "website"),
        ("activity", "", "activity"),
    ] {
        let answer = send(&service, &correct, &pairs(&with(&base, &[(name, typed)]))).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name} {typed}");
        let page = text(answer).await;
        assert!(
            page.contains(&format!("href=\"#{at}\"")) && page.contains("<title>Erreur : "),
            "{name}: {page}"
        );
        assert!(page.contains(&format!("id=\"{at}-error\"")), "{name}: {page}");
        assert!(typed.is_empty() || page.contains(&format!("value=\"{typed}\"")), "{name}: {page}");
    }
    assert_eq!(versions(&service).await, 1);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_makes_it_another_place_is_asked_about_and_nobodys_waits() {
    let (service, id) = anonymous(true).await;
    let correct = format!("/establishments/{id}/correct");
    let page = text(service.get(&correct, &[]).await).await;
    assert!(page.contains("un modérateur") && !page.contains("name=\"csrf\""), "{page}");
    let body = |changed: &[(&str, &str)]| {
        let fields = with(&shown(&page), changed);
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    };
    let sent = service.post(&correct, FORM, body(&[("phone", "04 78 00 00 00")])).await;
    assert_eq!(leads_to(&sent), format!("/establishments/{id}?said=waits"));
    let said: serde_json::Value =
        sqlx::query_scalar("SELECT body FROM suggestion").fetch_one(&service.database.pool).await.unwrap();
    assert_eq!(said, json!({ "contact": { "phone": "04 78 00 00 00" } }));
    assert_eq!(versions(&service).await, 1);
    let lost = service.post(&correct, FORM, body(&[("phone", "1234"), ("csrf", "of a session")])).await;
    assert!(leads_to(&lost).starts_with("/signin?next="), "{}", leads_to(&lost));
    service.sql("UPDATE establishment SET status = 'closed' WHERE id = $1", id).await;
    assert_eq!(service.get(&correct, &[("accept", "text/html")]).await.status(), StatusCode::GONE);
    service.end().await;
}
