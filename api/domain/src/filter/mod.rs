//! What a GIS client may ask of places and communes: a typed condition over their properties, whatever language it was
//! written in. It is checked when it is made: every comparison is between things that can be compared.
//!
//! A comparison with what is unknown is neither true nor false; only what is true is found. So `NOT (a = 1)` does not
//! find a place of which `a` is unknown.

mod condition;
mod property;

pub use condition::{
    Arithmetic, Bound, Comparison, Condition, Instant, ListRelation, Scalar, ShapeOperand, Span,
    SpatialRelation, TemporalRelation, Texts,
};
pub use property::{Property, PropertyKind, Subject};
