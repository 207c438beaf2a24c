use crate::LonLat;

/// Everything within `radius` metres of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The centre.
    pub centre: LonLat,
    /// The radius, metres; `None`: no limit, the point serves only to measure distances.
    pub radius: Option<f64>,
}

/// Why a number is not a radius.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("a radius is a number of metres above 0 and up to {max}; got {0}", max = Near::MAX_RADIUS)]
pub struct RadiusError(f64);

impl Near {
    /// The largest radius of a search, metres.
    pub const MAX_RADIUS: f64 = 100_000.0;

    /// Within `radius` metres of `centre`.
    ///
    /// # Errors
    /// A radius that is not above 0 and at most [`Near::MAX_RADIUS`].
    pub fn new(centre: LonLat, radius: Option<f64>) -> Result<Self, RadiusError> {
        match radius {
            Some(metres) if !(metres > 0.0 && metres <= Self::MAX_RADIUS) => Err(RadiusError(metres)),
            _ => Ok(Self { centre, radius }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radius_is_positive_finite_and_limited() {
        let centre = LonLat::new(4.8, 45.7).unwrap();
        assert!(Near::new(centre, Some(3_000.0)).is_ok());
        for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY, 100_000.1] {
            assert!(Near::new(centre, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
