use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Verdict, needs};
use plainpied_store::establishment::FeatureRecord;

use crate::problem::Problem;
use crate::reference::Reference;
use crate::view::{AddressLine, Body, usual_verdicts};
use crate::web::{Tongue, style_path};

/// A place in a small frame.
#[derive(Debug, Template)]
#[template(path = "preview.html")]
struct Preview<'a> {
    lang: &'static str,
    style: String,
    address: String,
    name: &'a str,
    activities: Vec<&'a str>,
    place: String,
    /// Needs about which enough is known, and what they come to.
    verdicts: Vec<(&'static str, &'static str)>,
    unknown: &'static str,
    more: &'static str,
}

/// The preview of a place, which any page may frame (clause 6).
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn preview(
    record: &FeatureRecord,
    reference: &Reference,
    lang: Lang,
) -> Result<Response, Problem> {
    let tongue = Tongue(lang);
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Yes => tongue.say("oui", "yes"),
        Verdict::WithHelp => tongue.say("avec de l'aide", "with help"),
        Verdict::No => tongue.say("non", "no"),
        Verdict::Unknown => tongue.say("inconnu", "unknown"),
    };
    let verdicts = needs().all().iter().zip(usual_verdicts(record)?);
    let known = verdicts.filter(|(_, found)| *found != Verdict::Unknown);
    let activities = record.activities.iter().filter_map(|slug| reference.activity(slug));
    let preview = Preview {
        lang: tongue.say("fr", "en"),
        style: style_path(),
        address: format!("/establishments/{}{}", record.id, tongue.say("", "?lang=en")),
        name: &record.name,
        activities: activities.map(|activity| activity.name(lang)).collect(),
        place: record.address_line(),
        verdicts: known.map(|(need, found)| (need.name.get(lang), verdict(found))).collect(),
        unknown: tongue.say(
            "On ne sait pas assez de son accessibilité.",
            "Not enough is known about its accessibility.",
        ),
        more: tongue.say("Toutes les réponses", "All answers"),
    };
    let mut response = Body::page(&preview)?.into_response();
    const POLICY: &str =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}
