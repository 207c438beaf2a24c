//! nDCG, recall, and how often nothing was found where something was, or something where nothing was.

use std::collections::HashMap;
use std::fmt;

use uuid::Uuid;

/// What one answer is worth.
#[derive(Clone, Copy)]
pub struct Score {
    pub ndcg: f64,
    pub recall: f64,
    pub empty: bool,
}

impl Score {
    /// Judges the first places found by the grades of the corpus: nDCG over ten with gains `2^grade - 1`, recall over
    /// twenty of at most twenty. Where nothing is to be found, finding nothing is worth 1.
    ///
    /// Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
    pub fn of(found: &[Uuid], grades: &HashMap<Uuid, u8>) -> Self {
        let empty = found.is_empty();
        if grades.is_empty() {
            let right = f64::from(u8::from(empty));
            return Self { ndcg: right, recall: right, empty };
        }
        let mut ideal: Vec<u8> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let gained = found.iter().map(|id| grades.get(id).copied().unwrap_or_default());
        let hits = found.iter().take(20).filter(|id| grades.contains_key(id)).count();
        Self {
            ndcg: cumulated(gained) / cumulated(ideal.iter().copied()),
            recall: hits as f64 / grades.len().min(20) as f64,
            empty,
        }
    }
}

fn cumulated(grades: impl Iterator<Item = u8>) -> f64 {
    let gain = |(rank, grade): (usize, u8)| (2_f64.powi(i32::from(grade)) - 1.0) / ((rank + 2) as f64).log2();
    grades.take(10).enumerate().map(gain).sum()
}

/// The answers of a class together.
#[derive(Default)]
pub struct Tally {
    questions: usize,
    ndcg: f64,
    recall: f64,
    /// Nothing was found though something was there.
    pub false_nothing: usize,
    /// Something was found though nothing was there.
    pub false_finds: usize,
}

impl Tally {
    pub fn add(&mut self, score: Score, nothing: bool) {
        self.questions += 1;
        self.ndcg += score.ndcg;
        self.recall += score.recall;
        self.false_nothing += usize::from(score.empty && !nothing);
        self.false_finds += usize::from(!score.empty && nothing);
    }

    pub fn ndcg(&self) -> f64 {
        self.ndcg / self.questions as f64
    }

    pub fn recall(&self) -> f64 {
        self.recall / self.questions as f64
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { questions, false_nothing, false_finds, .. } = self;
        write!(f, "{questions} | {:.3} | {:.3} | {false_nothing} | {false_finds}", self.ndcg(), self.recall())
    }
}

#[test]
fn a_perfect_answer_is_worth_one_and_a_worse_order_less() {
    let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
    let grades = HashMap::from([(a, 3), (b, 1)]);
    assert_eq!(Score::of(&[a, b], &grades).ndcg, 1.0);
    let swapped = Score::of(&[b, a], &grades);
    assert!(swapped.ndcg > 0.6 && swapped.ndcg < 0.8 && swapped.recall == 1.0);
    assert_eq!(Score::of(&[c], &grades).ndcg, 0.0);
    assert_eq!(Score::of(&[], &HashMap::new()).ndcg, 1.0);
    assert_eq!(Score::of(&[a], &HashMap::new()).ndcg, 0.0);
}
