use serde_json::Value as Json;

use crate::condition::{Atom, Predicate, Test};
use crate::schema::Schema;

/// What a predicate comes to for Meilisearch, whose filters know no constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeilisearchFilter {
    /// Every document: no filter.
    Everything,
    /// No document.
    Nothing,
    /// Those that match this expression.
    Expression(String),
}

/// A predicate as a Meilisearch filter over the attributes `<prefix><key>`, one for each known answer.
///
/// Source: Meilisearch documentation, "Filter expression reference".
pub fn meilisearch(schema: &Schema, predicate: &Predicate, prefix: &str) -> MeilisearchFilter {
    match predicate.clone().simplified() {
        all if all == Predicate::TRUE => MeilisearchFilter::Everything,
        none if none == Predicate::FALSE => MeilisearchFilter::Nothing,
        predicate => MeilisearchFilter::Expression(expression(schema, &predicate, prefix)),
    }
}

fn expression(schema: &Schema, predicate: &Predicate, prefix: &str) -> String {
    let list = |parts: &[Predicate], between: &str| {
        let parts: Vec<String> = parts.iter().map(|part| expression(schema, part, prefix)).collect();
        format!("({})", parts.join(between))
    };
    match predicate {
        Predicate::All(parts) => list(parts, " AND "),
        Predicate::Any(parts) => list(parts, " OR "),
        Predicate::Not(part) => format!("NOT {}", expression(schema, part, prefix)),
        Predicate::Atom(atom) => atom_expression(schema, atom, prefix),
    }
}

fn atom_expression(schema: &Schema, atom: &Atom, prefix: &str) -> String {
    let (Atom::Known(id) | Atom::Passes(id, _)) = atom;
    let field = format!("{prefix}{}", schema.criterion(*id).key);
    match atom {
        Atom::Known(_) | Atom::Passes(_, Test::NotEmpty) => format!("{field} EXISTS"),
        Atom::Passes(_, Test::Is(value)) => format!("{field} = {value}"),
        Atom::Passes(_, Test::AtLeast(least)) => format!("{field} >= {least}"),
        Atom::Passes(_, Test::AtMost(most)) => format!("{field} <= {most}"),
        Atom::Passes(_, Test::Holds(options)) => {
            let options: Vec<String> =
                options.iter().map(|option| Json::from(option.as_str()).to_string()).collect();
            format!("{field} IN [{}]", options.join(", "))
        }
    }
}
