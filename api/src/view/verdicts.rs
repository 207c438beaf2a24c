//! The verdicts of one place, with their reasons, as JSON.

use std::collections::BTreeMap;

use crate::problem::{Problem, code};
use plainpied_criteria::needs::{Explanation, Limits, LinkExplanation, Need, Reason, Verdict, needs};
use plainpied_criteria::{Answers, CriterionId, Lang, Schema, Value, schema, sentence};
use plainpied_domain::Provenance;
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

/// The answers of a record, as the evaluator reads them.
///
/// # Errors
/// 500 for what this program cannot have written.
pub(crate) fn answers(record: &FeatureRecord) -> Result<Answers, Problem> {
    Answers::from_trusted_json(schema(), &record.criteria).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Problem::new(&code::INTERNAL).cause(format!("establishment {}: {}", record.id, errors.join("; ")))
    })
}

/// What each need comes to at the usual limits, in the order of the needs: as the base keeps it, or judged here where
/// other rules made what it keeps.
///
/// # Errors
/// Those of [`answers`].
pub(crate) fn usual_verdicts(record: &FeatureRecord) -> Result<Vec<Verdict>, Problem> {
    if let Some(verdicts) = record.verdicts.as_deref().and_then(|stamp| needs().read_stamp(stamp)) {
        return Ok(verdicts);
    }
    let answers = answers(record)?;
    Ok(needs().all().iter().map(|need| need.verdict(&answers, &Limits::NONE)).collect())
}

/// [`answers`], and where they come from.
///
/// # Errors
/// Those of [`answers`].
pub(crate) fn known(record: &FeatureRecord) -> Result<(Answers, Provenance), Problem> {
    let provenance = Provenance::parse(schema(), &record.provenance)
        .map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    Ok((answers(record)?, provenance.verified(record.verified_at)))
}

/// What could be read of a record that stands beside others: one that is broken must not take them away, and nothing is
/// known of it.
pub(crate) fn or_nothing<T: Default>(record: &FeatureRecord, read: Result<T, Problem>) -> T {
    read.unwrap_or_else(|problem| {
        tracing::error!(id = %record.id, ?problem, "a record cannot be read");
        T::default()
    })
}

/// What a place comes to for one need.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictView<'a> {
    /// The need.
    #[schema(value_type = String, example = "manual_wheelchair")]
    need: &'a str,
    /// Its name.
    #[schema(value_type = String, example = "Manual wheelchair")]
    name: &'a str,
    /// no, unknown, with_help or yes.
    #[schema(value_type = String, example = "with_help")]
    verdict: Verdict,
    /// The criteria cannot witness this need: the schema does not ask.
    informative: bool,
    /// Links of which enough is known.
    pub(crate) known_links: usize,
    /// Links.
    pub(crate) total_links: usize,
    /// The limits that counted.
    #[schema(value_type = HashMap<String, i64>)]
    limits: BTreeMap<&'a str, i64>,
    /// The links, in the order in which a person meets them.
    links: Vec<VerdictLinkView<'a>>,
    /// What would settle an unknown verdict, the most decisive first.
    questions: Vec<QuestionView<'a>>,
    /// What is known and also useful, though not required.
    useful: Vec<KnownView<'a>>,
}

/// What a place comes to for one need, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictSummaryView<'a> {
    /// The need.
    #[schema(value_type = String, example = "manual_wheelchair")]
    pub(crate) need: &'a str,
    /// no, unknown, with_help or yes.
    #[schema(value_type = String, example = "with_help")]
    pub(crate) verdict: Verdict,
    /// Links of which enough is known.
    pub(crate) known_links: usize,
    /// Links.
    pub(crate) total_links: usize,
    /// The answers that decide, in sentences: what stands in the way, what helps, or what is known so far.
    pub(crate) reasons: Vec<String>,
    /// Criteria that would settle an unknown verdict, the most decisive first.
    #[schema(value_type = Vec<String>)]
    questions: Vec<&'a str>,
}

/// What one link is worth.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictLinkView<'a> {
    /// Its key.
    #[schema(value_type = String, example = "entrance")]
    key: &'a str,
    /// Its title.
    #[schema(value_type = String, example = "The entrance")]
    title: &'a str,
    /// no, unknown, with_help or yes.
    #[schema(value_type = String)]
    verdict: Verdict,
    /// The known answers that make it so.
    reasons: Vec<ReasonView<'a>>,
}

/// An answer that counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonView<'a> {
    /// Whether it speaks for the person (yes) or against (no).
    #[schema(value_type = String)]
    speaks: Verdict,
    /// The limit that it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "chair_width")]
    limit: Option<&'a str>,
    /// The answer.
    #[serde(flatten)]
    known: KnownView<'a>,
}

/// A known answer, who gave it and when it was seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownView<'a> {
    /// The criterion.
    #[schema(value_type = String, example = "entree_largeur_mini")]
    criterion: &'a str,
    /// Its value.
    #[schema(value_type = serde_json::Value)]
    value: &'a Value,
    /// The answer in a sentence.
    sentence: String,
    /// The source that said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    source: Option<&'a str>,
    /// The day on which it was seen; absent where nobody said when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    observed: Option<Date>,
    /// The day from which on it wants to be seen again; absent where nobody said when it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date")]
    stale_on: Option<Date>,
}

/// What is worth asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView<'a> {
    /// The criterion.
    #[schema(value_type = String, example = "entree_largeur_mini")]
    criterion: &'a str,
    /// Its label.
    #[schema(value_type = String)]
    label: &'a str,
    /// That it is not known, in a sentence.
    sentence: String,
}

/// What is known of one place, and the language to say it in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged<'a> {
    pub schema: &'static Schema,
    pub answers: &'a Answers,
    pub provenance: &'a Provenance,
    pub lang: Lang,
}

impl<'a> Judged<'a> {
    /// The verdict for a need and everything that belongs to it.
    pub fn verdict(&self, need: &'a Need, limits: &Limits) -> VerdictView<'a> {
        let explained = need.explain(self.schema, self.answers, limits);
        let Explanation { verdict, known_links, ref links, ref questions, ref useful } = explained;
        VerdictView {
            need: &need.key,
            name: need.name.get(self.lang),
            verdict,
            informative: need.informative,
            known_links,
            total_links: links.len(),
            limits: needs().in_force(need, limits).collect(),
            links: links.iter().filter_map(|link| self.link(need, link)).collect(),
            questions: questions.iter().map(|id| self.question(*id)).collect(),
            useful: useful.iter().filter_map(|id| self.known(*id)).collect(),
        }
    }

    /// The verdict for a need, in short. Of a no, only what stands in the way.
    pub fn summary<'n>(&self, need: &'n Need, limits: &Limits) -> VerdictSummaryView<'n> {
        let explained = need.explain(self.schema, self.answers, limits);
        let decides = |reason: &&Reason| explained.verdict != Verdict::No || reason.verdict == Verdict::No;
        let of_the_least =
            |link: &&LinkExplanation| explained.verdict != Verdict::No || link.verdict == Verdict::No;
        let reasons =
            explained.links.iter().filter(of_the_least).flat_map(|link| link.reasons.iter().filter(decides));
        let said = |id: CriterionId| sentence(self.schema.criterion(id), self.answers.get(id), self.lang);
        VerdictSummaryView {
            need: &need.key,
            verdict: explained.verdict,
            known_links: explained.known_links,
            total_links: explained.links.len(),
            reasons: reasons.map(|reason| said(reason.criterion)).collect(),
            questions: explained.questions.iter().map(|id| self.schema.criterion(*id).key.as_str()).collect(),
        }
    }

    fn link(&self, need: &'a Need, explained: &LinkExplanation) -> Option<VerdictLinkView<'a>> {
        let link = need.links.get(explained.link)?;
        Some(VerdictLinkView {
            key: &link.key,
            title: link.title.get(self.lang),
            verdict: explained.verdict,
            reasons: explained.reasons.iter().filter_map(|reason| self.reason(reason)).collect(),
        })
    }

    fn reason(&self, reason: &Reason) -> Option<ReasonView<'a>> {
        let limit = reason.limit.and_then(|limit| needs().limit(limit)).map(|limit| limit.key.as_str());
        Some(ReasonView { speaks: reason.verdict, limit, known: self.known(reason.criterion)? })
    }

    fn known(&self, id: CriterionId) -> Option<KnownView<'a>> {
        let criterion = self.schema.criterion(id);
        let value = self.answers.get(id)?;
        let origin = self.provenance.origin(id);
        Some(KnownView {
            criterion: &criterion.key,
            value,
            sentence: sentence(criterion, Some(value), self.lang),
            source: origin.map(|origin| origin.source.as_str()),
            observed: origin.and_then(|origin| origin.observed),
            stale_on: self.provenance.freshness(criterion).map(|freshness| freshness.stale_on),
        })
    }

    fn question(&self, id: CriterionId) -> QuestionView<'a> {
        let criterion = self.schema.criterion(id);
        QuestionView {
            criterion: &criterion.key,
            label: criterion.label.get(self.lang),
            sentence: sentence(criterion, None, self.lang),
        }
    }
}
