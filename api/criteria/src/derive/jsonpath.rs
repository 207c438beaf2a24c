use serde_json::Value as Json;

use crate::condition::{Atom, Predicate, Test};
use crate::model::CriterionId;
use crate::schema::Schema;

/// A predicate as a PostgreSQL jsonpath over the object of known answers, to be bound as a parameter:
/// `criteria @@ $1::jsonpath`. Nothing of it needs to be pasted into SQL.
///
/// It is true or false of any JSON, never NULL, so that it can be negated and needs no `coalesce`, behind which an
/// index could not be used. For this, comparisons stand inside filters, which drop what cannot be compared; a
/// `jsonb_path_ops` index serves `==` there too.
///
/// Source: PostgreSQL manual, "The SQL/JSON Path Language"; lax mode, in which a filter looks into lists, and finds
/// nothing under a missing key.
pub fn jsonpath(schema: &Schema, predicate: &Predicate) -> String {
    let mut path = String::new();
    write(schema, &predicate.clone().simplified(), &mut path);
    path
}

fn write(schema: &Schema, predicate: &Predicate, path: &mut String) {
    match predicate {
        Predicate::All(parts) => list(schema, parts, (" && ", "(1 == 1)"), path),
        Predicate::Any(parts) => list(schema, parts, (" || ", "(1 == 2)"), path),
        Predicate::Not(part) => {
            path.push_str("!(");
            write(schema, part, path);
            path.push(')');
        }
        Predicate::Atom(atom) => write_atom(schema, atom, path),
    }
}

fn list(schema: &Schema, parts: &[Predicate], (between, empty): (&str, &str), path: &mut String) {
    if parts.is_empty() {
        path.push_str(empty);
        return;
    }
    path.push('(');
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            path.push_str(between);
        }
        write(schema, part, path);
    }
    path.push(')');
}

fn write_atom(schema: &Schema, atom: &Atom, path: &mut String) {
    // Keys are plain names: the schema refuses any other.
    let place = |id: CriterionId| format!("$.{}", schema.criterion(id).key);
    let text = match atom {
        Atom::Known(id) | Atom::Passes(id, Test::NotEmpty) => format!("exists({})", place(*id)),
        Atom::Passes(id, Test::Is(value)) => format!("exists({} ? (@ == {value}))", place(*id)),
        Atom::Passes(id, Test::AtLeast(least)) => format!("exists({} ? (@ >= {least}))", place(*id)),
        Atom::Passes(id, Test::AtMost(most)) => format!("exists({} ? (@ <= {most}))", place(*id)),
        Atom::Passes(id, Test::Holds(options)) if options.is_empty() => {
            format!("(exists({0}) && !exists({0}))", place(*id))
        }
        Atom::Passes(id, Test::Holds(options)) => {
            let equal = |option: &String| format!("@ == {}", Json::from(option.as_str()));
            let equal: Vec<String> = options.iter().map(equal).collect();
            format!("exists({} ? ({}))", place(*id), equal.join(" || "))
        }
    };
    path.push_str(&text);
}
