//! What the addresses under `/ogc` share: OGC API - Features (17-069r4), its parts 2 (18-058r1, reference systems) and
//! 3 (19-079r2, filtering), and CQL2 (21-065r2).

mod answer;
mod api_document;
mod collection;
mod conformance;
mod extents;
mod feature;
mod interval;
mod items_params;
mod link;
mod queryables;

pub(crate) use answer::{CONTENT_CRS, Form, FormParams, Sheet, answer, json_answer, sheet_page, stamp_crs};
pub(crate) use api_document::document;
pub(crate) use collection::{Collection, PathCollection};
pub(crate) use conformance::CLASSES;
pub(crate) use extents::extents;
pub(crate) use feature::{ItemWriter, Items};
pub(crate) use items_params::{ItemParams, ItemsParams};
pub(crate) use link::{Base, Link};
pub(crate) use queryables::queryables;

/// Where it all begins.
pub(crate) const ROOT: &str = "/ogc";
