//! `GET /map/communes/{department}`: the communes of a department, for those who look at it nearer.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::{Value, json};

use super::{NAMED, drawn, point};
use crate::extract::{NoParams, Params, path_part};
use crate::problem::{Problem, code};

/// The department in the path.
pub(crate) struct PathDepartment(String);

impl<S: Send + Sync> FromRequestParts<S> for PathDepartment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_part(parts, state).await.map(Self)
    }
}

pub(crate) async fn handler(
    PathDepartment(department): PathDepartment,
    Params(NoParams): Params<NoParams>,
) -> Result<Response, Problem> {
    let communes = made(&department).map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    let missing = || Problem::new(&code::NOT_FOUND).detail("there is no such department").at("department");
    communes.map(drawn).ok_or_else(missing)
}

/// Made once for each department: the facts are part of the program.
static MADE: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);

fn made(department: &str) -> anyhow::Result<Option<Bytes>> {
    let known = || MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = known().get(department) {
        return Ok(Some(made.clone()));
    }
    let made = communes(department)?.map(Bytes::from);
    // What is no department is not kept: anybody may ask for anything.
    known().extend(made.clone().map(|made| (department.to_owned(), made)));
    Ok(made)
}

/// The contours, and points for the names that the map of France has not; none where there is no such department.
fn communes(department: &str) -> anyhow::Result<Option<Vec<u8>>> {
    if !fixtures::departments()?.iter().any(|known| known.code == department) {
        return Ok(None);
    }
    let mut features: Vec<_> = fixtures::contours_of(department)?.iter().map(land).collect();
    let villages = fixtures::communes_of(department)?;
    let villages = villages.iter().filter(|one| one.parent.is_none() && one.population < NAMED);
    features.extend(villages.map(point));
    Ok(Some(serde_json::to_vec(&json!({ "type": "FeatureCollection", "features": features }))?))
}

fn land(contour: &fixtures::Contour) -> Value {
    let parts: Vec<_> = contour.rings.iter().map(|ring| [ring]).collect();
    json!({
        "type": "Feature",
        "properties": { "code": contour.code },
        "geometry": { "type": "MultiPolygon", "coordinates": parts },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_has_the_land_of_its_communes_and_the_names_of_its_villages() {
        let found: Value = serde_json::from_slice(&communes("69").unwrap().unwrap()).unwrap();
        let features = found["features"].as_array().unwrap();
        let of = |member: &str, value: &str| features.iter().find(|one| one["properties"][member] == value);
        assert_eq!(of("code", "69266").unwrap()["geometry"]["type"], "MultiPolygon");
        assert_eq!(of("name", "Affoux").unwrap()["geometry"]["type"], "Point");
        assert!(of("name", "Villeurbanne").is_none(), "the map of France has it");
        assert!(of("code", "01001").is_none(), "it is of another department");
        assert!(communes("6").unwrap().is_none() && communes("").unwrap().is_none());
    }
}
