//! Statistics: counters of areas and activities that follow the change log, and how they are read.
//!
//! An area is named by its code: '' is everywhere, then departments and communes, whose codes differ in length.

mod counts;
mod follow;
mod read;
mod write;

pub use follow::follow;
pub(crate) use follow::mark;
pub use read::{
    Contributions, Counted, Figures, MonthContributions, MonthFigures, area_name, contributions, counted,
    figures, figures_by_activity, figures_of_areas, months,
};

/// The places of an area that are counted for levels of completeness: nothing, up to 25 %, 50 %, 75 %, more.
pub(crate) const LEVELS: usize = 5;
