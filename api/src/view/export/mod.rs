//! Establishments one after the other, in the formats of an export: one writer for each, whoever takes the bytes.

mod exporter;
mod flat;
mod format;
mod national;

pub(crate) use exporter::Exporter;
pub(crate) use flat::with_place;
pub(crate) use format::{ExportFormat, Order};
