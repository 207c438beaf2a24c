use time::OffsetDateTime;

use crate::{EstablishmentId, Record};

/// An establishment as it stands: what its present version says, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Establishment {
    /// Its id, for ever.
    pub id: EstablishmentId,
    /// The decoration of its URL.
    pub slug: String,
    /// Counts its versions from 1.
    pub version: i32,
    /// What is said of it.
    pub record: Record,
    /// The share of the exposed questions that are answered, percent, rounded down.
    pub completeness: u8,
    /// When it was first written here.
    pub created_at: OffsetDateTime,
    /// When it was last changed here.
    pub updated_at: OffsetDateTime,
}
