use crate::LonLat;

/// A tile of the square of Web Mercator (EPSG:3857): zoom, column from the west, row from the north (OGC 17-083r4,
/// WebMercatorQuad).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    zoom: u8,
    column: u32,
    row: u32,
}

/// Why numbers are no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// Too deep.
    #[error("zoom levels go from 0 to {max}", max = Tile::DEEPEST)]
    Zoom,
    /// Beside the square.
    #[error("at zoom {zoom} columns and rows go from 0 to {last}")]
    Outside {
        /// The zoom.
        zoom: u8,
        /// The last column and row.
        last: u32,
    },
}

/// The place of a point along a Morton curve over that square, [`Cell::LEVEL`] levels deep: the bits of column and row,
/// one after the other. Everything within a tile is one range of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell(i64);

impl Tile {
    /// The deepest zoom.
    pub const DEEPEST: u8 = 22;

    /// A tile.
    ///
    /// # Errors
    /// A zoom, column or row that does not exist.
    pub fn new(zoom: u8, column: u32, row: u32) -> Result<Self, TileError> {
        if zoom > Self::DEEPEST {
            return Err(TileError::Zoom);
        }
        let last = (1_u32 << zoom) - 1;
        if column > last || row > last {
            return Err(TileError::Outside { zoom, last });
        }
        Ok(Self { zoom, column, row })
    }

    /// The tile of a zoom around a cell; zooms beyond [`Tile::DEEPEST`] count as that.
    pub fn around(cell: Cell, zoom: u8) -> Self {
        let zoom = zoom.min(Self::DEEPEST);
        // Less than 2^22.
        let [column, row] =
            cell.column_row().map(|place| u32::try_from(place >> (Cell::LEVEL - zoom)).unwrap_or(0));
        Self { zoom, column, row }
    }

    /// The column from the west.
    pub fn column(self) -> u32 {
        self.column
    }

    /// The row from the north.
    pub fn row(self) -> u32 {
        self.row
    }

    /// Its zoom.
    pub fn zoom(self) -> u8 {
        self.zoom
    }

    /// The column, then the row, of its first cell at the level of [`Cell`].
    pub fn origin(self) -> [i64; 2] {
        [self.column, self.row].map(|place| i64::from(place) << (Cell::LEVEL - self.zoom))
    }

    /// The cells of a level in it: from the first up to the one before the second.
    pub fn cells(self, level: u8) -> [i64; 2] {
        let deeper = 2 * (level - self.zoom.min(level));
        let own = interleave(self.column, self.row);
        [own << deeper, (own + 1) << deeper]
    }
}

impl Cell {
    /// Levels: cells of less than 4 cm.
    pub const LEVEL: u8 = 30;

    /// The cell of a position; beyond 85.05 degrees the last row.
    pub fn of(at: LonLat) -> Self {
        let side = f64::from(1_u32 << Self::LEVEL);
        let mercator = at.lat().to_radians().tan().asinh() / std::f64::consts::PI;
        let [x, y] = [at.lon() / 360.0 + 0.5, 0.5 - mercator / 2.0]
            .map(|share| (share * side).floor().clamp(0.0, side - 1.0) as u32);
        Self(interleave(x, y))
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The cell of a number that [`Cell::get`] gave.
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// The cell of another level around it.
    pub fn at_level(self, level: u8) -> i64 {
        self.0 >> (2 * (Self::LEVEL - level))
    }

    /// Column and row.
    pub fn column_row(self) -> [i64; 2] {
        [squeeze(self.0), squeeze(self.0 >> 1)]
    }
}

/// The bits of the column at the even places, those of the row at the odd ones.
fn interleave(column: u32, row: u32) -> i64 {
    spread(column) | spread(row) << 1
}

fn spread(number: u32) -> i64 {
    (0..32).fold(0, |spread, bit| spread | i64::from(number >> bit & 1) << (2 * bit))
}

fn squeeze(number: i64) -> i64 {
    (0..32).fold(0, |squeezed, bit| squeezed | (number >> (2 * bit) & 1) << bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lyon_lies_in_its_tile() {
        let lyon = Cell::of(LonLat::new(4.8357, 45.7640).unwrap());
        // The tile that every slippy map shows for it.
        let [first, end] = Tile::new(10, 525, 365).unwrap().cells(Cell::LEVEL);
        assert!((first..end).contains(&lyon.get()));
        let [first, end] = Tile::new(10, 526, 365).unwrap().cells(Cell::LEVEL);
        assert!(!(first..end).contains(&lyon.get()));
    }

    #[test]
    fn numbers_beside_the_square_are_no_tile() {
        assert!(Tile::new(0, 0, 0).is_ok());
        assert_eq!(Tile::new(23, 0, 0), Err(TileError::Zoom));
        assert_eq!(Tile::new(3, 8, 0), Err(TileError::Outside { zoom: 3, last: 7 }));
        assert_eq!(Tile::new(3, 0, 8), Err(TileError::Outside { zoom: 3, last: 7 }));
    }

    proptest! {
        #[test]
        fn a_position_lies_in_one_tile_of_every_zoom(lon in -180.0..=180.0f64, lat in -90.0..=90.0f64, zoom in 0_u8..=22) {
            let cell = Cell::of(LonLat::new(lon, lat).unwrap());
            let tile = Tile::around(cell, zoom);
            prop_assert_eq!(Tile::new(zoom, tile.column(), tile.row()), Ok(tile));
            let [first, end] = tile.cells(Cell::LEVEL);
            prop_assert!((first..end).contains(&cell.get()));
            prop_assert_eq!(cell.at_level(zoom), tile.cells(zoom)[0]);
            let [x, y] = tile.origin();
            prop_assert!(cell.column_row()[0] >= x && cell.column_row()[1] >= y);
        }
    }
}
