//! What holds for the embedded rules as a whole, whatever the answers and the person.

use plainpied_criteria::condition::{Truth, parse_filter};
use plainpied_criteria::needs::{Need, Rule, Verdict, needs};
use plainpied_criteria::{Answers, Criterion, Kind, Value, schema};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::needs::limits;
use crate::properties::{answers, value};

/// Places where everything that may be asked is answered.
fn complete() -> impl Strategy<Value = Answers> {
    let values: Vec<BoxedStrategy<Value>> = schema().criteria().iter().map(value).collect();
    values.prop_map(|values| {
        let mut answers = Answers::new();
        // A child may stand before its parent: as many rounds as there are generations.
        for _generation in 0..8 {
            for (criterion, value) in schema().criteria().iter().zip(&values) {
                if answers.opens(criterion) {
                    answers.set(criterion.id, value.clone());
                }
            }
        }
        answers
    })
}

fn shuffle<T>(parts: &mut [T], dice: &mut impl FnMut() -> usize) {
    for last in (1..parts.len()).rev() {
        parts.swap(last, dice() % (last + 1));
    }
}

fn shuffle_rule(rule: &mut Rule, dice: &mut impl FnMut() -> usize) {
    match rule {
        Rule::All(parts) | Rule::Any(parts) => {
            parts.iter_mut().for_each(|part| shuffle_rule(part, dice));
            shuffle(parts, dice);
        }
        Rule::Help(part) => shuffle_rule(part, dice),
        Rule::Test(..) | Rule::Within(..) | Rule::Limit(..) => {}
    }
}

fn shuffled(need: &Need, seed: u64) -> Need {
    let mut state = seed;
    let mut dice = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut need = need.clone();
    need.links.iter_mut().for_each(|link| shuffle_rule(&mut link.rule, &mut dice));
    shuffle(&mut need.links, &mut dice);
    need
}

/// Filters that people may write on a criterion.
fn filters(criterion: &Criterion) -> Vec<String> {
    match &criterion.kind {
        Kind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Kind::Integer { min, max, .. } => {
            vec![format!("gte:{max}"), format!("lt:{max}"), format!("in:{min},{max}")]
        }
        Kind::Choice(options) | Kind::Choices(options) => {
            options.iter().map(|option| option.value.clone()).collect()
        }
        Kind::Text { .. } | Kind::Url { .. } => Vec::new(),
    }
}

proptest! {
    #[test]
    fn the_order_of_links_ways_and_tests_changes_no_need(
        answers in answers(),
        limits in limits(),
        seed in any::<u64>(),
    ) {
        for need in needs().all() {
            let other = shuffled(need, seed);
            prop_assert_eq!(need.verdict(&answers, &limits), other.verdict(&answers, &limits), "{}", need.key);
            let questions = |need: &Need| {
                let mut questions = need.explain(schema(), &answers, &limits).questions;
                questions.sort_unstable();
                questions
            };
            prop_assert_eq!(questions(need), questions(&other), "{}", need.key);
            for verdict in Verdict::ALL {
                let holds = |need: &Need| need.is(&limits, verdict).holds(&answers);
                prop_assert_eq!(holds(need), holds(&other), "{}", need.key);
            }
        }
    }

    #[test]
    fn where_everything_is_answered_no_need_is_unknown(answers in complete(), limits in limits()) {
        for need in needs().all().iter().filter(|need| !need.informative) {
            prop_assert_ne!(need.verdict(&answers, &limits), Verdict::Unknown, "{}", need.key);
        }
    }

    #[test]
    fn where_everything_is_answered_no_equipment_and_no_filter_is_unknown(
        answers in complete(),
        index in any::<Index>(),
    ) {
        for equipment in needs().equipments() {
            prop_assert_ne!(equipment.condition.truth(&answers), Truth::Unknown, "{}", equipment.key);
        }
        let criterion = index.get(schema().criteria());
        for text in filters(criterion) {
            let condition = parse_filter(schema(), &criterion.key, &text).unwrap();
            prop_assert_ne!(condition.truth(&answers), Truth::Unknown, "{}={}", criterion.key, text);
        }
    }

    #[test]
    fn a_link_that_fails_says_which_answer_fails_it(answers in answers(), limits in limits()) {
        for need in needs().all() {
            for link in need.explain(schema(), &answers, &limits).links {
                let against = link.reasons.iter().any(|reason| reason.verdict == Verdict::No);
                let for_it = link.reasons.iter().any(|reason| reason.verdict > Verdict::Unknown);
                prop_assert!(link.verdict != Verdict::No || against, "{} {}", need.key, link.link);
                prop_assert!(link.verdict <= Verdict::Unknown || for_it, "{} {}", need.key, link.link);
            }
        }
    }
}
