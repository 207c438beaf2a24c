//! Webhooks against receivers that the tests start: signatures are checked by the library of the specification.

mod following;
mod receiver;
mod trouble;

use serde_json::{Value, json};

use crate::harness::{Running, World, wait_until};
use crate::writing::{Writer, bakery};

/// A server that may send to this machine.
pub fn serve(world: &World) -> (Running, String) {
    world.serve_with(&["--webhook-hosts", "127.0.0.1"])
}

/// A webhook that leads there; its path and its secret.
pub fn webhook(writer: &Writer, url: &str, more: &Value) -> (String, String) {
    let mut body = json!({ "url": url });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let added = writer.send("POST", "/api/v1/webhooks", &body);
    assert_eq!(added.status, 201, "{}", added.body);
    let path = format!("/api/v1/webhooks/{}", added.body["id"].as_str().unwrap());
    (path, added.body["secret"].as_str().unwrap().to_owned())
}

/// Adds a place there; its path.
pub fn place(writer: &Writer, name: &str, location: [f64; 2]) -> String {
    let mut body = bakery(name);
    body["location"] = json!(location);
    let added = writer.send("POST", "/api/v1/establishments", &body);
    assert_eq!(added.status, 201, "{}", added.body);
    format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap())
}

/// The newest delivery of a webhook, once it is no longer what it was when it was made.
pub fn outcome(writer: &Writer, path: &str) -> Value {
    let mut newest = Value::Null;
    wait_until("the newest delivery was tried", || {
        newest = writer.send("GET", &format!("{path}/deliveries?limit=1"), &json!({})).body["deliveries"][0]
            .clone();
        newest["attempts"].as_i64().is_some_and(|attempts| attempts > 0)
    });
    newest
}
