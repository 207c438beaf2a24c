//! The search page.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::reference::CommuneSummary;

use super::Shell;
use crate::problem::Problem;
use crate::reference::Reference;
use crate::view::{AddressLine, answers, sentences};

/// Sentences shown of each place.
const SENTENCES: usize = 3;

/// The search page, with or without an answer.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    shell: Shell,
    wanted: Wanted,
    answer: Answer,
}

/// What the form says.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub q: String,
    pub place: String,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Nothing was asked.
    None,
    /// No commune is called so.
    UnknownPlace,
    /// A page of places.
    Found(Box<Found>),
}

/// A page of places, as the store and the engine gave it.
#[derive(Debug)]
pub(crate) struct Places {
    pub matched: u64,
    pub relaxed: bool,
    /// Where was looked.
    pub commune: Option<CommuneSummary>,
    /// Other communes that may have been meant.
    pub others: Vec<CommuneSummary>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// A page of places, as it is shown.
#[derive(Debug)]
pub(crate) struct Found {
    places: Places,
    results: Vec<ResultView>,
}

#[derive(Debug)]
struct ResultView {
    address: String,
    name: String,
    activities: String,
    place: String,
    /// `None`: nothing is known.
    completeness: Option<i16>,
    sentences: Vec<String>,
}

impl Wanted {
    /// The address that asks for this, without page and language.
    pub fn address(&self) -> String {
        if self.q.is_empty() && self.place.is_empty() {
            return "/".to_owned();
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &self.q).append_pair("where", &self.place);
        format!("/?{}", query.finish())
    }
}

impl HomePage {
    pub fn new(lang: Lang, wanted: Wanted, answer: Answer) -> Self {
        let title = match (lang, wanted.q.is_empty()) {
            (Lang::Fr, true) => "Lieux accessibles : ce que l'on sait".to_owned(),
            (Lang::En, true) => "Accessible places: what is known".to_owned(),
            (_, false) => wanted.q.clone(),
        };
        Self { shell: Shell::new(lang, title, &wanted.address()), wanted, answer }
    }

    /// The search for the same thing in another commune.
    fn elsewhere(&self, commune: &CommuneSummary) -> String {
        let place = commune.commune.code.to_string();
        self.shell.to(&Wanted { q: self.wanted.q.clone(), place }.address())
    }

    fn next(&self, cursor: &str) -> String {
        self.shell.to(&format!("{}&cursor={cursor}", self.wanted.address()))
    }
}

impl Found {
    /// The page of these records.
    ///
    /// # Errors
    /// 500 for a record whose answers are not those of the schema.
    pub fn new(
        records: &[FeatureRecord],
        places: Places,
        reference: &Reference,
        lang: Lang,
    ) -> Result<Self, Problem> {
        let results =
            records.iter().map(|record| result(record, reference, lang)).collect::<Result<_, _>>()?;
        Ok(Self { places, results })
    }
}

fn result(record: &FeatureRecord, reference: &Reference, lang: Lang) -> Result<ResultView, Problem> {
    let answers = answers(record)?;
    let sentences = sentences(&answers, lang, SENTENCES);
    Ok(ResultView {
        address: format!("/establishments/{}", record.id),
        name: record.name.clone(),
        activities: activities(record, reference, lang),
        place: record.address_line(),
        completeness: (!answers.is_empty()).then_some(record.completeness),
        sentences,
    })
}

/// Names of the activities of a record.
pub(super) fn activities(record: &FeatureRecord, reference: &Reference, lang: Lang) -> String {
    let name = |slug: &String| {
        let activity = reference.activity(slug);
        activity.map_or_else(|| slug.clone(), |activity| activity.name(lang).to_owned())
    };
    record.activities.iter().map(name).collect::<Vec<_>>().join(", ")
}
