//! How many verdicts one core gives a second:
//! `cargo run --release -p plainpied-criteria --example verdicts`.

#![allow(clippy::print_stdout, reason = "a program that measures prints what it measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use plainpied_criteria::needs::{Limits, needs};
use plainpied_criteria::{Answers, CriterionId, Kind, Value, schema};

const PLACES: usize = 1_000;
const LASTS: Duration = Duration::from_secs(2);

/// About four of ten criteria known, children under open parents only; the same places on every run.
fn place(seed: usize) -> Answers {
    let mut state = seed as u64 * 2 + 1;
    let mut dice = move |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut answers = Answers::new();
    for criterion in schema().criteria() {
        if dice(10) >= 4 {
            continue;
        }
        let value = match &criterion.kind {
            Kind::Boolean => Value::Bool(dice(2) == 0),
            Kind::Integer { min, .. } => Value::Integer(min + dice(100) as i64),
            Kind::Choice(options) => Value::Choice(options[dice(options.len())].value.clone()),
            Kind::Choices(options) => Value::Choices(vec![options[dice(options.len())].value.clone()]),
            Kind::Text { .. } | Kind::Url { .. } => continue,
        };
        let id: CriterionId = criterion.id;
        let _closed = answers.edit(schema(), id, Some(value));
    }
    answers
}

fn main() {
    let places: Vec<Answers> = (0..PLACES).map(place).collect();
    for need in needs().all().iter().filter(|need| !need.informative) {
        let begun = Instant::now();
        let mut verdicts = 0_u64;
        while begun.elapsed() < LASTS / 8 {
            for place in &places {
                black_box(need.verdict(black_box(place), &Limits::NONE));
            }
            verdicts += PLACES as u64;
        }
        println!("{:22} {:>12.0} verdicts/s", need.key, verdicts as f64 / begun.elapsed().as_secs_f64());
    }
}
