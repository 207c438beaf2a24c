//! The search page, with or without an answer.

use askama::Template;
use plainpied_criteria::{Answers, Lang};
use plainpied_domain::Provenance;
use plainpied_store::establishment::FeatureRecord;

use super::judged::{NeedVerdict, VerdictBadge};
use super::narrowing::{Facet, Names, facets, narrowed, tiles, words_without_place};
use super::pager::Pager;
use super::present::NoticeLine;
use super::wanted::{LimitBox, NeedBox, Wanted};
use super::{Shell, Tongue, spot};
use crate::base_map::BaseMap;
use crate::people::OwnNeeds;
use crate::reference::Reference;
use crate::routes::search::results::Results;
use crate::view::{AddressLine, known, or_nothing, sentences};

/// Sentences shown of each place, and reasons of each verdict.
const SENTENCES: usize = 3;

/// The search page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    shell: Shell,
    needs: Vec<NeedBox>,
    limits: Vec<LimitBox>,
    wanted: Wanted,
    /// Whether boxes are filled from what the account keeps.
    kept: bool,
    found: Option<Found>,
    /// What is wrong with the form: ids of boxes, and what is told of each.
    faults: Vec<(String, String)>,
    /// Address of the base map of others, where there is one.
    base_map: Option<String>,
}

/// A page of places, as it is shown.
#[derive(Debug)]
pub(crate) struct Found {
    matched: u64,
    /// How many are left out, and the address that shows them.
    left_out: Option<(u64, String)>,
    /// How many are left out because they are known not to do, and the address that shows them.
    refused: Option<(u64, String)>,
    relaxed: bool,
    near_me: bool,
    asks_access: bool,
    /// What was understood, and the address that undoes it.
    understood: Vec<(String, String)>,
    /// What is told of words that lead to no place.
    unplaced: Option<String>,
    /// The orders there are; none where there is no point to be near to.
    orders: Vec<(&'static str, Option<String>)>,
    /// Communes that may have been meant.
    others: Vec<(String, String)>,
    /// What narrows the search beside words and needs, and the address that undoes it.
    narrowed: Vec<(String, String)>,
    facets: Vec<Facet>,
    /// Parameters of the tiles of the map.
    tiles: String,
    /// The address that asks for the same elsewhere.
    anywhere: String,
    results: Vec<ResultView>,
    pager: Pager,
    /// The same search without what the person needs, for others; none where nothing was left out.
    shared: Option<String>,
    /// Where somebody asks to be told of changes of these places.
    follow: Option<String>,
}

#[derive(Debug)]
pub(super) struct ResultView {
    id: uuid::Uuid,
    lon: f64,
    lat: f64,
    /// The class of the verdict for all that was asked; none where nothing was.
    standing: Option<&'static str>,
    pub address: String,
    pub name: String,
    activities: String,
    pub place: String,
    distance: Option<String>,
    pub verdicts: Vec<NeedVerdict>,
    /// `None`: nothing is known.
    completeness: Option<i16>,
    pub sentences: Vec<String>,
    /// The day of the latest observation: ISO and as people write it.
    observed: Option<(String, String)>,
    /// What is temporary there now.
    notices: Vec<NoticeLine>,
}

impl HomePage {
    pub fn new(lang: Lang, wanted: Wanted, found: Option<Found>) -> Self {
        let title = match (lang, wanted.get("q")) {
            (Lang::Fr, "") => "Lieux accessibles : ce que l'on sait".to_owned(),
            (Lang::En, "") => "Accessible places: what is known".to_owned(),
            (_, words) => words.to_owned(),
        };
        let (needs, limits) = (wanted.needs(lang), wanted.limits(lang));
        let shell = Shell::new(lang, title, &wanted.address());
        Self {
            // What somebody looked for is no page of its own.
            shell: if wanted.is_nothing() { shell.indexed() } else { shell },
            needs,
            limits,
            wanted,
            kept: false,
            found,
            faults: Vec::new(),
            base_map: None,
        }
    }

    /// With limits of these keys that cannot be what they are said to be.
    pub fn refusing(mut self, unfit: &[&str]) -> Self {
        let tongue = self.shell.tongue;
        let unfit = self.limits.iter_mut().filter(|limit| unfit.contains(&limit.key));
        self.faults.extend(unfit.map(|limit| limit.refuse(tongue)));
        self.shell.fail();
        self
    }

    /// On a base map of others.
    pub fn on(mut self, base_map: Option<&BaseMap>) -> Self {
        self.base_map = base_map.map(|map| map.style().to_owned());
        self
    }

    /// With the boxes filled from what the account keeps; no address of the page holds anything of it.
    pub fn of(mut self, own: &OwnNeeds) -> Self {
        let (lang, kept) = (self.shell.lang(), Wanted::new(own.pairs()));
        (self.needs, self.limits, self.kept) = (kept.needs(lang), kept.limits(lang), true);
        self
    }

    /// The needs that are ticked, on one line: above results there is no room for all of them.
    fn ticked(&self) -> String {
        let tongue = self.shell.tongue;
        let ticked = self.needs.iter().filter(|need| need.ticked).map(|need| need.name);
        let limits = self.has_limits().then(|| tongue.say("mes limites", "my limits"));
        let all: Vec<&str> = ticked.chain(limits).collect();
        match all.is_empty() {
            true => tongue.say("Aucun besoin coché : les choisir", "No need ticked: choose").to_owned(),
            false => all.join(", "),
        }
    }

    fn has_limits(&self) -> bool {
        self.limits.iter().any(|limit| !limit.value.is_empty())
    }
}

impl Found {
    /// The page of what a search came to.
    pub fn new(results: Results, wanted: &Wanted, names: &Names<'_>) -> Self {
        let Results { page, query, understood, places, at, urls } = results;
        let understood = understood.unwrap_or_default();
        let orders = spot::orders(&query, wanted, names.tongue());
        let asked = query.asked;
        let left_out =
            (page.excluded_unknown > 0).then(|| (page.excluded_unknown, wanted.with("unknown", "include")));
        let others = understood.alternatives.iter().map(|choice| {
            let name = format!("{} ({})", choice.commune.name, choice.department_name);
            (name, wanted.with("meant", &choice.commune.code.to_string()))
        });
        Self {
            matched: page.matched,
            left_out,
            refused: None,
            relaxed: page.relaxed,
            near_me: understood.near_me && wanted.get("lat").is_empty(),
            asks_access: understood.asks_access,
            understood: spot::understood_parts(&understood, wanted, names.tongue()),
            unplaced: spot::unplaced(&understood, names.tongue()),
            orders,
            others: others.collect(),
            narrowed: narrowed(wanted, names),
            facets: page.facets.map(|counts| facets(counts, wanted, &asked, names)).unwrap_or_default(),
            tiles: tiles(wanted, &asked, &understood),
            anywhere: wanted.anywhere(&words_without_place(wanted.get("q"), &understood)),
            results: places.iter().map(|(record, found)| shown(record, found, wanted, names)).collect(),
            pager: Pager::counted(at, page.matched, urls),
            shared: wanted.shared(),
            follow: wanted.followed(),
        }
    }

    /// Without so many places that are known not to do.
    pub fn without(mut self, refused: u64, wanted: &Wanted) -> Self {
        self.refused = (refused > 0).then(|| (refused, wanted.with("verdict", "yes,with_help,no")));
        self
    }
}

/// A place as a list shows it.
pub(super) fn shown(
    record: &FeatureRecord,
    found: &crate::view::Found,
    wanted: &Wanted,
    names: &Names<'_>,
) -> ResultView {
    let tongue = names.tongue();
    let verdicts = found.verdicts.iter();
    ResultView {
        standing: found.standing.map(|verdict| VerdictBadge::new(verdict, tongue).class),
        address: wanted.place(record.id),
        distance: found.distance_m.map(|metres| distance(metres, tongue)),
        verdicts: verdicts.filter_map(|one| NeedVerdict::of(one, tongue, SENTENCES)).collect(),
        notices: found
            .notices
            .iter()
            .filter(|notice| notice.current)
            .map(|notice| NoticeLine::new(notice, tongue))
            .collect(),
        ..result(record, names.reference, names.lang)
    }
}

fn result(record: &FeatureRecord, reference: &Reference, lang: Lang) -> ResultView {
    let (answers, provenance): (Answers, Provenance) = or_nothing(record, known(record));
    let observed = answers.iter().filter_map(|(id, _)| provenance.origin(id)?.observed).max();
    ResultView {
        id: record.id,
        lon: record.lon,
        lat: record.lat,
        standing: None,
        address: String::new(),
        name: record.name.clone(),
        activities: activities(record, reference, lang),
        place: record.address_line(),
        distance: None,
        verdicts: Vec::new(),
        notices: Vec::new(),
        completeness: (!answers.is_empty()).then_some(record.completeness),
        sentences: sentences(&answers, lang, SENTENCES),
        observed: observed.map(|day| (day.to_string(), Tongue(lang).day(day))),
    }
}

/// `350 m`, `1,4 km`.
fn distance(metres: u64, tongue: Tongue) -> String {
    if metres < 1_000 {
        return format!("{metres} m");
    }
    let mark = tongue.say(",", ".");
    format!("{}{mark}{} km", metres / 1_000, metres % 1_000 / 100)
}

fn activity_name(slug: &str, reference: &Reference, lang: Lang) -> String {
    let activity = reference.activity(slug);
    activity.map_or_else(|| slug.to_owned(), |activity| activity.name(lang).to_owned())
}

/// Names of the activities of a record.
pub(super) fn activities(record: &FeatureRecord, reference: &Reference, lang: Lang) -> String {
    let names = record.activities.iter().map(|slug| activity_name(slug, reference, lang));
    names.collect::<Vec<_>>().join(", ")
}
