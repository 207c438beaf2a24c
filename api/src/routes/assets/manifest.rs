//! `GET /manifest.webmanifest`: by which a browser installs the site (W3C Web Application Manifest).

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::view::Body;
use crate::web::{ICON_FILE, Shell};

pub(crate) async fn handler(Params(LangParams { lang }): Params<LangParams>) -> Result<Response, Problem> {
    let shell = Shell::new(lang, String::new(), "/");
    let say = |fr, en| shell.tongue.say(fr, en);
    let manifest = json!({
        "name": say("Plainpied – lieux accessibles", "Plainpied – accessible places"),
        "short_name": "Plainpied",
        "description": say("Savoir avant de partir si l'on peut entrer.", "Know before you go whether you can get in."),
        "lang": shell.tongue.code(),
        "id": "/",
        "start_url": shell.to("/"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#0b57a4",
        "icons": [{ "src": format!("/assets/{ICON_FILE}"), "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
        "shortcuts": [{ "name": say("Mes lieux", "My places"), "url": shell.to("/saved") }],
    });
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    let body = Body::new("application/manifest+json", serde_json::to_vec(&manifest)?);
    Ok(([(header::CACHE_CONTROL, for_a_day)], body).into_response())
}
