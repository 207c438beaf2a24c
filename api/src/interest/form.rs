//! An interest in bodies of JSON.

use plainpied_domain::{BoundingBox, Interest, Near};
use plainpied_search::Query;
use plainpied_store::establishment;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::found::asked;
use crate::extract::{Faults, Fields, Members, read_query};
use crate::problem::{Problem, code};
use crate::routes::search::params::SearchParams;
use crate::state::AppState;

const KINDS: [&str; 5] = ["everything", "managed", "establishment", "area", "search"];
/// What a search may not hold: it would say what a person needs.
const PERSONAL: [&str; 4] = ["needs", "limits", "verdict", "unknown"];

/// What is of interest. An area is a commune, a box, or a point and a radius.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InterestRequest {
    /// `everything`, `managed` (what the account manages), `establishment`, `area`, `search`.
    #[schema(example = "area")]
    kind: String,
    /// Of an establishment.
    id: Option<Uuid>,
    /// INSEE code of a commune; a city holds its municipal arrondissements.
    #[schema(example = "69266")]
    commune: Option<String>,
    /// west,south,east,north, degrees.
    bbox: Option<Vec<f64>>,
    /// Longitude of a point, degrees.
    lon: Option<f64>,
    /// Latitude of a point, degrees.
    lat: Option<f64>,
    /// Metres around the point, at most 100000.
    radius: Option<f64>,
    /// The query string of a search, as of `/api/v1/search`, without needs and limits of a person: those are nobody
    /// else's affair, and are not kept.
    #[schema(example = "q=boulangerie&commune=69266")]
    query: Option<String>,
}

/// What is of interest.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InterestView {
    /// `everything`, `establishment`, `area`, `search`.
    kind: &'static str,
    /// Of an establishment.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// INSEE code of a commune.
    #[serde(skip_serializing_if = "Option::is_none")]
    commune: Option<String>,
    /// west,south,east,north, degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<[f64; 4]>,
    /// Longitude of a point, degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    /// Latitude of a point, degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    /// Metres around the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    radius: Option<f64>,
    /// The query string of a search.
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
}

impl From<&Interest> for InterestView {
    fn from(interest: &Interest) -> Self {
        let mut view = Self {
            kind: "everything",
            id: None,
            commune: None,
            bbox: None,
            lon: None,
            lat: None,
            radius: None,
            query: None,
        };
        match interest {
            Interest::Everything => {}
            Interest::Managed => view.kind = "managed",
            Interest::Establishment(id) => (view.kind, view.id) = ("establishment", Some(id.as_uuid())),
            Interest::Commune(code) => (view.kind, view.commune) = ("area", Some(code.to_string())),
            Interest::Box(bbox) => (view.kind, view.bbox) = ("area", Some(bbox.limits())),
            Interest::Around(centre, metres) => {
                view.kind = "area";
                (view.lon, view.lat) = (Some(centre.lon()), Some(centre.lat()));
                view.radius = Some(*metres);
            }
            Interest::Search(query) => (view.kind, view.query) = ("search", Some(query.clone())),
        }
        view
    }
}

/// The interest that stands in the member `interest`, as far as its form tells: [`check`] asks whether what it names
/// exists.
pub(crate) fn read(members: &mut Members<'_>, faults: &mut Faults) -> Option<Interest> {
    let value = members.take("interest")?;
    let mut inner = Members::of(value, members.pointer("interest"), faults)?;
    let kind = inner.text("kind", faults).unwrap_or_default();
    let interest = match kind.as_str() {
        "everything" => Some(Interest::Everything),
        "managed" => Some(Interest::Managed),
        "establishment" => {
            required(&inner.parsed("id", faults), &inner.pointer("id"), faults).map(Interest::Establishment)
        }
        "area" => area(&mut inner, faults),
        "search" => search(&mut inner, faults),
        _ => {
            faults.add(&inner.pointer("kind"), format!("must be among {}", KINDS.join(", ")), None);
            return None;
        }
    };
    inner.refuse_unknown(faults);
    interest
}

fn required<T: Clone>(given: &Option<T>, pointer: &str, faults: &mut Faults) -> Option<T> {
    if given.is_none() {
        faults.add(pointer, "is missing or wrong", None);
    }
    given.clone()
}

fn area(members: &mut Members<'_>, faults: &mut Faults) -> Option<Interest> {
    let commune = members.parsed("commune", faults).map(Interest::Commune);
    let bbox = bbox(members, faults).map(Interest::Box);
    let circle = circle(members, faults);
    let mut given = [commune, bbox, circle].into_iter().flatten();
    let (first, second) = (given.next(), given.next());
    if first.is_none() || second.is_some() {
        let what = "an area is one of commune, bbox, or lon, lat and radius";
        faults.add(&members.pointer("kind"), what, None);
    }
    first
}

fn bbox(members: &mut Members<'_>, faults: &mut Faults) -> Option<BoundingBox> {
    let value = members.take("bbox")?;
    let numbers: Option<Vec<f64>> =
        value.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect());
    let Some([west, south, east, north]) = numbers.as_deref() else {
        faults.add(&members.pointer("bbox"), "four numbers are expected: west, south, east, north", None);
        return None;
    };
    let read = BoundingBox::new(*west, *south, *east, *north);
    read.map_err(|error| faults.add(&members.pointer("bbox"), error, None)).ok()
}

fn circle(members: &mut Members<'_>, faults: &mut Faults) -> Option<Interest> {
    let centre = members.position(faults);
    let radius = members.number("radius", faults);
    let (centre, metres) = match (centre, radius) {
        (Some(centre), Some(metres)) => (centre, metres),
        (None, None) => return None,
        _ => {
            faults.add(&members.pointer("radius"), "lon, lat and radius go together", None);
            return None;
        }
    };
    match Near::new(centre, Some(metres)) {
        Ok(near) => Some(Interest::Around(near.centre, metres)),
        Err(error) => {
            faults.add(&members.pointer("radius"), error, None);
            None
        }
    }
}

/// A search, by its query string in one form, without what is of a person.
fn search(members: &mut Members<'_>, faults: &mut Faults) -> Option<Interest> {
    let pointer = members.pointer("query");
    let given = required(&members.text("query", faults), &pointer, faults)?;
    match searched(given.trim_start_matches('?')) {
        Ok(interest) => Some(interest),
        Err(problem) => {
            faults.add(&pointer, problem.said().trim_end_matches('.'), None);
            None
        }
    }
}

/// The interest in a search, by its query string.
///
/// # Errors
/// A parameter that is not what it should be, or says what a person needs.
pub(crate) fn searched(query: &str) -> Result<Interest, Problem> {
    let fields = Fields::parse(query)?;
    refuse_personal(&fields)?;
    read_query::<SearchParams>(query)?;
    Ok(Interest::Search(fields.canonical()))
}

/// Whether a parameter says what a person needs.
pub(super) fn is_personal(name: &str) -> bool {
    PERSONAL.contains(&name.split('[').next().unwrap_or_default())
}

/// Refuses a query that says what a person needs.
///
/// # Errors
/// The parameter that does.
pub(crate) fn refuse_personal(fields: &Fields) -> Result<(), Problem> {
    match fields.pairs().iter().find(|(name, _)| is_personal(name)) {
        Some((name, _)) => Err(Problem::parameter(name, personal_refusal(name))),
        None => Ok(()),
    }
}

/// Refuses words that are understood as the needs of a person.
///
/// # Errors
/// Where there are such.
pub(crate) fn refuse_needs(asked: &Query) -> Result<(), Problem> {
    if asked.asked.needs.is_empty() { Ok(()) } else { Err(Problem::parameter("q", personal_refusal("q"))) }
}

fn personal_refusal(name: &str) -> String {
    format!("{name} says what a person needs, which is health data: it is not kept, leave it out")
}

/// Whether what the interest names is there, and its words ask for nobody's needs.
///
/// # Errors
/// 422 where not; 503.
pub(crate) async fn check(state: &AppState, interest: &Interest) -> Result<(), Problem> {
    let refused = |pointer: &str, detail: String| {
        let errors = vec![serde_json::json!({ "pointer": pointer, "detail": detail })];
        Problem::new(&code::INVALID_BODY).detail(detail).with("errors", errors)
    };
    match interest {
        Interest::Establishment(id) => {
            let found = state.query(async |connection| establishment::locate(connection, *id).await);
            found
                .await?
                .map(|_| ())
                .ok_or_else(|| refused("/interest/id", "there is no such establishment".to_owned()))
        }
        Interest::Commune(code) => {
            let name = state.query(async |connection| establishment::commune_name(connection, code).await);
            let name = name.await?;
            name.map(|_| ())
                .ok_or_else(|| refused("/interest/commune", format!("there is no commune {code}")))
        }
        Interest::Search(query) => match asked(state, query).await.and_then(|asked| refuse_needs(&asked)) {
            Ok(()) => Ok(()),
            Err(problem) if problem.code().status.is_client_error() => {
                Err(refused("/interest/query", problem.said().trim_end_matches('.').to_owned()))
            }
            Err(problem) => Err(problem),
        },
        Interest::Everything | Interest::Managed | Interest::Box(_) | Interest::Around(..) => Ok(()),
    }
}
