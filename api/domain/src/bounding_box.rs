use std::str::FromStr;

use crate::{LonLat, LonLatError};

/// A box in degrees, WGS 84: `west,south,east,north`. West greater than east means that it crosses the antimeridian
/// (RFC 7946 clause 5.2); [`BoundingBox::parts`] then gives two boxes that do not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// Why a text is not a box.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BoundingBoxError {
    /// Not four numbers.
    #[error("a box is four numbers separated by commas, west,south,east,north; got {0:?}")]
    Shape(String),
    /// A corner is not a position.
    #[error(transparent)]
    Corner(#[from] LonLatError),
    /// South is above north.
    #[error("the box is upside down: south {south} is greater than north {north}")]
    Reversed {
        /// Southern limit as given.
        south: f64,
        /// Northern limit as given.
        north: f64,
    },
}

impl BoundingBox {
    /// A box from its limits in degrees.
    ///
    /// # Errors
    /// A corner out of range, or south above north.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BoundingBoxError> {
        LonLat::new(west, south)?;
        LonLat::new(east, north)?;
        if south > north {
            return Err(BoundingBoxError::Reversed { south, north });
        }
        Ok(Self { west, south, east, north })
    }

    /// The smallest box that holds the circle of `metres` around `centre`.
    pub fn around(centre: LonLat, metres: f64) -> Self {
        const METRES_PER_DEGREE: f64 = 111_195.0;
        // The haversine sphere is used for distances too; a hair more keeps rounding inside.
        let dlat = metres / METRES_PER_DEGREE * 1.0001;
        let (south, north) = ((centre.lat() - dlat).max(-90.0), (centre.lat() + dlat).min(90.0));
        let widest = south.abs().max(north.abs()).to_radians().cos();
        let dlon = if widest > 1e-6 { dlat / widest } else { 360.0 };
        if dlon >= 180.0 {
            return Self { west: -180.0, south, east: 180.0, north };
        }
        let wrap = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
        let (west, east) = (centre.lon() - dlon, centre.lon() + dlon);
        if west < -180.0 || east > 180.0 {
            return Self { west: wrap(west), south, east: wrap(east), north };
        }
        Self { west, south, east, north }
    }

    /// `[west, south, east, north]`.
    pub fn limits(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }

    /// Whether the position is inside or on the edge.
    pub fn contains(self, at: LonLat) -> bool {
        self.parts().any(|[west, south, east, north]| {
            (west..=east).contains(&at.lon()) && (south..=north).contains(&at.lat())
        })
    }

    /// One or two boxes `[west, south, east, north]` with west <= east that cover the same ground.
    pub fn parts(self) -> impl Iterator<Item = [f64; 4]> {
        let Self { west, south, east, north } = self;
        let (first, second) = if west <= east {
            ([west, south, east, north], None)
        } else {
            ([west, south, 180.0, north], Some([-180.0, south, east, north]))
        };
        std::iter::once(first).chain(second)
    }
}

impl FromStr for BoundingBox {
    type Err = BoundingBoxError;

    fn from_str(text: &str) -> Result<Self, BoundingBoxError> {
        let shape = || BoundingBoxError::Shape(text.chars().take(80).collect());
        let numbers = text
            .split(',')
            .map(|part| part.trim().parse::<f64>().ok())
            .collect::<Option<Vec<f64>>>()
            .ok_or_else(shape)?;
        let [west, south, east, north] = numbers[..] else {
            return Err(shape());
        };
        Self::new(west, south, east, north)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_box_that_crosses_the_antimeridian_has_two_parts() {
        let fiji: BoundingBox = "177,-19,-178,-16".parse().unwrap();
        assert_eq!(fiji.parts().count(), 2);
        assert!(fiji.contains(LonLat::new(179.5, -17.0).unwrap()));
        assert!(fiji.contains(LonLat::new(-179.5, -17.0).unwrap()));
        assert!(!fiji.contains(LonLat::new(0.0, -17.0).unwrap()));
    }

    #[test]
    fn a_malformed_or_reversed_box_says_so() {
        assert!(matches!("1,2,3".parse::<BoundingBox>(), Err(BoundingBoxError::Shape(_))));
        assert!(matches!("1,2,x,4".parse::<BoundingBox>(), Err(BoundingBoxError::Shape(_))));
        assert!(matches!("1,9,2,4".parse::<BoundingBox>(), Err(BoundingBoxError::Reversed { .. })));
        assert!(matches!("NaN,1,2,4".parse::<BoundingBox>(), Err(BoundingBoxError::Corner(_))));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = text.parse::<BoundingBox>();
        }

        #[test]
        fn the_box_around_a_point_holds_the_circle(
            lon in -180.0..180.0f64, lat in -85.0..85.0f64, metres in 1.0..200_000.0f64, bearing in 0.0..360.0f64,
        ) {
            use geo::{Destination, Haversine, Point};
            let centre = LonLat::new(lon, lat).unwrap();
            let edge = Haversine.destination(Point::new(lon, lat), bearing, metres);
            let wrapped = (edge.x() + 540.0).rem_euclid(360.0) - 180.0;
            let edge = LonLat::new(wrapped, edge.y()).unwrap();
            prop_assert!(BoundingBox::around(centre, metres).contains(edge));
        }
    }
}
