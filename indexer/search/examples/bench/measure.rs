//! Times and their percentiles.

use std::fmt;
use std::time::{Duration, Instant};

use plainpied_search::embedded::EmbeddedSearch;

use crate::Outcome;
use crate::dice::Dice;
use crate::queries::Make;

/// Questions of a kind asked one after the other, and by each of the threads.
const ROUNDS: u64 = 300;
const THREADS: u64 = 8;

/// What one kind of question costs. Times in milliseconds.
pub struct Figures {
    pub p50: f64,
    p99: f64,
    found: u64,
    together: Together,
}

/// The same on several threads.
struct Together {
    per_second: f64,
    p50: f64,
    p99: f64,
}

/// Times of several rounds, ascending, and the sum of what they found.
pub struct Measured {
    pub times: Vec<Duration>,
    found: u64,
}

/// Asks a kind of question, alone and on all threads.
pub fn figures(search: &EmbeddedSearch, make: Make) -> Outcome<Figures> {
    // The first questions open pages and make sets that are kept.
    let _warm = ask(search, make, 7, ROUNDS / 10)?;
    let alone = ask(search, make, 42, ROUNDS)?;
    let start = Instant::now();
    let together = std::thread::scope(|scope| -> Outcome<Vec<Duration>> {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn(move || ask(search, make, 100 + thread, ROUNDS).map_err(|e| e.to_string()))
            })
            .collect();
        let mut times = Vec::new();
        for thread in threads {
            times.extend(thread.join().map_err(|_panic| "a thread panicked")??.times);
        }
        Ok(times)
    })?;
    let per_second = together.len() as f64 / start.elapsed().as_secs_f64();
    let mut together = together;
    together.sort_unstable();
    Ok(Figures {
        p50: percentile(&alone.times, 50),
        p99: percentile(&alone.times, 99),
        found: alone.found / ROUNDS,
        together: Together { per_second, p50: percentile(&together, 50), p99: percentile(&together, 99) },
    })
}

fn ask(search: &EmbeddedSearch, make: Make, seed: u64, rounds: u64) -> Outcome<Measured> {
    let mut dice = Dice::new(seed);
    measure(rounds, |_| match make {
        Make::Search(make) => Ok(search.search_here(&make(&mut dice))?.matched),
        Make::Suggest(make) => Ok(search.suggest_here(&make(&mut dice))?.len() as u64),
    })
}

/// Times some rounds of a work that says how much it found.
pub fn measure(rounds: u64, mut work: impl FnMut(u64) -> Outcome<u64>) -> Outcome<Measured> {
    let mut measured = Measured { times: Vec::new(), found: 0 };
    for round in 0..rounds {
        let start = Instant::now();
        measured.found += work(round)?;
        measured.times.push(start.elapsed());
    }
    measured.times.sort_unstable();
    Ok(measured)
}

/// Milliseconds that so many of a hundred stay below.
pub fn percentile(times: &[Duration], share: usize) -> f64 {
    times.get((times.len().saturating_sub(1)) * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { p50, p99, found, together } = self;
        let Together { per_second, p50: p50_8, p99: p99_8 } = together;
        write!(f, "{p50:.2} | {p99:.2} | {found} | {per_second:.0} | {p50_8:.2} | {p99_8:.2}")
    }
}
