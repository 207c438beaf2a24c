//! Pages that are easy to read and to understand ("facile à lire et à comprendre"): short sentences, one idea a line,
//! no jargon, a drawing beside each step. They are in French, whatever the language around them: easy English follows
//! other rules, and would have to be written and tried by those who read it.

mod drawings;
mod topics;

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;
use topics::TOPICS;
pub(crate) use topics::Topic;

/// A page that is easy to read.
#[derive(Debug, Template)]
#[template(path = "easy.html")]
pub(crate) struct EasyPage {
    shell: Shell,
    topic: &'static Topic,
    topics: Vec<(&'static str, String)>,
}

/// The topic at an address under `/facile`; '' is the first.
pub(crate) fn topic(key: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.key == key)
}

impl EasyPage {
    pub fn new(topic: &'static Topic, lang: Lang) -> Self {
        let mut shell = Shell::new(lang, topic.title.to_owned(), &topic.address());
        if !topic.key.is_empty() {
            shell = shell.below([("Facile à lire".to_owned(), "/facile".to_owned())]);
        }
        Self { shell, topic, topics: TOPICS.iter().map(|topic| (topic.title, topic.address())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_hold_one_sentence() {
        for line in TOPICS.iter().flat_map(|topic| topic.steps).flat_map(|step| step.lines) {
            let words = line.split_whitespace().count();
            assert!(words <= 16, "{words} words: {line}");
            let ends = line.matches(". ").count() + line.matches("? ").count();
            assert_eq!(ends, 0, "one idea a line: {line}");
            assert!(!line.contains(';') && !line.contains('('), "no side remarks: {line}");
        }
    }

    #[test]
    fn every_step_has_a_drawing_that_screen_readers_pass_over() {
        for step in TOPICS.iter().flat_map(|topic| topic.steps) {
            assert!(step.drawing.starts_with("<svg") && step.drawing.contains("aria-hidden=\"true\""));
        }
    }
}
