//! OGC API - Features: the public abstract tests of parts 1 and 2 and of CQL2, by their names, and GDAL.

mod counted;
mod cql2;
mod gdal;
mod part1;
mod part2;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{Running, World, get, sample};

pub struct Ogc {
    pub world: World,
    pub server: Running,
    /// Ends in `/ogc`.
    pub url: String,
}

impl Ogc {
    /// The sample, served.
    pub async fn new() -> Self {
        let world = World::seeded().await;
        world.import(&sample(), &["--source", "sample"]);
        let (server, url) = world.serve();
        Self { world, server, url: format!("{url}/ogc") }
    }

    pub async fn end(self) {
        drop(self.server);
        self.world.end().await;
    }

    /// The JSON of a path that answers 200.
    pub fn json(&self, path: &str) -> Value {
        let (status, body) = get(&format!("{}{path}", self.url), "application/json, application/geo+json");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Status and body of the items of a collection.
    pub fn items(&self, collection: &str, parameters: &[(&str, &str)]) -> (u16, Value) {
        let mut url = format!("{}/collections/{collection}/items?", self.url);
        for (name, value) in parameters {
            url.push_str(&format!("{name}={}&", escaped(value)));
        }
        get(url.trim_end_matches('&'), "application/geo+json")
    }

    /// The ids of all pages of a list that has at most `limit` on each.
    pub fn all_ids(&self, collection: &str, parameters: &[(&str, &str)]) -> Vec<String> {
        let (status, mut page) = self.items(collection, parameters);
        assert_eq!(status, 200, "{parameters:?}: {page}");
        let mut all = ids(&page);
        while let Some(next) = link(&page, "next") {
            page = get(&next, "application/geo+json").1;
            assert!(!ids(&page).is_empty(), "a page that was promised has items");
            all.extend(ids(&page));
        }
        all
    }

    pub async fn sql(&self, condition: &str) -> BTreeSet<String> {
        let sql = format!(
            "SELECT e.id::text FROM establishment e JOIN commune c ON c.code = e.commune_code \
             JOIN establishment_criteria k ON k.id = e.id WHERE e.status = 'published' AND ({condition})"
        );
        let found: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&self.world.database.pool).await.unwrap();
        found.into_iter().collect()
    }
}

pub fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

pub fn ids(page: &Value) -> Vec<String> {
    page["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Where a link of this relation leads.
pub fn link(body: &Value, rel: &str) -> Option<String> {
    let links = body["links"].as_array().unwrap();
    links.iter().find(|link| link["rel"] == rel).map(|link| link["href"].as_str().unwrap().to_owned())
}
