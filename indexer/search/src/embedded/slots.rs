//! The answers of a document in a few numbers: each criterion has some bits of one of them, which hold 0 where it is
//! unknown and a code of the answer else. Only whether a text is known is kept of it, not the text.

use std::sync::OnceLock;

use plainpied_criteria::{Answers, Criterion, CriterionId, Kind, Schema, Value, schema};

/// Numbers of a document.
pub(super) const WORDS: usize = 8;

/// Where the answer of each criterion lies.
#[derive(Debug)]
pub(super) struct Slots {
    /// By rank of the criterion.
    slots: Vec<Slot>,
}

/// Some bits of one of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) word: usize,
    shift: u32,
    bits: u32,
}

impl Slot {
    /// The code in a number.
    pub(super) fn code(self, word: u64) -> u64 {
        word >> self.shift & self.mask()
    }

    /// How many codes fit in it.
    pub(super) fn codes(self) -> u64 {
        self.mask() + 1
    }

    fn mask(self) -> u64 {
        u64::MAX >> (64 - self.bits)
    }
}

impl Slots {
    /// Those of the embedded schema.
    pub(super) fn get() -> &'static Self {
        static SLOTS: OnceLock<Slots> = OnceLock::new();
        SLOTS.get_or_init(|| Self::of(schema()))
    }

    fn of(schema: &Schema) -> Self {
        let (mut word, mut used) = (0, 0);
        let slots = schema.criteria().iter().map(|criterion| {
            let bits = bits(&criterion.kind);
            if used + bits > 64 {
                (word, used) = (word + 1, 0);
            }
            let slot = Slot { word, shift: used, bits };
            used += bits;
            slot
        });
        Self { slots: slots.collect() }
    }

    /// Where a criterion lies. `None` where the schema has outgrown the numbers, which a test excludes.
    pub(super) fn slot(&self, id: CriterionId) -> Option<Slot> {
        self.slots.get(id.index()).copied().filter(|slot| slot.word < WORDS)
    }

    /// The numbers of a document.
    pub(super) fn pack(&self, answers: &Answers) -> [u64; WORDS] {
        let mut words = [0; WORDS];
        for (id, value) in answers.iter() {
            if let Some(slot) = self.slot(id) {
                words[slot.word] |= (code(&schema().criterion(id).kind, value) & slot.mask()) << slot.shift;
            }
        }
        words
    }
}

/// The answer that a code stands for; `None`: unknown. A text comes back as its own key.
pub(super) fn value(criterion: &Criterion, code: u64) -> Option<Value> {
    let rank = code.checked_sub(1)?;
    let option = |rank: u64| criterion.kind.options().get(rank as usize).map(|option| option.value.clone());
    match &criterion.kind {
        Kind::Boolean => (rank <= 1).then_some(Value::Bool(rank == 1)),
        Kind::Integer { min, max, .. } => {
            Some(min.saturating_add_unsigned(rank)).filter(|number| number <= max).map(Value::Integer)
        }
        Kind::Choice(_) => option(rank).map(Value::Choice),
        Kind::Choices(options) => {
            let held = (0..options.len() as u64).filter(|rank| code >> rank & 1 == 1).filter_map(option);
            Some(Value::Choices(held.collect()))
        }
        Kind::Text { .. } | Kind::Url { .. } => Some(Value::Text(criterion.key.clone())),
    }
}

/// 0 for what no answer of the kind is.
fn code(kind: &Kind, value: &Value) -> u64 {
    let rank = |text: &String| kind.options().iter().position(|option| option.value == *text);
    match (kind, value) {
        (Kind::Boolean, Value::Bool(answer)) => 1 + u64::from(*answer),
        (Kind::Integer { min, max, .. }, Value::Integer(number)) if (min..=max).contains(&number) => {
            1 + number.abs_diff(*min)
        }
        (Kind::Choice(_), Value::Choice(text)) => rank(text).map_or(0, |rank| 1 + rank as u64),
        (Kind::Choices(_), Value::Choices(texts)) => {
            texts.iter().filter_map(rank).fold(0, |held, rank| held | 1 << rank)
        }
        (Kind::Text { .. } | Kind::Url { .. }, Value::Text(_)) => 1,
        _ => 0,
    }
}

fn bits(kind: &Kind) -> u32 {
    let greatest = match kind {
        Kind::Boolean => 2,
        Kind::Integer { min, max, .. } => 1 + max.abs_diff(*min),
        Kind::Choice(options) => options.len() as u64,
        Kind::Choices(options) => return options.len() as u32,
        Kind::Text { .. } | Kind::Url { .. } => 1,
    };
    u64::BITS - greatest.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_has_bits_of_its_own() {
        let slots = Slots::of(schema());
        let mut taken = [0_u64; WORDS];
        for criterion in schema().criteria() {
            let slot = slots.slot(criterion.id).unwrap();
            let bits = slot.mask() << slot.shift;
            assert_eq!((taken[slot.word] & bits, bits >> slot.shift), (0, slot.mask()), "{}", criterion.key);
            taken[slot.word] |= bits;
        }
    }

    #[test]
    fn every_answer_comes_back_and_only_the_unknown_as_unknown() {
        let slots = Slots::of(schema());
        for criterion in schema().criteria() {
            let slot = slots.slot(criterion.id).unwrap();
            assert_eq!(value(criterion, 0), None);
            let mut answers_seen = 0;
            for code in 1..slot.codes() {
                let Some(value) = value(criterion, code) else { continue };
                if criterion.check(&value).is_err() {
                    continue;
                }
                let mut answers = Answers::new();
                answers.set(criterion.id, value);
                let words = slots.pack(&answers);
                assert_eq!(slot.code(words[slot.word]), code, "{}", criterion.key);
                answers_seen += 1;
            }
            let expected = match &criterion.kind {
                Kind::Boolean => 2,
                Kind::Integer { min, max, .. } => max - min + 1,
                Kind::Choice(options) => options.len() as i64,
                Kind::Choices(options) => (1 << options.len()) - 1,
                Kind::Text { .. } => 1,
                Kind::Url { .. } => 0,
            };
            assert_eq!(answers_seen, expected, "{}", criterion.key);
        }
    }
}
