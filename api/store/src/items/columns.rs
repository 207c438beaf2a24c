//! What the properties are in SQL. Nothing here comes from a client.

use plainpied_criteria::needs::needs;
use plainpied_criteria::{Kind, schema};
use plainpied_domain::filter::{Property, PropertyKind, Subject};

/// The columns of a [`crate::establishment::FeatureRecord`] beside the position.
pub(super) const OF_ESTABLISHMENTS: &str = "e.id, e.slug, e.name, e.house_number, e.street, e.locality, \
    e.postal_code, e.commune_code, c.name AS commune_name, e.siret, e.phone, e.website, e.contact_email, \
    e.contact_url, e.ban_id, e.rnb_id, e.activities, e.criteria::text AS criteria, \
    e.provenance::text AS provenance, e.completeness, e.verdicts, e.source_key, e.version, e.created_at, e.updated_at";

/// The columns of a [`super::CommuneRecord`] beside the position.
pub(super) const OF_COMMUNES: &str =
    "e.code, e.name, e.postal_codes, e.department_code, e.parent_code, e.population";

pub(super) fn tables(subject: Subject) -> &'static str {
    match subject {
        Subject::Establishments => "establishment e JOIN commune c ON c.code = e.commune_code",
        Subject::Communes => "commune e",
    }
}

pub(super) fn key(subject: Subject) -> &'static str {
    match subject {
        Subject::Establishments => "e.id",
        Subject::Communes => "e.code",
    }
}

/// An expression for the property; NULL is unknown.
pub(super) fn expression(subject: Subject, property: Property) -> String {
    match property {
        Property::Field(name) => field(subject, name).to_owned(),
        Property::Criterion(id) => {
            let criterion = schema().criterion(id);
            let key = &criterion.key;
            match criterion.kind {
                Kind::Boolean => format!("(e.criteria -> '{key}')::boolean"),
                Kind::Integer { .. } => format!("(e.criteria -> '{key}')::double precision"),
                Kind::Choices(_) => format!(
                    "CASE WHEN e.criteria -> '{key}' IS NOT NULL \
                     THEN ARRAY(SELECT jsonb_array_elements_text(e.criteria -> '{key}')) END"
                ),
                Kind::Choice(_) | Kind::Text { .. } | Kind::Url { .. } => format!("(e.criteria ->> '{key}')"),
            }
        }
        Property::Verdict(rank) => {
            let letter = verdict_letter(rank);
            format!(
                "CASE {letter} WHEN 'y' THEN 'yes' WHEN 'h' THEN 'with_help' WHEN 'n' THEN 'no' WHEN 'u' THEN 'unknown' END"
            )
        }
    }
}

/// The letter of a need among the verdicts, NULL where other rules made them.
pub(super) fn verdict_letter(rank: usize) -> String {
    let mark = needs().mark();
    let place = mark.len() + 1 + rank;
    format!("CASE WHEN starts_with(e.verdicts, '{mark}') THEN substr(e.verdicts, {place}, 1) END")
}

fn field(subject: Subject, name: &'static str) -> &'static str {
    match (subject, name) {
        (Subject::Establishments, "id") => "e.id::text",
        (Subject::Establishments, "commune_name") => "c.name",
        (Subject::Establishments, "department_code") => "c.department_code",
        (Subject::Establishments, "source") => "e.source_key",
        (_, "completeness") => "e.completeness::double precision",
        (_, "version") => "e.version::double precision",
        (_, "population") => "e.population::double precision",
        (_, "geometry") => "e.location",
        (_, "name") => "e.name",
        (_, "house_number") => "e.house_number",
        (_, "street") => "e.street",
        (_, "locality") => "e.locality",
        (_, "postal_code") => "e.postal_code",
        (_, "postal_codes") => "e.postal_codes",
        (_, "commune_code") => "e.commune_code",
        (_, "department_code") => "e.department_code",
        (_, "parent_code") => "e.parent_code",
        (_, "ban_id") => "e.ban_id",
        (_, "rnb_id") => "e.rnb_id",
        (_, "activities") => "e.activities",
        (_, "siret") => "e.siret",
        (_, "website") => "e.website",
        (_, "created_at") => "e.created_at",
        (_, "updated_at") => "e.updated_at",
        (_, "code") => "e.code",
        // A name that the domain does not have: a test goes through all of them.
        _ => "NULL",
    }
}

/// The type of a property that items can be put in order by.
pub(super) fn kind(subject: Subject, property: Property) -> &'static str {
    let kind = subject.properties().iter().find(|(_, known, _)| *known == property).map(|(.., kind)| *kind);
    match kind {
        Some(PropertyKind::Number) => "double precision",
        Some(PropertyKind::Instant) => "timestamptz",
        _ => "text",
    }
}

/// The column to put items in order by, where every item has it.
pub(super) fn of_order(property: Property) -> Option<&'static str> {
    const ALWAYS: [&str; 12] = [
        "id",
        "code",
        "name",
        "postal_code",
        "commune_code",
        "commune_name",
        "department_code",
        "completeness",
        "population",
        "version",
        "created_at",
        "updated_at",
    ];
    match property {
        Property::Field(name) if ALWAYS.contains(&name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_of_the_domain_has_its_column() {
        for subject in [Subject::Establishments, Subject::Communes] {
            for (name, property, _) in subject.properties() {
                assert_ne!(expression(subject, *property), "NULL", "{name}");
            }
        }
    }
}
