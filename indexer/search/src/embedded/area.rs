use plainpied_domain::{BoundingBox, LonLat};

use super::cells::cover;
use crate::Query;

/// Where a document has to lie, and where distances are measured from.
#[derive(Debug, Clone)]
pub(super) struct Area {
    /// Boxes `[west, south, east, north]`, one of which must hold it; empty: none needs to.
    boxes: Vec<[f64; 4]>,
    circle: Option<Circle>,
    from: Option<LonLat>,
}

#[derive(Debug, Clone)]
struct Circle {
    centre: LonLat,
    metres: f64,
    /// Boxes around it, which spare most of the trigonometry.
    around: Vec<[f64; 4]>,
}

impl Area {
    pub(super) fn of(query: &Query) -> Self {
        let circle = query.near.and_then(|near| Some(Circle::new(near.centre, near.radius?)));
        let boxes = query.bbox.map(|bbox| bbox.parts().collect()).unwrap_or_default();
        Self { boxes, circle, from: query.near.map(|near| near.centre) }
    }

    /// The same, but only within `metres` of the point that distances are measured from.
    pub(super) fn within(&self, metres: f64) -> Self {
        Self { circle: self.from.map(|centre| Circle::new(centre, metres)), ..self.clone() }
    }

    /// Whether it is the whole world.
    pub(super) fn is_unbounded(&self) -> bool {
        self.boxes.is_empty() && self.circle.is_none()
    }

    /// Whether a document's position matters at all.
    pub(super) fn needs_position(&self) -> bool {
        !self.is_unbounded() || self.from.is_some()
    }

    /// Cells that hold everything in the area; `None`: everywhere.
    pub(super) fn cells(&self) -> Option<Vec<u64>> {
        let around = self.circle.as_ref().and_then(|circle| cover(&circle.around));
        let boxes = if self.boxes.is_empty() { None } else { cover(&self.boxes) };
        match (around, boxes) {
            // Both hold: the smaller list covers less or is at least cheaper.
            (Some(a), Some(b)) => Some(if a.len() <= b.len() { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    /// `None`: outside. Else the distance, metres, where there is a point to measure from.
    pub(super) fn admit(&self, lon: f64, lat: f64) -> Option<Option<f64>> {
        if !self.boxes.is_empty() && !any_holds(&self.boxes, lon, lat) {
            return None;
        }
        if let Some(circle) = &self.circle {
            return circle.admit(lon, lat).map(Some);
        }
        Some(self.from.and_then(|from| Some(from.metres_to(LonLat::new(lon, lat).ok()?))))
    }
}

impl Circle {
    fn new(centre: LonLat, metres: f64) -> Self {
        Self { centre, metres, around: BoundingBox::around(centre, metres).parts().collect() }
    }

    fn admit(&self, lon: f64, lat: f64) -> Option<f64> {
        if !any_holds(&self.around, lon, lat) {
            return None;
        }
        let metres = self.centre.metres_to(LonLat::new(lon, lat).ok()?);
        (metres <= self.metres).then_some(metres)
    }
}

fn any_holds(boxes: &[[f64; 4]], lon: f64, lat: f64) -> bool {
    boxes
        .iter()
        .any(|[west, south, east, north]| (*west..=*east).contains(&lon) && (*south..=*north).contains(&lat))
}
