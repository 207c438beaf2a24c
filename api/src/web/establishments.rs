//! What somebody manages.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::establishment::FeatureRecord;

use super::{Shell, Tongue};
use crate::view::AddressLine;

/// The list.
#[derive(Debug, Template)]
#[template(path = "establishments.html")]
pub(crate) struct EstablishmentsPage {
    shell: Shell,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    name: String,
    place: String,
    address: String,
    completeness: i16,
}

impl EstablishmentsPage {
    pub fn new(records: &[FeatureRecord], lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let line = |record: &FeatureRecord| Line {
            name: record.name.clone(),
            place: record.address_line(),
            address: format!("/establishments/{}", record.id),
            completeness: record.completeness,
        };
        let my_space = tongue.say("Mon espace", "My space").to_owned();
        let title = tongue.say("Mes établissements", "My establishments").to_owned();
        Self {
            lines: records.iter().map(line).collect(),
            shell: Shell::new(lang, title, "/account/establishments")
                .below([(my_space, "/account".to_owned())]),
        }
    }

    /// A page below the one of a place.
    fn part(&self, line: &Line, name: &str) -> String {
        self.shell.to(&format!("{}{name}", line.address))
    }
}
