/// A coordinate reference system in which positions are taken and given (OGC API - Features - Part 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Crs {
    /// WGS 84, longitude then latitude, degrees: the one of GeoJSON.
    #[default]
    Crs84,
    /// WGS 84, latitude then longitude, degrees.
    Epsg4326,
    /// Web Mercator: easting then northing, metres.
    Epsg3857,
    /// RGF93 / Lambert-93: easting then northing, metres.
    Epsg2154,
}

/// Why a text names none of the systems.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is none of the coordinate reference systems that are served: {list}", list = Crs::ALL.map(Crs::uri).join(", "))]
pub struct UnknownCrs(String);

impl Crs {
    /// All of them, the one that is stored first.
    pub const ALL: [Self; 4] = [Self::Crs84, Self::Epsg4326, Self::Epsg3857, Self::Epsg2154];

    /// Its name on the web.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Crs84 => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            Self::Epsg4326 => "http://www.opengis.net/def/crs/EPSG/0/4326",
            Self::Epsg3857 => "http://www.opengis.net/def/crs/EPSG/0/3857",
            Self::Epsg2154 => "http://www.opengis.net/def/crs/EPSG/0/2154",
        }
    }

    /// Its number in the EPSG register, for a library that takes x (east) before y (north).
    pub fn srid(self) -> i32 {
        match self {
            Self::Crs84 | Self::Epsg4326 => 4326,
            Self::Epsg3857 => 3857,
            Self::Epsg2154 => 2154,
        }
    }

    /// Whether the northing comes first.
    pub fn is_north_first(self) -> bool {
        self == Self::Epsg4326
    }

    /// Whether its numbers are degrees.
    pub fn is_geographic(self) -> bool {
        self.srid() == 4326
    }

    /// The numbers between which the system says where on the Earth something is: `[west, south, east, north]`.
    pub fn bounds(self) -> [f64; 4] {
        match self {
            Self::Crs84 | Self::Epsg4326 => [-180.0, -90.0, 180.0, 90.0],
            // A square: 85.06° to the north and south.
            Self::Epsg3857 => {
                [-20_037_508.342_789, -20_037_508.342_789, 20_037_508.342_789, 20_037_508.342_789]
            }
            // Far beyond what it is made for. Further out its numbers come back to where others were.
            Self::Epsg2154 => [-12_000_000.0, -12_000_000.0, 12_000_000.0, 12_000_000.0],
        }
    }

    /// The axes of the system in the order x, y, or back.
    pub fn swap<T>(self, [first, second]: [T; 2]) -> [T; 2] {
        if self.is_north_first() { [second, first] } else { [first, second] }
    }
}

impl std::str::FromStr for Crs {
    type Err = UnknownCrs;

    /// By its URI, also with `https` or as the safe CURIE `[EPSG:2154]`.
    fn from_str(text: &str) -> Result<Self, UnknownCrs> {
        let number = text.strip_prefix("[EPSG:").and_then(|rest| rest.strip_suffix(']'));
        let http = text.replacen("https://", "http://", 1);
        Self::ALL
            .into_iter()
            .find(|crs| {
                crs.uri() == http
                    || (text == "[OGC:CRS84]" && *crs == Self::Crs84)
                    || number.is_some_and(|number| crs.uri().ends_with(&format!("EPSG/0/{number}")))
            })
            .ok_or_else(|| UnknownCrs(text.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_its_uri_and_by_its_number() {
        for crs in Crs::ALL {
            assert_eq!(crs.uri().parse(), Ok(crs));
        }
        assert_eq!("[EPSG:2154]".parse(), Ok(Crs::Epsg2154));
        assert_eq!("[OGC:CRS84]".parse(), Ok(Crs::Crs84));
        for wrong in ["", "EPSG:4", "[EPSG:27572]", "http://www.opengis.net/def/crs/EPSG/0/27572"] {
            assert!(wrong.parse::<Crs>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_epsg_4326_puts_the_latitude_first() {
        assert_eq!(Crs::Epsg4326.swap([45.7, 4.8]), [4.8, 45.7]);
        for crs in [Crs::Crs84, Crs::Epsg3857, Crs::Epsg2154] {
            assert_eq!(crs.swap([4.8, 45.7]), [4.8, 45.7]);
        }
    }
}
