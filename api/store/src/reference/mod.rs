//! Communes, activities and sources: what establishments refer to.

mod activity;
mod commune;
mod department;
mod seed;
mod source;

pub use activity::activities;
pub use commune::{CommuneSummary, all_communes, find_communes};
pub use department::departments;
pub use seed::{CommuneSeed, DepartmentSeed, RegionSeed, Seed, SeedCounts, seed};
pub use source::{add_source, sources};
