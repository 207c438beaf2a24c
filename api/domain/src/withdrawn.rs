use plainpied_criteria::CriterionId;

/// A field that an establishment can be without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionalField {
    /// House number.
    HouseNumber,
    /// Street.
    Street,
    /// Hamlet or place name.
    Locality,
    /// Id in the national address base.
    BanId,
    /// Id in the national register of buildings.
    RnbId,
    /// SIRET number.
    Siret,
    /// Telephone number.
    Phone,
    /// Web site.
    Website,
    /// E-mail address.
    Email,
    /// Contact page.
    ContactUrl,
}

/// What a source says is not known, or not so, any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawn {
    /// Answers that become unknown again.
    pub criteria: Vec<CriterionId>,
    /// Fields that become empty.
    pub fields: Vec<OptionalField>,
}
