use geo::{Distance, Haversine, Point};
use serde::{Deserialize, Serialize};

/// A position on Earth: longitude then latitude, degrees, WGS 84 (EPSG:4326). Always finite and in range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

/// Why two numbers are not a position.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum LonLatError {
    /// Not a number, or infinite.
    #[error("longitude {lon} and latitude {lat} must be finite numbers")]
    NotFinite {
        /// Longitude as given.
        lon: f64,
        /// Latitude as given.
        lat: f64,
    },
    /// Longitude outside -180..=180.
    #[error("longitude {0} is outside -180 to 180 degrees")]
    Longitude(f64),
    /// Latitude outside -90..=90.
    #[error("latitude {0} is outside -90 to 90 degrees")]
    Latitude(f64),
}

impl LonLat {
    /// A position from longitude and latitude in degrees.
    ///
    /// # Errors
    /// A number that is not finite, or out of range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, LonLatError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(LonLatError::NotFinite { lon, lat });
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(LonLatError::Longitude(lon));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(LonLatError::Latitude(lat));
        }
        Ok(Self { lon, lat })
    }

    /// Longitude, degrees.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude, degrees.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Great-circle distance in metres (haversine, mean Earth radius): within 0.6 % of the geodesic.
    pub fn metres_to(self, other: Self) -> f64 {
        Haversine.distance(Point::new(self.lon, self.lat), Point::new(other.lon, other.lat))
    }

    /// The same numbers read the other way round, where that is a position at all.
    pub fn swapped(self) -> Option<Self> {
        Self::new(self.lat, self.lon).ok()
    }
}

impl TryFrom<[f64; 2]> for LonLat {
    type Error = LonLatError;

    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, LonLatError> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(at: LonLat) -> Self {
        [at.lon, at.lat]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_no_position_are_refused() {
        assert!(matches!(LonLat::new(f64::NAN, 45.0), Err(LonLatError::NotFinite { .. })));
        assert_eq!(LonLat::new(181.0, 45.0), Err(LonLatError::Longitude(181.0)));
        assert_eq!(LonLat::new(4.0, -90.5), Err(LonLatError::Latitude(-90.5)));
    }

    #[test]
    fn lyon_to_villeurbanne_is_about_four_kilometres() {
        let lyon = LonLat::new(4.8357, 45.7640).unwrap();
        let villeurbanne = LonLat::new(4.8803, 45.7667).unwrap();
        let metres = lyon.metres_to(villeurbanne);
        assert!((3_400.0..3_550.0).contains(&metres), "{metres}");
    }
}
