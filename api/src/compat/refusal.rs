//! Refusals of what was sent, in the shape that clients of Acceslibre read: messages by field, status 400.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::problem::{Problem, code};
use crate::view::Body;

/// Where a pointer of a description leads in a body of this API.
const FIELDS: [(&str, &str); 16] = [
    ("/name", "nom"),
    ("/address/house_number", "numero"),
    ("/address/street", "voie"),
    ("/address/locality", "lieu_dit"),
    ("/address/postal_code", "code_postal"),
    ("/address/ban_id", "ban_id"),
    ("/address", "voie"),
    ("/location", "latitude"),
    ("/activities", "activite"),
    ("/contact/phone", "telephone"),
    ("/contact/website", "site_internet"),
    ("/contact/email", "contact_email"),
    ("/contact/url", "contact_url"),
    ("/criteria", "accessibilite"),
    ("/external_id", "source_id"),
    ("/into", "non_field_errors"),
];

/// The same refusal by fields; every other problem as it is.
pub(crate) fn in_their_words(problem: Problem) -> Response {
    let told = problem.value();
    let name = problem.code().name;
    let body = match name {
        _ if name == code::INVALID_BODY.name => by_field(&told),
        _ if name == code::ALREADY_THERE.name => duplicate(&told),
        _ => return problem.into_response(),
    };
    let Ok(body) = Body::json(&body) else {
        return problem.into_response();
    };
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::BAD_REQUEST, no_store, body).into_response()
}

fn by_field(told: &Value) -> Value {
    let mut fields = Map::new();
    for fault in told["errors"].as_array().into_iter().flatten() {
        let pointer = fault["pointer"].as_str().unwrap_or_default();
        let mut message = fault["detail"].as_str().unwrap_or_default().to_owned();
        if let Some(nearest) = fault["nearest"].as_str() {
            message.push_str(&format!("; did you mean {nearest:?}?"));
        }
        let (field, below) = place(pointer);
        let messages = match below {
            Some(key) => {
                let object = fields.entry(field).or_insert_with(|| json!({}));
                // Messages about the whole stand beside those about its parts.
                if !object.is_object() {
                    *object = json!({ "non_field_errors": object });
                }
                &mut object[key]
            }
            None => match fields.entry(field).or_insert_with(|| json!([])) {
                object @ Value::Object(_) => &mut object["non_field_errors"],
                list => list,
            },
        };
        match messages.as_array_mut() {
            Some(list) => list.push(message.into()),
            None => *messages = json!([message]),
        }
    }
    Value::Object(fields)
}

/// Field, and the criterion within `accessibilite`.
fn place(pointer: &str) -> (String, Option<String>) {
    let is_below = |start: &str| {
        let rest = pointer.strip_prefix(start)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    let found = FIELDS.iter().find_map(|(start, field)| Some((*field, is_below(start)?)));
    let (field, rest) = found.unwrap_or_else(|| {
        let own = pointer.trim_start_matches('/');
        own.split_once('/').unwrap_or((own, ""))
    });
    if field.is_empty() {
        return ("non_field_errors".to_owned(), None);
    }
    let below = rest.trim_start_matches('/');
    let below = (field == "accessibilite" && !below.is_empty()).then(|| below.to_owned());
    (field.to_owned(), below)
}

fn duplicate(told: &Value) -> Value {
    let other = &told["candidates"][0];
    let id = other["id"].as_str().unwrap_or_default();
    let closed = other["status"] == "closed";
    let state = if closed { ", fermé depuis" } else { "" };
    json!({
        "non_field_errors": [format!("Cet établissement est déjà connu{state} : {id}")],
        "id": id,
        "candidates": told["candidates"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_stand_under_the_names_that_the_client_sent() {
        let fault = |pointer: &str| json!({ "pointer": pointer, "detail": "wrong" });
        let told = json!({ "errors": [
            fault("/name"), fault("/address/postal_code"), fault("/criteria/entree_pmr"), fault("/criteria"),
            fault("/activities/0"), fault("/commune"), fault("/sources/0"), fault("")
        ] });
        assert_eq!(
            by_field(&told),
            json!({
                "nom": ["wrong"], "code_postal": ["wrong"],
                "accessibilite": { "entree_pmr": ["wrong"], "non_field_errors": ["wrong"] },
                "activite": ["wrong"], "commune": ["wrong"], "sources": ["wrong"], "non_field_errors": ["wrong"]
            })
        );
    }
}
