//! The sets of open data: everything in every format, whole and for each department, from one snapshot of the base.
//!
//! ```text
//! <target>/latest.json                     which set is the last whole one: replaced when all else is there
//! <target>/2026-11-24T023000Z/manifest.json    its files with sizes and SHA-256: written when they are
//! <target>/2026-11-24T023000Z/all/plainpied.csv, .geojson, .geojsonseq, .fgb, .parquet, .pmtiles
//! <target>/2026-11-24T023000Z/all/plainpied.csv.gz, .geojson.gz, .geojsonseq.gz     the texts, compressed
//! <target>/2026-11-24T023000Z/all/plainpied-asks.csv     what people missed and what proved true, counted
//! <target>/2026-11-24T023000Z/departements/69/plainpied-69.csv, ...
//! ```
//!
//! A set without a manifest is one that was not finished: no reader is led to it, and the next run removes it.

mod asks;
mod file;
mod manifest;
mod place;
mod read;
mod run;
mod scope;
mod target;
mod tiles;

pub(crate) use self::asks::ASKS;
pub use self::manifest::{FileEntry, Latest, LicenceEntry, MANIFEST, Manifest, POINTER};
pub use self::place::{Elsewhere, OpenData, OpenDataError};
pub(crate) use self::read::{Published, is_within, latest, set, split_set};
pub use self::run::{PublishError, PublishOptions, publish};
#[cfg(test)]
pub(crate) use self::scope::FORMATS;
#[cfg(test)]
pub(crate) use self::tiles::PMTILES;
