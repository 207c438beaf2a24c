//! Writes that wait for moderators, reports, claims, redaction: over the real programs.

mod claims;
mod command;
mod redaction;
mod reports;
mod suggestions;
mod text;
mod undoing;

use serde_json::{Value, json};

use crate::writing::{Answer, Writer, bakery};

/// A place that a moderator added; its address.
fn place(team: &Writer, name: &str, east: f64) -> String {
    let mut place = bakery(name);
    place["location"] = json!([4.8 + east, 45.77]);
    let added = team.send("POST", "/api/v1/establishments", &place);
    assert_eq!(added.status, 201, "{}", added.body);
    format!("/api/v1/establishments/{}", added.body["id"].as_str().unwrap())
}

fn get(writer: &Writer, path: &str) -> Value {
    let answer = writer.send("GET", path, &json!({}));
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// The code of a problem.
fn problem(answer: &Answer) -> &str {
    answer.body["type"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default()
}

/// A client without a key.
struct Nobody<'a>(&'a str);

impl Nobody<'_> {
    fn post(&self, path: &str, body: &Value) -> Answer {
        Writer::nobody(self.0).send("POST", path, body)
    }

    fn get(&self, path: &str) -> (u16, Value) {
        crate::harness::get(&format!("{}{path}", self.0), "application/json")
    }
}
