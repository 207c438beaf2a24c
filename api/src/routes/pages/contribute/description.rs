//! What the form says of a new place, as the writing functions read it.

use plainpied_domain::{CommuneHint, LonLat, Origin};
use plainpied_store::write::Catalogue;
use serde_json::{Map, Value, json};

use crate::matching::{self, Wanted};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{Adding, Likely, Tongue};
use crate::writing::Form;

/// Candidates shown.
const MOST_SHOWN: usize = 5;
/// Points from which a place is shown as one that may be meant: a whole name in the same commune has more.
const LIKE: f64 = 40.0;
/// Texts of the address.
const ADDRESS: [&str; 3] = ["house_number", "street", "postal_code"];

/// Reads the fields typed of a place, without its answers; what is wrong stands in `adding` then.
pub(super) fn described(catalogue: &Catalogue, adding: &mut Adding, tongue: Tongue) -> Value {
    let typed = |name: &str| {
        let found = adding.typed.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let at = position(&typed("longitude"), &typed("latitude"));
    let (commune, postal_code) = (typed("commune"), typed("postal_code"));
    let hint = CommuneHint {
        code: &commune,
        postal_code: &postal_code,
        name: &commune,
        at: at.as_ref().ok().copied().flatten(),
    };
    let found = catalogue.gazetteer.find(hint);
    let mut wrong = Vec::new();
    for (name, is_wrong) in [
        ("name", typed("name").is_empty()),
        ("commune", found.is_err()),
        ("latitude", at.is_err()),
        ("activity", typed("activity").is_empty()),
    ] {
        if is_wrong {
            wrong.push((name.to_owned(), wanted(name, tongue)));
        }
    }
    let middle = found.ok().map(|commune| commune.location);
    let location = at.ok().flatten().or(middle).map(|at| json!([at.lon(), at.lat()]));
    let texts = ADDRESS.iter().map(|name| ((*name).to_owned(), typed(name)));
    let address: Map<_, _> =
        texts.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.into())).collect();
    let (name, activity) = (typed("name"), typed("activity"));
    adding.wrong = wrong;
    json!({
        "name": name, "activities": [activity], "address": address, "commune": commune, "location": location,
    })
}

/// None where nothing is typed.
pub(in super::super) fn position(lon: &str, lat: &str) -> Result<Option<LonLat>, ()> {
    if lon.is_empty() && lat.is_empty() {
        return Ok(None);
    }
    let number = |text: &str| text.replace(',', ".").parse::<f64>().or(Err(()));
    LonLat::new(number(lon)?, number(lat)?).map(Some).or(Err(()))
}

/// Places that are like the one that is typed, the most like first.
///
/// # Errors
/// The database cannot answer.
pub(in super::super) async fn candidates(
    state: &AppState,
    fields: &[(String, String)],
) -> Result<Vec<Likely>, Problem> {
    let typed = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let wanted = Wanted {
        name: typed("name"),
        house_number: typed("house_number"),
        street: typed("street"),
        postal_code: typed("postal_code").and_then(|code| code.parse().ok()),
        commune: typed("commune"),
        activity: typed("activity"),
        at: position(&typed("longitude").unwrap_or_default(), &typed("latitude").unwrap_or_default())
            .ok()
            .flatten(),
        ..Wanted::default()
    };
    let matched = matching::find(state, &[wanted], MOST_SHOWN).await?;
    let judged = matched.items.iter().flatten().filter(|judged| judged.score >= LIKE);
    let likely = judged.filter_map(|judged| {
        let place = matched.places.get(&judged.candidate)?;
        let number = place.house_number.as_deref().unwrap_or_default();
        let street = place.street.as_deref().unwrap_or_default();
        let line = format!("{number} {street}, {} {}", place.postal_code, place.commune_name);
        Some(Likely {
            name: place.name.clone(),
            place: line.trim_start_matches([' ', ',']).to_owned(),
            address: format!("/establishments/{}", place.id),
            closed: false,
        })
    });
    Ok(likely.collect())
}

/// Has the writing functions look at a place without its answers.
///
/// # Errors
/// The database cannot answer.
pub(super) async fn check(
    state: &AppState,
    body: &Value,
    adding: &mut Adding,
    tongue: Tongue,
) -> Result<(), Problem> {
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    // On whose word it is said plays no part in whether it can be read.
    let read = form.read(body, |day| Origin { source: "anonymous".into(), observed: Some(day) });
    match read {
        Ok(_) => Ok(()),
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            adding.wrong = refused(&problem, tongue);
            Ok(())
        }
        Err(problem) => Err(problem),
    }
}

/// What the writing functions found wrong, by the name of its box.
pub(in super::super) fn refused(problem: &Problem, tongue: Tongue) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let value = problem.value();
    for error in value["errors"].as_array().into_iter().flatten() {
        let pointer = error["pointer"].as_str().unwrap_or_default();
        let (part, last) = (pointer.split('/').nth(1).unwrap_or_default(), pointer.rsplit('/').next());
        let field = match part {
            "address" | "contact" | "criteria" => last.unwrap_or_default(),
            "location" => "latitude",
            "activities" => "activity",
            other => other,
        };
        let key = |name: &Value| plainpied_criteria::schema().get(name.as_str()?);
        let message = match key(&error["parent"]) {
            Some(parent) => {
                let (fr, en) = ("Cela ne va pas avec la réponse à :", "This does not go with the answer to:");
                format!("{} {}.", tongue.say(fr, en), parent.label.get(tongue.0))
            }
            None => wanted(field, tongue),
        };
        wrong.push((field.to_owned(), message));
    }
    wrong
}

/// What a field must be.
pub(in super::super) fn wanted(field: &str, tongue: Tongue) -> String {
    let (fr, en) = match field {
        "name" => (
            "Donnez le nom du lieu, en 255 caractères au plus.",
            "Give the name of the place, in 255 characters at most.",
        ),
        "commune" => (
            "Cette commune n'a pas été trouvée. Écrivez son nom en entier, et le code postal si plusieurs portent ce nom.",
            "This commune was not found. Write its whole name, and the postal code where several have that name.",
        ),
        "postal_code" => ("Un code postal a cinq chiffres.", "A postal code has five digits."),
        "latitude" => (
            "Donnez latitude et longitude en degrés, près de la commune (45.77 et 4.88 par exemple), ou aucune des deux.",
            "Give latitude and longitude in degrees, near the commune (45.77 and 4.88 for example), or neither.",
        ),
        "activity" => ("Choisissez l'activité du lieu.", "Choose what is done at the place."),
        "answers" => (
            "Répondez à trois questions au moins sur l'accessibilité du lieu.",
            "Answer at least three questions about the accessibility of the place.",
        ),
        "phone" => (
            "Un numéro de téléphone a 3 à 15 chiffres, et rien d'autre que + ( ) . - / et des espaces.",
            "A telephone number has 3 to 15 digits, and nothing else than + ( ) . - / and spaces.",
        ),
        "email" => (
            "Une adresse e-mail comme accueil@exemple.fr est attendue.",
            "An e-mail address such as hello@example.org is expected.",
        ),
        "website" => (
            "Une adresse web comme https://exemple.fr est attendue.",
            "A web address such as https://example.org is expected.",
        ),
        "reason" => (
            "Le texte est trop long : 300 caractères au plus.",
            "The text is too long: 300 characters at most.",
        ),
        "house_number" | "street" | "locality" => (
            "Ce texte est trop long, ou contient des signes invisibles.",
            "This text is too long, or holds characters that cannot be seen.",
        ),
        _ => ("Cette réponse ne convient pas.", "This answer does not fit."),
    };
    tongue.say(fr, en).to_owned()
}
