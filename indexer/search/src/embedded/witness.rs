//! What the answers of a segment bear witness of, as sets of documents. A segment never changes: each set is made from
//! the columns when it is first asked for, and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use plainpied_criteria::condition::{Atom, Predicate};
use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::{Answers, CriterionId, schema};
use tantivy::SegmentReader;
use tantivy::columnar::ColumnValues;

use super::asks::Ask;
use super::bits::Bits;
use super::error::searching;
use super::fields::column;
use super::ladder::Ladder;
use super::slots::{self, Slots, WORDS};
use super::verdicts;
use crate::SearchError;

/// Sets that are kept, beside those of the usual verdicts: at a million documents, 125 kB each.
const KEPT: usize = 200;

/// The answers of one segment.
pub(super) struct Witness {
    end: u32,
    answers: Vec<Arc<dyn ColumnValues<u64>>>,
    verdicts: Arc<dyn ColumnValues<u64>>,
    /// By rank of the need.
    usual: Vec<OnceLock<Ladder>>,
    kept: Mutex<HashMap<Predicate, Arc<Bits>>>,
}

impl Witness {
    pub(super) fn open(segment: &SegmentReader) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let open = |name: &str| {
            fast.column_first_or_default::<u64>(name).map_err(searching("open a column of answers"))
        };
        Ok(Self {
            end: segment.max_doc(),
            answers: (0..WORDS).map(|word| open(&column::answers(word))).collect::<Result<_, _>>()?,
            verdicts: open(column::VERDICTS)?,
            usual: needs().all().iter().map(|_| OnceLock::new()).collect(),
            kept: Mutex::default(),
        })
    }

    /// The packed usual verdicts of a document.
    pub(super) fn verdicts(&self, doc: u32) -> u64 {
        self.verdicts.get_val(doc)
    }

    /// The least of all that is asked; `None` where nothing is.
    pub(super) fn least(&self, asks: &[Ask]) -> Option<Ladder> {
        asks.iter().map(|ask| self.ladder(ask)).reduce(|least, next| least.meet(&next))
    }

    /// How the documents stand to one thing asked.
    pub(super) fn ladder(&self, ask: &Ask) -> Ladder {
        match ask {
            Ask::Usual(rank) => self.usual(*rank),
            Ask::Other(rungs) => Ladder {
                yes: self.holding(&rungs.yes),
                with_help: self.holding(&rungs.with_help),
                unknown: self.holding(&rungs.unknown),
            },
        }
    }

    fn usual(&self, rank: usize) -> Ladder {
        let make = || {
            let at_least = |least: Verdict| {
                Arc::new(self.scan(&*self.verdicts, |packed| verdicts::unpack(packed, rank) >= least))
            };
            let (yes, with_help) = (at_least(Verdict::Yes), at_least(Verdict::WithHelp));
            Ladder { yes, with_help, unknown: at_least(Verdict::Unknown) }
        };
        self.usual.get(rank).map_or_else(make, |kept| kept.get_or_init(make).clone())
    }

    /// The documents for which a predicate holds.
    fn holding(&self, predicate: &Predicate) -> Arc<Bits> {
        if let Some(known) = self.lock().get(predicate) {
            return Arc::clone(known);
        }
        let made = Arc::new(self.make(predicate));
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(predicate.clone(), Arc::clone(&made));
        made
    }

    fn make(&self, predicate: &Predicate) -> Bits {
        match predicate {
            Predicate::All(parts) => {
                let mut all = Bits::full(self.end);
                parts.iter().for_each(|part| all.intersect(&self.holding(part)));
                all
            }
            Predicate::Any(parts) => {
                let mut any = Bits::new(self.end);
                parts.iter().for_each(|part| any.unite(&self.holding(part)));
                any
            }
            Predicate::Not(part) => {
                let mut others = Bits::clone(&self.holding(part));
                others.complement();
                others
            }
            Predicate::Atom(Atom::Known(id) | Atom::Passes(id, _)) => self.test(*id, predicate),
        }
    }

    /// The documents whose answer to one criterion a predicate holds for. The reference is asked once for each answer
    /// that there may be; what it says is then looked up.
    fn test(&self, id: CriterionId, predicate: &Predicate) -> Bits {
        let Some((slot, column)) =
            Slots::get().slot(id).and_then(|slot| Some((slot, self.answers.get(slot.word)?)))
        else {
            return Bits::new(self.end);
        };
        let criterion = schema().criterion(id);
        let mut table = Bits::new(slot.codes() as u32);
        for code in 0..slot.codes() {
            let mut answers = Answers::new();
            if let Some(value) = slots::value(criterion, code) {
                answers.set(id, value);
            }
            if predicate.holds(&answers) {
                table.insert(code as u32);
            }
        }
        self.scan(&**column, |word| table.contains(slot.code(word) as u32))
    }

    /// The documents whose number `holds`.
    fn scan(&self, column: &dyn ColumnValues<u64>, holds: impl Fn(u64) -> bool) -> Bits {
        let mut numbers = [0; 64];
        Bits::from_words(self.end, |first| {
            let numbers = &mut numbers[..(self.end - first).min(64) as usize];
            column.get_range(u64::from(first), numbers);
            numbers.iter().rev().fold(0, |bits, number| bits << 1 | u64::from(holds(*number)))
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Predicate, Arc<Bits>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
