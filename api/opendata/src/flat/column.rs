use std::sync::OnceLock;

use plainpied_criteria::needs::needs;
use plainpied_criteria::{Criterion, CriterionId, Kind, Lang, Value, schema};
use time::OffsetDateTime;

use super::Place;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlatKind {
    /// `true` or `false`.
    Bool,
    /// A whole number that fits 32 bits.
    Integer,
    /// A text.
    Text,
    /// Several texts; JSON text where the format has no lists.
    List,
    /// JSON text.
    Json,
    /// A point in time, UTC.
    Time,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FlatCell<'a> {
    /// Nothing is known: NULL.
    Unknown,
    /// A boolean.
    Bool(bool),
    /// A number.
    Integer(i32),
    /// A text, also of JSON.
    Text(&'a str),
    /// Texts.
    List(&'a [String]),
    /// A point in time.
    Time(OffsetDateTime),
}

impl<'a> From<Option<&'a str>> for FlatCell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Unknown, Self::Text)
    }
}

/// Where the cells of a column come from.
#[derive(Debug, Clone, Copy)]
enum Origin {
    Field(for<'a> fn(&Place<'a>) -> FlatCell<'a>),
    Criterion(CriterionId),
    /// By the rank of the need.
    Verdict(usize),
}

/// One column.
#[derive(Debug, Clone)]
pub struct FlatColumn {
    /// Its name: a key of the schema for a criterion, `verdict_` and the key for a need.
    pub name: String,
    /// What its cells hold.
    pub kind: FlatKind,
    /// Whether every establishment has it.
    pub always: bool,
    /// What it is, in French.
    pub title: String,
    from: Origin,
}

impl FlatColumn {
    /// The cell of a place.
    pub fn cell<'a>(&self, place: &Place<'a>) -> FlatCell<'a> {
        match self.from {
            Origin::Field(field) => field(place),
            Origin::Criterion(id) => place.answers.get(id).map_or(FlatCell::Unknown, answer),
            Origin::Verdict(rank) => place.verdicts.get(rank).map(|verdict| verdict.as_str()).into(),
        }
    }
}

fn answer(value: &Value) -> FlatCell<'_> {
    match value {
        Value::Bool(value) => FlatCell::Bool(*value),
        // The schema keeps its numbers far below: a test proves it.
        Value::Integer(number) => i32::try_from(*number).map_or(FlatCell::Unknown, FlatCell::Integer),
        Value::Choice(text) | Value::Text(text) => FlatCell::Text(text),
        Value::Choices(texts) => FlatCell::List(texts),
    }
}

/// A field that stands in every row, or one that may be unknown.
type Field = (&'static str, FlatKind, bool, &'static str, for<'a> fn(&Place<'a>) -> FlatCell<'a>);

/// The fields of an establishment: name, kind, whether it is always known, title, value.
const FIELDS: [Field; 25] = {
    use FlatCell::{Integer, List as Texts, Text as Str};
    use FlatKind::{Integer as Int, List, Text, Time};
    [
        ("id", Text, true, "Identifiant", |place| Str(place.id)),
        ("name", Text, true, "Nom", |place| Str(place.name)),
        ("house_number", Text, false, "Numéro", |place| place.house_number.into()),
        ("street", Text, false, "Voie", |place| place.street.into()),
        ("locality", Text, false, "Lieu-dit", |place| place.locality.into()),
        ("postal_code", Text, true, "Code postal", |place| Str(place.postal_code)),
        ("commune_code", Text, true, "Code INSEE de la commune", |place| Str(place.commune_code)),
        ("commune_name", Text, true, "Commune", |place| Str(place.commune_name)),
        ("ban_id", Text, false, "Identifiant d'adresse (BAN)", |place| place.ban_id.into()),
        ("rnb_id", Text, false, "Identifiant du bâtiment (RNB)", |place| place.rnb_id.into()),
        ("activities", List, true, "Activités", |place| Texts(place.activities)),
        ("siret", Text, false, "SIRET", |place| place.siret.into()),
        ("phone", Text, false, "Téléphone", |place| place.phone.into()),
        ("website", Text, false, "Site web", |place| place.website.into()),
        ("contact_email", Text, false, "Courriel", |place| place.contact_email.into()),
        ("contact_url", Text, false, "Page de contact", |place| place.contact_url.into()),
        ("completeness", Int, true, "Réponses connues, en pour cent", |place| {
            Integer(place.completeness.into())
        }),
        ("source", Text, true, "Source", |place| Str(place.source)),
        ("licence", Text, false, "Licence de la source", |place| place.licence.into()),
        ("attribution", Text, false, "Mention de la source", |place| place.attribution.into()),
        ("version", Int, true, "Version de la fiche", |place| Integer(place.version)),
        ("created_at", Time, true, "Création de la fiche", |place| FlatCell::Time(place.created_at)),
        ("updated_at", Time, true, "Modification de la fiche", |place| FlatCell::Time(place.updated_at)),
        (
            "provenance",
            FlatKind::Json,
            true,
            "Source et date de chaque réponse (objet JSON ; « * » vaut pour toutes celles qui n'ont pas d'entrée à elles, « @… » pour des groupes de champs)",
            |place| Str(place.provenance),
        ),
        (
            "notices",
            FlatKind::Json,
            false,
            "Ce qui est temporaire, en ce moment ou bientôt (liste JSON : nature, message, critères, de, à, source)",
            |place| place.notices.into(),
        ),
    ]
};

static COLUMNS: OnceLock<Vec<FlatColumn>> = OnceLock::new();

/// All columns, in the order of the files: fields, criteria, verdicts.
pub fn columns() -> &'static [FlatColumn] {
    COLUMNS.get_or_init(|| {
        let fields = FIELDS.iter().map(field);
        let criteria = schema().criteria().iter().map(criterion);
        let verdicts = needs().all().iter().enumerate().map(|(rank, need)| FlatColumn {
            name: format!("verdict_{}", need.key),
            kind: FlatKind::Text,
            always: true,
            title: format!("Verdict : {}", need.name.get(Lang::Fr)),
            from: Origin::Verdict(rank),
        });
        fields.chain(criteria).chain(verdicts).collect()
    })
}

fn field(&(name, kind, always, title, from): &Field) -> FlatColumn {
    FlatColumn { name: name.to_owned(), kind, always, title: title.to_owned(), from: Origin::Field(from) }
}

fn criterion(criterion: &Criterion) -> FlatColumn {
    let label = criterion.label.get(Lang::Fr);
    let (kind, title) = match &criterion.kind {
        Kind::Boolean => (FlatKind::Bool, label.to_owned()),
        Kind::Integer { unit, .. } if unit == "cm" => (FlatKind::Integer, format!("{label} ({unit})")),
        Kind::Integer { .. } => (FlatKind::Integer, label.to_owned()),
        Kind::Choices(_) => (FlatKind::List, label.to_owned()),
        Kind::Choice(_) | Kind::Text { .. } | Kind::Url { .. } => (FlatKind::Text, label.to_owned()),
    };
    FlatColumn {
        name: criterion.key.clone(),
        kind,
        always: false,
        title,
        from: Origin::Criterion(criterion.id),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_criterion_and_every_need_is_a_column_and_no_name_stands_twice() {
        let names: BTreeSet<&str> = columns().iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names.len(), columns().len());
        assert_eq!(columns().len(), FIELDS.len() + schema().len() + needs().all().len());
        assert!(schema().criteria().iter().all(|criterion| names.contains(criterion.key.as_str())));
        assert!(needs().all().iter().all(|need| names.contains(format!("verdict_{}", need.key).as_str())));
        assert!(!names.contains("geometry") && !names.contains("bbox"), "these are the geometry's");
    }

    #[test]
    fn every_number_of_the_schema_fits_the_column() {
        for criterion in schema().criteria() {
            if let Kind::Integer { min, max, .. } = criterion.kind {
                assert!(i32::try_from(min).is_ok() && i32::try_from(max).is_ok(), "{}", criterion.key);
            }
        }
    }
}
