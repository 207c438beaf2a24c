use std::collections::BTreeMap;

use plainpied_criteria::needs::{Verdict, needs};
use plainpied_criteria::schema;
use plainpied_store::statistics::{Contributions, Counted, Figures, MonthContributions, MonthFigures};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use super::Wanted;

/// What is known in an area, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatisticsView {
    /// The position of the change log up to which it is counted.
    pub position: i64,
    /// The last position of the log: counting follows it within seconds.
    pub head: i64,
    /// When something was last counted; absent while nothing was.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub counted_at: Option<OffsetDateTime>,
    /// Of which area.
    #[schema(inline)]
    pub area: AreaView,
    /// Only of this activity, by slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// How it stands now.
    pub figures: FiguresView,
    /// Who contributed how much since counting began, by source.
    pub contributions: Vec<SourceView>,
    /// Split as asked, areas without places left out; absent where nothing, or months, were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<PartView>>,
    /// Month by month, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<Vec<MonthView>>,
}

/// An area.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaView {
    /// `everywhere`, `department`, `commune`.
    #[schema(value_type = String, example = "department")]
    pub kind: &'static str,
    /// Code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "69")]
    pub code: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Rhône")]
    pub name: Option<String>,
}

/// How many establishments there are, and how much is known of them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct FiguresView {
    /// Published establishments.
    pub total: i64,
    /// The mean of what is answered of what is asked, in percent; absent where there is no establishment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 41.5)]
    pub completeness: Option<f64>,
    /// How many by what is answered.
    #[schema(inline)]
    pub levels: LevelsView,
    /// Of each need, how many by verdict at the usual limits.
    pub verdicts: BTreeMap<&'static str, VerdictCountsView>,
    /// Of each criterion, how many have an answer; absent where it is not counted (activities of a commune, months).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub known: BTreeMap<&'static str, i64>,
}

/// How many establishments have how much of what is asked answered.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct LevelsView {
    /// Nothing.
    pub nothing: i64,
    /// Up to a quarter.
    pub to_25: i64,
    /// Up to half.
    pub to_50: i64,
    /// Up to three quarters.
    pub to_75: i64,
    /// More.
    pub to_100: i64,
}

/// How many establishments have which verdict.
#[derive(Debug, Default, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct VerdictCountsView {
    /// They can.
    pub yes: i64,
    /// They can, with help.
    pub with_help: i64,
    /// They cannot.
    pub no: i64,
    /// Not enough is known.
    pub unknown: i64,
}

/// Numbers of changes.
#[derive(Debug, Default, Clone, Copy, Serialize, ToSchema)]
#[schema(as = ChangeCountsView)]
pub(crate) struct ChangesView {
    /// That created an establishment.
    pub created: i64,
    /// That updated one, confirmations among them.
    pub updated: i64,
    /// That closed, merged or withdrew one.
    pub ended: i64,
}

/// What one source contributed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SourceCountView)]
pub(crate) struct SourceView {
    /// Its key: see `/api/v1/sources`.
    #[schema(example = "contributor")]
    pub source: String,
    /// How much.
    #[serde(flatten)]
    pub changes: ChangesView,
}

/// A department, commune or activity among others.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatisticsPartView)]
pub(crate) struct PartView {
    /// Its code, or the slug of the activity.
    #[schema(example = "69")]
    pub key: String,
    /// Its name; absent of an activity: see `/api/v1/activities`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it stands now.
    #[serde(flatten)]
    pub figures: FiguresView,
    /// Contributions since counting began.
    pub contributions: ChangesView,
}

/// One month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthView {
    /// Year and month.
    #[schema(example = "2026-11")]
    pub month: String,
    /// How it stood when it was last counted in this month; absent where nothing changed, or the month is older than
    /// counting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<FiguresView>,
    /// Changes that were made in it.
    pub contributions: ChangesView,
}

impl StatisticsView {
    pub fn new(counted: Counted, wanted: &Wanted, name: Option<String>, figures: Option<&Figures>) -> Self {
        let (kind, code) = match (&wanted.commune, &wanted.department) {
            (Some(commune), _) => ("commune", Some(commune.as_str().to_owned())),
            (None, Some(department)) => ("department", Some(department.as_str().to_owned())),
            (None, None) => ("everywhere", None),
        };
        Self {
            position: counted.position,
            head: counted.head,
            counted_at: counted.at,
            area: AreaView { kind, code, name },
            activity: wanted.activity.clone(),
            figures: figures.map(FiguresView::of).unwrap_or_default(),
            contributions: Vec::new(),
            by: None,
            months: None,
        }
    }

    /// Sums up who did what.
    pub fn add_contributions(&mut self, months: &[MonthContributions]) {
        let mut sources: BTreeMap<&str, ChangesView> = BTreeMap::new();
        for month in months {
            sources.entry(&month.source).or_default().add(month.changes);
        }
        self.contributions = sources
            .into_iter()
            .map(|(source, changes)| SourceView { source: source.to_owned(), changes })
            .collect();
    }

    pub fn split(&mut self, parts: &[Figures]) {
        let part = |figures: &Figures| {
            let [created, updated, ended] = figures.changes;
            PartView {
                key: figures.key.clone(),
                name: figures.name.clone(),
                // A hundred counts for each of hundreds of communes would be most of the answer.
                figures: FiguresView { known: BTreeMap::new(), ..FiguresView::of(figures) },
                contributions: ChangesView { created, updated, ended },
            }
        };
        self.by = Some(parts.iter().map(part).collect());
    }

    pub fn split_by_month(&mut self, figures: &[MonthFigures], contributions: &[MonthContributions]) {
        let mut months: BTreeMap<Date, (Option<FiguresView>, ChangesView)> = BTreeMap::new();
        for month in figures {
            let numbers = (month.total, month.completeness);
            months.entry(month.month).or_default().0 =
                Some(FiguresView::from_counts(numbers, &month.levels, &month.verdicts));
        }
        for month in contributions {
            months.entry(month.month).or_default().1.add(month.changes);
        }
        let view = |(month, (figures, contributions)): (Date, _)| MonthView {
            month: format!("{:04}-{:02}", month.year(), u8::from(month.month())),
            figures,
            contributions,
        };
        self.months = Some(months.into_iter().map(view).collect());
    }
}

impl ChangesView {
    fn add(&mut self, more: Contributions) {
        self.created += more.created;
        self.updated += more.updated;
        self.ended += more.ended;
    }
}

impl FiguresView {
    fn of(figures: &Figures) -> Self {
        let keys = schema().criteria().iter().map(|criterion| criterion.key.as_str());
        Self {
            known: keys.zip(figures.known.iter().map(|number| i64::from(*number))).collect(),
            ..Self::from_counts((figures.total, figures.completeness), &figures.levels, &figures.verdicts)
        }
    }

    fn from_counts((total, completeness): (i32, i64), levels: &[i32], verdicts: &[i32]) -> Self {
        let level = |place: usize| levels.get(place).copied().map_or(0, i64::from);
        let of_need = |rank: usize| {
            let number = |verdict: Verdict| {
                let place = rank * Verdict::ALL.len() + usize::from(verdict.rank());
                verdicts.get(place).copied().map_or(0, i64::from)
            };
            VerdictCountsView {
                yes: number(Verdict::Yes),
                with_help: number(Verdict::WithHelp),
                no: number(Verdict::No),
                unknown: number(Verdict::Unknown),
            }
        };
        let needs = needs().all().iter().enumerate();
        Self {
            total: total.into(),
            completeness: mean(completeness, total),
            levels: LevelsView {
                nothing: level(0),
                to_25: level(1),
                to_50: level(2),
                to_75: level(3),
                to_100: level(4),
            },
            verdicts: needs.map(|(rank, need)| (need.key.as_str(), of_need(rank))).collect(),
            known: BTreeMap::new(),
        }
    }
}

/// The mean to one decimal.
fn mean(sum: i64, total: i32) -> Option<f64> {
    let tenths = (sum * 10 + i64::from(total) / 2).checked_div(total.into())?;
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_one_decimal_and_nothing_has_none() {
        assert_eq!(mean(100, 3), Some(33.3));
        assert_eq!(mean(200, 3), Some(66.7));
        assert_eq!(mean(0, 0), None);
    }
}
