use std::fmt;
use std::str::FromStr;

use crate::{BoundingBox, EstablishmentId, InseeCode, LonLat, Near};

/// What somebody wants to hear of. As text, which is how it is kept: `everything`, `managed`, `establishment:<id>`,
/// `commune:<code>`, `bbox:<west,south,east,north>`, `around:<lon,lat,metres>`, `search:<query>`.
#[derive(Debug, Clone, PartialEq)]
pub enum Interest {
    /// All changes.
    Everything,
    /// The establishments that the account manages.
    Managed,
    /// One establishment.
    Establishment(EstablishmentId),
    /// A commune; a city holds its municipal arrondissements.
    Commune(InseeCode),
    /// A box.
    Box(BoundingBox),
    /// A circle: a point, and metres around it.
    Around(LonLat, f64),
    /// What a search finds, by its query string. Never with the needs or limits of a person.
    Search(String),
}

/// Why a text is no interest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no interest")]
pub struct InterestError(String);

/// Where an establishment stands, or stood before it was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Stand {
    /// Which.
    pub id: EstablishmentId,
    /// Its position.
    pub at: LonLat,
    /// Its commune or municipal arrondissement.
    pub commune: InseeCode,
    /// The city of an arrondissement.
    pub city: Option<InseeCode>,
}

impl Interest {
    /// Whether it takes what stands there. None where only a search, or a look at who manages what, can tell.
    pub fn takes(&self, stand: &Stand) -> Option<bool> {
        Some(match self {
            Self::Everything => true,
            Self::Establishment(id) => *id == stand.id,
            Self::Commune(code) => *code == stand.commune || Some(code) == stand.city.as_ref(),
            Self::Box(bbox) => bbox.contains(stand.at),
            Self::Around(centre, metres) => centre.metres_to(stand.at) <= *metres,
            Self::Managed | Self::Search(_) => return None,
        })
    }
}

impl fmt::Display for Interest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::Managed => f.write_str("managed"),
            Self::Establishment(id) => write!(f, "establishment:{id}"),
            Self::Commune(code) => write!(f, "commune:{code}"),
            Self::Box(bbox) => {
                let [west, south, east, north] = bbox.limits();
                write!(f, "bbox:{west},{south},{east},{north}")
            }
            Self::Around(centre, metres) => write!(f, "around:{},{},{metres}", centre.lon(), centre.lat()),
            Self::Search(query) => write!(f, "search:{query}"),
        }
    }
}

impl FromStr for Interest {
    type Err = InterestError;

    fn from_str(text: &str) -> Result<Self, InterestError> {
        let wrong = || InterestError(text.chars().take(80).collect());
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let read = match kind {
            "everything" if rest.is_empty() => Some(Self::Everything),
            "managed" if rest.is_empty() => Some(Self::Managed),
            "establishment" => rest.parse().ok().map(Self::Establishment),
            "commune" => rest.parse().ok().map(Self::Commune),
            "bbox" => rest.parse().ok().map(Self::Box),
            "around" => around(rest),
            "search" => Some(Self::Search(rest.to_owned())),
            _ => None,
        };
        read.ok_or_else(wrong)
    }
}

fn around(text: &str) -> Option<Interest> {
    let numbers: Vec<f64> = text.split(',').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [lon, lat, metres] = numbers[..] else {
        return None;
    };
    let near = Near::new(LonLat::new(lon, lat).ok()?, Some(metres)).ok()?;
    Some(Interest::Around(near.centre, metres))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn villeurbanne() -> Stand {
        Stand {
            id: "01981e50-0000-7000-8000-000000000001".parse().unwrap(),
            at: LonLat::new(4.88, 45.77).unwrap(),
            commune: "69386".parse().unwrap(),
            city: Some("69123".parse().unwrap()),
        }
    }

    #[test]
    fn an_interest_is_read_as_it_was_written() {
        for text in [
            "everything",
            "managed",
            "establishment:01981e50-0000-7000-8000-000000000001",
            "commune:69266",
            "bbox:177,-19,-178,-16",
            "around:4.88,45.77,300.5",
            "search:q=pain&commune=69266",
        ] {
            assert_eq!(text.parse::<Interest>().unwrap().to_string(), text);
        }
        for wrong in ["", "everything:1", "commune:x", "bbox:1,2", "around:4,95,3", "around:4,45,0", "moon:1"]
        {
            assert!(wrong.parse::<Interest>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn places_are_taken_by_id_commune_city_box_and_circle_and_a_search_decides_itself() {
        let takes = |text: &str| text.parse::<Interest>().unwrap().takes(&villeurbanne());
        for yes in [
            "everything",
            "establishment:01981e50-0000-7000-8000-000000000001",
            "commune:69386",
            "commune:69123",
            "bbox:4.8,45.7,4.9,45.8",
            "around:4.88,45.771,200",
        ] {
            assert_eq!(takes(yes), Some(true), "{yes}");
        }
        for no in ["commune:69266", "bbox:4,45,4.5,46", "around:4.88,45.78,200"] {
            assert_eq!(takes(no), Some(false), "{no}");
        }
        assert_eq!(takes("search:q=pain"), None);
    }
}
