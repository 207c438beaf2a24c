//! The public accessibility register of an establishment: what is known, on whose word; what is not known; and what whoever
//! runs it has to add.

use askama::Template;
use plainpied_criteria::{Answers, Criterion, GroupSet, Lang, Section, Value, schema, sentence, visible};
use plainpied_domain::Provenance;
use plainpied_store::establishment::FeatureRecord;
use time::OffsetDateTime;

use super::pieces::{PIECES, TRAINING};
use super::place::is_web;
use super::present::{NoticeLine, origin_of};
use super::{Shell, Tongue, home};
use crate::pdf::{Block, Document};
use crate::problem::Problem;
use crate::questions::groups;
use crate::reference::Reference;
use crate::view::{AddressLine, known, notices_of, of_section};

/// The register.
#[derive(Debug, Template)]
#[template(path = "register.html")]
pub(crate) struct RegisterPage {
    shell: Shell,
    name: String,
    /// Its page.
    address: String,
    /// Label and text.
    facts: Vec<(&'static str, String)>,
    notices: Vec<NoticeLine>,
    parts: Vec<Part>,
    /// The register that whoever runs it keeps elsewhere.
    elsewhere: Option<String>,
    pieces: Vec<&'static str>,
    training: Vec<&'static str>,
    /// When it was made, and of which version.
    made: String,
    sources: String,
    now: OffsetDateTime,
}

/// A section of the criteria.
#[derive(Debug)]
struct Part {
    key: String,
    title: String,
    said: Vec<Said>,
    /// The labels of what is not known.
    open: Vec<String>,
}

/// An answer.
#[derive(Debug)]
struct Said {
    sentence: String,
    /// On whose word, and when it was seen.
    origin: String,
}

/// What the sections are made from.
struct Facts<'a> {
    answers: &'a Answers,
    groups: GroupSet,
    provenance: &'a Provenance,
    reference: &'a Reference,
    tongue: Tongue,
}

impl RegisterPage {
    /// The register of a record.
    ///
    /// # Errors
    /// 500 for a record whose answers or provenance are not those of the schema.
    pub fn new(
        record: &FeatureRecord,
        reference: &Reference,
        lang: Lang,
        now: OffsetDateTime,
    ) -> Result<Self, Problem> {
        let tongue = Tongue(lang);
        let (answers, provenance) = known(record)?;
        let groups = groups(record, reference)?;
        let facts = Facts { answers: &answers, groups, provenance: &provenance, reference, tongue };
        let address = format!("/establishments/{}", record.id);
        let title = tongue.say("Registre public d'accessibilité", "Public accessibility register");
        let say = |(fr, en): &(&'static str, &'static str)| tongue.say(fr, en);
        let elsewhere = schema().get("registre_url").and_then(|criterion| answers.get(criterion.id));
        Ok(Self {
            name: record.name.clone(),
            facts: identity(record, reference, tongue),
            notices: notices_of(record, now).iter().map(|notice| NoticeLine::new(notice, tongue)).collect(),
            parts: schema().sections().iter().filter_map(|section| facts.part(section)).collect(),
            elsewhere: elsewhere.and_then(|value| match value {
                Value::Text(url) if is_web(url) => Some(url.clone()),
                _ => None,
            }),
            pieces: PIECES.iter().map(say).collect(),
            training: TRAINING.iter().map(say).collect(),
            made: made(record, tongue, now),
            sources: sources(record, reference),
            now,
            shell: Shell::new(lang, title.to_owned(), &format!("{address}/register"))
                .below([(record.name.clone(), address.clone())]),
            address,
        })
    }

    /// A page below the one of the place.
    fn part(&self, name: &str) -> String {
        self.shell.to(&format!("{}/{name}", self.address))
    }

    /// The same as a document.
    pub fn document(&self) -> Document {
        let tongue = &self.shell.tongue;
        let heading = |fr, en| Block::Heading(2, tongue.say(fr, en).to_owned());
        let list = |words: &[&str]| Block::List(words.iter().map(|words| (*words).to_owned()).collect());
        let mut blocks = vec![
            Block::Heading(1, format!("{} – {}", self.shell.title, self.name)),
            Block::Paragraph(self.about().to_owned()),
            heading("L'établissement", "The establishment"),
        ];
        let colon = tongue.say("\u{a0}: ", ": ");
        blocks.push(Block::List(
            self.facts.iter().map(|(label, text)| format!("{label}{colon}{text}")).collect(),
        ));
        if !self.notices.is_empty() {
            blocks.push(heading("Avis temporaires", "Temporary notices"));
            let line = |notice: &NoticeLine| format!("{}, {}. {}", notice.title, notice.when, notice.message);
            blocks.push(Block::List(self.notices.iter().map(line).collect()));
        }
        blocks.push(heading("Ce qui est connu, et ce qui ne l'est pas", "What is known, and what is not"));
        blocks.extend(self.parts.iter().flat_map(|part| part.blocks(tongue)));
        blocks.push(heading("Pièces à joindre", "Papers to add"));
        blocks.push(Block::Paragraph(self.about_pieces().to_owned()));
        blocks.push(list(&self.pieces));
        blocks.push(heading("Formation du personnel", "Training of the staff"));
        blocks.push(list(&self.training));
        blocks.push(heading("D'où viennent ces réponses", "Where these answers come from"));
        blocks.push(Block::Paragraph(self.made.clone()));
        blocks.push(Block::Paragraph(self.sources.clone()));
        Document {
            title: format!("{} – {}", self.shell.title, self.name),
            lang: tongue.0,
            day: self.now.date(),
            foot: self.name.clone(),
            blocks,
        }
    }

    fn about(&self) -> &str {
        self.shell.tongue.say(
            "Ce document dit ce qui est connu de l'accessibilité de ce lieu, avec la source et la date de chaque réponse. Ce n'est ni un contrôle ni un avis de conformité.",
            "This document says what is known of the accessibility of this place, with source and date of each answer. It is neither an inspection nor a statement of compliance.",
        )
    }

    fn about_pieces(&self) -> &str {
        self.shell.tongue.say(
            "Ces pièces ne sont pas ici : l'exploitant les joint, s'il y a lieu.",
            "These papers are not here: whoever runs the place adds them, where they apply.",
        )
    }
}

impl Part {
    fn blocks(&self, tongue: &Tongue) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(3, self.title.clone())];
        if !self.said.is_empty() {
            let line = |said: &Said| format!("{} ({})", said.sentence, said.origin);
            blocks.push(Block::List(self.said.iter().map(line).collect()));
        }
        if !self.open.is_empty() {
            blocks.push(Block::Paragraph(self.unknown(tongue)));
        }
        blocks
    }

    /// What is not known, as one sentence; empty: all is known.
    fn unknown(&self, tongue: &Tongue) -> String {
        match self.open.is_empty() {
            true => String::new(),
            false => {
                format!(
                    "{}{}.",
                    tongue.say("On ne sait pas encore\u{a0}: ", "Not known yet: "),
                    self.open.join(" ; ")
                )
            }
        }
    }
}

impl Facts<'_> {
    /// The section, where something of it is asked or known.
    fn part(&self, section: &Section) -> Option<Part> {
        let lang = self.tongue.0;
        let said: Vec<Said> = of_section(self.answers, section)
            .map(|(criterion, value)| Said {
                sentence: sentence(criterion, Some(value), lang),
                origin: self.origin(criterion),
            })
            .collect();
        let open: Vec<String> = visible(schema(), self.answers, &self.groups)
            .filter(|id| self.answers.get(*id).is_none())
            .map(|id| schema().criterion(id))
            .filter(|criterion| criterion.section == section.id)
            .map(|criterion| criterion.label.get(lang).to_owned())
            .collect();
        let empty = said.is_empty() && open.is_empty();
        (!empty).then(|| Part {
            key: section.key.clone(),
            title: section.title.get(lang).to_owned(),
            said,
            open,
        })
    }

    fn origin(&self, criterion: &Criterion) -> String {
        let (source, observed) = origin_of(self.provenance, criterion, self.reference, self.tongue);
        match observed {
            Some((_, day)) => format!("{source}, {} {day}", self.tongue.say("vu le", "seen on")),
            None => format!("{source}, {}", self.tongue.say("sans date", "without a date")),
        }
    }
}

/// What the establishment is: label and text, where there is one.
fn identity(record: &FeatureRecord, reference: &Reference, tongue: Tongue) -> Vec<(&'static str, String)> {
    let label = |fr, en| tongue.say(fr, en);
    let all: [(&'static str, Option<String>); 6] = [
        (label("Nom", "Name"), Some(record.name.clone())),
        (label("Activité", "Activity"), Some(home::activities(record, reference, tongue.0))),
        (label("Adresse", "Address"), Some(record.address_line())),
        (label("SIRET", "SIRET"), record.siret.clone()),
        (label("Téléphone", "Telephone"), record.phone.clone()),
        (label("Site", "Web site"), record.website.clone().filter(|url| is_web(url))),
    ];
    all.into_iter().filter_map(|(label, text)| Some((label, text.filter(|text| !text.is_empty())?))).collect()
}

fn made(record: &FeatureRecord, tongue: Tongue, now: OffsetDateTime) -> String {
    let (today, changed) = (tongue.day(now.date()), tongue.day(record.updated_at.date()));
    match tongue.0 {
        Lang::Fr => format!(
            "Établi le {today} d'après la version {} de la fiche, modifiée le {changed}. L'historique de la fiche dit qui a écrit quoi.",
            record.version
        ),
        Lang::En => format!(
            "Made on {today} of version {} of the record, which was changed on {changed}. The history of the record says who wrote what.",
            record.version
        ),
    }
}

/// Of whom the record is, under which licence.
fn sources(record: &FeatureRecord, reference: &Reference) -> String {
    match reference.source(&record.source_key) {
        Some(source) => [source.attribution.as_str(), source.licence.as_str()]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        None => record.source_key.clone(),
    }
}
