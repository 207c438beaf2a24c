//! How sure a match is: copies of known places, written as others write them, and places that are not in the base.
//!
//! `cargo test -p acceptance matching -- --nocapture` prints the table; a kind below the floors fails. With
//! `PLAINPIED_REAL_DATA` the same is asked of a real file.

mod copies;
mod dice;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{World, sample};
use copies::Copy;

/// Of what is said to match, so much must be right.
const PRECISION: f64 = 0.98;
/// Of what is in the base, so much must match.
const RECALL: f64 = 0.95;
/// One place in so many is kept out of the base.
const KEPT_OUT: usize = 6;
const AT_ONCE: usize = 1_000;

#[derive(Debug, Default)]
struct Tally {
    /// Asked for, and in the base.
    there: usize,
    /// Not in the base.
    decoys: usize,
    /// Matched with the right place.
    right: usize,
    /// Matched with another, or though there was none.
    wrong: usize,
    /// The right place is among the candidates.
    offered: usize,
}

impl Tally {
    fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        ratio(self.right, self.there)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[tokio::test]
async fn matching_of_the_sample_is_sure_where_it_says_so() {
    measure("sample", &sample()).await;
}

#[tokio::test]
async fn matching_of_the_real_file_is_sure_where_it_says_so() {
    let Some(path) = std::env::var_os("PLAINPIED_REAL_DATA") else {
        println!("matching on the real file was not measured: PLAINPIED_REAL_DATA names none");
        return;
    };
    measure("real file", Path::new(&path)).await;
}

async fn measure(name: &str, file: &Path) {
    let mut text = String::new();
    std::fs::File::open(file).unwrap().read_to_string(&mut text).unwrap();
    let (kept, listed) = copies::split(&text, KEPT_OUT);
    let world = World::seeded().await;
    let base = world.data.path().join("base.csv");
    std::fs::write(&base, kept).unwrap();
    world.import(&base, &[]);
    let (server, url) = world.serve();
    let copies = copies::of(&listed);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for part in copies.chunks(AT_ONCE) {
        let answer = post(&url, &part.iter().map(|copy| &copy.item).collect::<Vec<_>>());
        for (copy, answered) in part.iter().zip(answer["items"].as_array().unwrap()) {
            for kind in [copy.kind, "all"] {
                count(tallies.entry(kind.to_owned()).or_default(), copy, &answered["candidates"]);
            }
            show(copy, &answered["candidates"]);
        }
    }
    drop(server);
    report(name, &tallies);
    world.end().await;
}

fn post(url: &str, items: &[&Value]) -> Value {
    let body = json!({ "items": items, "limit": 5 }).to_string();
    let began = std::time::Instant::now();
    let mut response =
        ureq::post(format!("{url}/api/v1/match")).content_type("application/json").send(body).unwrap();
    let text = response.body_mut().with_config().limit(1 << 28).read_to_string().unwrap();
    println!("{} items in {} ms", items.len(), began.elapsed().as_millis());
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["names_looked_up"], true);
    answer
}

fn matched(candidates: &Value) -> Option<&str> {
    let sure = candidates.as_array().unwrap().iter().find(|candidate| candidate["match"] == true);
    sure.map(|candidate| candidate["id"].as_str().unwrap())
}

fn count(tally: &mut Tally, copy: &Copy, candidates: &Value) {
    let offered = candidates
        .as_array()
        .unwrap()
        .iter()
        .any(|candidate| candidate["id"].as_str() == copy.answer.as_deref());
    match copy.answer {
        Some(_) => tally.there += 1,
        None => tally.decoys += 1,
    }
    tally.offered += usize::from(offered);
    match matched(candidates) {
        Some(id) if copy.answer.as_deref() == Some(id) => tally.right += 1,
        Some(_) => tally.wrong += 1,
        None => {}
    }
}

/// With `PLAINPIED_TEST_MATCHING` every answer that is not as it should be is printed.
fn show(copy: &Copy, candidates: &Value) {
    let found = matched(candidates);
    if std::env::var_os("PLAINPIED_TEST_MATCHING").is_some() && found != copy.answer.as_deref() {
        let what = if found.is_some() { "WRONG" } else { "missed" };
        println!("{what} {} {} wants {:?}", copy.kind, copy.item, copy.original);
        for candidate in candidates.as_array().unwrap().iter().take(2) {
            let reasons: Vec<String> = candidate["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| format!("{} {}", reason["code"].as_str().unwrap(), reason["points"]))
                .collect();
            println!(
                "    {} {} | {} | {}",
                candidate["score"],
                candidate["name"],
                candidate["address"],
                reasons.join(", ")
            );
        }
    }
}

fn report(name: &str, tallies: &BTreeMap<String, Tally>) {
    println!("| {name} | in the base | decoys | precision | recall | offered | wrong |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for (kind, tally) in tallies {
        let Tally { there, decoys, offered, wrong, .. } = tally;
        let (precision, recall) = (tally.precision(), tally.recall());
        println!(
            "| {kind} | {there} | {decoys} | {precision:.4} | {recall:.4} | {:.4} | {wrong} |",
            ratio(*offered, *there)
        );
    }
    let all = &tallies["all"];
    assert!(all.there > 1_000 && all.decoys > 500, "too few were asked for: {all:?}");
    assert!(all.precision() >= PRECISION, "{name}: precision {:.4} is below {PRECISION}", all.precision());
    assert!(all.recall() >= RECALL, "{name}: recall {:.4} is below {RECALL}", all.recall());
}
