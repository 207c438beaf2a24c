use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was found in a segment before. A segment never changes, so nothing here grows old; where it takes too much room
/// it begins anew.
pub(super) struct Memo<K, V> {
    kept: Mutex<Kept<K, V>>,
    /// Values, of all lists together, that are kept.
    most: usize,
}

struct Kept<K, V> {
    lists: HashMap<K, Arc<Vec<V>>>,
    values: usize,
}

impl<K: Eq + Hash, V> Memo<K, V> {
    pub(super) fn new(most: usize) -> Self {
        Self { kept: Mutex::new(Kept { lists: HashMap::new(), values: 0 }), most }
    }

    /// The list of the key, found now where it was not before.
    ///
    /// # Errors
    /// Those of finding it.
    pub(super) fn get<E>(&self, key: K, find: impl FnOnce() -> Result<Vec<V>, E>) -> Result<Arc<Vec<V>>, E> {
        if let Some(known) = self.lock().lists.get(&key) {
            return Ok(Arc::clone(known));
        }
        // Not under the lock: who looks for something else does not wait.
        let found = Arc::new(find()?);
        let mut kept = self.lock();
        // A list of nothing takes room too.
        kept.values += 1 + found.len();
        if kept.values > self.most {
            kept.lists.clear();
            kept.values = 1 + found.len();
        }
        kept.lists.insert(key, Arc::clone(&found));
        Ok(found)
    }

    fn lock(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_list_is_found_once_and_what_takes_too_much_room_goes() {
        let memo = Memo::new(10);
        let get = |key, found: Vec<u8>| memo.get(key, || Ok::<_, Infallible>(found)).unwrap();
        assert_eq!(*get("a", vec![1, 2]), [1, 2]);
        assert_eq!(*get("a", vec![3]), [1, 2]);
        assert_eq!(*get("b", vec![0; 8]), [0; 8]);
        assert_eq!(*get("a", vec![3]), [3], "there was no room for both");
    }
}
