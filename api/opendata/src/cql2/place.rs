//! Where in a filter a word stands. The parser keeps no places: words are counted, in the tree up to the one at fault and
//! in the text up to as many.

use cql2::Expr;

use super::Cql2Language;

/// A word at fault: a name or an operator, a given text or number, a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    kind: Kind,
    text: String,
    /// Where the tree holds it; 0 for what is not of it.
    address: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Text,
    Number,
    Shape,
    /// A number of a shape.
    Coordinate,
    Sign,
}

/// What shapes begin with, in WKT and in GeoJSON.
const SHAPES: [&str; 7] =
    ["point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection"];

impl Word {
    /// A given text.
    pub fn text(text: &str) -> Self {
        Self { kind: Kind::Text, text: text.to_owned(), address: text.as_ptr() as usize }
    }

    /// A number of a shape.
    pub fn coordinate(number: f64) -> Self {
        Self { kind: Kind::Coordinate, text: number.to_string(), address: 0 }
    }

    fn is(&self, other: &Self) -> bool {
        let alike = |number: &str, other: &str| match (number.parse::<f64>(), other.parse::<f64>()) {
            (Ok(number), Ok(other)) => number.abs().to_bits() == other.abs().to_bits(),
            _ => false,
        };
        self.kind == other.kind
            && match self.kind {
                Kind::Text => self.text == other.text,
                Kind::Number | Kind::Coordinate => alike(&self.text, &other.text),
                Kind::Name | Kind::Sign => self.text.eq_ignore_ascii_case(&other.text),
                Kind::Shape => true,
            }
    }
}

/// A property, or an operator.
impl From<&str> for Word {
    fn from(name: &str) -> Self {
        Self { kind: kind_of_operator(name), text: spelled(name).to_owned(), address: name.as_ptr() as usize }
    }
}

impl From<&String> for Word {
    fn from(name: &String) -> Self {
        name.as_str().into()
    }
}

impl From<&Expr> for Word {
    fn from(expression: &Expr) -> Self {
        let address = std::ptr::from_ref(expression) as usize;
        let word = |kind, text: String| Self { kind, text, address };
        match expression {
            Expr::Property { property: name } | Expr::Operation { op: name, .. } => name.into(),
            Expr::Literal(text) => Self::text(text),
            Expr::Float(number) => word(Kind::Number, number.to_string()),
            Expr::Bool(value) => word(Kind::Name, value.to_string()),
            Expr::Interval { .. } => word(Kind::Name, "interval".to_owned()),
            Expr::Timestamp { .. } => word(Kind::Name, "timestamp".to_owned()),
            Expr::Date { .. } => word(Kind::Name, "date".to_owned()),
            Expr::BBox { .. } => word(Kind::Name, "bbox".to_owned()),
            Expr::Null => word(Kind::Name, "null".to_owned()),
            Expr::Array(_) => word(Kind::Sign, "(".to_owned()),
            Expr::Geometry(_) => word(Kind::Shape, String::new()),
        }
    }
}

fn kind_of_operator(name: &str) -> Kind {
    if name.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
        Kind::Name
    } else {
        Kind::Sign
    }
}

/// An operator as the text writes it; its JSON has the same name but for one.
fn spelled(op: &str) -> &str {
    if op == "isNull" { "is" } else { op }
}

/// The character, from 1, at which a word of an expression stands in its text; the first, where it stands nowhere.
pub(super) fn place(word: &Word, expression: &Expr, (text, language): (&str, Cql2Language)) -> usize {
    let mut before = 0;
    if word.address != 0 {
        count(word, expression, &mut before);
    }
    let tokens = tokens(text, language);
    let mut same = tokens.iter().filter(|(token, _)| {
        token.is(word) || language == Cql2Language::Json && word.text == "is" && token.text == "isNull"
    });
    let first = same.next();
    // Fewer in the text than in the tree: what is counted is not written out. Then the last of them.
    let found = if before > 1 { same.take(before - 1).last().or(first) } else { first };
    found.map_or(1, |(_, place)| *place)
}

/// Counts what is the same word, up to the very one and with it; true once that is found.
fn count(word: &Word, expression: &Expr, counted: &mut usize) -> bool {
    let this = Word::from(expression);
    if this.is(word) {
        *counted += 1;
        let address = std::ptr::from_ref(expression) as usize;
        if this.address == word.address || address == word.address {
            return true;
        }
    }
    let parts: &[Box<Expr>] = match expression {
        Expr::Operation { args, .. } => args,
        Expr::Interval { interval } => interval,
        Expr::BBox { bbox } => bbox,
        Expr::Array(items) => items,
        Expr::Timestamp { timestamp: of } | Expr::Date { date: of } => return count(word, of, counted),
        _ => &[],
    };
    parts.iter().any(|part| count(word, part, counted))
}

/// The words of a text, and the characters at which they stand.
fn tokens(text: &str, language: Cql2Language) -> Vec<(Word, usize)> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens: Vec<(Word, usize)> = Vec::new();
    let (mut at, mut depth, mut shape) = (0, 0_usize, None);
    while let Some(letter) = letters.get(at).copied() {
        let begun = at;
        let (kind, text) = match letter {
            '\'' | '"' if letter == '"' || language == Cql2Language::Text => {
                let text = quoted(&letters, &mut at, (letter, language));
                (if letter == '"' { Kind::Name } else { Kind::Text }, text)
            }
            _ if letter.is_ascii_digit() => (Kind::Number, taken(&letters, &mut at, of_a_number)),
            _ if letter.is_alphabetic() || letter == '_' => (Kind::Name, taken(&letters, &mut at, of_a_name)),
            _ if letter.is_whitespace() => {
                at += 1;
                continue;
            }
            '<' | '>' | '!' => (Kind::Sign, taken(&letters, &mut at, |_, letter| "<>=!".contains(letter))),
            _ => {
                at += 1;
                (Kind::Sign, letter.to_string())
            }
        };
        match text.as_str() {
            "(" | "[" | "{" if kind == Kind::Sign => depth += 1,
            ")" | "]" | "}" if kind == Kind::Sign => depth = depth.saturating_sub(1),
            _ => {}
        }
        // The numbers of a shape end with its bracket.
        shape = shape.filter(|outside| depth > *outside || text != ")" && text != "]" && text != "}");
        let kind = match kind {
            Kind::Name if SHAPES.contains(&text.to_lowercase().as_str()) && shape.is_none() => {
                shape = Some(if language == Cql2Language::Json { depth.saturating_sub(1) } else { depth });
                Kind::Shape
            }
            Kind::Number if shape.is_some() => Kind::Coordinate,
            Kind::Name if language == Cql2Language::Json && letter == '"' => {
                named(&tokens, letters.get(at..).unwrap_or_default())
            }
            kind => kind,
        };
        let content = begun + usize::from(matches!(letter, '\'' | '"'));
        tokens.push((Word { kind, text, address: 0 }, content + 1));
    }
    tokens
}

/// In JSON names stand behind `"property":` and `"op":`, or before a colon; other texts are values.
fn named(before: &[(Word, usize)], after: &[char]) -> Kind {
    let of_a_name = match before {
        [.., (key, _), (colon, _)] => colon.text == ":" && matches!(key.text.as_str(), "property" | "op"),
        _ => false,
    };
    let is_key = after.iter().find(|letter| !letter.is_whitespace()) == Some(&':');
    if of_a_name || is_key { Kind::Name } else { Kind::Text }
}

/// Takes letters as long as they belong together.
fn taken(letters: &[char], at: &mut usize, belongs: fn(char, char) -> bool) -> String {
    let mut text = String::new();
    let mut before = ' ';
    while let Some(letter) =
        letters.get(*at).copied().filter(|letter| text.is_empty() || belongs(before, *letter))
    {
        text.push(letter);
        before = letter;
        *at += 1;
    }
    text
}

fn of_a_name(_: char, letter: char) -> bool {
    letter.is_alphanumeric() || "_.:".contains(letter)
}

fn of_a_number(before: char, letter: char) -> bool {
    letter.is_ascii_digit()
        || matches!(letter, '.' | 'e' | 'E')
        || matches!(letter, '+' | '-') && matches!(before, 'e' | 'E')
}

/// Takes what stands between quotation marks, without the escapes.
fn quoted(letters: &[char], at: &mut usize, (quote, language): (char, Cql2Language)) -> String {
    let mut text = String::new();
    *at += 1;
    while let Some(letter) = letters.get(*at).copied() {
        *at += 1;
        let next = letters.get(*at).copied();
        match letter {
            '\\' if language == Cql2Language::Json || next == Some(quote) => {
                text.extend(next);
                *at += 1;
            }
            _ if letter == quote && language == Cql2Language::Text && next == Some(quote) => {
                text.push(quote);
                *at += 1;
            }
            _ if letter == quote => break,
            _ => text.push(letter),
        }
    }
    text
}
