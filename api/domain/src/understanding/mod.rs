//! What a person means who types `boulangerie rue victor hugo lyon`, `médecin 69003` or `piscine près de moi`.
//!
//! [`Lexicon::new`] reads the reference data once, [`Lexicon::read`] then tells what a text names: commune, department,
//! postal code, activity, needs, or the surroundings. Every word of the text is either left for the search engine or in
//! the range of a [`Part`], which says what it was taken for, so that the person can undo it ([`Asked::without`]).
//!
//! A place is believed by where it stands (after a preposition, at the end, between commas, in its own box), by its size
//! and by how much else could be meant. `rue de Lyon` is a street, `Pharmacie de Lyon` a name. Where it is not sure, the
//! words stay in the text and [`Understood::perhaps`] asks. The order is that of certainty: needs and codes, departments
//! after a preposition, communes, other departments; an activity last, and only where it is all that is left.
//!
//! Words that say where and name no area ([`Kind::Address`]) are told apart from the text; where they lead, if anywhere,
//! only those know who have the addresses ([`crate::locating`]).

mod activities;
mod candidates;
mod communes;
mod departments;
mod lexicon;
mod line;
mod needs;
mod phrases;
mod places;
mod reading;
mod spelling;
mod spots;
mod suggest;
mod understood;
mod vocabulary;
mod weighing;
mod words;

pub use lexicon::Lexicon;
pub use needs::LexiconError;
pub use suggest::Suggestion;
pub use understood::{Asked, CommuneChoice, Department, Field, Kind, Part, Understood, UnknownKind};
pub(crate) use vocabulary::{is_article, is_street, nearness};
