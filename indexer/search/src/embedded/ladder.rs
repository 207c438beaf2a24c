use std::sync::Arc;

use plainpied_criteria::needs::Verdict;

use super::bits::Bits;

/// How the documents of a segment stand: for each verdict those that stand so or better. No is all of them.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    pub(super) yes: Arc<Bits>,
    pub(super) with_help: Arc<Bits>,
    pub(super) unknown: Arc<Bits>,
}

impl Ladder {
    pub(super) fn standing(&self, doc: u32) -> Verdict {
        if !self.unknown.contains(doc) {
            Verdict::No
        } else if !self.with_help.contains(doc) {
            Verdict::Unknown
        } else if !self.yes.contains(doc) {
            Verdict::WithHelp
        } else {
            Verdict::Yes
        }
    }

    /// The least of both.
    pub(super) fn meet(mut self, other: &Self) -> Self {
        Arc::make_mut(&mut self.yes).intersect(&other.yes);
        Arc::make_mut(&mut self.with_help).intersect(&other.with_help);
        Arc::make_mut(&mut self.unknown).intersect(&other.unknown);
        self
    }

    /// Keeps the documents of the set that stand exactly so.
    pub(super) fn narrow(&self, set: &mut Bits, verdict: Verdict) {
        match verdict {
            Verdict::Yes => set.intersect(&self.yes),
            Verdict::WithHelp => {
                set.intersect(&self.with_help);
                set.subtract(&self.yes);
            }
            Verdict::Unknown => {
                set.intersect(&self.unknown);
                set.subtract(&self.with_help);
            }
            Verdict::No => set.subtract(&self.unknown),
        }
    }

    /// How many documents of the set stand so, from no to yes.
    pub(super) fn counts(&self, set: &Bits) -> [u64; 4] {
        let (all, unknown) = (set.count(), set.count_both(&self.unknown));
        let (with_help, yes) = (set.count_both(&self.with_help), set.count_both(&self.yes));
        [all - unknown, unknown - with_help, with_help - yes, yes]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(verdicts: &[Verdict]) -> Ladder {
        let at_least = |least: Verdict| {
            let mut bits = Bits::new(verdicts.len() as u32);
            (0..)
                .zip(verdicts)
                .filter(|(_, verdict)| **verdict >= least)
                .for_each(|(doc, _)| bits.insert(doc));
            Arc::new(bits)
        };
        let [_, unknown, with_help, yes] = Verdict::ALL.map(at_least);
        Ladder { yes, with_help, unknown }
    }

    #[test]
    fn two_ladders_meet_at_the_lesser_verdict() {
        let pairs: Vec<_> = Verdict::ALL.into_iter().flat_map(|a| Verdict::ALL.map(|b| (a, b))).collect();
        let one = ladder(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
        let other = ladder(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
        let met = one.meet(&other);
        for (doc, (a, b)) in (0..).zip(pairs) {
            assert_eq!(met.standing(doc), a.min(b), "{a:?} {b:?}");
        }
        let all = Bits::full(16);
        assert_eq!(met.counts(&all), [7, 5, 3, 1]);
        for (verdict, count) in Verdict::ALL.into_iter().zip([7, 5, 3, 1]) {
            let mut those = all.clone();
            met.narrow(&mut those, verdict);
            assert!(those.iter().all(|doc| met.standing(doc) == verdict));
            assert_eq!(those.count(), count);
        }
    }
}
