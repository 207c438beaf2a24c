//! What somebody wrote, in sentences.

use std::collections::HashMap;

use askama::Template;
use plainpied_store::history::VersionRecord;
use uuid::Uuid;

use super::{Shell, Tongue};
use crate::moderation::Teller;
use crate::routes::feeds::told;

/// Where the list is.
const PATH: &str = "/account/contributions";
/// Sentences of one version.
const SENTENCES: usize = 6;

/// The list.
#[derive(Debug, Template)]
#[template(path = "contributions.html")]
pub(crate) struct ContributionsPage {
    shell: Shell,
    lines: Vec<Line>,
    /// Whether this is the beginning of the list.
    first: bool,
    older: Option<String>,
}

#[derive(Debug)]
struct Line {
    name: String,
    address: String,
    day: String,
    iso: String,
    version: i32,
    reason: String,
    sentences: Vec<String>,
}

impl ContributionsPage {
    /// A page of it; `older`: the cursor of the next one.
    pub fn new(
        versions: Vec<VersionRecord>,
        names: &HashMap<Uuid, String>,
        (first, older): (bool, Option<String>),
        teller: &Teller<'_>,
    ) -> Self {
        let (lang, tongue) = (teller.lang, Tongue(teller.lang));
        let my_space = tongue.say("Mon espace", "My space").to_owned();
        let title = tongue.say("Mes contributions", "My contributions").to_owned();
        Self {
            lines: versions.into_iter().map(|version| line(version, names, teller)).collect(),
            first,
            older: older.map(|cursor| format!("{PATH}?cursor={cursor}")),
            shell: Shell::new(lang, title, PATH).below([(my_space, "/account".to_owned())]),
        }
    }
}

impl ContributionsPage {
    /// The page of the history that begins with a version.
    fn history(&self, line: &Line) -> String {
        format!("{}/history?before={}", line.address, line.version.saturating_add(1))
    }
}

fn line(version: VersionRecord, names: &HashMap<Uuid, String>, teller: &Teller<'_>) -> Line {
    let tongue = Tongue(teller.lang);
    let gone = || tongue.say("Lieu retiré", "Place that is gone").to_owned();
    let mut sentences = told(&version.diff, teller, SENTENCES);
    if sentences.is_empty() {
        let nothing = tongue.say("Confirmé, sans changement.", "Confirmed, without a change.");
        sentences.push(nothing.to_owned());
    }
    Line {
        name: names.get(&version.establishment_id).cloned().unwrap_or_else(gone),
        address: format!("/establishments/{}", version.establishment_id),
        day: tongue.day(version.at.date()),
        iso: version.at.date().to_string(),
        version: version.version,
        reason: version.reason,
        sentences,
    }
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::Lang;
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_version_is_told_in_sentences_under_the_name_of_its_place() {
        let id = Uuid::nil();
        let version = |version, diff| VersionRecord {
            establishment_id: id,
            version,
            at: datetime!(2026-05-01 12:00 UTC),
            source_key: "plainpied".to_owned(),
            observed: None,
            actor: "account:x".to_owned(),
            reason: "vu <sur place>".to_owned(),
            diff,
        };
        let versions = vec![
            version(3, json!({ "criteria": { "entree_largeur_mini": [70, 90] } })),
            version(2, json!({ "verified_at": [null, "2026-05-01T12:00:00Z"] })),
        ];
        let names = HashMap::from([(id, "Au <b>pain</b>".to_owned())]);
        let page = ContributionsPage::new(
            versions,
            &names,
            (true, Some("x".to_owned())),
            &Teller::of_rhone(Lang::En),
        );
        let page = page.render().unwrap();
        assert!(page.contains("90 centimetres") && page.contains("(before: "), "{page}");
        assert!(page.contains("Confirmed, without a change."), "{page}");
        assert!(!page.contains("<b>pain") && !page.contains("<sur place>"), "{page}");
        assert!(page.contains("/account/contributions?cursor=x&#38;lang=en"), "{page}");
    }
}
