use plainpied_criteria::needs::{Verdict, needs};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::StoreError;

/// Where and when items are; nothing where there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Extent {
    /// West, south, east, north, degrees, WGS 84.
    pub bbox: Option<[f64; 4]>,
    /// When the first and the last of the last changes were made.
    pub changed: Option<[OffsetDateTime; 2]>,
}

/// The extents of all collections.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extents {
    /// Of the published establishments.
    pub establishments: Extent,
    /// Of those that each need, in their order, can use by itself or with help.
    pub usable: Vec<Extent>,
    /// Of the communes.
    pub communes: Extent,
}

impl Extent {
    fn join(&mut self, other: &Self) {
        self.bbox = match (self.bbox, other.bbox) {
            (Some([w, s, e, n]), Some([west, south, east, north])) => {
                Some([w.min(west), s.min(south), e.max(east), n.max(north)])
            }
            (one, another) => one.or(another),
        };
        self.changed = match (self.changed, other.changed) {
            (Some([from, to]), Some([first, last])) => Some([from.min(first), to.max(last)]),
            (one, another) => one.or(another),
        };
    }
}

/// The extents, in one reading of the establishments: about a second for a million.
///
/// # Errors
/// As PostgreSQL says.
pub async fn extents(connection: &mut PgConnection) -> Result<Extents, StoreError> {
    let mut extents = Extents { usable: vec![Extent::default(); needs().all().len()], ..Extents::default() };
    // Grouped by the verdicts of all needs together, of which there are few.
    for row in sqlx::query_file!("src/items/extents.sql").fetch_all(&mut *connection).await? {
        let bbox = Some([row.west, row.south, row.east, row.north]);
        let extent = Extent { bbox, changed: Some([row.first, row.last]) };
        extents.establishments.join(&extent);
        let verdicts = row.verdicts.and_then(|stamp| needs().read_stamp(&stamp)).unwrap_or_default();
        for (usable, verdict) in extents.usable.iter_mut().zip(verdicts) {
            if verdict >= Verdict::WithHelp {
                usable.join(&extent);
            }
        }
    }
    let communes = sqlx::query!(
        "SELECT ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
         FROM (SELECT ST_Extent(location) AS box FROM commune) AS all_of_them"
    )
    .fetch_one(connection)
    .await?;
    extents.communes.bbox = match (communes.west, communes.south, communes.east, communes.north) {
        (Some(west), Some(south), Some(east), Some(north)) => Some([west, south, east, north]),
        _ => None,
    };
    Ok(extents)
}
