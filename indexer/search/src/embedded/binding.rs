use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of the index format that this crate writes. Grows when fields or analysis change: an index of another
/// format is rebuilt.
pub const FORMAT: u32 = 1;

/// What an index belongs to. One made for another database, by another release or for another schema of criteria is
/// never searched nor continued: it is rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The database.
    pub installation: Uuid,
    /// The format of the index, [`FORMAT`].
    pub format: u32,
    /// Fingerprint of the criteria.
    pub schema: u64,
}

impl Binding {
    /// A binding in the format of this crate.
    pub fn new(installation: Uuid, schema: u64) -> Self {
        Self { installation, format: FORMAT, schema }
    }

    /// What keeps an index bound to `self` from serving `wanted`; `None` where they are equal.
    pub(super) fn difference(&self, wanted: &Self) -> Option<String> {
        if self.installation != wanted.installation {
            Some(format!(
                "it was made for installation {}, this is {}",
                self.installation, wanted.installation
            ))
        } else if self.format != wanted.format {
            Some(format!("its format is {}, this release writes {}", self.format, wanted.format))
        } else if self.schema != wanted.schema {
            Some(format!("it was made for criteria {:016x}, these are {:016x}", self.schema, wanted.schema))
        } else {
            None
        }
    }
}

/// Travels in the engine's commit, so that what the index holds and how far it has come cannot disagree.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) position: i64,
    pub(super) binding: Binding,
}
