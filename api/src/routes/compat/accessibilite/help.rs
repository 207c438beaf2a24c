//! `GET /api/accessibilite/help/`: what the criteria mean.

use axum::response::Response;
use plainpied_criteria::{ChoiceOption, Criterion, Kind, Lang, Says, schema};
use serde_json::{Map, Value, json};
use utoipa::IntoParams;

use crate::compat::{Forms, one};
use crate::extract::{Accept, Fields, Params, QueryParams, lang};
use crate::problem::{Problem, ProblemView};

/// In which language and form.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HelpParams {
    /// fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    #[param(ignore)]
    forms: Forms,
}

impl QueryParams for HelpParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, forms: Forms::read(fields, false)?, format: () })
    }
}

/// What the criteria mean
///
/// `{key: {label, help}}` for every criterion.
#[utoipa::path(
    get,
    path = "/api/accessibilite/help/",
    operation_id = "helpAccessibilite",
    tag = "accessibilite",
    params(HelpParams),
    responses(
        (status = 200, description = "label and help by criterion", body = Object),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    accept: Accept,
    Params(HelpParams { lang, forms, .. }): Params<HelpParams>,
) -> Result<Response, Problem> {
    let form = forms.choose(&accept, false)?;
    let entry = |criterion: &Criterion| {
        let texts = json!({ "label": criterion.label.get(lang), "help": help(criterion, lang) });
        (criterion.key.clone(), texts)
    };
    one(form, &schema().criteria().iter().map(entry).collect::<Map<String, Value>>())
}

/// What can be answered, and what that says.
fn help(criterion: &Criterion, lang: Lang) -> String {
    let words = |fr: &'static str, en: &'static str| if lang == Lang::Fr { fr } else { en };
    let list = |options: &[ChoiceOption]| {
        let one = |option: &ChoiceOption| format!("{} ({})", option.label.get(lang), option.value);
        options.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    match (&criterion.says, &criterion.kind) {
        (Says::Boolean { yes, no, .. }, _) => {
            let (true_is, false_is) = (words("Oui :", "Yes:"), words("Non :", "No:"));
            format!("{true_is} {} {false_is} {}", yes.get(lang), no.get(lang))
        }
        (_, Kind::Integer { min, max, unit }) => {
            format!("{} {min} {} {max} ({unit}).", words("De", "From"), words("à", "to"))
        }
        (_, Kind::Choice(options)) => format!("{} {}.", words("Un choix :", "One of:"), list(options)),
        (_, Kind::Choices(options)) => {
            format!("{} {}.", words("Un ou plusieurs choix :", "One or more of:"), list(options))
        }
        (_, Kind::Url { max }) => {
            format!(
                "{} {max}.",
                words("Adresse web ; longueur maximale :", "Web address; at most this long:")
            )
        }
        (_, Kind::Text { max }) => {
            format!("{} {max}.", words("Texte ; longueur maximale :", "Text; at most this long:"))
        }
        (_, Kind::Boolean) => criterion.label.get(lang).to_owned(),
    }
}
