use plainpied_criteria::Answers;
use plainpied_criteria::needs::Verdict;
use time::OffsetDateTime;

/// An establishment about to become a row.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Its UUID, with hyphens.
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
    /// House number with its suffix.
    pub house_number: Option<&'a str>,
    /// Street.
    pub street: Option<&'a str>,
    /// Hamlet or place name.
    pub locality: Option<&'a str>,
    /// Postal code.
    pub postal_code: &'a str,
    /// INSEE code.
    pub commune_code: &'a str,
    /// Name of the commune.
    pub commune_name: &'a str,
    /// Id in the national address base.
    pub ban_id: Option<&'a str>,
    /// Id in the national register of buildings.
    pub rnb_id: Option<&'a str>,
    /// Longitude, degrees, WGS 84.
    pub lon: f64,
    /// Latitude, degrees, WGS 84.
    pub lat: f64,
    /// Slugs of its activities.
    pub activities: &'a [String],
    /// SIRET number.
    pub siret: Option<&'a str>,
    /// Telephone.
    pub phone: Option<&'a str>,
    /// Web site.
    pub website: Option<&'a str>,
    /// E-mail address.
    pub contact_email: Option<&'a str>,
    /// Contact page.
    pub contact_url: Option<&'a str>,
    /// Percent of the questions that are answered.
    pub completeness: i16,
    /// Key of the source that first described it.
    pub source: &'a str,
    /// How that source wants to be named.
    pub attribution: Option<&'a str>,
    /// Its licence.
    pub licence: Option<&'a str>,
    /// Counts the versions of the record from 1.
    pub version: i32,
    /// When the record was first written.
    pub created_at: OffsetDateTime,
    /// When the record was last changed.
    pub updated_at: OffsetDateTime,
    /// What is known.
    pub answers: &'a Answers,
    /// The verdict for each of [`plainpied_criteria::needs::Needs::all`], in that order, while its notices hold.
    pub verdicts: &'a [Verdict],
    /// Who said what, a JSON object in its compact form.
    pub provenance: &'a str,
    /// What is temporary there, now or later, a JSON list; none where there is nothing.
    pub notices: Option<&'a str>,
}
