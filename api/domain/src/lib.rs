//! What Plainpied talks about: establishments, ids, positions, filters, and how two descriptions of one place are
//! merged. This crate knows no SQL and no HTTP: values come in as text or numbers and are valid once they are one of
//! these types. Axis order is longitude, latitude (WGS 84, EPSG:4326) everywhere.

mod activity;
mod address;
mod bounding_box;
mod clock;
mod codes;
mod commune;
mod crs;
mod cursor;
mod diff;
mod establishment;
mod establishment_id;
pub mod filter;
mod gazetteer;
mod limit;
mod lon_lat;
mod merge;
mod near;
mod nearest_name;
mod origin;
mod proposal;
mod provenance;
mod record;
mod slug;
mod source;
mod status;
pub mod text;
mod tile;
pub mod understanding;

pub use activity::{Activity, ActivitySlug};
pub use address::{Address, Contact};
pub use bounding_box::{BoundingBox, BoundingBoxError};
pub use clock::{Clock, SystemClock};
pub use codes::{CodeError, DepartmentCode, InseeCode, PostalCode, Siret};
pub use commune::Commune;
pub use crs::{Crs, UnknownCrs};
pub use cursor::{Cursor, CursorError, CursorKey};
pub use diff::Diff;
pub use establishment::Establishment;
pub use establishment_id::EstablishmentId;
pub use gazetteer::{CommuneError, CommuneHint, Gazetteer};
pub use limit::{Limit, LimitError};
pub use lon_lat::{LonLat, LonLatError};
pub use merge::{Merged, Skipped, create, merge};
pub use near::{Near, RadiusError};
pub use nearest_name::nearest_name;
pub use origin::Origin;
pub use proposal::{Incomplete, Proposal};
pub use provenance::{Provenance, ProvenanceError};
pub use record::Record;
pub use slug::slug;
pub use source::{Source, SourceKey, SourceRanks};
pub use status::{Status, UnknownStatus};
pub use tile::{Cell, Tile, TileError};
