use std::sync::Arc;

use plainpied_criteria::needs::needs;

use super::asks::Ask;
use super::bits::Bits;
use super::columns::{Columns, FacetColumn};
use super::plan::Plan;
use super::verdicts;
use crate::facets::most_frequent;
use crate::{CompletenessCounts, Facets, FreshnessCounts, VerdictCounts};

/// A set of less than one in so many documents is cheaper to go through than to compare with sets of all documents.
const SPARSE: u64 = 256;

/// Counts so far: lists by the numbers of an interner.
#[derive(Debug)]
pub(super) struct FacetCounts {
    communes: Vec<u64>,
    departments: Vec<u64>,
    activities: Vec<u64>,
    needs: Vec<VerdictCounts>,
    completeness: CompletenessCounts,
    freshness: FreshnessCounts,
}

/// The values of the lists by their numbers.
#[derive(Debug, Clone)]
pub(super) struct FacetNames {
    pub(super) communes: Arc<Vec<Arc<str>>>,
    pub(super) departments: Arc<Vec<Arc<str>>>,
    pub(super) activities: Arc<Vec<Arc<str>>>,
}

impl FacetCounts {
    pub(super) fn new(names: &FacetNames, plan: &Plan) -> Self {
        Self {
            communes: vec![0; names.communes.len()],
            departments: vec![0; names.departments.len()],
            activities: vec![0; names.activities.len()],
            needs: vec![VerdictCounts::default(); plan.counted.len()],
            completeness: CompletenessCounts::default(),
            freshness: FreshnessCounts::default(),
        }
    }

    /// Counts documents of one segment.
    pub(super) fn count(&mut self, plan: &Plan, columns: &Columns, found: &Bits) {
        let wanted = plan.facets;
        let lists = [
            (wanted.communes, &mut self.communes, &columns.commune),
            (wanted.departments, &mut self.departments, &columns.department),
            (wanted.activities, &mut self.activities, &columns.activity),
        ];
        for (_, counts, column) in lists.into_iter().filter(|(wanted, ..)| *wanted) {
            found.iter().for_each(|doc| add(counts, column, doc));
        }
        if wanted.completeness {
            found.iter().for_each(|doc| self.completeness.add(columns.merit(doc).completeness(), 1));
        }
        if let Some(today) = plan.today.filter(|_| wanted.freshness) {
            found.iter().for_each(|doc| self.freshness.add(columns.merit(doc).observed(), today));
        }
        self.count_needs(plan, columns, found);
    }

    fn count_needs(&mut self, plan: &Plan, columns: &Columns, found: &Bits) {
        let sparse = found.count() * SPARSE < u64::from(columns.end);
        let packed: Vec<u64> = if sparse && !plan.counted.is_empty() {
            found.iter().map(|doc| columns.witness.verdicts(doc)).collect()
        } else {
            Vec::new()
        };
        for (counts, ask) in self.needs.iter_mut().zip(&plan.counted) {
            match ask {
                Ask::Usual(rank) if sparse => {
                    packed.iter().for_each(|packed| counts.add(verdicts::unpack(*packed, *rank), 1));
                }
                ask => {
                    let [no, unknown, with_help, yes] = columns.witness.ladder(ask).counts(found);
                    counts.no += no;
                    counts.unknown += unknown;
                    counts.with_help += with_help;
                    counts.yes += yes;
                }
            }
        }
    }

    pub(super) fn most_frequent(self, names: &FacetNames) -> Facets {
        Facets {
            communes: top(&self.communes, &names.communes),
            departments: top(&self.departments, &names.departments),
            activities: top(&self.activities, &names.activities),
            needs: needs().all().iter().map(|need| need.key.clone()).zip(self.needs).collect(),
            completeness: self.completeness,
            freshness: self.freshness,
        }
    }
}

fn add(counts: &mut [u64], column: &FacetColumn, doc: u32) {
    for value in column.values(doc) {
        if let Some(count) = counts.get_mut(value as usize) {
            *count += 1;
        }
    }
}

fn top(counts: &[u64], names: &[Arc<str>]) -> Vec<(String, u64)> {
    most_frequent(names.iter().map(|name| &**name).zip(counts.iter().copied()))
}
