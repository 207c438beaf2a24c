//! `GET /opensearch.xml`: lets browsers offer the search in their own box (OpenSearch 1.1).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use plainpied_criteria::Lang;

use crate::extract::{LangParams, Params};
use crate::state::AppState;
use crate::view::Body;
use crate::web::with_lang;

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let site = state.site().or_host(&headers);
    let about = match lang {
        Lang::Fr => "Chercher un lieu accessible",
        Lang::En => "Find an accessible place",
    };
    // The base of URLs holds nothing that XML would escape: see `Site`.
    let template = site.url(&with_lang("/?q={searchTerms}", lang).replace('&', "&amp;"));
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>Plainpied</ShortName>
<Description>{about}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="32" height="32" type="image/svg+xml">{icon}</Image>
<Url type="text/html" method="get" template="{template}"/>
</OpenSearchDescription>
"#,
        icon = site.url("/assets/icon.svg"),
    );
    Body::new("application/opensearchdescription+xml", text)
}
