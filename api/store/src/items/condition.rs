//! Conditions in SQL. Comparisons with NULL are NULL there, as unknown asks for.

use plainpied_criteria::{Kind, schema};
use plainpied_domain::filter::{
    Arithmetic, Bound, Comparison, Condition, Instant, ListRelation, Property, Scalar, ShapeOperand, Span,
    SpatialRelation, Subject, TemporalRelation, Texts,
};
use sqlx::{Postgres, QueryBuilder};
use time::Date;
use time::macros::time;
use uuid::Uuid;

use super::columns::expression;

type Sql = QueryBuilder<Postgres>;

/// Appends a condition in brackets.
pub(super) fn push(sql: &mut Sql, subject: Subject, condition: &Condition) {
    Writer { subject, found: true }.condition(sql, condition);
}

#[derive(Clone, Copy)]
struct Writer {
    subject: Subject,
    /// Nothing negates what is written: false and unknown are then the same, and an index may answer.
    found: bool,
}

impl Writer {
    fn condition(self, sql: &mut Sql, condition: &Condition) {
        sql.push("(");
        match condition {
            Condition::Constant(value) => drop(sql.push(if *value { "true" } else { "false" })),
            Condition::All(parts) => self.joined(sql, parts, " AND "),
            Condition::Any(parts) => self.joined(sql, parts, " OR "),
            Condition::Not(part) => Self { found: false, ..self }.condition(sql.push("NOT "), part),
            Condition::Holds(property) => {
                self.comparison(sql, &Scalar::Property(*property), Comparison::Equal, &Scalar::Boolean(true));
            }
            Condition::Compare(left, comparison, right) => self.comparison(sql, left, *comparison, right),
            Condition::CompareDay(at, comparison, day) => self.day(sql, at, *comparison, *day),
            Condition::Like(text, pattern) => self.between_two(sql, text, " LIKE ", pattern),
            Condition::Between(value, low, high) => {
                self.between_two(sql, value, " BETWEEN ", low);
                self.scalar(sql.push(" AND "), high);
            }
            Condition::In(value, list) => self.one_of(sql, value, list),
            Condition::IsUnknown(property) => {
                sql.push(expression(self.subject, *property)).push(" IS NULL");
            }
            Condition::Spatial(relation, left, right) => self.spatial(sql, *relation, left, right),
            Condition::Temporal(relation, left, right) => self.temporal(sql, *relation, *left, *right),
            Condition::Lists(relation, left, right) => self.lists(sql, *relation, left, right),
        }
        sql.push(")");
    }

    fn joined(self, sql: &mut Sql, parts: &[Condition], word: &str) {
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                sql.push(word);
            }
            self.condition(sql, part);
        }
    }

    fn between_two(self, sql: &mut Sql, left: &Scalar, word: &str, right: &Scalar) {
        self.scalar(sql, left);
        self.scalar(sql.push(word), right);
    }

    fn comparison(self, sql: &mut Sql, left: &Scalar, comparison: Comparison, right: &Scalar) {
        if self.found
            && comparison == Comparison::Equal
            && (indexed(sql, left, right) || indexed(sql, right, left))
        {
            return;
        }
        self.between_two(sql, left, sign(comparison), right);
    }

    fn day(self, sql: &mut Sql, at: &Scalar, comparison: Comparison, day: Date) {
        let first = Scalar::Instant(day.midnight().assume_utc());
        let last = Scalar::Instant(day.with_time(time!(23:59:59.999_999)).assume_utc());
        match comparison {
            Comparison::Less | Comparison::AtLeast => self.between_two(sql, at, sign(comparison), &first),
            Comparison::Greater | Comparison::AtMost => self.between_two(sql, at, sign(comparison), &last),
            Comparison::Equal | Comparison::Unequal => {
                let word = if comparison == Comparison::Equal { " BETWEEN " } else { " NOT BETWEEN " };
                self.between_two(sql, at, word, &first);
                self.scalar(sql.push(" AND "), &last);
            }
        }
    }

    fn one_of(self, sql: &mut Sql, value: &Scalar, list: &[Scalar]) {
        if list.is_empty() {
            sql.push("false");
            return;
        }
        self.scalar(sql, value);
        for (place, one) in list.iter().enumerate() {
            self.scalar(sql.push(if place == 0 { " IN (" } else { ", " }), one);
        }
        sql.push(")");
    }

    fn scalar(self, sql: &mut Sql, scalar: &Scalar) {
        match scalar {
            Scalar::Property(property) => drop(sql.push(expression(self.subject, *property))),
            Scalar::Text(text) => drop(sql.push_bind(text.clone())),
            Scalar::Number(number) => drop(sql.push_bind(*number)),
            Scalar::Boolean(value) => drop(sql.push_bind(*value)),
            Scalar::Instant(at) => drop(sql.push_bind(*at)),
            Scalar::Arithmetic(left, arithmetic, right) => self.arithmetic(sql, left, *arithmetic, right),
            Scalar::Caseless(of) => {
                self.scalar(sql.push("lower("), of);
                sql.push(")");
            }
            Scalar::Accentless(of) => {
                // Letters apart from their marks (Unicode Standard Annex 15), and the marks left out.
                self.scalar(sql.push("regexp_replace(normalize("), of);
                sql.push(", NFD), '[\u{300}-\u{36f}]', '', 'g')");
            }
        }
    }

    fn arithmetic(self, sql: &mut Sql, left: &Scalar, arithmetic: Arithmetic, right: &Scalar) {
        let (before, between, after) = match arithmetic {
            Arithmetic::Add => ("(", " + ", ")"),
            Arithmetic::Subtract => ("(", " - ", ")"),
            Arithmetic::Multiply => ("(", " * ", ")"),
            Arithmetic::Divide => ("(", " / nullif(", ", 0))"),
            Arithmetic::Quotient => ("trunc(", " / nullif(", ", 0))"),
            Arithmetic::Power => ("power(", ", ", ")"),
            Arithmetic::Remainder => {
                // Of double precision numbers PostgreSQL has none.
                self.scalar(sql.push("(mod("), left);
                self.scalar(sql.push("::numeric, nullif("), right);
                sql.push(", 0)::numeric)::double precision)");
                return;
            }
        };
        self.scalar(sql.push(before), left);
        self.scalar(sql.push(between), right);
        sql.push(after);
    }

    fn spatial(self, sql: &mut Sql, relation: SpatialRelation, left: &ShapeOperand, right: &ShapeOperand) {
        sql.push(match relation {
            SpatialRelation::Intersects => "ST_Intersects(",
            SpatialRelation::Disjoint => "ST_Disjoint(",
            SpatialRelation::Equals => "ST_Equals(",
            SpatialRelation::Within => "ST_Within(",
            SpatialRelation::Contains => "ST_Contains(",
            SpatialRelation::Touches => "ST_Touches(",
            SpatialRelation::Crosses => "ST_Crosses(",
            SpatialRelation::Overlaps => "ST_Overlaps(",
        });
        shape(sql, left);
        shape(sql.push(", "), right);
        sql.push(")");
    }

    fn temporal(self, sql: &mut Sql, relation: TemporalRelation, left: Span, right: Span) {
        use TemporalRelation as Of;
        // (an end of the left, how, an end of the right); all of them must hold.
        let ends: &[(Bound, &str, Bound)] = match relation {
            Of::After => &[(Bound::Start, " > ", Bound::End)],
            Of::Before => &[(Bound::End, " < ", Bound::Start)],
            Of::Contains => &[(Bound::Start, " < ", Bound::Start), (Bound::End, " > ", Bound::End)],
            Of::During => &[(Bound::Start, " > ", Bound::Start), (Bound::End, " < ", Bound::End)],
            Of::Equals => &[(Bound::Start, " = ", Bound::Start), (Bound::End, " = ", Bound::End)],
            Of::FinishedBy => &[(Bound::Start, " < ", Bound::Start), (Bound::End, " = ", Bound::End)],
            Of::Finishes => &[(Bound::Start, " > ", Bound::Start), (Bound::End, " = ", Bound::End)],
            Of::Intersects | Of::Disjoint => {
                &[(Bound::Start, " <= ", Bound::End), (Bound::End, " >= ", Bound::Start)]
            }
            Of::Meets => &[(Bound::End, " = ", Bound::Start)],
            Of::MetBy => &[(Bound::Start, " = ", Bound::End)],
            Of::OverlappedBy => &[
                (Bound::Start, " > ", Bound::Start),
                (Bound::Start, " < ", Bound::End),
                (Bound::End, " > ", Bound::End),
            ],
            Of::Overlaps => &[
                (Bound::Start, " < ", Bound::Start),
                (Bound::End, " > ", Bound::Start),
                (Bound::End, " < ", Bound::End),
            ],
            Of::StartedBy => &[(Bound::Start, " = ", Bound::Start), (Bound::End, " > ", Bound::End)],
            Of::Starts => &[(Bound::Start, " = ", Bound::Start), (Bound::End, " < ", Bound::End)],
        };
        sql.push(if relation == Of::Disjoint { "NOT (true" } else { "(true" });
        for (of_left, sign, of_right) in ends {
            self.instant(sql.push(" AND "), left, *of_left);
            self.instant(sql.push(sign), right, *of_right);
        }
        sql.push(")");
    }

    fn instant(self, sql: &mut Sql, span: Span, bound: Bound) {
        match if bound == Bound::Start { span.start } else { span.end } {
            Instant::Property(property) => drop(sql.push(expression(self.subject, property))),
            Instant::Given(at) => drop(sql.push_bind(at)),
            Instant::Open(Bound::Start) => drop(sql.push("'-infinity'::timestamptz")),
            Instant::Open(Bound::End) => drop(sql.push("'infinity'::timestamptz")),
        }
    }

    fn lists(self, sql: &mut Sql, relation: ListRelation, left: &Texts, right: &Texts) {
        let signs: &[&str] = match relation {
            ListRelation::Equals => &[" @> ", " <@ "],
            ListRelation::Contains => &[" @> "],
            ListRelation::ContainedBy => &[" <@ "],
            ListRelation::Overlaps => &[" && "],
        };
        for (place, sign) in signs.iter().enumerate() {
            if place > 0 {
                sql.push(" AND ");
            }
            self.texts(sql, left);
            self.texts(sql.push(sign), right);
        }
    }

    fn texts(self, sql: &mut Sql, texts: &Texts) {
        match texts {
            Texts::Property(property) => drop(sql.push(expression(self.subject, *property))),
            Texts::Given(given) => drop(sql.push_bind(given.clone())),
        }
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => " = ",
        Comparison::Unequal => " <> ",
        Comparison::Less => " < ",
        Comparison::AtMost => " <= ",
        Comparison::Greater => " > ",
        Comparison::AtLeast => " >= ",
    }
}

/// An equality that an index answers: of an id, or of an answer.
fn indexed(sql: &mut Sql, property: &Scalar, value: &Scalar) -> bool {
    match (property, value) {
        (Scalar::Property(Property::Field("id")), Scalar::Text(id)) => match id.parse::<Uuid>() {
            Ok(id) => drop(sql.push("e.id = ").push_bind(id)),
            Err(_) => drop(sql.push("false")),
        },
        (Scalar::Property(Property::Criterion(id)), _) => {
            let criterion = schema().criterion(*id);
            let json = match (&criterion.kind, value) {
                (Kind::Boolean, Scalar::Boolean(value)) => serde_json::Value::from(*value),
                (Kind::Choice(_), Scalar::Text(text)) => serde_json::Value::from(text.as_str()),
                _ => return false,
            };
            let wanted = serde_json::Map::from_iter([(criterion.key.clone(), json)]);
            sql.push("e.criteria @> ").push_bind(serde_json::Value::Object(wanted));
        }
        _ => return false,
    }
    true
}

fn shape(sql: &mut Sql, operand: &ShapeOperand) {
    match operand {
        ShapeOperand::OfThePlace => drop(sql.push("e.location")),
        ShapeOperand::Given(shape, srid) => {
            let json = geojson::Geometry::from(shape).to_string();
            sql.push("ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(").push_bind(json);
            sql.push(format!("), {srid}), 4326)"));
        }
    }
}
