//! A console for those who try the API: a form that builds a request, its address, the command for a terminal, and the
//! answer, which the server fetches from itself: no script is needed.

use askama::Template;
use plainpied_criteria::Lang;

use super::{Shell, Tongue};

/// Where it is.
pub(crate) const PATH: &str = "/api/console";

/// A request that can be tried.
#[derive(Debug)]
pub(crate) struct Call {
    /// Its name in the form.
    pub key: &'static str,
    pub path: &'static str,
    /// The parameters of the form that it takes.
    pub takes: &'static [&'static str],
    fr: &'static str,
    en: &'static str,
}

const fn call(
    key: &'static str,
    path: &'static str,
    takes: &'static [&'static str],
    [fr, en]: [&'static str; 2],
) -> Call {
    Call { key, path, takes, fr, en }
}

/// What can be tried: reading only.
pub(crate) const CALLS: &[Call] = &[
    call(
        "search",
        "/api/v1/search",
        &["q", "where", "needs", "department", "activity", "limit"],
        ["Rechercher", "Search"],
    ),
    call("suggest", "/api/v1/suggest", &["q", "limit"], ["Suggestions", "Suggestions"]),
    call(
        "export",
        "/api/v1/export",
        &["q", "where", "needs", "department", "activity", "format"],
        ["Exporter", "Export"],
    ),
    call("changes", "/api/v1/changes", &["limit"], ["Changements", "Changes"]),
    call("communes", "/api/v1/communes", &["q", "limit"], ["Communes", "Communes"]),
    call("criteria", "/api/v1/criteria", &[], ["Critères", "Criteria"]),
    call("needs", "/api/v1/needs", &[], ["Besoins", "Needs"]),
    call("activities", "/api/v1/activities", &[], ["Activités", "Activities"]),
    call("sources", "/api/v1/sources", &[], ["Sources et licences", "Sources and licences"]),
    call("statistics", "/api/v1/statistics", &["department", "activity"], ["Statistiques", "Statistics"]),
];

/// The parameters of the form: name, French and English label.
pub(crate) const FIELDS: &[(&str, &str, &str)] = &[
    ("q", "Quoi (q)", "What (q)"),
    ("where", "Où (where)", "Where (where)"),
    ("needs", "Besoins, séparés par des virgules (needs)", "Needs, separated by commas (needs)"),
    ("department", "Code du département (department)", "Code of the department (department)"),
    ("activity", "Activité (activity)", "Activity (activity)"),
    ("limit", "Combien, 1 à 100 (limit)", "How many, 1 to 100 (limit)"),
    ("format", "Format : geojson, geojsonl, csv… (format)", "Format: geojson, geojsonl, csv… (format)"),
];

/// The console.
#[derive(Debug, Template)]
#[template(path = "console.html")]
pub(crate) struct ConsolePage {
    shell: Shell,
    calls: Vec<(String, String)>,
    chosen: String,
    /// Name, label and value.
    fields: Vec<(&'static str, &'static str, String)>,
    tried: Option<Tried>,
}

/// What a request came to.
#[derive(Debug)]
pub(crate) struct Tried {
    /// The whole address.
    pub url: String,
    /// The same for a terminal.
    pub curl: String,
    pub status: u16,
    pub media: String,
    pub body: String,
    /// Whether there is more of the body than is shown.
    pub cut: bool,
    /// What was filled in and is no parameter of this request.
    pub left_out: Vec<&'static str>,
}

impl ConsolePage {
    pub fn new(lang: Lang, chosen: &Call, values: &[(&'static str, String)], tried: Option<Tried>) -> Self {
        let tongue = Tongue(lang);
        let data = tongue.say("Données ouvertes", "Open data").to_owned();
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let named =
            |call: &Call| (call.key.to_owned(), format!("{} – {}", tongue.say(call.fr, call.en), call.path));
        Self {
            shell: Shell::new(lang, tongue.say("Essayer l'API", "Try the API").to_owned(), PATH)
                .below([(data, "/open-data/".to_owned())]),
            calls: CALLS.iter().map(named).collect(),
            chosen: chosen.key.to_owned(),
            fields: FIELDS.iter().map(|(name, fr, en)| (*name, tongue.say(fr, en), value(name))).collect(),
            tried,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_that_can_be_tried_is_documented_with_all_the_parameters_it_takes() {
        let document = serde_json::to_value(crate::openapi::openapi()).unwrap();
        for call in CALLS {
            let parameters = document["paths"][call.path]["get"]["parameters"].as_array().cloned();
            assert!(document["paths"][call.path]["get"].is_object(), "{}", call.path);
            for name in call.takes {
                let known = parameters.iter().flatten().any(|parameter| parameter["name"] == *name);
                assert!(known && FIELDS.iter().any(|(field, ..)| field == name), "{} {name}", call.path);
            }
        }
    }
}
