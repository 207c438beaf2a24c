//! What changes in the counted cells.

use std::collections::HashMap;

use plainpied_criteria::needs::{Verdict, needs};
use plainpied_domain::Cell;

use super::LEVELS;

/// A place as it is counted.
pub(super) struct Counted {
    pub cell: Cell,
    pub activities: Vec<String>,
    /// Of each need, in their order.
    pub verdicts: Vec<Verdict>,
}

#[derive(Clone)]
pub(super) struct Count {
    pub total: i32,
    pub sum: [i64; 2],
    pub verdicts: Vec<i32>,
}

impl Count {
    /// A cell with nobody in it.
    fn nothing() -> Self {
        Self { total: 0, sum: [0; 2], verdicts: vec![0; needs().all().len() * Verdict::ALL.len()] }
    }

    /// Adds another one, number by number.
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.sum.iter_mut().zip(other.sum).for_each(|(sum, more)| *sum += more);
        self.verdicts.iter_mut().zip(&other.verdicts).for_each(|(number, more)| *number += more);
    }
}

/// Level, activity and cell.
pub(super) type Key = (i16, String, i64);

/// Sums by level, activity and cell.
#[derive(Default)]
pub(super) struct Counts(HashMap<Key, Count>);

impl Counts {
    /// Adds a place (1) or takes it away (-1).
    pub fn add(&mut self, place: &Counted, sign: i32) {
        let [x, y] = place.cell.column_row();
        for level in LEVELS {
            let all = std::iter::once("").chain(place.activities.iter().map(String::as_str));
            for activity in all {
                let key = (i16::from(level), activity.to_owned(), place.cell.at_level(level));
                let count = self.0.entry(key).or_insert_with(Count::nothing);
                count.total += sign;
                count.sum[0] += i64::from(sign) * x;
                count.sum[1] += i64::from(sign) * y;
                for (need, verdict) in place.verdicts.iter().enumerate() {
                    count.verdicts[need * Verdict::ALL.len() + usize::from(verdict.rank())] += sign;
                }
            }
        }
    }

    /// Those that change, in the order of their key: whoever writes them locks them in one order.
    pub fn changed(self) -> Vec<(Key, Count)> {
        let changes = |count: &Count| {
            count.total != 0 || count.sum != [0; 2] || count.verdicts.iter().any(|number| *number != 0)
        };
        let mut changed: Vec<_> = self.0.into_iter().filter(|(_, count)| changes(count)).collect();
        changed.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        changed
    }
}
