//! Positions and boxes among the parameters, and the most frequent mistake with them: latitude and longitude swapped.

use plainpied_domain::{BoundingBox, LonLat, LonLatError, Near};

use super::Fields;
use crate::problem::{Problem, code};

/// The latitudes and longitudes of mainland France, generously, degrees.
const LATITUDES: std::ops::RangeInclusive<f64> = 41.0..=52.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = -10.0..=10.0;

/// The point given by `lat` and `lon`.
///
/// # Errors
/// One without the other, a number out of range, or coordinates that look swapped.
pub(crate) fn point(fields: &mut Fields) -> Result<Option<LonLat>, Problem> {
    match (fields.number("lat")?, fields.number("lon")?) {
        (Some(lat), Some(lon)) => {
            let at = LonLat::new(lon, lat).map_err(|error| out_of_range(error, lon, lat))?;
            refuse_swapped(at, "lat")?;
            Ok(Some(at))
        }
        (Some(_), None) => missing("lon", "lat and lon go together"),
        (None, Some(_)) => missing("lat", "lat and lon go together"),
        (None, None) => Ok(None),
    }
}

/// The point given by `lat` and `lon`, and the `radius` around it in metres.
///
/// # Errors
/// As [`point`]; a radius without a point, or out of range.
pub(crate) fn near(fields: &mut Fields) -> Result<Option<Near>, Problem> {
    match (point(fields)?, fields.number("radius")?) {
        (Some(centre), radius) => {
            Near::new(centre, radius).map(Some).map_err(|error| Problem::parameter("radius", error))
        }
        (None, Some(_)) => missing("lat", "radius needs lat and lon, the point around which it lies"),
        (None, None) => Ok(None),
    }
}

fn missing<T>(name: &str, detail: &'static str) -> Result<T, Problem> {
    Err(Problem::new(&code::MISSING_PARAMETER).detail(detail).at(name))
}

/// The box given by `bbox`.
///
/// # Errors
/// No box, or one whose corners look swapped.
pub(crate) fn bounding_box(fields: &mut Fields) -> Result<Option<BoundingBox>, Problem> {
    bounding_box_of(fields, "bbox")
}

/// The box given by a parameter.
///
/// # Errors
/// As [`bounding_box`].
pub(crate) fn bounding_box_of(
    fields: &mut Fields,
    name: &'static str,
) -> Result<Option<BoundingBox>, Problem> {
    let Some(bbox) = fields.parsed::<BoundingBox>(name)? else {
        return Ok(None);
    };
    let [west, south, east, north] = bbox.limits();
    for (lon, lat) in [(west, south), (east, north)] {
        if !is_swapped(lon, lat) {
            return Ok(Some(bbox));
        }
    }
    Err(Problem::new(&code::SWAPPED_COORDINATES)
        .detail("the box lies in the Indian Ocean: a box is west,south,east,north, longitude before latitude")
        .at(name))
}

/// Fails for a position that looks as if latitude and longitude had changed places.
///
/// # Errors
/// Names the parameter.
pub(crate) fn refuse_swapped(at: LonLat, parameter: &str) -> Result<(), Problem> {
    if !is_swapped(at.lon(), at.lat()) {
        return Ok(());
    }
    let (lat, lon) = (at.lat(), at.lon());
    Err(Problem::new(&code::SWAPPED_COORDINATES)
        .detail(format!("lat={lat} and lon={lon} may be swapped: the other way round they are in France"))
        .at(parameter))
}

fn is_swapped(lon: f64, lat: f64) -> bool {
    LATITUDES.contains(&lon) && LONGITUDES.contains(&lat)
}

fn out_of_range(error: LonLatError, lon: f64, lat: f64) -> Problem {
    let parameter = if matches!(error, LonLatError::Longitude(_)) { "lon" } else { "lat" };
    if parameter == "lat" && LonLat::new(lat, lon).is_ok() {
        return Problem::parameter(parameter, format!("{error}; latitude and longitude may be swapped"));
    }
    Problem::parameter(parameter, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> (&'static str, String) {
        let mut fields = Fields::parse(query).unwrap();
        let problem = near(&mut fields).and_then(|_| bounding_box(&mut fields)).unwrap_err();
        (problem.code().name, format!("{problem:?}"))
    }

    #[test]
    fn a_point_needs_both_coordinates_and_a_radius_needs_a_point() {
        assert_eq!(refusal("lat=45").0, "missing-parameter");
        assert_eq!(refusal("lon=4.8").0, "missing-parameter");
        assert_eq!(refusal("radius=300").0, "missing-parameter");
        let near = near(&mut Fields::parse("lat=45.76&lon=4.83&radius=300").unwrap()).unwrap().unwrap();
        assert_eq!((near.centre.lon(), near.centre.lat(), near.radius), (4.83, 45.76, Some(300.0)));
    }

    #[test]
    fn swapped_coordinates_are_recognised_and_reunion_is_not_suspected() {
        assert_eq!(refusal("lat=4.83&lon=45.76").0, "swapped-coordinates");
        assert_eq!(refusal("bbox=45.7,4.7,45.8,4.9").0, "swapped-coordinates");
        assert!(near(&mut Fields::parse("lat=-21.1&lon=55.5").unwrap()).is_ok());
        let (name, text) = refusal("lat=120&lon=4");
        assert!(name == "invalid-parameter" && text.contains("may be swapped"), "{text}");
        assert!(near(&mut Fields::parse("lat=-12.8&lon=45.2").unwrap()).is_ok(), "Mayotte");
    }

    #[test]
    fn a_box_over_the_antimeridian_or_the_whole_world_is_allowed_and_a_reversed_one_is_not() {
        for query in ["bbox=177,-19,-178,-16", "bbox=-180,-90,180,90"] {
            assert!(bounding_box(&mut Fields::parse(query).unwrap()).unwrap().is_some(), "{query}");
        }
        assert_eq!(refusal("bbox=4,46,5,45").0, "invalid-parameter");
        assert_eq!(refusal("bbox=4,46,5").0, "invalid-parameter");
    }
}
