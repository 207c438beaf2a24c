use std::time::Instant;

use ::metrics::{counter, histogram};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

use super::metrics::{REQUESTS, SECONDS};
use crate::problem::Reported;

/// The name of a request: what is shown of it when it went wrong is found in the log by it.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub String);

/// Names the request, lets it through, counts it and writes its line.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = Uuid::now_v7().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let elapsed = started.elapsed();
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let status = response.status();
    let reported = response.extensions().get::<Reported>();
    let code = reported.map_or("", |reported| reported.code().name);
    let is_problem = reported.is_some();
    let cause = reported.and_then(Reported::causes).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "microseconds of a request stay far below 2^53")]
    let ms = elapsed.as_micros() as f64 / 1_000.0;
    match status.as_u16() {
        500 => tracing::error!(method, route, status = 500, ms, request_id = %id, code, cause, "request"),
        // A 503 that is no problem is an answer: /readyz says so what it was asked.
        501.. if is_problem => {
            tracing::warn!(method, route, status = status.as_u16(), ms, request_id = %id, code, cause, "request")
        }
        status => tracing::info!(method, route, status, ms, request_id = %id, code, "request"),
    }
    counter!(REQUESTS, "route" => route.to_owned(), "method" => method, "status" => status.as_str().to_owned())
        .increment(1);
    histogram!(SECONDS, "route" => route.to_owned(), "method" => method).record(elapsed.as_secs_f64());
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(super::REQUEST_ID, id);
    }
    response
}

/// Clients may send any word as a method: those that are none of HTTP's must not each make a new time series.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_method_makes_no_time_series_of_its_own() {
        assert_eq!(method_name(&Method::GET), "GET");
        assert_eq!(method_name(&Method::from_bytes(b"BREW").unwrap()), "other");
    }
}
