//! `/ogc`: pages while places change, and links.

use serde_json::{Value, json};

use crate::service::{Service, bakery, json as read};

async fn service() -> Service {
    let places: Vec<_> =
        ["A", "B", "C", "D", "E", "F"].iter().map(|name| bakery(name, 0.0, json!({}))).collect();
    Service::with(&places).await.0
}

fn names(page: &Value) -> Vec<&str> {
    page["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["properties"]["name"].as_str().unwrap())
        .collect()
}

fn link<'a>(page: &'a Value, rel: &str) -> Option<&'a str> {
    page["links"].as_array().unwrap().iter().find(|link| link["rel"] == rel)?["href"].as_str()
}

async fn page(service: &Service, path: &str) -> Value {
    let response = service.get(path, &[("accept", "application/geo+json")]).await;
    assert_eq!(response.status(), 200, "{path}");
    read(response).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_goes_on_where_the_one_before_ended_even_if_its_last_place_has_changed_since() {
    let service = service().await;
    let touched = [
        (
            "updated_at",
            "UPDATE establishment SET updated_at = updated_at + interval '1 year' WHERE name = 'B'",
        ),
        ("version", "UPDATE establishment SET version = version + 1 WHERE name = 'B'"),
        ("name", "UPDATE establishment SET name = 'X' WHERE name = 'B'"),
    ];
    for (key, change) in touched {
        let items = format!("/ogc/collections/establishments/items?sortby={key},name&limit=2");
        // What is ordered by time goes by name here: all were written at once.
        let first = page(&service, &items).await;
        assert_eq!(names(&first), ["A", "B"], "{key}");
        sqlx::raw_sql(change).execute(&service.database.pool).await.unwrap();
        let second = page(&service, link(&first, "next").unwrap()).await;
        assert_eq!(names(&second), ["C", "D"], "{key}: the last of the page before has moved to the end");
        sqlx::raw_sql(
            "UPDATE establishment SET name = 'B', version = 1, updated_at = a.updated_at
             FROM (SELECT min(updated_at) AS updated_at FROM establishment) a WHERE name IN ('B', 'X')",
        )
        .execute(&service.database.pool)
        .await
        .unwrap();
    }
    let first =
        page(&service, "/ogc/collections/establishments/items?sortby=-completeness,-name&limit=2").await;
    assert_eq!(names(&first), ["F", "E"]);
    sqlx::raw_sql("UPDATE establishment SET status = 'closed' WHERE name = 'E'")
        .execute(&service.database.pool)
        .await
        .unwrap();
    let second = page(&service, link(&first, "next").unwrap()).await;
    assert_eq!(names(&second), ["D", "C"], "nor does one that is gone end the list");
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_is_larger_than_its_system_holds_everything() {
    let service = service().await;
    for (crs, reach) in [(2154, "2e7"), (2154, "12000000"), (3857, "1e9")] {
        let path = format!(
            "/ogc/collections/establishments/items?bbox=-{reach},-{reach},{reach},{reach}&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/{crs}"
        );
        assert_eq!(names(&page(&service, &path).await).len(), 6, "{path}");
    }
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_a_page_keep_what_it_was_asked_for() {
    let service = service().await;
    let first = page(
        &service,
        "/ogc/collections/establishments/items?limit=2&filter=name%20%3C%3E%20%27C%27&sortby=name",
    )
    .await;
    let second = page(&service, link(&first, "next").unwrap()).await;
    assert_eq!(names(&second), ["D", "E"]);
    let again = page(&service, link(&second, "self").unwrap()).await;
    assert_eq!(names(&again), ["D", "E"], "this page is itself");
    let html = service.get(link(&second, "alternate").unwrap(), &[]).await;
    assert_eq!(html.status(), 200);
    let html = crate::service::text(html).await;
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains(">D<") && html.contains(">E<"), "{html}");
    assert!(!html.contains(">C<") && !html.contains(">A<"), "the same page");
    for path in ["/ogc/collections/", "/ogc/conformance/", "/ogc/collections/communes/items/"] {
        assert_eq!(service.get(path, &[]).await.status(), 200, "{path}");
    }
    service.end().await;
}
