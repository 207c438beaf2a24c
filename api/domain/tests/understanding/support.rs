use std::sync::LazyLock;

use plainpied_domain::understanding::{Asked, Department, Field, Kind, Lexicon, Part, Understood};

pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(lexicon);

pub fn lexicon() -> Lexicon {
    let departments = fixtures::departments().unwrap().into_iter();
    let departments = departments.map(|found| Department { code: found.code, name: found.name }).collect();
    Lexicon::new(fixtures::communes().unwrap(), departments, &fixtures::activities().unwrap()).unwrap()
}

pub fn read(what: &str) -> Understood {
    LEXICON.read(&Asked { what, ..Asked::default() })
}

/// The reading in one line: what was understood, `|` and the text that is left, `?` and the places that may have been
/// meant.
pub fn line(understood: &Understood) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(understood.activity.as_ref().map(|slug| slug.to_string()));
    said.extend(understood.commune.as_ref().map(|found| found.commune.name.clone()));
    said.extend(understood.postal_code.as_ref().map(|code| code.to_string()));
    said.extend(understood.department.as_ref().map(|found| format!("[{}]", found.code)));
    said.extend(understood.needs.iter().map(|need| need.to_string()));
    said.extend(understood.asks_access.then(|| "access".to_owned()));
    said.extend(understood.near_me.then(|| "near_me".to_owned()));
    said.extend(understood.address().map(|words| format!("@{words}")));
    let mut line = said.join(" + ");
    if let Some(text) = &understood.text {
        line.push_str(&format!(" | {text}"));
    }
    let places =
        understood.perhaps.iter().filter(|part| matches!(part.kind, Kind::Commune | Kind::Department));
    let places: Vec<&str> = places.map(|part| part.label.fr.as_str()).collect();
    if !places.is_empty() {
        line.push_str(&format!(" ? {}", places.join(", ")));
    }
    line.trim().to_owned()
}

/// The words of the text that a part was understood from.
pub fn words<'a>(part: &Part, asked: &Asked<'a>) -> &'a str {
    let text = match part.field {
        Field::What => asked.what,
        Field::Place => asked.place.unwrap_or_default(),
    };
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    assert!(
        part.range.start < part.range.end && part.range.end <= text.chars().count(),
        "{part:?} of {text:?}"
    );
    &text[byte(part.range.start)..byte(part.range.end)]
}
