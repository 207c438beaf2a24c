//! Geohashes of ten letters (Niemeyer, as `ST_GeoHash(location, 10)` of PostGIS makes them): a curve over the world along
//! which what is near is mostly near too. A box is a few stretches of it, so that an index of geohashes reads a page of
//! a box, however many places there are in it, without reading them all.

use std::fmt;
use std::str::FromStr;

use crate::{BoundingBox, EstablishmentId};

/// Letters of a geohash here: a cell of 1.2 m by 0.6 m at the equator.
const LETTERS: u32 = 10;
/// Each letter says so many halvings of the world, of longitudes and latitudes in turn.
const BITS: u32 = 5 * LETTERS;
const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";

/// A stretch of the curve: the first and the last geohash of it. Their order is that of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
}

/// A place of a list that follows the curve: what the next page continues after. As a text, the geohash and the id with a
/// colon between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlongCurve {
    /// Where it is.
    pub geohash: String,
    /// Which of those that are there.
    pub id: EstablishmentId,
}

/// Not a place of such a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a geohash and an id")]
pub struct AlongCurveError;

impl fmt::Display for AlongCurve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.geohash, self.id)
    }
}

impl FromStr for AlongCurve {
    type Err = AlongCurveError;

    fn from_str(text: &str) -> Result<Self, AlongCurveError> {
        let (geohash, id) = text.split_once(':').ok_or(AlongCurveError)?;
        Ok(Self { geohash: geohash.to_owned(), id: id.parse().map_err(|_not_one| AlongCurveError)? })
    }
}

/// The geohash of a position, degrees, WGS 84.
pub fn geohash(lon: f64, lat: f64) -> String {
    let mut cell = Cell::WORLD;
    while cell.depth < BITS {
        let [low, high] = cell.halves();
        // What lies on the line belongs to the half to the east or north of it.
        cell = if lon >= high.west && lat >= high.south { high } else { low };
    }
    letters(cell.path)
}

/// A cell: the halvings so far, and its sides in degrees.
#[derive(Debug, Clone, Copy)]
struct Cell {
    path: u64,
    depth: u32,
    west: f64,
    south: f64,
    width: f64,
    height: f64,
}

impl Cell {
    const WORLD: Self = Self { path: 0, depth: 0, west: -180.0, south: -90.0, width: 360.0, height: 180.0 };

    fn halves(self) -> [Self; 2] {
        let mut low = Self { path: self.path << 1, depth: self.depth + 1, ..self };
        let mut high = Self { path: low.path | 1, ..low };
        if self.depth.is_multiple_of(2) {
            low.width /= 2.0;
            high = Self { width: low.width, west: self.west + low.width, ..high };
        } else {
            low.height /= 2.0;
            high = Self { height: low.height, south: self.south + low.height, ..high };
        }
        [low, high]
    }

    /// How much of the cell lies in the box, square degrees. An edge that touches is something: an exact condition on
    /// the position goes with every cover.
    fn inside(self, [west, south, east, north]: [f64; 4]) -> Option<f64> {
        let width = east.min(self.west + self.width) - west.max(self.west);
        let height = north.min(self.south + self.height) - south.max(self.south);
        (width >= 0.0 && height >= 0.0).then_some(width * height)
    }

    fn outside(self, of: [f64; 4]) -> f64 {
        self.width * self.height - self.inside(of).unwrap_or(0.0)
    }

    /// The first and the last of the paths of full length that begin with this one.
    fn paths(self) -> (u64, u64) {
        let rest = BITS - self.depth;
        (self.path << rest, ((self.path + 1) << rest) - 1)
    }
}

/// At most `most` stretches, in order, that together hold every geohash of the box. They hold more than the box: the cells
/// that reach farthest out of it are halved first.
pub fn stretches(of: BoundingBox, most: usize) -> Vec<Stretch> {
    let parts: Vec<[f64; 4]> = of.parts().collect();
    let mut paths: Vec<(u64, u64)> = Vec::new();
    for part in &parts {
        paths.extend(cover(*part, (most / parts.len()).max(1)).into_iter().map(Cell::paths));
    }
    paths.sort_unstable();
    let mut merged: Vec<(u64, u64)> = Vec::new();
    for (first, last) in paths {
        match merged.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged.into_iter().map(|(first, last)| Stretch { first: letters(first), last: letters(last) }).collect()
}

fn cover(of: [f64; 4], most: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::WORLD];
    loop {
        let waste = |(_, cell): &(usize, Cell)| cell.outside(of);
        let farthest = cells
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, cell)| cell.depth < BITS && cell.outside(of) > 0.0)
            .max_by(|one, other| waste(one).total_cmp(&waste(other)));
        let Some((place, cell)) = farthest else { break };
        let halves: Vec<Cell> = cell.halves().into_iter().filter(|half| half.inside(of).is_some()).collect();
        if cells.len() - 1 + halves.len() > most {
            break;
        }
        cells.splice(place..=place, halves);
    }
    cells
}

fn letters(path: u64) -> String {
    (0..LETTERS).rev().map(|place| char::from(ALPHABET[(path >> (5 * place) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(stretches: &[Stretch], hash: &str) -> bool {
        stretches.iter().any(|stretch| (&*stretch.first..=&*stretch.last).contains(&hash))
    }

    #[test]
    fn a_geohash_is_the_one_that_everybody_makes() {
        // The example of the article that everybody cites: Jutland, 57.64911 N 10.40744 E.
        assert_eq!(geohash(10.40744, 57.64911), "u4pruydqqv");
    }

    #[test]
    fn a_place_of_a_list_is_read_as_it_is_written() {
        let id = "0570478e-4cfc-5243-84df-c547aec78358".parse().unwrap();
        let place = AlongCurve { geohash: geohash(4.88, 45.77), id };
        assert_eq!(place.to_string().parse(), Ok(place));
        assert_eq!("0570478e-4cfc-5243-84df-c547aec78358".parse::<AlongCurve>(), Err(AlongCurveError));
    }

    #[test]
    fn the_world_is_one_stretch_and_a_small_box_is_no_world() {
        let world = stretches(BoundingBox::new(-180.0, -90.0, 180.0, 90.0).unwrap(), 8);
        assert_eq!(world, [Stretch { first: "0000000000".to_owned(), last: "zzzzzzzzzz".to_owned() }]);
        let small = stretches(BoundingBox::new(4.83, 45.74, 4.92, 45.79).unwrap(), 8);
        assert!(small.len() <= 8);
        assert!(!held(&small, &geohash(4.7, 45.7)) && !held(&small, &geohash(5.1, 45.8)), "{small:?}");
    }

    #[test]
    fn a_box_over_the_antimeridian_has_stretches_on_both_sides() {
        let box_ = stretches(BoundingBox::new(179.0, -18.0, -179.0, -16.0).unwrap(), 8);
        assert!(held(&box_, &geohash(179.5, -17.0)) && held(&box_, &geohash(-179.5, -17.0)));
        assert!(!held(&box_, &geohash(0.0, -17.0)));
    }

    proptest! {
        #[test]
        fn every_place_of_a_box_lies_in_its_stretches(
            west in -180.0..180.0, south in -90.0..90.0, width in 0.0..2.0, height in 0.0..2.0,
            right in 0.0..=1.0, up in 0.0..=1.0, most in 2_usize..20,
        ) {
            let (east, north) = (f64::min(west + width, 180.0), f64::min(south + height, 90.0));
            let of = BoundingBox::new(west, south, east, north).unwrap();
            let (lon, lat) = (west + right * (east - west), south + up * (north - south));
            let found = stretches(of, most);
            prop_assert!(found.len() <= most);
            prop_assert!(found.is_sorted_by(|one, next| one.last < next.first));
            prop_assert!(held(&found, &geohash(lon, lat)), "{:?}", found);
        }
    }
}
