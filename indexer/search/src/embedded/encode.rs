use std::collections::HashMap;
use std::sync::Arc;

use plainpied_domain::{EstablishmentId, text::fold};
use tantivy::{TantivyDocument, Term};

use super::cells::cells_of;
use super::fields::Fields;
use super::merit::Merit;
use super::slots::Slots;
use super::verdicts;
use crate::analysis::{Analyser, Place, Word};
use crate::{Document, DocumentActivity};

/// Characters of a name that sort.
const SORTED_BY: usize = 80;
/// Characters of a name that suggestions show.
const SHOWN: usize = 200;
/// Activities whose words are kept: there are some hundreds of them, so this is only ever a guard.
const REMEMBERED: usize = 10_000;

/// Makes engine documents of ours.
pub(super) struct Encoder {
    fields: Fields,
    analyser: Analyser,
    /// Plain words and stems of an activity, both joined by spaces: few activities, many documents.
    activities: HashMap<Vec<String>, Arc<Joined>>,
}

#[derive(Default)]
struct Joined {
    plain: String,
    stems: String,
}

/// The term that finds a document by its id.
pub(super) fn id_term(fields: &Fields, id: EstablishmentId) -> Term {
    Term::from_field_bytes(fields.id, id.as_uuid().as_bytes())
}

impl Encoder {
    pub(super) fn new(fields: Fields) -> Self {
        Self { fields, analyser: Analyser::new(), activities: HashMap::new() }
    }

    pub(super) fn encode(&mut self, document: &Document) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        self.add_properties(document, &mut made);
        self.add_answers(document, &mut made);
        self.add_filters(document, &mut made);
        self.add_words(document, &mut made);
        made
    }

    fn add_properties(&self, document: &Document, made: &mut TantivyDocument) {
        let Fields { id, id_high, id_low, version, lon, lat, merit, name, name_order, .. } = self.fields;
        let uuid = document.id.as_uuid();
        let (high, low) = uuid.as_u64_pair();
        made.add_bytes(id, uuid.as_bytes());
        made.add_u64(id_high, high);
        made.add_u64(id_low, low);
        made.add_i64(version, i64::from(document.version));
        made.add_f64(lon, document.at.lon());
        made.add_f64(lat, document.at.lat());
        made.add_u64(merit, Merit::of(document.completeness, document.observed).into());
        made.add_text(name, document.name.chars().take(SHOWN).collect::<String>());
        made.add_text(name_order, fold(&document.name).chars().take(SORTED_BY).collect::<String>());
    }

    fn add_answers(&self, document: &Document, made: &mut TantivyDocument) {
        made.add_u64(self.fields.verdicts, verdicts::pack(&document.answers));
        for (field, word) in self.fields.answers.into_iter().zip(Slots::get().pack(&document.answers)) {
            made.add_u64(field, word);
        }
    }

    fn add_filters(&self, document: &Document, made: &mut TantivyDocument) {
        let Fields { commune, department, activity, within, cell, .. } = self.fields;
        made.add_text(department, document.department.as_str());
        made.add_text(commune, document.commune.as_str());
        made.add_text(within, document.commune.as_str());
        if let Some(parent) = document.commune_parent.as_ref().filter(|parent| **parent != document.commune) {
            made.add_text(within, parent.as_str());
        }
        let mut slugs: Vec<&str> =
            document.activities.iter().map(|activity| activity.slug.as_str()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        for slug in slugs {
            made.add_text(activity, slug);
        }
        for key in cells_of(document.at.lon(), document.at.lat()) {
            made.add_u64(cell, key);
        }
    }

    fn add_words(&mut self, document: &Document, made: &mut TantivyDocument) {
        let text = self.fields.text;
        let name = join(&self.analyser.words(&document.name, Place::Anywhere));
        made.add_text(text.name, name.plain);
        made.add_text(text.name_stem, name.stems);
        for activity in &document.activities {
            let words = self.activity(activity);
            made.add_text(text.activity, &words.plain);
            made.add_text(text.activity_stem, &words.stems);
        }
        made.add_text(
            text.commune,
            join(&self.analyser.words(&document.commune_name, Place::Anywhere)).plain,
        );
        for part in document.street.iter().chain(&document.locality) {
            made.add_text(text.street, join(&self.analyser.words(part, Place::Street)).plain);
        }
        made.add_text(
            text.department,
            join(&self.analyser.words(document.department.as_str(), Place::Anywhere)).plain,
        );
        if !document.postal_code.is_empty() {
            made.add_text(text.postal_code, &document.postal_code);
        }
    }

    fn activity(&mut self, activity: &DocumentActivity) -> Arc<Joined> {
        if let Some(known) = self.activities.get(&activity.terms) {
            return Arc::clone(known);
        }
        let mut words: Vec<Word> =
            activity.terms.iter().flat_map(|term| self.analyser.words(term, Place::Anywhere)).collect();
        words.sort_unstable_by(|a, b| a.plain.cmp(&b.plain));
        words.dedup();
        let joined = Arc::new(join(&words));
        if self.activities.len() >= REMEMBERED {
            self.activities.clear();
        }
        self.activities.insert(activity.terms.clone(), Arc::clone(&joined));
        joined
    }
}

fn join(words: &[Word]) -> Joined {
    let mut joined = Joined::default();
    for word in words {
        append(&mut joined.plain, &word.plain);
        if let Some(stem) = &word.stem {
            append(&mut joined.stems, stem);
        }
    }
    joined
}

fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}
