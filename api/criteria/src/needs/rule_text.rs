//! Rules as they are written.
//!
//! ```text
//! rule  = all { "or" all }
//! all   = part { "and" part }
//! part  = "(" rule ")" | "help" "(" rule ")" | "$" way | "{" limit "}" bound number
//!       | "not" boolean | boolean | choices | choice "=" option | choice "in" "(" option { "," option } ")"
//!       | integer bound ( number | "{" limit "}" )
//! bound = ">=" | "<="
//! ```

use std::collections::HashMap;

use super::error::NeedFault;
use super::limits::{self, Limit, LimitId};
use super::rule::{Bound, Rule};
use crate::condition::Test;
use crate::model::{Criterion, Kind};
use crate::schema::Schema;

/// Rules inside each other: more than any reader follows.
const DEEPEST: usize = 16;

/// What rules may name.
pub(super) struct Names<'a> {
    pub schema: &'a Schema,
    pub limits: Vec<Limit>,
    pub ways: HashMap<String, Rule>,
}

impl Names<'_> {
    /// The limit of this name.
    pub fn limit(&self, name: &str) -> Option<(LimitId, &Limit)> {
        limits::named(&self.limits, name)
    }
}

/// Reads a rule.
pub(super) fn parse(names: &Names<'_>, text: &str) -> Result<Rule, NeedFault> {
    let mut reader = Reader { names, tokens: tokens(text), depth: 0 };
    let rule = reader.rule()?;
    match reader.tokens.pop() {
        None => Ok(rule),
        Some(token) => {
            Err(NeedFault::Syntax { expected: "and, or, or the end", found: format!("{token:?}") })
        }
    }
}

/// Words and signs, the last first.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for sign in text.chars() {
        let is_sign = matches!(sign, '(' | ')' | ',' | '=' | '$' | '{' | '}' | '<' | '>');
        if !is_sign && !sign.is_whitespace() {
            word.push(sign);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        match (sign, tokens.last_mut()) {
            ('=', Some(last)) if last == "<" || last == ">" => last.push('='),
            _ if is_sign => tokens.push(sign.into()),
            _ => {}
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens.reverse();
    tokens
}

struct Reader<'a> {
    names: &'a Names<'a>,
    tokens: Vec<String>,
    depth: usize,
}

impl Reader<'_> {
    fn rule(&mut self) -> Result<Rule, NeedFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(NeedFault::Syntax { expected: "fewer brackets", found: "(".to_owned() });
        }
        let rule = self.list("or", Self::all, Rule::Any);
        self.depth -= 1;
        rule
    }

    fn all(&mut self) -> Result<Rule, NeedFault> {
        self.list("and", Self::part, Rule::All)
    }

    fn list(
        &mut self,
        between: &str,
        part: fn(&mut Self) -> Result<Rule, NeedFault>,
        whole: fn(Vec<Rule>) -> Rule,
    ) -> Result<Rule, NeedFault> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.take(between) {
            parts.push(part(self)?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { whole(parts) })
    }

    fn part(&mut self) -> Result<Rule, NeedFault> {
        if self.take("(") {
            let rule = self.rule()?;
            self.expect(")")?;
            return Ok(rule);
        }
        if self.take("help") {
            self.expect("(")?;
            let rule = self.rule()?;
            self.expect(")")?;
            return Ok(Rule::Help(Box::new(rule)));
        }
        if self.take("$") {
            let name = self.word("the name of a way")?;
            let way = self.names.ways.get(&name);
            return way.cloned().ok_or(NeedFault::Undeclared { what: "way", name });
        }
        if self.take("{") {
            let (limit, _) = self.limit()?;
            let bound = self.bound()?;
            return Ok(Rule::Limit(limit, bound, self.number()?));
        }
        let turned = self.take("not");
        let key = self.word("a criterion")?;
        let criterion = self.names.schema.get(&key);
        let criterion = criterion.ok_or(NeedFault::Undeclared { what: "criterion", name: key })?;
        self.test(criterion, turned)
    }

    fn test(&mut self, criterion: &Criterion, turned: bool) -> Result<Rule, NeedFault> {
        let test = |test| Ok(Rule::Test(criterion.id, test));
        let next = self.tokens.last().map(String::as_str);
        match (&criterion.kind, next) {
            (_, Some("=" | "in" | "<=" | ">=")) if turned => {
                Err(kind(criterion, "not stands before a boolean alone"))
            }
            (Kind::Boolean, Some("=" | "in" | "<=" | ">=")) => {
                Err(kind(criterion, "its name, or not and its name"))
            }
            (Kind::Boolean, _) => test(Test::Is(!turned)),
            (Kind::Choices(_) | Kind::Text { .. } | Kind::Url { .. }, Some("and" | "or" | ")") | None)
                if !turned =>
            {
                test(Test::NotEmpty)
            }
            (Kind::Choice(_) | Kind::Choices(_), Some("=" | "in")) => {
                test(Test::Holds(self.options(criterion)?))
            }
            (Kind::Integer { unit, .. }, Some("<=" | ">=")) => {
                let bound = self.bound()?;
                if !self.take("{") {
                    return test(bound.test(self.number()?));
                }
                match self.limit()? {
                    (id, limit) if limit.unit == *unit => Ok(Rule::Within(criterion.id, bound, id)),
                    (_, limit) => Err(NeedFault::Unit {
                        key: criterion.key.clone(),
                        unit: unit.clone(),
                        limit: limit.key.clone(),
                    }),
                }
            }
            (Kind::Integer { .. }, _) => Err(kind(criterion, ">= or <= and a number or {limit}")),
            _ => Err(kind(criterion, "= option, or in (option, option)")),
        }
    }

    fn options(&mut self, criterion: &Criterion) -> Result<Vec<String>, NeedFault> {
        let mut options = Vec::new();
        let option = |reader: &mut Self| {
            let option = reader.word("an option")?;
            match criterion.option(&option) {
                Some(known) => Ok(known.value.clone()),
                None => Err(NeedFault::Option { key: criterion.key.clone(), option }),
            }
        };
        if self.take("=") {
            return Ok(vec![option(self)?]);
        }
        self.expect("in")?;
        self.expect("(")?;
        options.push(option(self)?);
        while self.take(",") {
            options.push(option(self)?);
        }
        self.expect(")")?;
        Ok(options)
    }

    /// The name of a limit and the bracket after it.
    fn limit(&mut self) -> Result<(LimitId, &Limit), NeedFault> {
        let name = self.word("a limit")?;
        self.expect("}")?;
        self.names.limit(&name).ok_or(NeedFault::Undeclared { what: "limit", name })
    }

    fn bound(&mut self) -> Result<Bound, NeedFault> {
        if self.take(">=") {
            return Ok(Bound::AtLeast);
        }
        self.expect("<=")?;
        Ok(Bound::AtMost)
    }

    fn number(&mut self) -> Result<i64, NeedFault> {
        let word = self.word("a whole number")?;
        word.parse()
            .map_err(|_invalid| NeedFault::Syntax { expected: "a whole number", found: format!("{word:?}") })
    }

    fn take(&mut self, token: &str) -> bool {
        let there = self.tokens.last().is_some_and(|next| next == token);
        if there {
            self.tokens.pop();
        }
        there
    }

    fn expect(&mut self, token: &'static str) -> Result<(), NeedFault> {
        if self.take(token) {
            return Ok(());
        }
        Err(NeedFault::Syntax { expected: token, found: self.found() })
    }

    fn word(&mut self, expected: &'static str) -> Result<String, NeedFault> {
        let is_word =
            |token: &String| token.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-'));
        match self.tokens.pop_if(|token| is_word(token)) {
            Some(word) => Ok(word),
            None => Err(NeedFault::Syntax { expected, found: self.found() }),
        }
    }

    fn found(&self) -> String {
        self.tokens.last().map_or("the end".to_owned(), |token| format!("{token:?}"))
    }
}

fn kind(criterion: &Criterion, allowed: &'static str) -> NeedFault {
    NeedFault::Kind { key: criterion.key.clone(), kind: criterion.kind.name(), allowed }
}
