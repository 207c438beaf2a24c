//! Members of JSON objects, read as query parameters are: nothing is ignored, and every fault is told.

use plainpied_criteria::{AnswerError, Rule};
use plainpied_domain::{LonLat, LonLatError};
use serde_json::{Map, Value, json};

use super::fields::shortened;
use crate::problem::{Detail, Problem, code};

/// Faults told of one body; more would help nobody.
const MOST_FAULTS: usize = 100;

/// What is wrong with a body.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    told: Vec<Value>,
    count: usize,
}

impl Faults {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// That the value at this JSON Pointer (RFC 6901) is wrong.
    pub fn add(&mut self, pointer: &str, detail: impl std::fmt::Display, nearest: Option<&str>) {
        self.count += 1;
        if self.told.len() < MOST_FAULTS {
            let mut fault = json!({ "pointer": pointer, "detail": detail.to_string() });
            if let Some(nearest) = nearest {
                fault["nearest"] = nearest.into();
            }
            self.told.push(fault);
        }
    }

    /// That an answer in the object at this pointer breaks a rule of its criterion.
    pub fn add_answer(&mut self, pointer: &str, error: &AnswerError) {
        let nearest = match &error.rule {
            Rule::UnknownKey { nearest } => nearest.as_deref(),
            _ => None,
        };
        let told = self.told.len();
        self.add(&pointer_to(pointer, &error.key), &error.rule, nearest);
        let Some(fault) = self.told.get_mut(told) else { return };
        match &error.rule {
            Rule::NotBoolean => fault["allowed"] = json!([true, false]),
            Rule::OutOfRange { min, max, unit } => {
                fault["minimum"] = json!(min);
                fault["maximum"] = json!(max);
                fault["unit"] = json!(unit);
            }
            Rule::NotAnOption { options } => {
                fault["allowed"] = options.split(", ").collect();
            }
            Rule::TooLong { max } => fault["max_length"] = json!(max),
            Rule::Closed { parent, .. } => fault["parent"] = json!(parent),
            _ => {}
        }
    }

    /// Nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Nothing, or 422 with all of them.
    ///
    /// # Errors
    /// Where there are any.
    pub fn check(self) -> Result<(), Problem> {
        if self.count == 0 {
            return Ok(());
        }
        let texts = |name: &'static str| self.told.iter().filter_map(move |fault| fault[name].as_str());
        let detail = Detail::Members {
            count: self.count,
            pointers: texts("pointer").map(str::to_owned).collect(),
            first: texts("detail").next().unwrap_or_default().to_owned(),
        };
        Err(Problem::new(&code::INVALID_BODY).detailed(detail).with("errors", self.told))
    }
}

/// The members of an object that have not been taken yet.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    pointer: String,
    object: &'a Map<String, Value>,
    asked: Vec<&'static str>,
}

/// The JSON Pointer (RFC 6901) of a member of what this one points to.
pub(crate) fn pointer_to(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A JSON text.
///
/// # Errors
/// 400 with line and column of what is no JSON.
pub(crate) fn read_json(bytes: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::new(&code::MALFORMED_BODY)
            .detail(format!("this is no JSON: {error}"))
            .with("line", line)
            .with("column", column)
    })
}

/// Reads the object that a body is.
///
/// # Errors
/// 422 with every field that is wrong.
pub(crate) fn whole<T>(
    value: &Value,
    read: impl FnOnce(&mut Members<'_>, &mut Faults) -> T,
) -> Result<T, Problem> {
    let mut faults = Faults::default();
    let read = Members::of(value, String::new(), &mut faults).map(|mut members| {
        let read = read(&mut members, &mut faults);
        members.refuse_unknown(&mut faults);
        read
    });
    faults.check()?;
    read.ok_or_else(|| Problem::new(&code::INVALID_BODY))
}

impl<'a> Members<'a> {
    /// Those of an object at this pointer.
    pub fn of(value: &'a Value, pointer: String, faults: &mut Faults) -> Option<Self> {
        let Some(object) = value.as_object() else {
            faults.add(&pointer, "an object is expected here", None);
            return None;
        };
        Some(Self { pointer, object, asked: Vec::new() })
    }

    /// Where a member stands.
    pub fn pointer(&self, name: &str) -> String {
        pointer_to(&self.pointer, name)
    }

    /// A member, `null` too.
    pub fn said(&mut self, name: &'static str) -> Option<&'a Value> {
        self.asked.push(name);
        self.object.get(name)
    }

    /// A member; `null` is as good as none.
    pub fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.said(name).filter(|value| !value.is_null())
    }

    /// A text; an empty one is as good as none. Numbers are texts too: spreadsheets make them of codes.
    pub fn text(&mut self, name: &'static str, faults: &mut Faults) -> Option<String> {
        let text = match self.take(name)? {
            Value::String(text) => text.trim().replace('\0', " "),
            Value::Number(number) => number.to_string(),
            _ => {
                faults.add(&self.pointer(name), "a text is expected here", None);
                return None;
            }
        };
        if text.len() > 1_000 {
            faults.add(&self.pointer(name), "the text is longer than 1000 bytes", None);
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text that is read as something.
    pub fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
        &mut self,
        name: &'static str,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.text(name, faults)?;
        text.parse().map_err(|error| faults.add(&self.pointer(name), error, None)).ok()
    }

    /// `true` or `false`; absent is false.
    pub fn switch(&mut self, name: &'static str, faults: &mut Faults) -> bool {
        let Some(value) = self.take(name) else {
            return false;
        };
        value.as_bool().unwrap_or_else(|| {
            faults.add(&self.pointer(name), "true or false is expected here", None);
            false
        })
    }

    /// A finite number, or a text that is one.
    pub fn number(&mut self, name: &'static str, faults: &mut Faults) -> Option<f64> {
        let value = self.take(name)?;
        let number = match value {
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64(),
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            let shown = shortened(&value.to_string());
            faults.add(&self.pointer(name), format!("{shown} is not a decimal number"), None);
        }
        number
    }

    /// The position of `lon` and `lat`, degrees, WGS 84.
    pub fn position(&mut self, faults: &mut Faults) -> Option<LonLat> {
        let found = faults.count;
        let (lon, lat) = (self.number("lon", faults), self.number("lat", faults));
        match (lon, lat) {
            (Some(lon), Some(lat)) => LonLat::new(lon, lat)
                .map_err(|error| {
                    let at_fault = if matches!(error, LonLatError::Longitude(_)) { "lon" } else { "lat" };
                    faults.add(&self.pointer(at_fault), error, None);
                })
                .ok(),
            (None, None) => None,
            (missing, _) => {
                if faults.count == found {
                    let name = if missing.is_none() { "lon" } else { "lat" };
                    faults.add(&self.pointer(name), "lon and lat go together", None);
                }
                None
            }
        }
    }

    /// Tells of every member that nobody asked for.
    pub fn refuse_unknown(&self, faults: &mut Faults) {
        for name in self.object.keys().filter(|name| !self.asked.contains(&name.as_str())) {
            let nearest = plainpied_domain::nearest_name(name, self.asked.iter().copied());
            let list = self.asked.join(", ");
            let detail = format!("{:?} is not known here; the members are {list}", shortened(name));
            faults.add(&self.pointer(name), detail, nearest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(body: &Value) -> Vec<(String, String)> {
        let read = |members: &mut Members<'_>, faults: &mut Faults| {
            members.text("name", faults);
            members.position(faults);
        };
        let problem = whole(body, read).unwrap_err().value();
        let errors = problem["errors"].as_array().unwrap().iter();
        let text = |fault: &Value, name: &str| fault[name].as_str().unwrap_or_default().to_owned();
        errors.map(|fault| (text(fault, "pointer"), text(fault, "nearest"))).collect()
    }

    #[test]
    fn every_wrong_field_is_told_by_its_pointer() {
        let body = json!({ "nmae": "x", "name": [], "lon": "east", "lat": 45, "a/b~c": 1 });
        let mut told = errors(&body);
        told.sort_unstable();
        let pointers: Vec<&str> = told.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/a~1b~0c", "/lon", "/name", "/nmae"]);
        assert_eq!(told[3].1, "name");
    }

    #[test]
    fn coordinates_go_together_and_are_in_range() {
        assert_eq!(errors(&json!({ "lon": 4.8 })), [("/lat".to_owned(), String::new())]);
        assert_eq!(errors(&json!({ "lon": 4.8, "lat": 95 })), [("/lat".to_owned(), String::new())]);
        assert_eq!(errors(&json!([])), [(String::new(), String::new())]);
    }

    #[test]
    fn what_is_no_json_is_told_by_line_and_column() {
        let problem = read_json(b"{\n  \"items\": ,\n}").unwrap_err().value();
        assert_eq!((&problem["line"], &problem["column"]), (&json!(2), &json!(12)));
    }
}
