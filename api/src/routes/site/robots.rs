//! `GET /robots.txt`: what crawlers should leave alone.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;

use crate::state::AppState;
use crate::view::Body;

pub(crate) async fn handler(State(state): State<AppState>, headers: HeaderMap) -> impl IntoResponse {
    let site = state.site().or_host(&headers);
    let text = format!(
        "User-agent: *\n\
         Disallow: /language/\n\
         Disallow: /account\n\
         Disallow: /signin\n\
         Disallow: /moderation\n\
         Disallow: /api/console\n\
         Disallow: /api/v1/\n\
         Disallow: /*?*needs=\n\
         Disallow: /*?*need%5B\n\
         Disallow: /*/edit\n\
         Disallow: /*/report\n\
         Allow: /\n\
         \n\
         Sitemap: {}\n",
        site.url("/sitemap.xml")
    );
    Body::new("text/plain; charset=utf-8", text)
}
