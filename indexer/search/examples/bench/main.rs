//! How fast the embedded engine indexes and searches:
//! `cargo run --release -p plainpied-search --example bench -- --count 300000`

#![allow(clippy::print_stdout, missing_docs, reason = "a program that prints")]

mod dice;
mod documents;

use std::error::Error;
use std::time::{Duration, Instant};

use dice::Dice;
use documents::{centre, document, insee, name, skewed};
use plainpied_domain::{BoundingBox, Near};
use plainpied_search::embedded::{Binding, EmbeddedSearch, Rebuild, Resources, WriterLock};
use plainpied_search::{Query, Sort};

const ROUNDS: u64 = 400;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--count").skip(1);
    let count: u64 = arguments.next().map_or(Ok(300_000), |count| count.parse())?;
    let dir = tempfile::tempdir()?;
    let lock = WriterLock::try_acquire(dir.path())?;
    let mut writer = build(&lock, count)?;
    let search = EmbeddedSearch::open(dir.path())?;
    println!("{:<34} {:>9} {:>9} {:>9} {:>10}", "query", "p50 ms", "p99 ms", "max ms", "matches");
    for (what, make) in QUERIES {
        measure(&search, what, *make)?;
    }
    let commits: Vec<Duration> = (0..50)
        .map(|at| -> Outcome<Duration> {
            let start = Instant::now();
            writer.upsert(&document(at))?;
            writer.commit(at as i64 + 1)?;
            search.refresh();
            Ok(start.elapsed())
        })
        .collect::<Outcome<_>>()?;
    report("one update, commit, refresh", commits, 0);
    Ok(())
}

fn build(lock: &WriterLock, count: u64) -> Outcome<plainpied_search::embedded::IndexWriter> {
    let binding = Binding::new(uuid::Uuid::nil(), 0);
    let made: Vec<_> = (0..count).map(document).collect();
    let start = Instant::now();
    let mut rebuild = Rebuild::begin(lock, &binding, Resources::rebuild())?;
    for document in &made {
        rebuild.add(document)?;
    }
    let added = start.elapsed();
    let writer = rebuild.publish(0, Resources::live())?;
    let all = start.elapsed();
    let rate = count as f64 / all.as_secs_f64();
    println!("{count} documents: added in {added:.2?}, published after {all:.2?}: {rate:.0} documents/s");
    Ok(writer)
}

type Make = fn(&mut Dice) -> Query;

const QUERIES: &[(&str, Make)] = &[
    ("text, two words", |dice| Query {
        text: Some(format!("boulangerie {}", commune_name(dice))),
        ..place(dice, None)
    }),
    ("text with slip", |dice| Query { text: Some(slip(dice)), ..Query::default() }),
    ("text with slip + radius 5 km", |dice| Query { text: Some(slip(dice)), ..place(dice, Some(5_000.0)) }),
    ("the same with facets", |dice| Query {
        text: Some(slip(dice)),
        facets: true,
        ..place(dice, Some(5_000.0))
    }),
    ("slip in activity + radius 5 km", |dice| Query {
        text: Some("boulagnerie".to_owned()),
        ..place(dice, Some(5_000.0))
    }),
    ("one letter", |dice| Query { text: Some("s".to_owned()), ..place(dice, None) }),
    ("radius 5 km", |dice| place(dice, Some(5_000.0))),
    ("radius 50 km", |dice| place(dice, Some(50_000.0))),
    ("box 20 km, by name", |dice| Query {
        bbox: Some(BoundingBox::around(centre(skewed(dice, 5_000)), 10_000.0)),
        sort: Sort::Name,
        ..Query::default()
    }),
    ("nearest of all", |dice| Query { sort: Sort::Distance, ..place(dice, None) }),
    ("nearest of an activity", |dice| Query {
        sort: Sort::Distance,
        activity: Some("musee".into()),
        ..place(dice, None)
    }),
    ("commune, facets", |dice| Query {
        commune: Some(insee(skewed(dice, 5_000))),
        facets: true,
        ..Query::default()
    }),
    ("everything", |_| Query::default()),
    ("everything, facets", |_| Query { facets: true, ..Query::default() }),
    ("everything, by name", |_| Query { sort: Sort::Name, ..Query::default() }),
];

fn commune_name(dice: &mut Dice) -> String {
    name(1_000_000 + skewed(dice, 5_000))
}

/// A kind and a person with two letters swapped.
fn slip(dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name(skewed(dice, 200_000)).chars().collect();
    let at = 1 + dice.below(letters.len() as u64 - 2) as usize;
    letters.swap(at, at + 1);
    format!("boulangerie {}", letters.into_iter().collect::<String>())
}

fn place(dice: &mut Dice, radius: Option<f64>) -> Query {
    let near = Near { centre: centre(skewed(dice, 5_000)), radius };
    Query { near: Some(near), ..Query::default() }
}

fn measure(search: &EmbeddedSearch, what: &str, make: Make) -> Outcome<()> {
    let mut dice = Dice::new(42);
    let mut times = Vec::new();
    let mut matched = 0;
    for _ in 0..ROUNDS {
        let query = make(&mut dice);
        let start = Instant::now();
        matched += search.search_here(&query)?.matched;
        times.push(start.elapsed());
    }
    report(what, times, matched / ROUNDS);
    Ok(())
}

fn report(what: &str, mut times: Vec<Duration>, matched: u64) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    println!("{what:<34} {:>9.2} {:>9.2} {:>9.2} {matched:>10}", at(50), at(99), at(100));
}
