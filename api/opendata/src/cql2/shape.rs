//! Shapes, and how they lie to each other.

use cql2::Expr;
use geo::{Coord, CoordsIter, Geometry, LineString, MapCoords, MultiPolygon, Polygon, Rect};
use plainpied_domain::filter::{Condition, PropertyKind, ShapeOperand, SpatialRelation};

use super::Cql2Error;
use super::check::{Checked, Checker, unknown_operation};
use super::place::Word;

/// Vertices of a shape.
const MOST_VERTICES: usize = 2_000;

fn relation(op: &str) -> Option<SpatialRelation> {
    Some(match op {
        "s_intersects" => SpatialRelation::Intersects,
        "s_disjoint" => SpatialRelation::Disjoint,
        "s_equals" => SpatialRelation::Equals,
        "s_within" => SpatialRelation::Within,
        "s_contains" => SpatialRelation::Contains,
        "s_touches" => SpatialRelation::Touches,
        "s_crosses" => SpatialRelation::Crosses,
        "s_overlaps" => SpatialRelation::Overlaps,
        _ => return None,
    })
}

impl Checker {
    pub(super) fn spatial(&mut self, op: &str, left: &Expr, right: &Expr) -> Checked<Condition> {
        let relation = relation(op).ok_or_else(|| unknown_operation(op, 2))?;
        Ok(Condition::Spatial(relation, self.shape(left)?, self.shape(right)?))
    }

    fn shape(&mut self, expression: &Expr) -> Checked<ShapeOperand> {
        self.count(1)?;
        let at_fault = |error: Cql2Error| error.at(expression);
        let shape = match expression {
            Expr::Property { property } => {
                return match self.property(property)? {
                    (_, PropertyKind::Geometry) => Ok(ShapeOperand::OfThePlace),
                    _ => Err(Cql2Error::new(format!("{property} is no shape")).at(property)),
                };
            }
            Expr::BBox { bbox } => self.rectangle(bbox).map_err(at_fault)?,
            Expr::Geometry(_) => {
                let read = Geometry::<f64>::try_from(expression.clone());
                let read = read.or(Err(at_fault(Cql2Error::new("this is no shape: see WKT or GeoJSON"))))?;
                self.in_xy(read)
            }
            other => return Err(Cql2Error::new("a shape is expected").at(other)),
        };
        self.refuse_impossible(&shape).map_err(at_fault)?;
        Ok(ShapeOperand::Given(shape, self.crs.srid()))
    }

    fn in_xy(&self, shape: Geometry) -> Geometry {
        let crs = self.crs;
        shape.map_coords(|Coord { x, y }| {
            let [x, y] = crs.swap([x, y]);
            Coord { x, y }
        })
    }

    /// A box; one whose west is greater than its east crosses the antimeridian.
    fn rectangle(&self, numbers: &[Box<Expr>]) -> Checked<Geometry> {
        let wrong = || Cql2Error::new("BBOX takes four or six numbers");
        let number = |expression: &Expr| match expression {
            Expr::Float(number) => Ok(*number),
            _ => Err(wrong()),
        };
        let numbers = numbers.iter().map(|one| number(one)).collect::<Checked<Vec<f64>>>()?;
        let (least, most) = match numbers[..] {
            [a, b, c, d] | [a, b, _, c, d, _] => (self.crs.swap([a, b]), self.crs.swap([c, d])),
            _ => return Err(wrong()),
        };
        if least[1] > most[1] {
            return Err(Cql2Error::new("the box is upside down"));
        }
        let part = |west: f64, east: f64| -> Polygon {
            Rect::new(Coord { x: west, y: least[1] }, Coord { x: east, y: most[1] }).to_polygon()
        };
        if least[0] <= most[0] {
            return Ok(part(least[0], most[0]).into());
        }
        if !self.crs.is_geographic() {
            return Err(Cql2Error::new("the box is reversed"));
        }
        Ok(MultiPolygon(vec![part(least[0], 180.0), part(-180.0, most[0])]).into())
    }

    fn refuse_impossible(&self, shape: &Geometry) -> Checked<()> {
        if shape.coords_count() > MOST_VERTICES {
            return Err(Cql2Error::new(format!("the shape has more than {MOST_VERTICES} vertices")));
        }
        let outside = |Coord { x, y }: &Coord| {
            !x.is_finite()
                || !y.is_finite()
                || self.crs.is_geographic() && (x.abs() > 180.0 || y.abs() > 90.0)
                || x.abs() > 1e9
                || y.abs() > 1e9
        };
        if let Some(Coord { x, y }) = shape.coords_iter().find(outside) {
            let [first, second] = self.crs.swap([x, y]);
            let message = format!("{first} {second} is no position in {}", self.crs.uri());
            return Err(Cql2Error::new(message).at(Word::coordinate(first)));
        }
        if !is_drawn(shape) {
            return Err(Cql2Error::new("a line has two points at least, a ring three"));
        }
        Ok(())
    }
}

/// Whether every line and ring has the points that it takes.
fn is_drawn(shape: &Geometry) -> bool {
    let line = |line: &LineString| line.0.len() >= 2;
    let ring = |ring: &LineString| ring.0.len() >= 4;
    let polygon = |of: &Polygon| ring(of.exterior()) && of.interiors().iter().all(ring);
    match shape {
        Geometry::LineString(of) => line(of),
        Geometry::MultiLineString(of) => of.0.iter().all(line),
        Geometry::Polygon(of) => polygon(of),
        Geometry::MultiPolygon(of) => of.0.iter().all(polygon),
        Geometry::GeometryCollection(of) => of.0.iter().all(is_drawn),
        _ => true,
    }
}
