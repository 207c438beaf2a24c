//! `GET /map/base.json`: departments and towns, the quiet base of the map where no other is configured.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::response::Response;
use serde_json::Value;

use super::{NAMED, drawn, point};
use crate::extract::{NoParams, Params};
use crate::problem::{Problem, code};

/// Made once: the facts are part of the program.
static BASE: OnceLock<Bytes> = OnceLock::new();

pub(crate) async fn handler(Params(NoParams): Params<NoParams>) -> Result<Response, Problem> {
    let base = match BASE.get() {
        Some(base) => base,
        None => {
            let made = base().map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
            BASE.get_or_init(|| Bytes::from(made))
        }
    };
    Ok(drawn(base.clone()))
}

/// The outlines, with a point for each town.
fn base() -> anyhow::Result<Vec<u8>> {
    let mut base: Value = serde_json::from_str(fixtures::OUTLINES)?;
    let towns = fixtures::communes()?;
    let towns = towns.iter().filter(|town| town.parent.is_none() && town.population >= NAMED).map(point);
    if let Some(features) = base["features"].as_array_mut() {
        features.extend(towns);
    }
    Ok(serde_json::to_vec(&base)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_department_has_an_outline_and_every_town_a_point() {
        let base: Value = serde_json::from_slice(&base().unwrap()).unwrap();
        let features = base["features"].as_array().unwrap();
        let outlined: BTreeSet<_> =
            features.iter().filter_map(|one| one["properties"]["code"].as_str()).collect();
        let departments = fixtures::departments().unwrap();
        assert_eq!(outlined, departments.iter().map(|one| one.code.as_str()).collect());
        let town = features.iter().find(|one| one["properties"]["name"] == "Villeurbanne").unwrap();
        assert_eq!(town["geometry"]["type"], "Point");
        assert!(features.iter().all(|one| one["properties"]["name"] != "Lyon 3e Arrondissement"));
    }
}
