//! What needs no database: refusals, pages, limits. The pool leads nowhere.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use plainpied_domain::CursorKey;
use plainpied_search::embedded::EmbeddedSearch;
use plainpied_store::PgPool;
use plainpied_store::installation::Installation;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::*;
use crate::site::Site;
use crate::state::HttpConfig;

fn service(change: impl FnOnce(&mut HttpConfig)) -> (Router, TempDir) {
    let dir = TempDir::new().unwrap();
    let search = Arc::new(EmbeddedSearch::open(dir.path()).unwrap());
    let pool = PgPool::connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap();
    let installation = Installation { id: uuid::Uuid::nil(), cursor_key: CursorKey::new([7; 16]) };
    let mut http = HttpConfig::new(Site::default());
    change(&mut http);
    let state = AppState::with_limits(pool, search, installation, http).unwrap();
    (router(state), dir)
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Response {
    let (service, _dir) = service(|_| {});
    send(service, "GET", path, headers).await
}

async fn send(service: Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    service.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec()).unwrap()
}

async fn json(response: Response) -> Value {
    serde_json::from_str(&text(response).await).unwrap()
}

async fn problem(path: &str) -> (u16, String, Value) {
    let response = get(path, &[]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json", "{path}");
    let status = response.status().as_u16();
    let body = json(response).await;
    assert_eq!(body["status"], status, "{path}");
    let code = body["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    (status, code, body)
}

#[tokio::test]
async fn every_refusal_is_a_problem_that_names_the_parameter_at_fault() {
    for (path, code, parameter) in [
        ("/api/v1/search?raduis=3", "unknown-parameter", "raduis"),
        ("/api/v1/search?q=%FF", "invalid-parameter", "q"),
        ("/api/v1/search?q=a&q=b", "repeated-parameter", "q"),
        ("/api/v1/search?limit=0", "invalid-parameter", "limit"),
        ("/api/v1/search?limit=101", "invalid-parameter", "limit"),
        ("/api/v1/search?lat=45", "missing-parameter", "lon"),
        ("/api/v1/search?radius=45", "missing-parameter", "lat"),
        ("/api/v1/search?lat=NaN&lon=4", "invalid-parameter", "lat"),
        ("/api/v1/search?lat=95&lon=4", "invalid-parameter", "lat"),
        ("/api/v1/search?lat=45&lon=4&radius=1e9", "invalid-parameter", "radius"),
        ("/api/v1/search?lat=4.8&lon=45.7", "swapped-coordinates", "lat"),
        ("/api/v1/search?sort=distance", "missing-parameter", "lat"),
        ("/api/v1/search?sort=nam", "invalid-parameter", "sort"),
        ("/api/v1/search?commune=villeurbanne", "invalid-parameter", "commune"),
        ("/api/v1/search?facets=yes", "invalid-parameter", "facets"),
        ("/api/v1/search?cursor=forged", "invalid-cursor", "cursor"),
        ("/api/v1/establishments?bbox=1,9,2,3", "invalid-parameter", "bbox"),
        ("/api/v1/establishments?bbox=1,2,3", "invalid-parameter", "bbox"),
        ("/api/v1/establishments?cursor=AAAA", "invalid-cursor", "cursor"),
        ("/api/v1/establishments/not-an-id", "invalid-parameter", "id"),
        ("/api/v1/communes", "missing-parameter", "q"),
        ("/api/v1/criteria?x=1", "unknown-parameter", "x"),
        ("/?lang=de", "invalid-parameter", "lang"),
    ] {
        let (status, found, body) = problem(path).await;
        assert_eq!(
            (status, found.as_str(), body["parameter"].as_str()),
            (400, code, Some(parameter)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems_too() {
    assert_eq!(problem("/api/v2/search").await.1, "unknown-route");
    assert_eq!(problem("/problems/no-such-code").await.1, "not-found");
    assert_eq!(problem("/assets/other.css").await.1, "unknown-route");
    let (service, _dir) = service(|_| {});
    let response = send(service, "POST", "/api/v1/search", &[]).await;
    assert_eq!(response.status(), 405);
    assert!(response.headers()[header::ALLOW].to_str().unwrap().contains("GET"));
    assert_eq!(json(response).await["type"], "/problems/wrong-method");
}

#[tokio::test]
async fn an_address_of_more_than_8_kib_is_refused() {
    let (status, code, _) = problem(&format!("/api/v1/search?q={}", "a".repeat(64_900))).await;
    assert_eq!((status, code.as_str()), (414, "long-address"));
}

#[tokio::test]
async fn without_index_or_database_the_answer_is_an_honest_503_in_less_than_two_seconds() {
    let begun = std::time::Instant::now();
    assert_eq!(problem("/api/v1/search?commune=69266").await.1, "search-unavailable");
    assert_eq!(problem("/api/v1/search?q=pain").await.1, "database-unavailable");
    assert_eq!(problem("/api/v1/activities").await.1, "database-unavailable");
    let response = get("/api/v1/establishments", &[]).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
    let response = get("/readyz", &[]).await;
    assert_eq!(response.status(), 503);
    let body = json(response).await;
    assert_eq!(body["database"]["problem"], "database-unavailable");
    assert_eq!(body["index"]["problem"], "search-unavailable");
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "five requests");
    assert_eq!(get("/healthz", &[]).await.status(), 200);
}

#[tokio::test]
async fn a_full_server_refuses_at_once_and_still_says_that_it_lives() {
    let (service, _dir) = service(|http| http.in_flight = 0);
    let response = send(service.clone(), "GET", "/api/v1/criteria", &[]).await;
    assert_eq!(response.status(), 503);
    assert_eq!(json(response).await["type"], "/problems/overloaded");
    assert_eq!(send(service, "GET", "/healthz", &[]).await.status(), 200);
}

#[tokio::test]
async fn what_takes_too_long_is_cut_off() {
    let (service, _dir) = service(|http| http.time_limit = std::time::Duration::from_millis(1));
    let response = send(service, "GET", "/api/v1/establishments", &[]).await;
    assert_eq!(response.status(), 503);
    assert_eq!(json(response).await["type"], "/problems/too-slow");
}

#[tokio::test]
async fn problems_have_absolute_types_where_the_public_url_is_known() {
    let (service, _dir) = service(|http| http.site = Site::new(Some("https://example.org")).unwrap());
    let body = json(send(service, "GET", "/api/v1/search?limit=0", &[]).await).await;
    let expected = serde_json::json!({
        "type": "https://example.org/problems/invalid-parameter",
        "title": "Invalid parameter",
        "status": 400,
        "detail": "\"0\" is not a whole number from 1 to 100.",
        "parameter": "limit",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn the_type_of_every_problem_is_a_page_and_json_where_asked_for() {
    for code in code::ALL {
        let page = get(&code.path(), &[]).await;
        assert_eq!(page.status(), 200, "{}", code.name);
        assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert!(text(page).await.contains("Que faire"));
        let body = json(get(&code.path(), &[("accept", "application/json")]).await).await;
        assert_eq!(body["code"], code.name);
    }
    assert!(text(get("/problems/gone?lang=en", &[]).await).await.contains("What to do"));
}

#[tokio::test]
async fn the_schema_has_an_entity_tag() {
    let response = get("/api/v1/criteria", &[]).await;
    let etag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
    assert_eq!(
        json(response).await["criteria"].as_array().unwrap().len(),
        plainpied_criteria::schema().len()
    );
    assert_eq!(get("/api/v1/criteria", &[("if-none-match", &etag)]).await.status(), 304);
    for coding in ["br", "zstd"] {
        let packed = get("/api/v1/criteria", &[("accept-encoding", coding)]).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], coding);
    }
    let packed = get("/api/v1/criteria", &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    assert_eq!(packed.headers()[header::ETAG], format!("W/{etag}"));
}

#[tokio::test]
async fn no_more_streams_are_opened_than_there_is_room_for() {
    let (service, _dir) = service(|http| http.streams = 0);
    let response = send(service, "GET", "/api/v1/changes", &[("accept", "text/event-stream")]).await;
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
    let waiting = get("/api/v1/changes?wait=5", &[("accept", "text/event-stream")]).await;
    assert_eq!((waiting.status().as_u16(), &json(waiting).await["parameter"]), (400, &"wait".into()));
}

#[tokio::test]
async fn no_acceptable_format_is_said_before_anything_is_read() {
    let response = get("/api/v1/establishments", &[("accept", "text/csv")]).await;
    assert_eq!(response.status(), 406);
    assert_eq!(
        json(response).await["available"],
        serde_json::json!(["application/geo+json", "application/json"])
    );
}

#[tokio::test]
async fn answers_are_named_protected_and_open_to_pages_of_others() {
    let response = get("/api/docs", &[("origin", "https://elsewhere.example")]).await;
    let headers = response.headers();
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'"));
    assert_eq!(headers[telemetry::REQUEST_ID].len(), 32);
    let exposed = headers[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().unwrap();
    for name in ["plainpied-position", "content-range", "accept-ranges", "content-disposition", "etag"] {
        assert!(exposed.contains(name), "{name}");
    }
    let (service, _dir) = service(|_| {});
    let asks = [("origin", "https://elsewhere.example"), ("access-control-request-method", "GET")];
    let preflight = send(service, "OPTIONS", "/open-data/files/all/plainpied.pmtiles", &asks).await;
    let allowed = preflight.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
    assert!(allowed.contains("range") && allowed.contains("if-range"), "{allowed}");
}

#[tokio::test]
async fn people_get_pages_for_their_errors_and_the_style_is_kept_for_ever() {
    let response = get("/no-such-page", &[("accept", "text/html,*/*;q=0.8")]).await;
    assert_eq!(response.status(), 404);
    assert!(text(response).await.contains("Adresse inconnue"));
    let style = get(&web::style_path(), &[]).await;
    assert_eq!(style.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(style.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert!(text(get("/", &[]).await).await.contains(&web::style_path()));
}

#[tokio::test]
async fn metrics_count_requests_by_route_template() {
    let _ = get("/api/v1/establishments/not-an-id", &[]).await;
    let text = text(get("/metrics", &[]).await).await;
    let line =
        "plainpied_http_requests_total{route=\"/api/v1/establishments/{id}\",method=\"GET\",status=\"400\"}";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("plainpied_http_request_duration_seconds_bucket"));
    assert!(!text.contains("not-an-id"));
}

#[tokio::test]
async fn a_panic_is_a_500_that_says_nothing() {
    let (_, _dir) = service(|_| {});
    async fn broken() -> &'static str {
        panic!("secret")
    }
    let service = Router::new()
        .route("/", axum::routing::get(broken))
        .layer(CatchPanicLayer::custom(problem::of_panic));
    let response = send(service, "GET", "/", &[]).await;
    assert_eq!(response.status(), 500);
    assert!(!text(response).await.contains("secret"));
}

#[tokio::test]
async fn no_address_has_a_nul() {
    for path in ["/ogc/collections/communes/items/%00", "/places/%00", "/places/69/%00", "/api/erps/a%00/"] {
        let (status, code, _) = problem(path).await;
        assert_eq!((status, code.as_str()), (404, "unknown-route"), "{path}");
    }
}
