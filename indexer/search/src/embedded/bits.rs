/// A set of document numbers of one segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    end: u32,
}

impl Bits {
    /// An empty set of numbers below `end`.
    pub(super) fn new(end: u32) -> Self {
        Self { words: vec![0; (end as usize).div_ceil(64)], end }
    }

    /// All numbers below `end`.
    pub(super) fn full(end: u32) -> Self {
        let mut full = Self { words: vec![u64::MAX; (end as usize).div_ceil(64)], end };
        full.trim();
        full
    }

    /// The numbers below `end` for which `holds`, 64 at a time.
    pub(super) fn from_words(end: u32, mut word: impl FnMut(u32) -> u64) -> Self {
        let mut made = Self::new(end);
        made.words.iter_mut().zip((0_u32..).step_by(64)).for_each(|(bits, first)| *bits = word(first));
        made.trim();
        made
    }

    /// Drops what lies past the end in the last word.
    fn trim(&mut self) {
        let past = (64 - self.end % 64) % 64;
        if let Some(last) = self.words.last_mut() {
            *last &= u64::MAX >> past;
        }
    }

    pub(super) fn insert(&mut self, doc: u32) {
        if let Some(word) = self.words.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub(super) fn contains(&self, doc: u32) -> bool {
        self.words.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// Keeps what is in both.
    pub(super) fn intersect(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in the other.
    pub(super) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Removes what is in the other.
    pub(super) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Replaces it by what is not in it.
    pub(super) fn complement(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        self.trim();
    }

    /// How many numbers are in both.
    pub(super) fn count_both(&self, other: &Self) -> u64 {
        self.words.iter().zip(&other.words).map(|(a, b)| u64::from((a & b).count_ones())).sum()
    }

    /// How many numbers are in it.
    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The numbers, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().zip(0_u32..).flat_map(|(word, at)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_holds_nothing_past_the_end() {
        assert_eq!(Bits::full(65).count(), 65);
        assert_eq!(Bits::full(0).count(), 0);
        assert_eq!(Bits::from_words(130, |first| u64::from(first == 128) * u64::MAX).count(), 2);
        let mut bits = Bits::new(70);
        bits.insert(3);
        bits.complement();
        assert_eq!((bits.count(), bits.contains(3)), (69, false));
        let full = Bits::full(70);
        assert_eq!(full.count_both(&bits), 69);
        bits.subtract(&full);
        assert_eq!(bits.count(), 0);
        bits.unite(&full);
        assert_eq!(bits, full);
    }

    #[test]
    fn what_is_put_in_comes_out_in_order() {
        let mut bits = Bits::new(200);
        for doc in [199, 0, 64, 63, 64] {
            bits.insert(doc);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert_eq!(bits.count(), 4);
        assert!(bits.contains(63) && !bits.contains(62) && !bits.contains(5_000));
        let mut other = Bits::new(200);
        other.insert(64);
        bits.intersect(&other);
        assert_eq!(bits.iter().collect::<Vec<_>>(), [64]);
    }
}
