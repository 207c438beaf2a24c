//! The accessibility statement. What was tested and how it ended is read from the report that `deploy/browser` writes:
//! nobody types a result.

use askama::Template;
use plainpied_criteria::Lang;
use serde::Deserialize;
use time::Date;
use time::format_description::well_known::Iso8601;

use super::Shell;
use crate::operator::Operator;
use crate::problem::Problem;

/// The report of the last run of the tests in a browser that was kept.
const REPORT: &str = include_str!("../../../docs/accessibility-report.json");

/// What the tests in a browser found.
#[derive(Debug, Deserialize)]
struct Report {
    /// The day of the run, ISO.
    date: String,
    browser: String,
    /// The rules that were applied, by name and version.
    rules: String,
    /// Tags of the rules.
    tags: Vec<String>,
    /// How the pages were looked at.
    looks: Vec<Said>,
    /// Addresses of the pages and states, without the server.
    pages: Vec<PageReport>,
    /// What else was checked, a sentence each.
    checks: Vec<Check>,
    /// Faults that belong to no page and no check.
    others: Vec<String>,
}

/// Words in both languages.
#[derive(Debug, Deserialize)]
struct Said {
    fr: String,
    en: String,
}

#[derive(Debug, Deserialize)]
struct PageReport {
    path: String,
    faults: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Check {
    #[serde(flatten)]
    said: Said,
    faults: usize,
}

/// The statement.
#[derive(Debug, Template)]
#[template(path = "accessibility.html")]
pub(crate) struct AccessibilityPage {
    shell: Shell,
    operator: Operator,
    report: Report,
}

impl AccessibilityPage {
    /// The statement of this build.
    ///
    /// # Errors
    /// 500 for a report that is none.
    pub fn new(lang: Lang, operator: &Operator) -> Result<Self, Problem> {
        let title =
            if lang == Lang::Fr { "Déclaration d'accessibilité" } else { "Accessibility statement" };
        let shell = Shell::new(lang, title.to_owned(), "/accessibility").indexed();
        Ok(Self { shell, operator: operator.clone(), report: serde_json::from_str(REPORT)? })
    }

    fn failing(&self) -> Vec<&PageReport> {
        self.report.pages.iter().filter(|page| !page.faults.is_empty()).collect()
    }

    fn said<'a>(&self, said: &'a Said) -> &'a str {
        self.shell.tongue.say(&said.fr, &said.en)
    }

    /// The day of the run, as people write it.
    fn day(&self) -> String {
        let day = Date::parse(&self.report.date, &Iso8601::DATE);
        day.map_or_else(|_| self.report.date.clone(), |day| self.shell.tongue.day(day))
    }

    fn looks(&self) -> String {
        let looks: Vec<&str> = self.report.looks.iter().map(|look| self.said(look)).collect();
        looks.join(", ")
    }

    /// Whether nothing at all was found.
    fn is_clean(&self) -> bool {
        let Report { checks, others, .. } = &self.report;
        self.failing().is_empty() && others.is_empty() && checks.iter().all(|check| check.faults == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_never_claims_conformity_and_names_every_page_that_was_tried() {
        for lang in [Lang::Fr, Lang::En] {
            let statement = AccessibilityPage::new(lang, &Operator::default()).unwrap();
            let page = statement.render().unwrap();
            assert!(!page.contains("totalement conforme") && !page.contains("fully conformant"));
            let tried = statement.report.pages.len();
            assert_eq!(page.matches("<li><code>").count(), tried);
            assert_eq!(page.contains("class=\"unknown\""), tried == 0);
        }
    }
}
