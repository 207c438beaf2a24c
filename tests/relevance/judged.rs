//! Questions and what is judged to answer them.

use plainpied_criteria::needs::{Limits, Verdict, needs};
use plainpied_domain::LonLat;
use plainpied_domain::text::fold;
use plainpied_search::Document;

/// One line of `queries.tsv`.
pub struct Question {
    pub class: String,
    pub lang: String,
    pub near: Option<LonLat>,
    pub text: String,
    /// Grade, 3 the best, and all that must hold for it. The first that holds counts.
    rules: Vec<(u8, Vec<(String, String)>)>,
}

/// All questions.
pub fn questions() -> Vec<Question> {
    include_str!("queries.tsv").lines().skip(1).map(question).collect()
}

fn question(line: &str) -> Question {
    let [class, lang, near, text, judgement] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("queries.tsv: {line:?}")
    };
    let near = near.split_once(',').map(|(lon, lat)| LonLat::new(lon.parse().unwrap(), lat.parse().unwrap()));
    let rule = |text: &str| {
        let (grade, tests) = text.trim().split_once(' ').unwrap();
        let test = |test: &str| {
            let (key, value) = test.split_once('=').unwrap();
            (key.trim().to_owned(), value.trim().to_owned())
        };
        (grade.parse().unwrap(), tests.split(" & ").map(test).collect())
    };
    Question {
        class: class.to_owned(),
        lang: lang.to_owned(),
        near: near.map(Result::unwrap),
        text: text.to_owned(),
        rules: if judgement == "-" { Vec::new() } else { judgement.split(" ; ").map(rule).collect() },
    }
}

/// Questions after places of a corpus by name and commune: as written, with a slip, and not written to the end.
pub fn known_items(documents: &[Document]) -> Vec<Question> {
    let mut questions = Vec::new();
    for document in documents.iter().step_by(documents.len().div_ceil(150)) {
        let Document { name, commune, commune_name, .. } = document;
        let letters = name.chars().count();
        // A slip in a short name, or in a number, is another name.
        let slip = (letters >= 12 && !name.contains(|c: char| c.is_numeric())).then(|| slipped(name));
        let begun: String = name.chars().take(letters.saturating_sub(2)).collect();
        let texts = [
            ("exact", Some(format!("{name} {commune_name}"))),
            ("typo", slip.map(|slip| format!("{slip} {commune_name}"))),
            ("prefix", Some(begun).filter(|_| letters >= 10)),
        ];
        for (class, text) in texts {
            let Some(text) = text else { continue };
            let of = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            questions.push(Question {
                class: class.to_owned(),
                lang: "fr".to_owned(),
                near: (class == "prefix").then_some(document.at),
                text,
                rules: vec![(3, vec![of("name", name), of("commune", commune.as_str())])],
            });
        }
    }
    questions
}

/// The longest word with two letters in its middle swapped.
fn slipped(name: &str) -> String {
    let longest = name.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    letters.swap(middle - 1, middle);
    name.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

impl Question {
    /// What a place is worth as an answer; 0: nothing.
    pub fn grade(&self, document: &Document) -> u8 {
        let holds = |(key, value): &(String, String)| holds(document, key, value);
        self.rules.iter().find(|(_, tests)| tests.iter().all(holds)).map_or(0, |(grade, _)| *grade)
    }
}

fn holds(document: &Document, key: &str, value: &str) -> bool {
    match key {
        "name" => fold(&document.name) == fold(value),
        "street" => document.street.as_ref().is_some_and(|street| fold(street).contains(&fold(value))),
        "activity" => document.activities.iter().any(|activity| activity.slug.as_str() == value),
        "commune" => [Some(&document.commune), document.commune_parent.as_ref()]
            .into_iter()
            .flatten()
            .any(|code| code.as_str() == value),
        "department" => document.department.as_str() == value,
        "postal" => document.postal_code == value,
        "need" => {
            let need = needs().get(value).unwrap();
            need.verdict(&document.answers, &Limits::default()) >= Verdict::WithHelp
        }
        _ => panic!("queries.tsv: nobody judges by {key:?}"),
    }
}
