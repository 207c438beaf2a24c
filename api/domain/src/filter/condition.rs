use geo::Geometry;
use time::{Date, OffsetDateTime};

use super::Property;

/// A condition; true, false or unknown of each place.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The same for all.
    Constant(bool),
    /// All of them.
    All(Vec<Self>),
    /// One of them at least.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A property that is true.
    Holds(Property),
    /// Two things of one kind compared.
    Compare(Scalar, Comparison, Scalar),
    /// An instant compared with a whole day.
    CompareDay(Scalar, Comparison, Date),
    /// A text like a pattern: `%` any letters, `_` one letter, `\` takes the next one as it is.
    Like(Scalar, Scalar),
    /// From the second to the third, both included.
    Between(Scalar, Scalar, Scalar),
    /// One of these.
    In(Scalar, Vec<Scalar>),
    /// Unknown.
    IsUnknown(Property),
    /// How two shapes lie to each other.
    Spatial(SpatialRelation, ShapeOperand, ShapeOperand),
    /// How two spans of time lie to each other.
    Temporal(TemporalRelation, Span, Span),
    /// How two sets of texts lie to each other.
    Lists(ListRelation, Texts, Texts),
}

/// A single value of a place, or one that was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Of the place.
    Property(Property),
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A point in time.
    Instant(OffsetDateTime),
    /// Two numbers reckoned with.
    Arithmetic(Box<Self>, Arithmetic, Box<Self>),
    /// A text without differences between small and capital letters.
    Caseless(Box<Self>),
    /// A text without its accents.
    Accentless(Box<Self>),
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// How numbers are reckoned with; division by zero is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`, with the sign of the first
    Remainder,
    /// `div`, towards zero
    Quotient,
    /// `^`
    Power,
}

/// A shape to compare.
#[derive(Debug, Clone, PartialEq)]
pub enum ShapeOperand {
    /// The position of the place.
    OfThePlace,
    /// A shape that was given: x then y, in the reference system `srid` (EPSG).
    Given(Geometry, i32),
}

/// The relations of OGC 06-103r4 (Simple Feature Access), as CQL2 names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpatialRelation {
    /// They share a point.
    Intersects,
    /// They share none.
    Disjoint,
    /// The same points.
    Equals,
    /// The first within the second.
    Within,
    /// The second within the first.
    Contains,
    /// Only their edges meet.
    Touches,
    /// They cross.
    Crosses,
    /// They overlap.
    Overlaps,
}

/// An instant of a span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Instant {
    /// Of the place.
    Property(Property),
    /// Given.
    Given(OffsetDateTime),
    /// Before or after everything.
    Open(Bound),
}

/// Which end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Before everything.
    Start,
    /// After everything.
    End,
}

/// From one instant to another, both included; the same twice for an instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub start: Instant,
    /// Where it ends.
    pub end: Instant,
}

/// The relations of CQL2 (OGC 21-065r2, clause 7.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the standard")]
pub enum TemporalRelation {
    After,
    Before,
    Contains,
    Disjoint,
    During,
    Equals,
    FinishedBy,
    Finishes,
    Intersects,
    Meets,
    MetBy,
    OverlappedBy,
    Overlaps,
    StartedBy,
    Starts,
}

/// Texts to compare.
#[derive(Debug, Clone, PartialEq)]
pub enum Texts {
    /// Of the place.
    Property(Property),
    /// Given.
    Given(Vec<String>),
}

/// How two sets of texts lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRelation {
    /// The same texts.
    Equals,
    /// The first has all of the second.
    Contains,
    /// The second has all of the first.
    ContainedBy,
    /// They share one.
    Overlaps,
}
