//! Whether a description means a place that is known here: what OpenRefine calls reconciliation, and others linkage.
//!
//! Each kind of evidence gives points; their sum, held between 0 and 100, is the score.
//!
//! | evidence | points | |
//! |---|---|---|
//! | id here or at a source | +100 | decisive |
//! | SIRET | +80 | decisive; another one -20 |
//! | name | up to +55 | by the share of its words that agree, rare ones first; another name -25 |
//! | address | +30 | street and number; street alone +16; street with another number -4; another street -15 |
//! | BAN id | +30 | instead of the address; another one says nothing, files go out of date |
//! | distance | +20 to +4 | on the spot to 500 m; beyond 1 km -20, beyond 5 km -40 |
//! | commune | +10 | another -20 |
//! | postal code | +5 | another says nothing: cedex codes are many |
//! | activity | +6 | another -4: files name activities in many ways |
//!
//! A candidate *matches* where it is sure: decisive evidence, or a name that agrees and [`SURE`] points, and in both cases no
//! other candidate within [`LEAD`] points. A description without a name matches by decisive evidence only: several places
//! share one address.
//!
//! | word of a name | weight |
//! |---|---|
//! | rare: of no list below | 1 |
//! | number | 0.6, and never a slip: `École 2` is not `École 3` |
//! | one or two letters | 0.4; a single one at the end is never a slip: `Bâtiment A` is not `Bâtiment B` |
//! | of an activity, usual in names, the commune's own name | 0.25 |
//! | legal form | 0.1 |
//!
//! A name counts in full where the words that agree weigh 1.5 together; a whole name, common as its words are, for 0.7 of that,
//! a single word for 0.55.

mod address;
mod evidence;
mod judge;
mod name;
mod profile;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use address::AddressWords;
pub use evidence::Reason;
pub use judge::{Candidate, Judged, judge};
pub use profile::{Description, Profile};
pub use words::CommonWords;

/// Points from which a candidate is believed.
pub const SURE: f64 = 62.0;
/// Points by which it must lead before the next.
pub const LEAD: f64 = 10.0;

/// Points of each kind of evidence.
mod points {
    pub(super) const IDENTIFIED: f64 = 100.0;
    pub(super) const SIRET: f64 = 80.0;
    pub(super) const OTHER_SIRET: f64 = -20.0;
    pub(super) const NAME: f64 = 55.0;
    pub(super) const OTHER_NAME: f64 = -25.0;
    pub(super) const ADDRESS: f64 = 30.0;
    pub(super) const STREET: f64 = 16.0;
    pub(super) const OTHER_NUMBER: f64 = -4.0;
    pub(super) const OTHER_STREET: f64 = -15.0;
    pub(super) const COMMUNE: f64 = 10.0;
    pub(super) const OTHER_COMMUNE: f64 = -20.0;
    pub(super) const POSTAL_CODE: f64 = 5.0;
    pub(super) const ACTIVITY: f64 = 6.0;
    pub(super) const OTHER_ACTIVITY: f64 = -4.0;
    /// Up to so many metres, points at their beginning and at their end.
    pub(super) const DISTANCE: &[(f64, f64, f64)] = &[
        (50.0, 20.0, 20.0),
        (200.0, 20.0, 12.0),
        (500.0, 12.0, 4.0),
        (1_000.0, 0.0, 0.0),
        (5_000.0, -20.0, -20.0),
    ];
    pub(super) const FAR: f64 = -40.0;
}

/// Weights of the words of names.
mod weights {
    pub(super) const RARE: f64 = 1.0;
    pub(super) const NUMBER: f64 = 0.6;
    pub(super) const SHORT: f64 = 0.4;
    pub(super) const COMMON: f64 = 0.25;
    pub(super) const LEGAL: f64 = 0.1;
    /// Words that agree must weigh so much for a name to count in full.
    pub(super) const FULL: f64 = 1.5;
    /// The least that a whole name counts for, as a part of that; and one of a single word.
    pub(super) const WHOLE: f64 = 0.7;
    pub(super) const WHOLE_WORD: f64 = 0.55;
}
