//! How well searches answer: judged questions over a committed corpus, measured for each engine.
//!
//! `cargo test -p acceptance relevance -- --nocapture` prints the table; a class below its floor in `floors.tsv` fails.

mod corpus;
mod judged;
mod measure;

use std::collections::BTreeMap;

use plainpied_criteria::needs::Limits;
use plainpied_domain::Near;
use plainpied_domain::understanding::{Asked, Lexicon};
use plainpied_search::embedded::{Binding, EmbeddedSearch, Rebuild, Resources, WriterLock};
use plainpied_search::meilisearch::{MeilisearchRebuild, MeilisearchSearch, Server};
use plainpied_search::{Query, SearchEngine, search_typed};
use tempfile::TempDir;
use time::macros::date;
use uuid::Uuid;

use corpus::Corpus;
use judged::{Question, known_items, questions};
use measure::{Score, Tally};

/// What a search makes of the text, exactly as the endpoint does, and the first twenty places that it finds.
async fn ask(engine: &impl SearchEngine, lexicon: &Lexicon, question: &Question) -> Vec<Uuid> {
    let typed = Asked { what: &question.text, near: question.near, ..Asked::default() };
    let near = question.near.map(|centre| Near { centre, radius: None });
    let query = Query { near, today: Some(date!(2026 - 11 - 24)), ..Query::default() };
    let (page, ..) = search_typed(engine, lexicon, &typed, query, &Limits::NONE).await.unwrap();
    page.hits.iter().map(|hit| hit.id.as_uuid()).collect()
}

/// The scores of an engine, by class and over all.
async fn measure(
    engine: &impl SearchEngine,
    corpus: &Corpus,
    questions: Vec<Question>,
) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut misjudged = Vec::new();
    for question in questions {
        let found = ask(engine, &corpus.lexicon, &question).await;
        let grades = corpus.grades(&question);
        let nothing = question.class == "nothing";
        if grades.is_empty() != nothing {
            misjudged.push(question.text.clone());
        }
        let score = Score::of(&found, &grades);
        if std::env::var_os("PLAINPIED_TEST_RELEVANCE").is_some() && score.ndcg < 0.9 {
            let names: Vec<&str> = found.iter().take(5).map(|id| corpus.name(*id)).collect();
            println!("{:.2} {:?} of {} judged: {names:?}", score.ndcg, question.text, grades.len());
        }
        for name in [question.class.as_str(), "all"] {
            tallies.entry(name.to_owned()).or_default().add(score, nothing);
        }
    }
    assert!(misjudged.is_empty(), "the corpus must hold what these are after, and only these: {misjudged:?}");
    tallies
}

/// Prints what was measured and holds it to the floors.
fn report(engine: &str, tallies: &BTreeMap<String, Tally>) {
    println!("| {engine} | questions | nDCG@10 | recall@20 | false \"nothing\" | false finds |");
    println!("| --- | --- | --- | --- | --- | --- |");
    tallies.iter().for_each(|(class, tally)| println!("| {class} | {tally} |"));
    let mut below = Vec::new();
    for line in include_str!("floors.tsv").lines().skip(1) {
        let [of, class, ndcg, recall] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("floors.tsv: {line:?}")
        };
        if of != engine {
            continue;
        }
        let tally = &tallies[class];
        let (least_ndcg, least_recall): (f64, f64) = (ndcg.parse().unwrap(), recall.parse().unwrap());
        if tally.ndcg() < least_ndcg || tally.recall() < least_recall {
            below.push(format!("{class}: {tally}, floor {ndcg} and {recall}"));
        }
    }
    assert!(below.is_empty(), "{engine} fell below its floor: {below:#?}");
    let all = &tallies["all"];
    assert_eq!(all.false_nothing, 0, "something was there and {engine} said nothing");
}

#[tokio::test]
async fn relevance_of_the_embedded_engine() {
    let corpus = Corpus::load();
    let (search, _dir) = embedded(&corpus);
    report("embedded", &measure(&search, &corpus, questions()).await);
}

#[tokio::test]
async fn relevance_of_meilisearch() {
    let Ok(url) = std::env::var("MEILISEARCH_URL") else {
        println!("relevance of Meilisearch was not measured: MEILISEARCH_URL names no server");
        return;
    };
    let key = std::env::var("MEILISEARCH_KEY").ok();
    let server = Server::new(&url, key.as_deref(), "relevance").unwrap();
    let corpus = Corpus::load();
    let mut rebuild = MeilisearchRebuild::begin(server.clone(), &Binding::new(Uuid::nil())).await.unwrap();
    for document in &corpus.documents {
        rebuild.add(document).await.unwrap();
    }
    rebuild.publish(1).await.unwrap();
    let search = MeilisearchSearch::new(server.clone());
    let measured = measure(&search, &corpus, questions()).await;
    server.remove_index().await.unwrap();
    report("meilisearch", &measured);
}

#[tokio::test]
async fn relevance_on_the_real_file() {
    let Some(path) = std::env::var_os("PLAINPIED_REAL_DATA") else {
        println!("relevance on the real file was not measured: PLAINPIED_REAL_DATA names none");
        return;
    };
    let corpus = Corpus::of_file(std::fs::File::open(path).unwrap());
    let questions = known_items(&corpus.documents);
    let (search, _dir) = embedded(&corpus);
    report("embedded, real file", &measure(&search, &corpus, questions).await);
}

/// The embedded engine over a corpus; the folder must outlive it.
fn embedded(corpus: &Corpus) -> (EmbeddedSearch, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let lock = WriterLock::try_acquire(dir.path()).unwrap();
    let small = Resources { threads: 1, memory: 20_000_000 };
    let mut rebuild = Rebuild::begin(&lock, &Binding::new(Uuid::nil()), small).unwrap();
    corpus.documents.iter().for_each(|document| rebuild.add(document).unwrap());
    drop(rebuild.publish(1, small).unwrap());
    (EmbeddedSearch::open(dir.path()).unwrap(), dir)
}

#[test]
fn there_are_enough_questions_in_both_languages() {
    let questions = questions();
    assert!(questions.len() >= 150);
    assert!(questions.iter().filter(|question| question.lang == "en").count() >= 20);
    for class in
        ["exact", "typo", "prefix", "synonym", "what_where", "need_words", "ambiguous_commune", "nothing"]
    {
        assert!(questions.iter().filter(|question| question.class == class).count() >= 12, "{class}");
    }
}
