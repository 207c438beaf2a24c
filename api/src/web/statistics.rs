//! Statistics for people: how many places, how much is known, what that comes to for each need, who contributed.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Verdict, needs};
use plainpied_store::statistics::{Counted, Figures, MonthFigures};

use super::chart::{self, Bar};
use super::judged::VerdictBadge;
use super::{Shell, Tongue};
use crate::reference::Reference;

/// Where they are.
pub(crate) const PATH: &str = "/statistics";
/// Activities that are shown: the most frequent.
const ACTIVITIES: usize = 20;

/// The page of statistics.
#[derive(Debug, Template)]
#[template(path = "statistics.html")]
pub(crate) struct StatisticsPage {
    shell: Shell,
    count: u64,
    /// Percent of the questions answered, on average.
    average: u64,
    counted: Option<String>,
    position: i64,
    verdicts: Table,
    levels: Table,
    months: Table,
    activities: Table,
    areas: Table,
    json: String,
}

/// A chart and its numbers.
#[derive(Debug)]
struct Table {
    key: &'static str,
    title: String,
    /// SVG; empty where a table says it better.
    chart: String,
    /// Names of the columns of numbers, each with the class of its colour.
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: String,
    address: Option<String>,
    numbers: Vec<u64>,
}

/// What the page is made of.
#[derive(Debug)]
pub(crate) struct Numbers {
    pub counted: Counted,
    /// Everything.
    pub whole: Option<Figures>,
    pub months: Vec<MonthFigures>,
    pub activities: Vec<Figures>,
    /// Departments, or communes of the department.
    pub areas: Vec<Figures>,
    /// Code and name of the department that is looked at.
    pub department: Option<(String, String)>,
}

fn number(number: i32) -> u64 {
    number.try_into().unwrap_or_default()
}

impl StatisticsPage {
    pub fn new(numbers: &Numbers, reference: &Reference, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = tongue.say("Statistiques", "Statistics");
        let whole = numbers.whole.as_ref();
        let count = whole.map_or(0, |whole| number(whole.total));
        let sum: u64 = whole.map_or(0, |whole| whole.completeness.try_into().unwrap_or_default());
        let query =
            numbers.department.as_ref().map(|(code, _)| format!("?department={code}")).unwrap_or_default();
        let shell = match &numbers.department {
            Some((_, name)) => Shell::new(
                lang,
                format!("{title}{} {name}", tongue.say(" :", ":")),
                &format!("{PATH}{query}"),
            )
            .below([(title.to_owned(), PATH.to_owned())]),
            None => Shell::new(lang, title.to_owned(), PATH),
        }
        .indexed();
        Self {
            count,
            average: sum.checked_div(count).unwrap_or_default(),
            counted: numbers.counted.at.map(|at| tongue.day(at.date())),
            position: numbers.counted.position,
            verdicts: verdicts(whole, tongue),
            levels: levels(whole, tongue),
            months: months(&numbers.months, tongue),
            activities: activities(&numbers.activities, reference, tongue),
            areas: areas(&numbers.areas, numbers.department.as_ref().map(|(code, _)| code.as_str()), tongue),
            json: format!("/api/v1/statistics{query}"),
            shell,
        }
    }

    fn tables(&self) -> Vec<&Table> {
        let all = [&self.verdicts, &self.levels, &self.months, &self.activities, &self.areas];
        all.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }
}

fn verdicts(whole: Option<&Figures>, tongue: Tongue) -> Table {
    let badges = Verdict::ALL.map(|verdict| VerdictBadge::new(verdict, tongue));
    let counts = whole.map(|whole| whole.verdicts.as_slice()).unwrap_or_default();
    let rows = needs().all().iter().zip(counts.chunks(Verdict::ALL.len())).map(|(need, counts)| Row {
        name: need.name.get(tongue.0).to_owned(),
        address: Some(format!("/help/needs/{}", need.key)),
        numbers: counts.iter().copied().map(number).collect(),
    });
    let rows: Vec<Row> = rows.collect();
    let bar = |row: &Row| Bar {
        segments: badges.iter().map(|badge| badge.class).zip(row.numbers.iter().copied()).collect(),
    };
    Table {
        key: "needs",
        title: tongue.say("Réponses par besoin", "Answers by need").to_owned(),
        chart: chart::shares(&rows.iter().map(bar).collect::<Vec<_>>()),
        columns: badges.iter().map(|badge| (badge.words.to_owned(), badge.class)).collect(),
        rows,
    }
}

/// A table of one column, and a chart of it.
fn one_column(key: &'static str, (title, column): (&str, &str), rows: Vec<Row>) -> Table {
    let numbers: Vec<u64> = rows.iter().filter_map(|row| row.numbers.first().copied()).collect();
    Table {
        key,
        title: title.to_owned(),
        chart: chart::lengths(&numbers),
        columns: vec![(column.to_owned(), "plain")],
        rows,
    }
}

fn levels(whole: Option<&Figures>, tongue: Tongue) -> Table {
    let names = [
        tongue.say("Rien n'est connu", "Nothing is known"),
        tongue.say("Jusqu'à 25 %", "Up to 25 %"),
        tongue.say("De 26 à 50 %", "26 to 50 %"),
        tongue.say("De 51 à 75 %", "51 to 75 %"),
        tongue.say("Plus de 75 %", "More than 75 %"),
    ];
    let counts = whole.map(|whole| whole.levels.as_slice()).unwrap_or_default();
    let rows = names.iter().zip(counts).map(|(name, count)| Row {
        name: (*name).to_owned(),
        address: None,
        numbers: vec![number(*count)],
    });
    let title =
        tongue.say("Part des questions qui ont une réponse", "Share of the questions that have an answer");
    one_column("levels", (title, tongue.say("Lieux", "Places")), rows.collect())
}

fn months(months: &[MonthFigures], tongue: Tongue) -> Table {
    let rows = months.iter().map(|month| Row {
        name: format!("{:02}/{}", u8::from(month.month.month()), month.month.year()),
        address: None,
        numbers: vec![number(month.total)],
    });
    let title = tongue.say("Lieux au fil des mois", "Places over the months");
    one_column("months", (title, tongue.say("Lieux", "Places")), rows.collect())
}

fn activities(counts: &[Figures], reference: &Reference, tongue: Tongue) -> Table {
    let rows = counts.iter().take(ACTIVITIES).filter_map(|one| {
        let activity = reference.activity(&one.key)?;
        Some(Row {
            name: activity.name(tongue.0).to_owned(),
            address: None,
            numbers: vec![number(one.total)],
        })
    });
    let title = tongue.say("Activités les plus fréquentes", "Most frequent activities");
    one_column("activities", (title, tongue.say("Lieux", "Places")), rows.collect())
}

fn areas(counts: &[Figures], department: Option<&str>, tongue: Tongue) -> Table {
    let rows = counts.iter().map(|one| {
        let total = number(one.total);
        let sum: u64 = one.completeness.try_into().unwrap_or_default();
        Row {
            name: format!("{} ({})", one.name.as_deref().unwrap_or_default(), one.key),
            address: Some(match department {
                Some(department) => super::directory::commune(department, &one.key),
                None => format!("{PATH}?department={}", one.key),
            }),
            numbers: vec![total, sum.checked_div(total).unwrap_or_default()],
        }
    });
    let title = match department {
        Some(_) => tongue.say("Par commune", "By commune"),
        None => tongue.say("Par département", "By department"),
    };
    Table {
        key: "areas",
        title: title.to_owned(),
        chart: String::new(),
        columns: vec![
            (tongue.say("Lieux", "Places").to_owned(), "plain"),
            (tongue.say("Réponses connues, %", "Known answers, %").to_owned(), "plain"),
        ],
        rows: rows.collect(),
    }
}
