//! What a query asks of answers, in the form in which segments are asked.

use plainpied_criteria::condition::Predicate;
use plainpied_criteria::needs::{Limits, Need, Verdict, needs};

use crate::{Asked, AskedNeed};

/// One thing asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ask {
    /// The need of this rank within the usual limits: its verdicts are in a column.
    Usual(usize),
    /// Anything else.
    Other(Box<Rungs>),
}

/// What holds where a document stands at least so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rungs {
    pub(super) yes: Predicate,
    pub(super) with_help: Predicate,
    pub(super) unknown: Predicate,
}

/// Everything that is asked.
pub(super) fn of(asked: &Asked) -> Vec<Ask> {
    let filter = asked.filter.iter().map(|filter| {
        let certain = filter.certain();
        Ask::Other(Box::new(Rungs { yes: certain.clone(), with_help: certain, unknown: filter.possible() }))
    });
    asked.needs.iter().map(need).chain(filter).collect()
}

/// Every need in the order of declaration, within the limits asked for or the usual ones.
pub(super) fn counted(asked: &Asked) -> Vec<Ask> {
    let wanted = |declared: &Need| asked.needs.iter().find(|asked| asked.need.key == declared.key);
    let ranked = needs().all().iter().enumerate();
    ranked.map(|(rank, declared)| wanted(declared).map_or(Ask::Usual(rank), need)).collect()
}

fn need(AskedNeed { need, limits }: &AskedNeed) -> Ask {
    let rank = needs().all().iter().position(|declared| declared.key == need.key);
    if let Some(rank) = rank.filter(|_| *limits == Limits::default()) {
        return Ask::Usual(rank);
    }
    Ask::Other(Box::new(Rungs {
        yes: need.at_least(limits, Verdict::Yes),
        with_help: need.at_least(limits, Verdict::WithHelp),
        unknown: need.at_least(limits, Verdict::Unknown),
    }))
}
