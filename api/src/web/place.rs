//! The page of a place: every known answer as a sentence with its source and date, every open question as unknown.

use askama::Template;
use plainpied_criteria::needs::{Need, Verdict, needs};
use plainpied_criteria::{Answers, Criterion, GroupSet, Schema, Section, sentence, visible};
use plainpied_domain::Provenance;
use plainpied_store::establishment::FeatureRecord;
use time::Date;

use super::judged::NeedVerdict;
use super::present::{NoticeLine, OtherWords, Present, origin_of, still_true};
use super::said::said;
use super::steward::act_links;
use super::{Shell, Tongue, directory, home};
use crate::base_map::BaseMap;
use crate::problem::Problem;
use crate::questions::groups;
use crate::reference::Reference;
use crate::routes::establishments::JudgedParams;
use crate::site::Site;
use crate::view::{AddressLine, Judged, LinkedView, doubted, known, notices_of, of_section};

/// Reasons of a verdict.
const REASONS: usize = 12;

/// The page of a place.
#[derive(Debug, Template)]
#[template(path = "place.html")]
pub(crate) struct PlacePage {
    shell: Shell,
    id: uuid::Uuid,
    lon: f64,
    lat: f64,
    /// Address of the base map of others, where there is one.
    base_map: Option<String>,
    name: String,
    /// Whether the reader was led here from a record that is no more.
    merged: bool,
    activities: String,
    place: String,
    phone: Option<String>,
    /// Only http and https: what a source gave is not trusted to be a harmless address.
    website: Option<String>,
    /// `None`: nothing is known.
    completeness: Option<i16>,
    /// For the needs of the reader; without any, for every need about which enough is known.
    verdicts: Vec<NeedVerdict>,
    /// Whether the reader said what is needed.
    own: bool,
    /// What is temporary there.
    notices: Vec<NoticeLine>,
    sections: Vec<SectionView>,
    /// A way to the door, on a map of others.
    route: String,
    /// Photographs of the street, of others.
    photos: String,
    /// schema.org, as JSON that may stand within a page.
    linked: String,
    source: String,
    licence: Option<LicenceView>,
    /// Its page; more of it lies below.
    address: String,
    /// What changes in its commune, as a feed.
    feed: String,
    /// What changes of the place itself.
    own_feed: String,
    /// Where somebody asks to be told of it by mail.
    follow: String,
    json: String,
    updated: String,
    version: i32,
    /// What was just done here.
    said: Option<String>,
    /// What the reader may do to the place beside describing it: address and words.
    acts: Vec<(String, &'static str)>,
    /// On paper: the whole address, the same as a QR code, and the day.
    printed: Option<(String, String, String)>,
    /// Of whoever is signed in.
    own_forms: Option<OwnForms>,
}

/// What the page holds for somebody who is signed in.
#[derive(Debug)]
pub(crate) struct OwnForms {
    /// Of every form.
    pub csrf: String,
    /// Of a form that may be sent twice.
    pub once: String,
    /// Whether the verdict is for what the account keeps.
    pub kept_needs: bool,
    /// Whether the account keeps the place; none: it gave no consent.
    pub favourite: Option<bool>,
}

#[derive(Debug)]
struct SectionView {
    key: String,
    title: String,
    known: Vec<AnswerView>,
    unknown: Vec<OpenView>,
}

/// A question that has no answer.
#[derive(Debug)]
struct OpenView {
    sentence: String,
    /// The criterion.
    key: &'static str,
}

#[derive(Debug)]
struct AnswerView {
    /// The criterion.
    key: &'static str,
    sentence: String,
    source: String,
    /// ISO and as people write it.
    observed: Option<(String, String)>,
    /// Whether it is still true, where it is old.
    still_true: Option<String>,
    /// What other sources say.
    others: Vec<String>,
}

#[derive(Debug)]
struct LicenceView {
    name: String,
    url: Option<String>,
}

/// What the sections are made from.
struct Facts<'a> {
    schema: &'static Schema,
    answers: &'a Answers,
    groups: GroupSet,
    provenance: Provenance,
    reference: &'a Reference,
    /// What holds now: without what a notice takes away.
    present: Answers,
    others: OtherWords<'a>,
    today: Date,
}

impl PlacePage {
    /// The page of a record.
    ///
    /// # Errors
    /// 500 for a record whose answers or provenance are not those of the schema.
    pub fn new(
        record: &FeatureRecord,
        (site, reference): (&Site, &Reference),
        params: &JudgedParams,
        present: &Present,
    ) -> Result<Self, Problem> {
        let lang = params.lang;
        let schema = plainpied_criteria::schema();
        let (answers, provenance) = known(record)?;
        let notices = notices_of(record, present.now);
        let groups = groups(record, reference)?;
        let facts = Facts {
            schema,
            answers: &answers,
            groups,
            provenance,
            reference,
            present: doubted(schema, answers.clone(), &notices),
            others: OtherWords::of(&present.disagreements),
            today: present.now.date(),
        };
        let address = format!("/establishments/{}", record.id);
        let shell = Shell::new(lang, record.name.clone(), &address)
            .indexed()
            .below(directory::above(record, Tongue(lang)));
        let verdicts = facts.verdicts(&shell, params);
        let linked = serde_json::to_string(&LinkedView::of(record, &answers, (site, reference)))?;
        let sections =
            schema.sections().iter().filter_map(|section| facts.section(section, &shell)).collect();
        let source = reference.source(&record.source_key);
        Ok(Self {
            id: record.id,
            lon: record.lon,
            lat: record.lat,
            base_map: None,
            name: record.name.clone(),
            merged: false,
            activities: home::activities(record, reference, lang),
            place: record.address_line(),
            phone: record.phone.clone(),
            website: record.website.clone().filter(|url| is_web(url)),
            completeness: (!answers.is_empty()).then_some(record.completeness),
            verdicts,
            own: !params.needs.is_empty(),
            notices: notices.iter().map(|notice| NoticeLine::new(notice, shell.tongue)).collect(),
            sections,
            photos: format!("https://api.panoramax.xyz/?focus=map&map=19/{}/{}", record.lat, record.lon),
            route: format!("https://www.openstreetmap.org/directions?to={},{}", record.lat, record.lon),
            // No tag can end or begin within it.
            linked: linked.replace('<', "\\u003c"),
            source: source.map_or_else(|| record.source_key.clone(), |source| source.attribution.clone()),
            licence: source.map(|source| LicenceView {
                name: source.licence.clone(),
                url: source.licence_url.clone().filter(|url| is_web(url)),
            }),
            feed: format!("/communes/{}/feed.atom", record.commune_code),
            own_feed: format!("/establishments/{}/feed.atom", record.id),
            follow: shell.to(&format!("/subscribe?establishment={}", record.id)),
            address,
            json: format!("/api/v1/establishments/{}", record.id),
            updated: shell.tongue.day(record.updated_at.date()),
            version: record.version,
            said: None,
            own_forms: None,
            acts: Vec::new(),
            printed: None,
            shell,
        })
    }

    /// On a base map of others.
    pub fn on(mut self, base_map: Option<&BaseMap>) -> Self {
        self.base_map = base_map.map(|map| map.style().to_owned());
        self
    }
}

impl PlacePage {
    /// A page below this one.
    fn part(&self, name: &str) -> String {
        self.shell.to(&format!("{}/{name}", self.address))
    }

    /// The same page for all needs.
    fn for_everybody(&self) -> String {
        self.shell.to(&format!("{}?everybody=true", self.address))
    }

    /// Where somebody says what is known of a single criterion.
    fn edit(&self, key: &str) -> String {
        self.part(&format!("edit?criterion={key}"))
    }

    /// After something was done here, and for whoever is signed in.
    pub fn after(mut self, said: Option<String>, own_forms: Option<OwnForms>) -> Self {
        (self.said, self.own_forms) = (said, own_forms);
        self
    }

    /// With what the reader may do to the place beside describing it.
    pub fn acts(mut self, acts: &[&'static str]) -> Self {
        self.acts = act_links(acts, &self.address, self.shell.tongue);
        self
    }

    /// With what stands on paper: its whole address, the same drawn as a QR code, and the day.
    pub fn printed(mut self, url: String, drawing: String, today: Date) -> Self {
        self.printed = Some((url, drawing, self.shell.tongue.day(today)));
        self
    }

    /// Whether the verdict is for what the account keeps.
    fn kept_needs(&self) -> bool {
        self.own_forms.as_ref().is_some_and(|forms| forms.kept_needs)
    }

    /// What was just done here, in words.
    fn said(&self) -> Option<&'static str> {
        said(self.said.as_deref()?, self.shell.tongue)
    }

    /// Where somebody signs in and comes back.
    fn sign_in(&self) -> String {
        self.shell.to(&format!("/signin?next={}", self.address))
    }

    /// For a reader who was led here from a record that is no more.
    pub fn merged(mut self, merged: bool) -> Self {
        self.merged = merged;
        self
    }

    /// As its address asks for it: these needs and limits, as parameters.
    pub fn asking(mut self, own: &str) -> Self {
        self.shell.asking(own);
        self
    }
}

impl Facts<'_> {
    /// For the needs asked for, or for all of which enough is known.
    fn verdicts(&self, shell: &Shell, params: &JudgedParams) -> Vec<NeedVerdict> {
        let (answers, provenance) = (&self.present, &self.provenance);
        let judged = Judged { schema: plainpied_criteria::schema(), answers, provenance, lang: params.lang };
        let own = !params.needs.is_empty();
        let wanted: Vec<&'static Need> =
            if own { params.needs.clone() } else { needs().all().iter().collect() };
        let summaries = wanted.into_iter().map(|need| judged.summary(need, &params.limits));
        summaries
            .filter(|summary| own || summary.verdict != Verdict::Unknown)
            .filter_map(|summary| NeedVerdict::of(&summary, shell.tongue, REASONS))
            .collect()
    }

    /// The section, where something of it is asked or known.
    fn section(&self, section: &Section, shell: &Shell) -> Option<SectionView> {
        let lang = shell.tongue.0;
        let known: Vec<AnswerView> = of_section(self.answers, section)
            .map(|(criterion, value)| self.answer(criterion, sentence(criterion, Some(value), lang), shell))
            .collect();
        let unknown: Vec<OpenView> = visible(self.schema, self.answers, &self.groups)
            .filter(|id| self.answers.get(*id).is_none())
            .map(|id| self.schema.criterion(id))
            .filter(|criterion| criterion.section == section.id)
            .map(|criterion| OpenView { sentence: sentence(criterion, None, lang), key: &criterion.key })
            .collect();
        let title = section.title.get(lang).to_owned();
        let empty = known.is_empty() && unknown.is_empty();
        (!empty).then(|| SectionView { key: section.key.clone(), title, known, unknown })
    }

    fn answer(&self, criterion: &'static Criterion, sentence: String, shell: &Shell) -> AnswerView {
        let (source, observed) = origin_of(&self.provenance, criterion, self.reference, shell.tongue);
        AnswerView {
            key: &criterion.key,
            sentence,
            source,
            observed,
            still_true: still_true(self.provenance.freshness(criterion), self.today, shell.tongue),
            others: self.others.about(criterion, self.reference, shell.tongue),
        }
    }
}

pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
