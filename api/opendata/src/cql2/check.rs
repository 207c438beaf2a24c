//! From an expression to a condition: each operator with operands of its kinds.

use cql2::Expr;
use plainpied_criteria::needs::Verdict;
use plainpied_criteria::{Kind, schema};
use plainpied_domain::Crs;
use plainpied_domain::filter::{Condition, ListRelation, Property, PropertyKind, Subject, Texts};

use super::Cql2Error;

/// Operations and operands of a filter.
const MOST_NODES: usize = 500;
/// Operations in operations.
const DEEPEST: usize = 20;

/// Every operator, for the one that was probably meant.
const OPERATORS: [&str; 40] = [
    "and",
    "or",
    "not",
    "like",
    "between",
    "in",
    "isNull",
    "casei",
    "accenti",
    "div",
    "s_intersects",
    "s_disjoint",
    "s_equals",
    "s_within",
    "s_contains",
    "s_touches",
    "s_crosses",
    "s_overlaps",
    "t_after",
    "t_before",
    "t_contains",
    "t_disjoint",
    "t_during",
    "t_equals",
    "t_finishedBy",
    "t_finishes",
    "t_intersects",
    "t_meets",
    "t_metBy",
    "t_overlappedBy",
    "t_overlaps",
    "t_startedBy",
    "t_starts",
    "a_equals",
    "a_contains",
    "a_containedBy",
    "a_overlaps",
    "date",
    "timestamp",
    "interval",
];

/// Reads expressions over the properties of a subject.
pub(super) struct Checker {
    pub(super) subject: Subject,
    pub(super) crs: Crs,
    nodes: usize,
}

pub(super) type Checked<T> = Result<T, Cql2Error>;

impl Checker {
    pub fn new(subject: Subject, crs: Crs) -> Self {
        Self { subject, crs, nodes: 0 }
    }

    pub fn whole(&mut self, expression: &Expr) -> Checked<Condition> {
        self.condition(expression, 0)
    }

    /// Counts what is read.
    pub(super) fn count(&mut self, more: usize) -> Checked<()> {
        self.nodes += more;
        if self.nodes > MOST_NODES {
            return Err(Cql2Error::new(format!(
                "the filter has more than {MOST_NODES} operations and values"
            )));
        }
        Ok(())
    }

    fn condition(&mut self, expression: &Expr, depth: usize) -> Checked<Condition> {
        self.count(1)?;
        if depth > DEEPEST {
            return Err(Cql2Error::new(format!("the filter has operations nested deeper than {DEEPEST}")));
        }
        match expression {
            Expr::Bool(value) => Ok(Condition::Constant(*value)),
            Expr::Property { property } => match self.property(property)? {
                (known, PropertyKind::Boolean) => Ok(Condition::Holds(known)),
                _ => Err(Cql2Error::new(format!("{property} is not true or false: compare it")).at(property)),
            },
            Expr::Operation { op, args } => self.operation(op, args, depth).map_err(|error| error.at(op)),
            other => Err(Cql2Error::new(format!("{} is no condition", shown(other))).at(other)),
        }
    }

    fn operation(&mut self, op: &str, args: &[Box<Expr>], depth: usize) -> Checked<Condition> {
        match (op, args) {
            ("and", _) => Ok(Condition::All(self.conditions(args, depth)?)),
            ("or", _) => Ok(Condition::Any(self.conditions(args, depth)?)),
            ("not", [of]) => Ok(Condition::Not(Box::new(self.condition(of, depth + 1)?))),
            ("isNull", [of]) => match of.as_ref() {
                Expr::Property { property } => Ok(Condition::IsUnknown(self.property(property)?.0)),
                other => Err(Cql2Error::new("IS NULL asks about a property").at(other)),
            },
            ("like", [text, pattern]) => self.like(text, pattern),
            ("between", [value, low, high]) => self.between(value, low, high),
            ("in", [value, list]) => self.one_of(value, list),
            (_, [left, right]) if super::comparison::operator(op).is_some() => {
                self.comparison(op, left, right)
            }
            (_, [left, right]) if op.starts_with("s_") => self.spatial(op, left, right),
            (_, [left, right]) if op.starts_with("t_") => self.temporal(op, left, right),
            (_, [left, right]) if op.starts_with("a_") => self.lists(op, left, right),
            _ => Err(unknown_operation(op, args.len())),
        }
    }

    fn conditions(&mut self, args: &[Box<Expr>], depth: usize) -> Checked<Vec<Condition>> {
        if args.is_empty() {
            return Err(Cql2Error::new("and, or take one condition at least"));
        }
        args.iter().map(|arg| self.condition(arg, depth + 1)).collect()
    }

    /// The property of this name.
    pub(super) fn property(&self, name: &str) -> Checked<(Property, PropertyKind)> {
        self.subject.property(name).ok_or_else(|| {
            let meant = self
                .subject
                .nearest(name)
                .map(|near| format!("; {near} was perhaps meant"))
                .unwrap_or_default();
            let short: String = name.chars().take(60).collect();
            Cql2Error::new(format!("{short:?} is no property here{meant}")).at(name)
        })
    }

    /// Refuses a given text that the property never has: it would find nothing, or everything, and say no word.
    pub(super) fn refuse_unknown_value(&self, of: &Expr, value: &Expr) -> Checked<()> {
        let (Expr::Property { property }, Expr::Literal(text)) = (of, value) else {
            return Ok(());
        };
        let Some(values) =
            values(self.property(property)?.0).filter(|values| !values.contains(&text.as_str()))
        else {
            return Ok(());
        };
        let meant = plainpied_domain::nearest_name(text, values.iter().copied());
        let meant = meant.map(|near| format!("; {near} was perhaps meant")).unwrap_or_default();
        let short: String = text.chars().take(60).collect();
        let message = format!("{short:?} is no value of {property}{meant}: it has {}", values.join(", "));
        Err(Cql2Error::new(message).at(value))
    }

    fn lists(&mut self, op: &str, left: &Expr, right: &Expr) -> Checked<Condition> {
        let relation = match op {
            "a_equals" => ListRelation::Equals,
            "a_contains" => ListRelation::Contains,
            "a_containedBy" => ListRelation::ContainedBy,
            "a_overlaps" => ListRelation::Overlaps,
            _ => return Err(unknown_operation(op, 2)),
        };
        let condition = Condition::Lists(relation, self.texts(left)?, self.texts(right)?);
        for (of, list) in [(left, right), (right, left)] {
            if let Expr::Array(items) = list {
                items.iter().try_for_each(|item| self.refuse_unknown_value(of, item))?;
            }
        }
        Ok(condition)
    }

    fn texts(&mut self, expression: &Expr) -> Checked<Texts> {
        match expression {
            Expr::Property { property } => match self.property(property)? {
                (known, PropertyKind::Texts) => Ok(Texts::Property(known)),
                _ => Err(Cql2Error::new(format!("{property} is no list")).at(property)),
            },
            Expr::Array(items) => {
                self.count(items.len())?;
                let text = |item: &Expr| match item {
                    Expr::Literal(text) => Ok(text.clone()),
                    other => Err(Cql2Error::new("the lists here hold texts").at(other)),
                };
                Ok(Texts::Given(items.iter().map(|item| text(item)).collect::<Checked<_>>()?))
            }
            other => Err(Cql2Error::new("a list of texts is expected").at(other)),
        }
    }
}

/// The values that a property has, where they are given by the schema.
fn values(property: Property) -> Option<Vec<&'static str>> {
    match property {
        Property::Verdict(_) => Some(Verdict::ALL.map(Verdict::as_str).to_vec()),
        Property::Criterion(id) => match &schema().criterion(id).kind {
            Kind::Choice(options) | Kind::Choices(options) => {
                Some(options.iter().map(|option| option.value.as_str()).collect())
            }
            _ => None,
        },
        Property::Field(_) => None,
    }
}

pub(super) fn unknown_operation(op: &str, operands: usize) -> Cql2Error {
    if OPERATORS.contains(&op) || super::comparison::operator(op).is_some() {
        return Cql2Error::new(format!("{op} does not take {operands} operands here")).at(op);
    }
    let near = OPERATORS.into_iter().find(|known| {
        plainpied_domain::nearest_name(&op.to_lowercase(), [known.to_lowercase().as_str()]).is_some()
    });
    let meant = near.map(|near| format!("; {near} was perhaps meant")).unwrap_or_default();
    let short: String = op.chars().take(60).collect();
    Cql2Error::new(format!("{short:?} is no operator that is known here{meant}")).at(op)
}

/// An operand as the reader wrote it, or nearly so.
pub(super) fn shown(expression: &Expr) -> String {
    match expression {
        Expr::Property { property } => property.clone(),
        Expr::Literal(text) => text.clone(),
        Expr::Float(number) => number.to_string(),
        Expr::Bool(value) => value.to_string(),
        Expr::Operation { op, .. } => op.clone(),
        Expr::Interval { .. } => "interval".to_owned(),
        Expr::Timestamp { .. } => "timestamp".to_owned(),
        Expr::Date { .. } => "date".to_owned(),
        Expr::BBox { .. } => "bbox".to_owned(),
        Expr::Null => "null".to_owned(),
        Expr::Array(_) | Expr::Geometry(_) => "(".to_owned(),
    }
}
