//! A criterion as a question of a form: what it offers, what was answered, what is wrong with that.

use plainpied_criteria::{ChoiceOption, Criterion, Kind, Value};
use serde_json::json;

use super::Tongue;
use super::drawings::{Sketch, sketch};
use super::rules::unit_of;

/// The answer of boxes of which one is chosen, where it is not known.
const UNKNOWN: &str = "?";

/// What was answered in a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answered {
    /// What was typed or chosen.
    text: String,
    /// The options ticked.
    ticked: Vec<String>,
    /// Whether it was said not to be known.
    unknown: bool,
}

/// What a form answers to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Nothing, or what is no answer.
    NoAnswer,
    /// An answer, and that it is not known.
    Both,
}

impl Answered {
    /// The fields of the question `name`: `name`, `name[option]` and `name-unknown`.
    pub fn of(fields: &[(String, String)], name: &str) -> Self {
        let mut answered = Self::default();
        for (field, value) in fields {
            let option = field.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
            match option {
                Some(option) => answered.ticked.push(option.to_owned()),
                None if field == name => value.trim().clone_into(&mut answered.text),
                None if field.strip_prefix(name) == Some("-unknown") => answered.unknown = true,
                None => {}
            }
        }
        answered
    }

    /// What is known; what is not is said to be unknown where one of the boxes says so.
    pub fn known(value: Option<&Value>) -> Self {
        match value {
            None => Self { text: UNKNOWN.to_owned(), ..Self::default() },
            Some(Value::Bool(yes)) => Self { text: yes.to_string(), ..Self::default() },
            Some(Value::Integer(number)) => Self { text: number.to_string(), ..Self::default() },
            Some(Value::Text(text) | Value::Choice(text)) => Self { text: text.clone(), ..Self::default() },
            Some(Value::Choices(options)) => Self { ticked: options.clone(), ..Self::default() },
        }
    }

    /// Neither an answer nor that it is not known.
    pub fn is_nothing(&self) -> bool {
        self.text.is_empty() && self.ticked.is_empty() && !self.unknown
    }

    /// The answer as JSON; `None`: it is not known.
    ///
    /// # Errors
    /// It is none, or two at once. Lengths and forms of texts are for the writing functions.
    pub fn value(&self, criterion: &Criterion) -> Result<Option<serde_json::Value>, Unfit> {
        let text = self.text.as_str();
        let empty = text.is_empty() || text == UNKNOWN;
        let found = match &criterion.kind {
            Kind::Boolean | Kind::Choice(_) if text == UNKNOWN => return Ok(None),
            Kind::Boolean => text.parse().ok().map(|yes: bool| json!(yes)),
            Kind::Choice(_) => criterion.option(text).map(|option| json!(option.value)),
            Kind::Choices(options) => {
                let ticked = options.iter().filter(|option| self.ticked.contains(&option.value));
                let ticked: Vec<&str> = ticked.map(|option| option.value.as_str()).collect();
                (!ticked.is_empty()).then(|| json!(ticked))
            }
            _ if empty => None,
            Kind::Integer { min, max, .. } => {
                let number = text.parse::<i64>().ok().filter(|number| (*min..=*max).contains(number));
                Some(json!(number.ok_or(Unfit::NoAnswer)?))
            }
            Kind::Text { .. } | Kind::Url { .. } => Some(json!(text)),
        };
        match found {
            Some(_) if self.unknown => Err(Unfit::Both),
            None if !self.unknown => Err(Unfit::NoAnswer),
            found => Ok(found),
        }
    }
}

/// A question, as the template shows it.
#[derive(Debug)]
pub(crate) struct QuestionView {
    /// The name of its fields.
    pub name: String,
    pub label: String,
    /// `radio`, `ticks`, `number`, `text`, `area`.
    pub form: &'static str,
    /// Of a few: value, label and help.
    pub options: Vec<(String, String, String)>,
    /// Of several: field, label, whether it is ticked.
    pub ticks: Vec<(String, String, bool)>,
    pub value: String,
    pub unknown: bool,
    pub help: String,
    pub error: String,
    /// `cm`; empty: none.
    pub unit: String,
    /// What explains it.
    pub sketch: Option<Sketch>,
    /// Limits of a number, and the greatest length of a text.
    pub least: i64,
    pub most: i64,
}

impl QuestionView {
    /// The question `name` about a criterion, with what was answered and what is wrong with it.
    pub fn new(
        name: &str,
        criterion: &Criterion,
        answered: &Answered,
        unfit: Option<Unfit>,
        tongue: Tongue,
    ) -> Self {
        let kind = &criterion.kind;
        let (least, most) = match kind {
            Kind::Integer { min, max, .. } => (*min, *max),
            Kind::Text { max } | Kind::Url { max } => (0, i64::try_from(*max).unwrap_or(i64::MAX)),
            _ => (0, 0),
        };
        let label = |option: &ChoiceOption| option.label.get(tongue.0).to_owned();
        let tick = |option: &ChoiceOption| {
            let ticked = answered.ticked.contains(&option.value);
            (format!("{name}[{}]", option.value), label(option), ticked)
        };
        let help = help(criterion, tongue);
        Self {
            name: name.to_owned(),
            label: criterion.label.get(tongue.0).to_owned(),
            form: match kind {
                Kind::Boolean | Kind::Choice(_) => "radio",
                Kind::Choices(_) => "ticks",
                Kind::Integer { .. } => "number",
                Kind::Text { .. } => "area",
                Kind::Url { .. } => "text",
            },
            options: options(kind, tongue),
            ticks: match kind {
                Kind::Choices(options) => options.iter().map(tick).collect(),
                _ => Vec::new(),
            },
            // Boxes of text are empty where nothing is known.
            value: match kind {
                Kind::Boolean | Kind::Choice(_) => answered.text.clone(),
                _ => Some(&answered.text).filter(|text| *text != UNKNOWN).cloned().unwrap_or_default(),
            },
            unknown: answered.unknown,
            error: match unfit {
                None => String::new(),
                Some(Unfit::Both) => tongue
                    .say(
                        "Vous donnez une réponse et dites ne pas savoir : gardez l'un des deux.",
                        "You give an answer and say that you do not know: keep one of them.",
                    )
                    .to_owned(),
                Some(Unfit::NoAnswer) => wanted(kind, &help, tongue),
            },
            help,
            unit: unit_of(criterion).trim().to_owned(),
            sketch: sketch(&criterion.key, tongue),
            least,
            most,
        }
    }
}

/// Yes and no, or the options of a choice, and that it is not known.
fn options(kind: &Kind, tongue: Tongue) -> Vec<(String, String, String)> {
    let plain = |value: &str, label: &str| (value.to_owned(), label.to_owned(), String::new());
    let mut options = match kind {
        Kind::Boolean => {
            vec![plain("true", tongue.say("Oui", "Yes")), plain("false", tongue.say("Non", "No"))]
        }
        Kind::Choice(options) => {
            options.iter().map(|option| plain(&option.value, option.label.get(tongue.0))).collect()
        }
        _ => return Vec::new(),
    };
    options.push(plain(UNKNOWN, tongue.say("Je ne sais pas", "I do not know")));
    options
}

/// What a box takes.
fn help(criterion: &Criterion, tongue: Tongue) -> String {
    match &criterion.kind {
        Kind::Integer { min, max, .. } => {
            let (of, to) = (tongue.say("Un nombre entier de", "A whole number from"), tongue.say("à", "to"));
            format!("{of} {min} {to} {max}{}.", unit_of(criterion))
        }
        Kind::Text { max } => {
            let (most, rest) = (tongue.say("Au plus", "At most"), tongue.say("caractères", "characters"));
            format!("{most} {max} {rest}.")
        }
        Kind::Url { .. } => tongue
            .say(
                "Une adresse web complète, qui commence par https:// ou http://.",
                "A whole web address that begins with https:// or http://.",
            )
            .to_owned(),
        _ => String::new(),
    }
}

/// What is wrong with what is no answer.
fn wanted(kind: &Kind, help: &str, tongue: Tongue) -> String {
    let first = match kind {
        Kind::Boolean | Kind::Choice(_) => {
            return tongue.say("Choisissez une réponse.", "Choose an answer.").to_owned();
        }
        Kind::Choices(_) => tongue.say("Cochez au moins une réponse", "Tick at least one answer"),
        _ => tongue.say("Donnez une réponse", "Give an answer"),
    };
    let or = tongue.say("ou dites que vous ne savez pas.", "or say that you do not know.");
    format!("{first}, {or} {help}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::{Lang, schema};

    use super::*;

    fn answered(pairs: &[(&str, &str)]) -> Answered {
        let fields: Vec<_> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Answered::of(&fields, "answer")
    }

    #[test]
    fn what_is_not_known_is_neither_yes_nor_no_nor_nothing() {
        let plain = schema().get("entree_plain_pied").unwrap();
        assert_eq!(answered(&[("answer", "true")]).value(plain), Ok(Some(json!(true))));
        assert_eq!(answered(&[("answer", "false")]).value(plain), Ok(Some(json!(false))));
        assert_eq!(answered(&[("answer", "?")]).value(plain), Ok(None));
        assert_eq!(answered(&[]).value(plain), Err(Unfit::NoAnswer));
        assert_eq!(answered(&[("answer", "yes")]).value(plain), Err(Unfit::NoAnswer));
    }

    #[test]
    fn numbers_lie_within_their_limits_or_are_said_to_be_unknown() {
        let width = schema().get("entree_largeur_mini").unwrap();
        assert_eq!(answered(&[("answer", " 90 ")]).value(width), Ok(Some(json!(90))));
        assert_eq!(answered(&[("answer-unknown", "1")]).value(width), Ok(None));
        assert_eq!(answered(&[("answer", "90"), ("answer-unknown", "1")]).value(width), Err(Unfit::Both));
        for wrong in ["", "-1", "100000", "large", "90 cm", "0x5A"] {
            assert_eq!(answered(&[("answer", wrong)]).value(width), Err(Unfit::NoAnswer), "{wrong}");
        }
    }

    #[test]
    fn every_criterion_can_be_asked_and_shows_what_is_known() {
        for criterion in schema().criteria() {
            let unknown =
                QuestionView::new("answer", criterion, &Answered::known(None), None, Tongue(Lang::Fr));
            let boxes = !unknown.options.is_empty() || !unknown.ticks.is_empty() || unknown.most > 0;
            assert!(boxes, "{}", criterion.key);
            assert!(unknown.value.is_empty() || unknown.form == "radio", "{}", criterion.key);
            for option in criterion.kind.options() {
                let fields = [("answer", option.value.as_str())];
                let field = format!("answer[{}]", option.value);
                let ticks = [(field.as_str(), "1")];
                let several = matches!(criterion.kind, Kind::Choices(_));
                let said = answered(if several { &ticks } else { &fields });
                assert!(said.value(criterion).is_ok_and(|value| value.is_some()), "{}", criterion.key);
            }
        }
    }
}
