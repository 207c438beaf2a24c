//! What changes in the counters.

use std::collections::HashMap;

use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::schema;

use super::LEVELS;

/// The longest code of a department; codes of communes are longer.
const LONGEST_DEPARTMENT: usize = 3;

/// A place as it is counted.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub areas: Vec<String>,
    pub activities: Vec<String>,
    pub completeness: i16,
    /// Of each need, in their order.
    pub verdicts: Vec<Verdict>,
    /// A bit for each criterion.
    pub known: Vec<u8>,
}

/// Area and activity.
pub(super) type Key = (String, String);

#[derive(Debug, Clone)]
pub(super) struct Count {
    pub total: i32,
    pub completeness: i64,
    pub levels: Vec<i32>,
    pub verdicts: Vec<i32>,
    pub known: Vec<i32>,
}

impl Count {
    /// Adds another one, number by number.
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.completeness += other.completeness;
        let arrays = [&mut self.levels, &mut self.verdicts, &mut self.known];
        for (numbers, more) in arrays.into_iter().zip([&other.levels, &other.verdicts, &other.known]) {
            numbers.iter_mut().zip(more).for_each(|(number, more)| *number += more);
        }
    }
}

/// Sums by area and activity.
#[derive(Default)]
pub(super) struct Counts(HashMap<Key, Count>);

/// Every pair of an area and an activity, '' among them, that a place counts for.
pub(super) fn keys(areas: &[String], activities: &[String]) -> impl Iterator<Item = Key> {
    areas.iter().flat_map(move |area| {
        std::iter::once("")
            .chain(activities.iter().map(String::as_str))
            .map(|activity| (area.clone(), activity.to_owned()))
    })
}

/// Whether months and criteria are kept of it: all but the activities of a commune, of which there are very many.
pub(super) fn is_detailed((area, activity): &Key) -> bool {
    activity.is_empty() || area.len() <= LONGEST_DEPARTMENT
}

fn level(completeness: i16) -> usize {
    match completeness {
        ..=0 => 0,
        1..=25 => 1,
        26..=50 => 2,
        51..=75 => 3,
        _ => 4,
    }
}

impl Counts {
    /// Adds a place (1) or takes it away (-1).
    pub fn add(&mut self, place: &Place, sign: i32) {
        for key in keys(&place.areas, &place.activities) {
            let known = if is_detailed(&key) { schema().len() } else { 0 };
            let count = self.0.entry(key).or_insert_with(|| Count {
                total: 0,
                completeness: 0,
                levels: vec![0; LEVELS],
                verdicts: vec![0; needs().all().len() * Verdict::ALL.len()],
                known: vec![0; known],
            });
            count.total += sign;
            count.completeness += i64::from(sign) * i64::from(place.completeness);
            count.levels[level(place.completeness)] += sign;
            for (need, verdict) in place.verdicts.iter().enumerate() {
                count.verdicts[need * Verdict::ALL.len() + usize::from(verdict.rank())] += sign;
            }
            for (rank, number) in count.known.iter_mut().enumerate() {
                if place.known.get(rank / 8).is_some_and(|byte| byte >> (rank % 8) & 1 == 1) {
                    *number += sign;
                }
            }
        }
    }

    /// Those that change, in the order of their key: whoever writes them locks them in one order.
    pub fn changed(self) -> Vec<(Key, Count)> {
        let changes = |count: &Count| {
            let numbers = count.levels.iter().chain(&count.verdicts).chain(&count.known);
            count.total != 0 || count.completeness != 0 || numbers.into_iter().any(|number| *number != 0)
        };
        let mut changed: Vec<_> = self.0.into_iter().filter(|(_, count)| changes(count)).collect();
        changed.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        changed
    }
}
