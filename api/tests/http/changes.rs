//! Those who wait for changes.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use plainpied::guard::{ProxyHeader, RateConfig};
use plainpied::site::Site;
use plainpied::state::HttpConfig;
use serde_json::json;

use crate::service::{Service, bakery, json as read};

/// Room for 32 requests, and for 32 who wait, two of them at one address.
async fn small() -> Service {
    let http = HttpConfig {
        in_flight: 32,
        streams: 32,
        rate: Some(RateConfig {
            per_second: NonZeroU32::new(1_000).unwrap(),
            trusted_proxies: 1,
            proxy_header: ProxyHeader::XForwardedFor,
            loopback: true,
        }),
        ..HttpConfig::new(Site::default())
    };
    Service::configured(&[bakery("A", 0.0, json!({}))], http).await.0
}

async fn wait(service: &Service, seconds: u16, address: &str) -> Response<Body> {
    let path = format!("/api/v1/changes?since=1&wait={seconds}");
    service.get(&path, &[("x-forwarded-for", address)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_wait_take_no_room_from_others_and_hear_of_a_change_all_at_once() {
    let service = small().await;
    let addresses: Vec<String> = (0..32).map(|place| format!("192.0.2.{}", place / 2)).collect();
    let waiting = futures::future::join_all(addresses.iter().map(|address| wait(&service, 25, address)));
    let meanwhile = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(service.get("/api/v1/criteria", &[]).await.status(), 200, "others are answered");
        assert_eq!(wait(&service, 0, "192.0.2.1").await.status(), 200, "who does not wait is too");
        assert_eq!(wait(&service, 5, "192.0.2.1").await.status(), 429, "one address waits twice");
        assert_eq!(wait(&service, 5, "198.51.100.1").await.status(), 503, "there is no more room");
        let more = "INSERT INTO change_pending (establishment_id, kind, version, at)
                    SELECT establishment_id, 'updated', version, at FROM change WHERE position = 1";
        sqlx::raw_sql(more).execute(&service.database.pool).await.unwrap();
    };
    let began = std::time::Instant::now();
    let (answers, ()) = tokio::join!(waiting, meanwhile);
    assert!(began.elapsed() < Duration::from_secs(10), "nobody waits to the end");
    for answer in answers {
        assert_eq!(answer.status(), 200);
        assert_eq!(read(answer).await["position"], 2);
    }
    assert_eq!(wait(&service, 0, "192.0.2.1").await.status(), 200);
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_opens_no_more_streams_than_its_share() {
    let service = small().await;
    let open = async |address: &str| {
        let headers = [("accept", "text/event-stream"), ("x-forwarded-for", address)];
        service.get("/api/v1/changes?since=1", &headers).await
    };
    let streams = [open("192.0.2.1").await, open("192.0.2.1").await];
    assert!(streams.iter().all(|stream| stream.status() == 200));
    assert_eq!(open("192.0.2.1").await.status(), 429);
    assert_eq!(open("192.0.2.2").await.status(), 200);
    drop(streams);
    for _ in 0..100 {
        if open("192.0.2.1").await.status() == 200 {
            return service.end().await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a stream that is closed leaves its place");
}
