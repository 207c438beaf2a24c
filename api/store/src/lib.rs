//! Every SQL statement of Plainpied. Literal SQL in sqlx macros, checked at compile time against the migrations
//! (`.sqlx` is committed); free functions on a connection, the caller owns the transaction; row structs stay private
//! and domain types come out. "Not found" is `Ok(None)`; a row that cannot be is [`StoreError::Inconsistent`].
//!
//! | module | what |
//! |---|---|
//! | [`database`] | connecting, migrating, refusing a base that is newer than the program |
//! | [`connections`] | connections that wait beside the pool for whoever reads next |
//! | [`reference`] | communes, activities, sources: seeding and reading |
//! | [`establishment`] | reading establishments: one, by ids, in a box |
//! | [`items`] | establishments and communes by any condition, for GIS clients |
//! | [`compat`] | establishments as the compatible API asks for them |
//! | [`matching`] | candidates for places that somebody describes |
//! | [`write`] | the one write path: validate, version, provenance, change log, in one transaction |
//! | [`change`] | the change log and its sequencer |
//! | [`document`] | what the indexer reads |
//! | [`draft`] | what somebody has begun to say and not published yet |
//! | [`import_job`] | what an import remembers |
//! | [`index_lock`] | who may write the index on a search server |
//! | [`mail`] | mails that wait to be sent |
//! | [`participation`] | what was missing, what proved true, what people would have otherwise |
//! | [`statistics`] | counters of areas and activities, following the change log |
//! | [`tile`] | map tiles and what they are made of |
//! | [`verdicts`] | what each need comes to, made anew when the rules have changed |
//! | [`subscription`] | who is told of changes by mail |
//! | [`webhook`] | who is told of changes, and every delivery |
//! | [`criteria_view`] | the generated view with one column for each criterion |

pub mod account;
pub mod change;
pub mod compat;
pub mod connections;
pub mod criteria_view;
pub mod database;
pub mod directory;
pub mod document;
pub mod draft;
mod error;
pub mod establishment;
pub mod history;
pub mod import_job;
pub mod index_lock;
pub mod installation;
pub mod items;
pub mod mail;
pub mod matching;
pub mod moderation;
pub mod participation;
pub mod reference;
mod row;
pub mod statistics;
pub mod subscription;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tile;
pub mod verdicts;
pub mod webhook;
pub mod write;

pub use document::Snapshot;
pub use error::StoreError;
pub use sqlx::pool::PoolConnection;
pub use sqlx::{Connection, PgConnection, PgPool, Postgres};
