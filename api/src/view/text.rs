use plainpied_criteria::{Answers, Criterion, Lang, Section, Text2, Value, schema, sentence};
use serde::Serialize;
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextView<'a> {
    /// French.
    #[schema(value_type = String)]
    pub fr: &'a str,
    /// English.
    #[schema(value_type = String)]
    pub en: &'a str,
}

impl<'a> From<&'a Text2> for TextView<'a> {
    fn from(text: &'a Text2) -> Self {
        Self { fr: &text.fr, en: &text.en }
    }
}

/// The known answers of a section.
pub(crate) fn of_section<'a>(
    answers: &'a Answers,
    section: &Section,
) -> impl Iterator<Item = (&'static Criterion, &'a Value)> {
    let id = section.id;
    known(answers).filter(move |(criterion, _)| criterion.section == id)
}

fn known(answers: &Answers) -> impl Iterator<Item = (&'static Criterion, &Value)> {
    answers.iter().map(|(id, value)| (schema().criterion(id), value))
}

/// The first known answers that describe the place, in sentences.
pub(crate) fn sentences(answers: &Answers, lang: Lang, most: usize) -> Vec<String> {
    known(answers)
        .filter(|(criterion, _)| schema().section(criterion.section).part.describes_the_place())
        .take(most)
        .map(|(criterion, value)| sentence(criterion, Some(value), lang))
        .collect()
}
