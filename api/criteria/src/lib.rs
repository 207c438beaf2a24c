#![doc = include_str!("../README.md")]

mod answers;
mod cell;
mod check;
mod completeness;
pub mod condition;
pub mod derive;
mod embedded;
mod error;
mod fault;
mod form;
mod founding;
mod load;
mod model;
pub mod needs;
mod osm;
mod raw;
mod reading;
mod schema;
mod sentence;
mod text;
mod validate;
mod value;

pub use answers::Answers;
pub use cell::{Cell, parse_cell};
pub use completeness::{GroupSet, UnknownGroup, completeness, exposed, visible};
pub use embedded::{schema, try_schema};
pub use error::{AnswerError, Rule};
pub use fault::SchemaFault;
pub use founding::{LEAST_FOUNDING, founding};
pub use load::SchemaError;
pub use model::{
    ChoiceOption, Criterion, CriterionId, Facet, Group, GroupId, Kind, OsmTag, Parent, Part, Says, Section,
    SectionId, When,
};
pub use schema::Schema;
pub use sentence::sentence;
pub use text::{Lang, Text2};
pub use validate::validate;
pub use value::Value;
