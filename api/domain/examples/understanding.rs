//! How long it takes to make the lexicon, to read texts and to suggest: `cargo run --release -p plainpied-domain
//! --example understanding`. With arguments: what is understood of each.

use std::error::Error;
use std::time::{Duration, Instant};

use plainpied_domain::understanding::{Asked, Department, Lexicon};

const TEXTS: [&str; 8] = [
    "boulangerie rue victor hugo lyon",
    "médecin 69003",
    "piscine près de moi",
    "mairie saint étienne",
    "restaurant accessible fauteuil à Villefranche-sur-Saône",
    "boulangerie à marseile",
    "chez un ami qui ne sait pas où aller manger demain soir avec ses deux enfants",
    "xyzzy plugh frotz gnusto rezrov bozbar cleesh filfre",
];
const PREFIXES: [&str; 8] = ["s", "sa", "saint", "st-é", "pa", "boul", "690", "xyzzy"];

#[expect(clippy::print_stdout, reason = "its answer is what it prints")]
fn main() -> Result<(), Box<dyn Error>> {
    let (communes, activities) = (fixtures::communes()?, fixtures::activities()?);
    let departments = fixtures::departments()?.into_iter();
    let departments = departments.map(|found| Department { code: found.code, name: found.name }).collect();
    let start = Instant::now();
    let lexicon = Lexicon::new(communes, departments, &activities)?;
    println!("lexicon made in {:?}", start.elapsed());
    let texts: Vec<String> = std::env::args().skip(1).collect();
    for what in &texts {
        println!("{what}\n{:#?}", lexicon.read(&Asked { what, ..Asked::default() }));
    }
    if texts.is_empty() {
        for what in TEXTS {
            let read = || drop(std::hint::black_box(lexicon.read(&Asked { what, ..Asked::default() })));
            println!("read    {} {what}", times(read));
        }
        for prefix in PREFIXES {
            println!(
                "suggest {} {prefix}",
                times(|| drop(std::hint::black_box(lexicon.suggest(prefix, 10))))
            );
        }
    }
    Ok(())
}

/// Half and 99 of 100 runs took no longer.
fn times(run: impl Fn()) -> String {
    let mut times: Vec<Duration> = std::iter::repeat_with(|| {
        let start = Instant::now();
        run();
        start.elapsed()
    })
    .take(2_000)
    .collect();
    times.sort_unstable();
    format!("p50 {:>9.1?} p99 {:>9.1?}", times[times.len() / 2], times[times.len() * 99 / 100])
}
