//! A quad-tree over longitude and latitude. Every document carries the cell that it lies in at each of a few levels; a
//! box is covered by the cells of the finest level that needs only a few of them.

/// Depths of the tree that documents carry, finest last. At 46 degrees north a cell of depth 6 is about 435 by 310 km,
/// of depth 8 110 by 80, of depth 10 27 by 20, of depth 12 7 by 5, of depth 14 1.7 by 1.2.
const LEVELS: [u8; 5] = [6, 8, 10, 12, 14];
/// The most cells that a cover may have: past that, looking them up costs more than it saves.
const MOST: usize = 64;

/// The cells that hold a position, one a level.
pub(super) fn cells_of(lon: f64, lat: f64) -> impl Iterator<Item = u64> {
    LEVELS.into_iter().map(move |level| key(level, column(level, lon), row(level, lat)))
}

/// Cells that together cover boxes `[west, south, east, north]`, degrees, west <= east. `None`: the boxes are so large
/// that cells do not help.
pub(super) fn cover(boxes: &[[f64; 4]]) -> Option<Vec<u64>> {
    LEVELS.into_iter().rev().find_map(|level| cover_at(level, boxes))
}

fn cover_at(level: u8, boxes: &[[f64; 4]]) -> Option<Vec<u64>> {
    let mut cells = Vec::new();
    for [west, south, east, north] in boxes {
        let columns = column(level, *west)..=column(level, *east);
        let rows = row(level, *south)..=row(level, *north);
        let count = columns.clone().count() * rows.clone().count();
        if cells.len() + count > MOST {
            return None;
        }
        cells.extend(columns.flat_map(|x| rows.clone().map(move |y| key(level, x, y))));
    }
    cells.sort_unstable();
    cells.dedup();
    Some(cells)
}

fn column(level: u8, lon: f64) -> u64 {
    index(level, (lon + 180.0) / 360.0)
}

fn row(level: u8, lat: f64) -> u64 {
    index(level, (lat + 90.0) / 180.0)
}

/// The far edge belongs to the last cell.
fn index(level: u8, share: f64) -> u64 {
    let cells = 1_u64 << level;
    ((share * cells as f64) as u64).min(cells - 1)
}

fn key(level: u8, column: u64, row: u64) -> u64 {
    u64::from(level) << 56 | column << 28 | row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_holds_the_cell_of_every_position_inside() {
        let cover = cover(&[[4.7, 45.6, 4.9, 45.8]]).unwrap();
        for (lon, lat) in [(4.7, 45.6), (4.9, 45.8), (4.8, 45.7)] {
            assert!(cells_of(lon, lat).any(|cell| cover.contains(&cell)), "{lon} {lat}");
        }
        assert!(!cells_of(2.35, 48.85).any(|cell| cover.contains(&cell)));
        assert!(cover.len() <= MOST);
    }

    #[test]
    fn the_edges_of_the_world_lie_in_a_cell_of_the_world() {
        let east = cover(&[[179.9, 89.9, 180.0, 90.0]]).unwrap();
        assert!(cells_of(180.0, 90.0).any(|cell| east.contains(&cell)));
    }

    #[test]
    fn the_world_is_not_covered_by_cells() {
        assert_eq!(cover(&[[-180.0, -90.0, 180.0, 90.0]]), None);
    }
}
