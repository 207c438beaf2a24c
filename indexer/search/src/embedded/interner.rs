use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::StrColumn;

use super::error::searching;
use crate::SearchError;

/// Gives every value of a facet one number in all segments, so that counting needs no text. Only grows; a generation
/// has its own.
#[derive(Debug, Default)]
pub(super) struct Interner {
    numbers: HashMap<Arc<str>, u32>,
    names: Arc<Vec<Arc<str>>>,
}

impl Interner {
    /// The values by number, as of now.
    pub(super) fn names(&self) -> Arc<Vec<Arc<str>>> {
        Arc::clone(&self.names)
    }

    /// The number of every ordinal of a segment's column.
    pub(super) fn number_all(&mut self, column: &StrColumn) -> Result<Vec<u32>, SearchError> {
        let step = "read the values of a facet";
        let mut stream = column.dictionary().stream().map_err(searching(step))?;
        let mut numbers = Vec::with_capacity(column.num_terms());
        while stream.advance() {
            let value = std::str::from_utf8(stream.key()).map_err(searching(step))?;
            numbers.push(self.number(value));
        }
        Ok(numbers)
    }

    fn number(&mut self, value: &str) -> u32 {
        if let Some(known) = self.numbers.get(value) {
            return *known;
        }
        let name: Arc<str> = value.into();
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        Arc::make_mut(&mut self.names).push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}
