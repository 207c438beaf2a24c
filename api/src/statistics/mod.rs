//! Statistics, for the API, pages and the command line alike.

mod view;

use plainpied_domain::{DepartmentCode, InseeCode};
use plainpied_store::{PgConnection, StoreError, statistics};

pub(crate) use view::{FiguresView, StatisticsView};

/// What the figures are split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Department,
    Commune,
    Activity,
    Month,
}

/// The names of [`By`].
pub(crate) const BY: [(&str, By); 4] = [
    ("department", By::Department),
    ("commune", By::Commune),
    ("activity", By::Activity),
    ("month", By::Month),
];

/// Which statistics.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Only of this department.
    pub department: Option<DepartmentCode>,
    /// Only of this commune; a city holds its municipal arrondissements.
    pub commune: Option<InseeCode>,
    /// Only of this activity, by slug.
    pub activity: Option<String>,
    /// Split by this.
    pub by: Option<By>,
}

/// Why there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WantedError {
    #[error("commune and department do not go together: a commune lies in one department")]
    TwoAreas,
    #[error("by=commune needs the department whose communes are meant")]
    WholeCountry,
    #[error("a department is split by commune, activity or month; a commune by activity or month")]
    TooSmall,
    #[error("one activity is not split by activity")]
    OneActivity,
}

impl WantedError {
    /// The parameter at fault.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::TwoAreas => "commune",
            Self::WholeCountry => "department",
            Self::TooSmall | Self::OneActivity => "by",
        }
    }
}

impl Wanted {
    /// Itself, where all of it goes together.
    ///
    /// # Errors
    /// What does not.
    pub fn checked(self) -> Result<Self, WantedError> {
        match (&self.department, &self.commune, self.by) {
            (Some(_), Some(_), _) => Err(WantedError::TwoAreas),
            (_, Some(_), Some(By::Commune | By::Department)) | (Some(_), _, Some(By::Department)) => {
                Err(WantedError::TooSmall)
            }
            (None, None, Some(By::Commune)) => Err(WantedError::WholeCountry),
            (_, _, Some(By::Activity)) if self.activity.is_some() => Err(WantedError::OneActivity),
            _ => Ok(self),
        }
    }

    /// The code of the area, as the store has it.
    fn area(&self) -> &str {
        let department = self.department.as_ref().map(DepartmentCode::as_str);
        self.commune.as_ref().map(InseeCode::as_str).or(department).unwrap_or_default()
    }
}

/// The statistics; none where there is no such area.
///
/// # Errors
/// As PostgreSQL says.
pub(crate) async fn read(
    connection: &mut PgConnection,
    wanted: &Wanted,
) -> Result<Option<StatisticsView>, StoreError> {
    let area = wanted.area();
    let name = statistics::area_name(connection, area).await?;
    if name.is_none() && !area.is_empty() {
        return Ok(None);
    }
    let activity = wanted.activity.as_deref().unwrap_or_default();
    let counted = statistics::counted(connection).await?;
    let figures = statistics::figures(connection, area, activity).await?;
    let contributions = statistics::contributions(connection, area, activity).await?;
    let mut view = StatisticsView::new(counted, wanted, name, figures.as_ref());
    view.add_contributions(&contributions);
    match wanted.by {
        None => {}
        Some(By::Month) => {
            let months = statistics::months(connection, area, activity).await?;
            view.split_by_month(&months, &contributions);
        }
        Some(By::Activity) => {
            view.split(&statistics::figures_by_activity(connection, area).await?);
        }
        Some(By::Department | By::Commune) => {
            let department = wanted.department.as_ref().map(DepartmentCode::as_str);
            view.split(&statistics::figures_of_areas(connection, department, activity).await?);
        }
    }
    Ok(Some(view))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_go_together_is_named() {
        let department = || Some("69".parse().unwrap());
        let commune = || Some("69266".parse().unwrap());
        let wanted = |department, commune, by| Wanted { department, commune, activity: None, by };
        let refused = |wanted: Wanted| wanted.checked().unwrap_err();
        assert_eq!(refused(wanted(department(), commune(), None)), WantedError::TwoAreas);
        assert_eq!(refused(wanted(None, None, Some(By::Commune))), WantedError::WholeCountry);
        assert_eq!(refused(wanted(department(), None, Some(By::Department))), WantedError::TooSmall);
        assert_eq!(refused(wanted(None, commune(), Some(By::Commune))), WantedError::TooSmall);
        let one = Wanted { activity: Some("musee".to_owned()), by: Some(By::Activity), ..Wanted::default() };
        assert_eq!(refused(one), WantedError::OneActivity);
        assert!(wanted(department(), None, Some(By::Commune)).checked().is_ok());
        assert!(wanted(None, commune(), Some(By::Month)).checked().is_ok());
    }
}
