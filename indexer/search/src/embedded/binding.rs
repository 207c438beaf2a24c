use plainpied_criteria::{needs, schema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The number of the index format that this crate writes. Grows when fields or analysis change: an index of another
/// format is rebuilt.
pub const FORMAT: u32 = 2;

/// What an index belongs to. One made for another database, by another release or under other rules is never searched
/// nor continued: it is rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The database.
    pub installation: Uuid,
    /// The format of the index, [`FORMAT`].
    pub format: u32,
    /// Fingerprint of the criteria and needs: the index holds answers by their rank and verdicts.
    pub rules: u64,
}

impl Binding {
    /// A binding in the format and under the rules of this program.
    pub fn new(installation: Uuid) -> Self {
        Self { installation, format: FORMAT, rules: rules() }
    }

    /// What keeps an index bound to `self` from serving `wanted`; `None` where they are equal.
    pub(crate) fn difference(&self, wanted: &Self) -> Option<String> {
        if self.installation != wanted.installation {
            let (made, wanted) = (self.installation, wanted.installation);
            return Some(format!("it was made for installation {made}, this is {wanted}"));
        }
        self.difference_of_program(wanted)
    }

    /// What keeps this program from reading an index bound to `self`.
    pub(crate) fn unreadable(&self) -> Option<String> {
        self.difference_of_program(&Self::new(self.installation))
    }

    fn difference_of_program(&self, wanted: &Self) -> Option<String> {
        if self.format != wanted.format {
            return Some(format!("its format is {}, that of this release {}", self.format, wanted.format));
        }
        let (made, wanted) = (self.rules, wanted.rules);
        let differ = format!("it was made for criteria and needs {made:016x}, these are {wanted:016x}");
        (made != wanted).then_some(differ)
    }
}

/// A number that changes with the declared criteria or needs.
fn rules() -> u64 {
    schema().fingerprint().rotate_left(1) ^ needs::needs().fingerprint()
}

/// Travels in the engine's commit, so that what the index holds and how far it has come cannot disagree.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) position: i64,
    pub(super) binding: Binding,
}
