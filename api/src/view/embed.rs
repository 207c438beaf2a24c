//! What a widget shows of a place.

use plainpied_criteria::needs::{Limits, Need};
use plainpied_criteria::{Answers, Lang, schema, sentence};
use plainpied_domain::Provenance;
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AddressLine, Judged, VerdictSummaryView, of_section};
use crate::reference::Reference;
use crate::site::Site;

/// A place in short, ready to be shown: everything is text.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmbedView {
    /// The establishment.
    id: Uuid,
    /// Its name.
    pub(crate) name: String,
    /// Where it stands, in one line.
    pub(crate) address: String,
    /// Its page here.
    #[schema(format = "uri-reference")]
    pub(crate) page: String,
    /// The share of the questions that are answered, percent.
    completeness: i16,
    /// The verdict for each need asked for.
    pub(crate) verdicts: Vec<EmbedVerdictView>,
    /// What is known, by the way that a person goes.
    pub(crate) sections: Vec<EmbedSectionView>,
    /// The latest day on which one of the answers was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    observed: Option<Date>,
    /// How the source wants to be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attribution: Option<String>,
    /// The licence of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) licence: Option<String>,
}

/// The verdict for a need.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmbedVerdictView {
    /// What the need is called.
    #[schema(value_type = String, example = "Fauteuil roulant manuel")]
    name: &'static str,
    #[serde(flatten)]
    pub(crate) summary: VerdictSummaryView<'static>,
}

/// What is known of a part of the way.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmbedSectionView {
    /// Its key.
    #[schema(value_type = String, example = "entrance")]
    key: &'static str,
    /// Its title.
    pub(crate) title: &'static str,
    /// The known answers, in sentences.
    pub(crate) known: Vec<String>,
}

/// What is known of a place, and whom it is for.
pub(crate) struct Embedded<'a> {
    pub record: &'a FeatureRecord,
    pub answers: &'a Answers,
    pub provenance: &'a Provenance,
    pub lang: Lang,
}

impl EmbedView {
    /// The view of a place for some needs.
    pub(crate) fn of(
        place: &Embedded<'_>,
        (needs, limits): (&[&'static Need], &Limits),
        (site, reference): (&Site, &Reference),
    ) -> Self {
        let Embedded { record, answers, provenance, lang } = *place;
        let judged = Judged { schema: schema(), answers, provenance, lang };
        let observed = answers.iter().filter_map(|(id, _)| provenance.origin(id)?.observed).max();
        let source = reference.source(&record.source_key);
        Self {
            id: record.id,
            name: record.name.clone(),
            address: record.address_line(),
            page: site.url_of("/establishments/", record.id),
            completeness: record.completeness,
            verdicts: needs
                .iter()
                .map(|need| EmbedVerdictView {
                    name: need.name.get(lang),
                    summary: judged.summary(need, limits),
                })
                .collect(),
            sections: sections(answers, lang),
            observed,
            attribution: source.map(|source| source.attribution.clone()),
            licence: source.map(|source| source.licence.clone()),
        }
    }
}

fn sections(answers: &Answers, lang: Lang) -> Vec<EmbedSectionView> {
    let section = |section: &'static plainpied_criteria::Section| {
        let known: Vec<String> = of_section(answers, section)
            .map(|(criterion, value)| sentence(criterion, Some(value), lang))
            .collect();
        (!known.is_empty()).then(|| EmbedSectionView {
            key: &section.key,
            title: section.title.get(lang),
            known,
        })
    };
    schema().sections().iter().filter_map(section).collect()
}
