//! `GET /manifest.webmanifest`: by which a browser installs the site (W3C Web Application Manifest).

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::view::Body;
use crate::web::{self, ICON_FILE, Shell};

/// The drawing, and the pictures that were made of it for systems that take no drawings or cut their own shape.
const PICTURES: [(&str, &str, &str); 3] = [
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
];

fn icons() -> Vec<Value> {
    let drawing = (ICON_FILE, "any", "image/svg+xml", "any");
    let pictures = PICTURES.into_iter().filter(|(file, ..)| web::picture(file).is_some());
    let pictures = pictures.map(|(file, sizes, purpose)| (file, sizes, web::PNG, purpose));
    let all = std::iter::once(drawing).chain(pictures);
    all.map(|(file, sizes, media, purpose)| {
        json!({ "src": format!("/assets/{file}"), "sizes": sizes, "type": media, "purpose": purpose })
    })
    .collect()
}

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
        "icons": icons(),
        "shortcuts": [{ "name": say("Mes lieux", "My places"), "url": shell.to("/saved") }],
    });
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    let body = Body::new("application/manifest+json", serde_json::to_vec(&manifest)?);
    Ok(([(header::CACHE_CONTROL, for_a_day)], body).into_response())
}
