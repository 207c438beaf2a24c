use std::collections::HashMap;

use super::understood::Department;
use crate::text::fold;

/// The departments by code and name.
#[derive(Debug)]
pub(super) struct Departments {
    all: Vec<Department>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

impl Departments {
    pub(super) fn new(all: Vec<Department>) -> Self {
        let by_code = all.iter().enumerate().map(|(at, found)| (found.code.to_lowercase(), at)).collect();
        let mut by_name = HashMap::new();
        for (at, department) in all.iter().enumerate() {
            let name = fold(&department.name);
            if let Some(bare) = name.strip_prefix("la ") {
                by_name.insert(bare.to_owned(), at);
            }
            by_name.insert(name, at);
        }
        Self { all, by_code, by_name }
    }

    pub(super) fn get(&self, code: &str) -> Option<&Department> {
        self.coded(&code.to_lowercase())
    }

    /// By its folded code: `69`, `2a`, `974`.
    pub(super) fn coded(&self, code: &str) -> Option<&Department> {
        self.by_code.get(code).map(|at| &self.all[*at])
    }

    /// By its folded name.
    pub(super) fn named(&self, name: &str) -> Option<&Department> {
        self.by_name.get(name).map(|at| &self.all[*at])
    }

    /// Those whose name or code begins with a folded text, in the order of their codes.
    pub(super) fn starting(&self, prefix: &str) -> impl Iterator<Item = &Department> {
        let named = self.by_name.iter().filter(|(name, _)| name.starts_with(prefix)).map(|(_, at)| *at);
        let mut found: Vec<usize> = named.chain(self.by_code.get(prefix).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| &self.all[at])
    }
}

/// Names that are ordinary words: `gare du Nord`, `pas cher`, `un lot`.
pub(super) fn is_ordinary(name: &str) -> bool {
    matches!(name, "nord" | "cher" | "lot" | "manche" | "landes" | "var")
}
