use std::sync::Arc;

use super::columns::{Columns, FacetColumn};
use crate::Facets;

/// Counts by the numbers of an interner.
#[derive(Debug)]
pub(super) struct FacetCounts {
    communes: Vec<u64>,
    activities: Vec<u64>,
}

/// The values of the facets by their numbers.
#[derive(Debug, Clone)]
pub(super) struct FacetNames {
    pub(super) communes: Arc<Vec<Arc<str>>>,
    pub(super) activities: Arc<Vec<Arc<str>>>,
}

impl FacetCounts {
    pub(super) fn new(names: &FacetNames) -> Self {
        Self { communes: vec![0; names.communes.len()], activities: vec![0; names.activities.len()] }
    }

    pub(super) fn count(&mut self, columns: &Columns, doc: u32) {
        add(&mut self.communes, &columns.commune, doc);
        add(&mut self.activities, &columns.activity, doc);
    }

    pub(super) fn most_frequent(self, names: &FacetNames) -> Facets {
        Facets {
            communes: top(&self.communes, &names.communes),
            activities: top(&self.activities, &names.activities),
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
    let mut found: Vec<(&str, u64)> = names
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| (&**name, *count))
        .collect();
    let order = |a: &(&str, u64), b: &(&str, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if found.len() > Facets::MAX_VALUES {
        found.select_nth_unstable_by(Facets::MAX_VALUES, order);
        found.truncate(Facets::MAX_VALUES);
    }
    found.sort_unstable_by(order);
    found.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}
