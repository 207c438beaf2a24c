//! Answers by sections. Every criterion of a section stands in it, null where it is unknown.

use std::fmt;
use std::sync::LazyLock;

use plainpied_criteria::{Answers, Criterion, Lang, Part, schema, sentence};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::extract::{Fields, lang};
use crate::problem::Problem;

/// How answers are to look.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    /// Without what is unknown.
    pub clean: bool,
    /// Sentences instead of values.
    pub readable: bool,
    /// The language of sentences.
    pub lang: Lang,
}

impl Look {
    /// Takes `clean`, `readable` and `lang` away.
    ///
    /// # Errors
    /// Another word than true or false.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            clean: fields.switch("clean")?.unwrap_or(false),
            readable: fields.switch("readable")?.unwrap_or(false),
            lang: lang(fields)?,
        })
    }
}

/// The sections with their criteria, from the schema.
static SECTIONS: LazyLock<Vec<(Part, Vec<&'static Criterion>)>> =
    LazyLock::new(|| Part::ALL.map(|part| (part, schema().of_part(part).collect())).to_vec());

/// `accessibilite` of an establishment, or a member of the list of answers.
pub(crate) struct AccessibilityView<'a> {
    /// Its own address.
    url: String,
    /// That of its establishment.
    erp: String,
    sections: Sections<'a>,
}

struct Sections<'a> {
    known: Known<'a>,
    look: Look,
    readable: Option<Answers>,
}

impl<'a> AccessibilityView<'a> {
    /// Of the answers as they lie in the base.
    ///
    /// # Errors
    /// 500 for a row that cannot be.
    pub fn new([url, erp]: [String; 2], criteria: &'a str, look: Look) -> Result<Self, Problem> {
        let readable = look.readable.then(|| typed(criteria)).transpose()?;
        let known: Known<'a> = serde_json::from_str(criteria)?;
        Ok(Self { url, erp, sections: Sections { known, look, readable } })
    }
}

/// The answers of a row.
///
/// # Errors
/// 500 for a row that cannot be.
pub(super) fn typed(criteria: &str) -> Result<Answers, Problem> {
    Answers::from_trusted_json(schema(), criteria).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Problem::new(&crate::problem::code::INTERNAL).cause(told.join("; "))
    })
}

impl Serialize for AccessibilityView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("url", &self.url)?;
        members.serialize_entry("erp", &self.erp)?;
        match &self.sections.readable {
            None => self.sections.write(&mut members)?,
            Some(answers) => {
                members.serialize_entry("datas", &self.sections)?;
                let keys: Vec<&str> =
                    answers.iter().map(|(id, _)| schema().criterion(id).key.as_str()).collect();
                members.serialize_entry("readable_fields", &keys)?;
            }
        }
        members.end()
    }
}

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        self.write(&mut members)?;
        members.end()
    }
}

impl Sections<'_> {
    fn write<M: SerializeMap>(&self, members: &mut M) -> Result<(), M::Error> {
        for (part, criteria) in SECTIONS.iter() {
            let known = |criterion: &&Criterion| self.known.of(criterion).is_some();
            if !self.look.clean || criteria.iter().any(known) {
                members.serialize_entry(part.as_str(), &Section { all: self, criteria })?;
            }
        }
        Ok(())
    }
}

struct Section<'a> {
    all: &'a Sections<'a>,
    criteria: &'a [&'static Criterion],
}

impl Serialize for Section<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Sections { known, look, readable } = self.all;
        let mut members = serializer.serialize_map(None)?;
        for criterion in self.criteria {
            let raw = known.of(criterion);
            if raw.is_none() && look.clean {
                continue;
            }
            match readable {
                None => members.serialize_entry(&criterion.key, &raw)?,
                Some(answers) => {
                    let value = answers.get(criterion.id);
                    let said = value.map(|value| sentence(criterion, Some(value), look.lang));
                    members.serialize_entry(&criterion.key, &said)?;
                }
            }
        }
        members.end()
    }
}

/// The known answers, as they lie in the base: they go out as they are.
struct Known<'a>(Vec<Option<&'a RawValue>>);

impl<'a> Known<'a> {
    fn of(&self, criterion: &Criterion) -> Option<&'a RawValue> {
        self.0.get(criterion.id.index()).copied().flatten()
    }
}

impl<'de: 'a, 'a> serde::Deserialize<'de> for Known<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answered;
        impl<'de> Visitor<'de> for Answered {
            type Value = Vec<Option<&'de RawValue>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of answers")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Self::Value, M::Error> {
                let mut known = vec![None; schema().len()];
                while let Some(key) = members.next_key::<&str>()? {
                    let value = members.next_value::<&RawValue>()?;
                    if let Some(criterion) = schema().get(key) {
                        known[criterion.id.index()] = Some(value);
                    }
                }
                Ok(known)
            }
        }
        deserializer.deserialize_map(Answered).map(Known)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown(criteria: &str, look: Look) -> Value {
        let urls = ["/a".to_owned(), "/e".to_owned()];
        serde_json::to_value(AccessibilityView::new(urls, criteria, look).unwrap()).unwrap()
    }

    #[test]
    fn every_criterion_stands_in_its_section_once_and_null_where_it_is_unknown() {
        let view = shown(r#"{"entree_pmr": false}"#, Look::default());
        let mut seen = 0;
        for part in Part::ALL {
            seen += view[part.as_str()].as_object().unwrap().len();
        }
        assert_eq!(seen, schema().len());
        assert_eq!(view["entree"]["entree_pmr"], json!(false));
        assert!(view["entree"]["entree_plain_pied"].is_null());
        assert!(view["transport"].as_object().unwrap().contains_key("stationnement_pmr"));
        assert!(view["accueil"].as_object().unwrap().contains_key("sanitaires_presence"));
        assert!(view["commentaire"].as_object().unwrap().contains_key("labels"));
    }

    #[test]
    fn clean_leaves_only_what_is_known() {
        let look = Look { clean: true, ..Look::default() };
        assert_eq!(
            shown(r#"{"entree_pmr": false, "labels": ["th"]}"#, look),
            json!({"url": "/a", "erp": "/e", "entree": {"entree_pmr": false}, "commentaire": {"labels": ["th"]}})
        );
    }

    #[test]
    fn readable_says_what_is_known_in_sentences_and_keeps_the_unknown_null() {
        let view = shown(r#"{"entree_pmr": false}"#, Look { readable: true, ..Look::default() });
        assert!(view["datas"]["entree"]["entree_pmr"].as_str().unwrap().ends_with('.'), "{view}");
        assert!(view["datas"]["entree"]["entree_vitree"].is_null());
        assert_eq!(view["readable_fields"], json!(["entree_pmr"]));
        assert!(view.get("entree").is_none());
    }
}
