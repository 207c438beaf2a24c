//! The summary of an establishment, declared in `widget.toml`.

use std::sync::LazyLock;

use plainpied_criteria::condition::{Condition, Predicate, parse_filter};
use plainpied_criteria::{Answers, CriterionId, Lang, schema, sentence};
use plainpied_store::compat::CompatRecord;
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use utoipa::ToSchema;

use super::accessibility::typed;
use crate::problem::Problem;

/// The summary.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WidgetView {
    /// Slug of the establishment.
    slug: String,
    /// When it was added.
    #[schema(format = "date-time")]
    created_at: String,
    /// When it was last changed.
    #[schema(format = "date-time")]
    updated_at: String,
    /// What is known, by section. A section of which nothing is known is left out.
    sections: Vec<SectionView>,
}

/// A section of the summary.
#[derive(Debug, Serialize, ToSchema)]
struct SectionView {
    /// One of ten fixed titles.
    #[schema(value_type = String)]
    title: &'static str,
    /// Sentences.
    labels: Vec<String>,
    /// Name of an icon.
    #[schema(value_type = String)]
    icon: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    section: Vec<Declared>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    title: String,
    icon: String,
    criteria: Vec<String>,
    r#if: Option<Filter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    key: String,
    is: String,
}

struct Section {
    title: String,
    icon: String,
    criteria: Vec<CriterionId>,
    holds: Option<Predicate>,
}

/// The sections. What cannot be read is left out; the test below reads it.
static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| declared().unwrap_or_default());

fn declared() -> Result<Vec<Section>, String> {
    let file: File = toml::from_str(include_str!("widget.toml")).map_err(|error| error.to_string())?;
    let id =
        |key: &String| schema().get(key).map(|found| found.id).ok_or_else(|| format!("no criterion {key}"));
    let holds = |filter: Filter| {
        let condition: Condition =
            parse_filter(schema(), &filter.key, &filter.is).map_err(|error| error.to_string())?;
        Ok::<_, String>(condition.certain())
    };
    file.section
        .into_iter()
        .map(|section| {
            Ok(Section {
                title: section.title,
                icon: section.icon,
                criteria: section.criteria.iter().map(id).collect::<Result<_, _>>()?,
                holds: section.r#if.map(holds).transpose()?,
            })
        })
        .collect()
}

/// The summary of a record.
///
/// # Errors
/// 500 for a row that cannot be.
pub(crate) fn widget(record: &CompatRecord, lang: Lang) -> Result<WidgetView, Problem> {
    let answers = typed(&record.criteria)?;
    Ok(WidgetView {
        slug: record.slug.clone(),
        created_at: record.created_at.format(&Rfc3339).unwrap_or_default(),
        updated_at: record.updated_at.format(&Rfc3339).unwrap_or_default(),
        sections: sections(&answers, lang),
    })
}

fn sections(answers: &Answers, lang: Lang) -> Vec<SectionView> {
    let said = |id: &CriterionId| {
        let value = answers.get(*id)?;
        Some(sentence(schema().criterion(*id), Some(value), lang))
    };
    SECTIONS
        .iter()
        .filter(|section| section.holds.as_ref().is_none_or(|holds| holds.holds(answers)))
        .map(|section| SectionView {
            title: &section.title,
            labels: section.criteria.iter().filter_map(said).collect(),
            icon: &section.icon,
        })
        .filter(|section| !section.labels.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TITLES: [&str; 10] = [
        "stationnement",
        "accès",
        "personnel",
        "balise sonore",
        "audiodescription",
        "équipements sourd et malentendant",
        "sanitaire",
        "chambres accessibles",
        "ascenseur étage",
        "accessibilité salle de classe",
    ];

    #[test]
    fn the_titles_are_those_that_clients_match() {
        let titles: Vec<String> = declared().unwrap().into_iter().map(|section| section.title).collect();
        assert_eq!(titles, TITLES);
    }

    fn titles(said: serde_json::Value) -> Vec<&'static str> {
        let answers = Answers::parse_json(schema(), &said).unwrap();
        sections(&answers, Lang::Fr).iter().map(|section| section.title).collect()
    }

    #[test]
    fn a_section_stands_only_where_something_is_known_and_never_for_what_is_not_there() {
        assert!(titles(json!({})).is_empty());
        assert!(titles(json!({"entree_balise_sonore": false, "sanitaires_presence": false})).is_empty());
        assert_eq!(
            titles(json!({
                "entree_balise_sonore": true, "accueil_personnels": "aucun", "stationnement_presence": false,
                "accueil_chambre_nombre_accessibles": 0, "accueil_classes_accessibilite": "aucune"
            })),
            ["stationnement", "personnel", "balise sonore"]
        );
    }
}
