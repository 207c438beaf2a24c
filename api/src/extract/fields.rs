//! Query parameters. Their names are those of the documentation: a type of parameters is described to clients by
//! `utoipa::IntoParams`, and read by [`QueryParams`]; a test proves that both name the same.

use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use plainpied_criteria::Lang;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use super::{Spoken, decode};
use crate::problem::{Problem, code};

/// Parameters that can be read from a query string.
pub trait QueryParams: IntoParams + Sized {
    /// Lists that clients may also give as one parameter for each of their parts.
    const REPEATABLE: &'static [&'static str] = &[];

    /// Takes them from the fields given.
    ///
    /// # Errors
    /// The first parameter that is not what it should be.
    fn read(fields: &mut Fields) -> Result<Self, Problem>;
}

/// Extracts the query parameters `T`. A program is told of a parameter that nobody knows; on a page for people it does
/// not count: whoever passes a link on adds marks of their own (`utm_source`, `fbclid`), and the reader cannot help it.
#[derive(Debug)]
pub struct Params<T>(pub T);

impl<S: Sync, T: QueryParams> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let Some(Spoken(spoken)) = parts.extensions.get().copied() else {
            return read_query(query).map(Params);
        };
        let query = known_parts(query, &names::<T>());
        T::read(&mut Fields { spoken, ..Fields::of_lists(&query, T::REPEATABLE)? }).map(Params)
    }
}

/// The parameters of a query string.
///
/// # Errors
/// The first parameter that is unknown, or not what it should be.
pub(crate) fn read_query<T: QueryParams>(query: &str) -> Result<T, Problem> {
    let mut fields = Fields::of_lists(query, T::REPEATABLE)?;
    let read = T::read(&mut fields);
    fields.refuse_unknown(&names::<T>)?;
    read
}

/// A query string without what is none of these parameters, readable or not.
fn known_parts(query: &str, names: &[String]) -> String {
    let is_known = |part: &&str| {
        let name = decode::pairs(part.split('=').next().unwrap_or_default());
        let name = name.ok().and_then(|pairs| Some(pairs.into_iter().next()?.0)).unwrap_or_default();
        names.iter().any(|known| known == name.split('[').next().unwrap_or_default())
    };
    query.split('&').filter(is_known).collect::<Vec<_>>().join("&")
}

/// The documented names of the parameters.
pub(crate) fn names<T: IntoParams>() -> Vec<String> {
    T::into_params(|| Some(ParameterIn::Query)).into_iter().map(|parameter| parameter.name).collect()
}

/// The parameters of a request that have not been taken yet.
#[derive(Debug)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    spoken: Lang,
    #[cfg(test)]
    pub(crate) asked: Vec<&'static str>,
}

impl Fields {
    /// The parameters of a query string.
    ///
    /// # Errors
    /// One that cannot be decoded, or that stands there twice.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        Self::of_lists(query, &[])
    }

    /// [`Fields::parse`], where these parameters may be repeated and come to one list.
    ///
    /// # Errors
    /// As [`Fields::parse`].
    pub fn of_lists(query: &str, lists: &[&str]) -> Result<Self, Problem> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in decode::pairs(query)? {
            match pairs.iter_mut().find(|(known, _)| *known == name && lists.contains(&name.as_str())) {
                Some((_, list)) => list.extend([",", &value]),
                None => pairs.push((name, value)),
            }
        }
        for (place, (name, _)) in pairs.iter().enumerate() {
            if pairs[..place].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::new(&code::REPEATED_PARAMETER)
                    .detail(format!("{name:?} is given more than once"))
                    .at(name));
            }
        }
        Ok(Self {
            pairs,
            spoken: Lang::default(),
            #[cfg(test)]
            asked: Vec::new(),
        })
    }

    /// As forms without a script send them: empty boxes ask for nothing, and each ticked box `name[key]` is one of the
    /// keys of the list `list`.
    pub fn of_form(&mut self, name: &'static str, list: &'static str) {
        self.pairs.retain(|(_, value)| !value.trim().is_empty());
        let keys: Vec<String> = self.family(name).into_iter().map(|(key, _)| key).collect();
        if !keys.is_empty() {
            let before = self.pairs.iter().position(|(known, _)| known == list);
            let before = before.map(|place| self.pairs.swap_remove(place).1);
            let all: Vec<String> = before.into_iter().chain(keys).collect();
            self.pairs.push((list.to_owned(), all.join(",")));
        }
    }

    /// The language of those who name none.
    pub(crate) fn spoken(&self) -> Lang {
        self.spoken
    }

    /// Takes away the parameters that are no good, by name and text.
    pub(super) fn drop_unfit(&mut self, mut is_unfit: impl FnMut(&str, &str) -> bool) {
        self.pairs.retain(|(name, value)| !is_unfit(name, value));
    }

    /// Takes all that is left away, unread: for addresses that others make.
    pub fn forget_rest(&mut self) {
        self.pairs.clear();
    }

    /// The parameters not taken yet.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// What makes two requests ask for the same list: all parameters but the page, by name.
    pub fn canonical(&self) -> String {
        let mut pairs: Vec<_> =
            self.pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit")).collect();
        pairs.sort_unstable();
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// The text of a parameter, taken away.
    pub fn take(&mut self, name: &'static str) -> Option<String> {
        #[cfg(test)]
        self.asked.push(name);
        let place = self.pairs.iter().position(|(known, _)| known == name)?;
        Some(self.pairs.swap_remove(place).1)
    }

    /// `true` or `false`, taken away.
    ///
    /// # Errors
    /// Another word.
    pub fn switch(&mut self, name: &'static str) -> Result<Option<bool>, Problem> {
        self.word(name, &[("true", true), ("false", false)])
    }

    /// A value between two others, both included, taken away.
    ///
    /// # Errors
    /// The text is no such value, or one outside.
    pub fn within<T: FromStr<Err: std::fmt::Display> + PartialOrd + std::fmt::Display>(
        &mut self,
        name: &'static str,
        range: RangeInclusive<T>,
    ) -> Result<Option<T>, Problem> {
        match self.parsed::<T>(name)? {
            Some(value) if !range.contains(&value) => {
                let (least, most) = range.into_inner();
                Err(Problem::parameter(name, format!("{value} is not between {least} and {most}")))
            }
            inside => Ok(inside),
        }
    }

    /// The parts of a parameter that are separated by commas, taken away.
    pub fn list(&mut self, name: &'static str) -> Vec<String> {
        let text = self.take(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// All parameters `name[key]`, as keys and texts in the order of the request, taken away.
    pub fn family(&mut self, name: &'static str) -> Vec<(String, String)> {
        #[cfg(test)]
        self.asked.push(name);
        let key = |(full, _): &(String, String)| {
            let key = full.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some(key.to_owned())
        };
        let mut taken = Vec::new();
        self.pairs.retain(|pair| match key(pair) {
            Some(key) => {
                taken.push((key, pair.1.clone()));
                false
            }
            None => true,
        });
        taken
    }

    /// The value of a parameter, taken away.
    ///
    /// # Errors
    /// The text is no such value.
    pub fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, Problem> {
        self.take(name).map(|text| text.parse().map_err(|error| Problem::parameter(name, error))).transpose()
    }

    /// A number, taken away.
    ///
    /// # Errors
    /// The text is no decimal number.
    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, Problem> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(Problem::parameter(name, format!("{:?} is not a decimal number", shortened(&text)))),
        }
    }

    /// One of a few words, taken away.
    ///
    /// # Errors
    /// Another word; the problem lists them and names the nearest.
    pub fn word<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<Option<T>, Problem> {
        self.take(name).map(|text| meant(name, &text, words)).transpose()
    }

    /// Some of a few words, separated by commas, taken away; each once.
    ///
    /// # Errors
    /// As [`Fields::word`].
    pub fn words<T: Copy + PartialEq>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<Vec<T>, Problem> {
        let mut all = Vec::new();
        for text in self.list(name) {
            let one = meant(name, &text, words)?;
            if !all.contains(&one) {
                all.push(one);
            }
        }
        Ok(all)
    }

    /// Refuses what is left and not documented.
    fn refuse_unknown(&self, names: &dyn Fn() -> Vec<String>) -> Result<(), Problem> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let known = names();
        let unknown = self.pairs.iter().map(|(name, _)| name).find(|name| !known.contains(name));
        let Some(name) = unknown else {
            return Ok(());
        };
        let nearest = plainpied_domain::nearest_name(name, known.iter().map(String::as_str));
        let name = shortened(name);
        let list = known.join(", ");
        let detail = match nearest {
            Some(nearest) => format!("{name:?} is not known here; did you mean {nearest:?}?"),
            None if list.is_empty() => format!("{name:?} is not known here; this address has no parameters"),
            None => format!("{name:?} is not known here; the parameters are {list}"),
        };
        Err(Problem::new(&code::UNKNOWN_PARAMETER).detail(detail).at(&name).nearest(nearest))
    }
}

/// As much of a text as an error should repeat.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// What a word stands for.
fn meant<T: Copy>(name: &'static str, text: &str, words: &[(&'static str, T)]) -> Result<T, Problem> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
        return Ok(*value);
    }
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let detail = format!("{:?} is none of {}", shortened(text), known.join(", "));
    Err(Problem::parameter(name, detail).nearest(plainpied_domain::nearest_name(text, known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, IntoParams)]
    struct Colour {
        radius: Option<f64>,
    }

    impl QueryParams for Colour {
        fn read(fields: &mut Fields) -> Result<Self, Problem> {
            Ok(Self { radius: fields.number("radius")? })
        }
    }

    async fn refusal(query: &str) -> (String, String) {
        let uri = format!("/?{query}");
        let (mut parts, ()) = axum::http::Request::get(uri).body(()).unwrap().into_parts();
        let problem = Params::<Colour>::from_request_parts(&mut parts, &()).await.unwrap_err();
        let name = problem.code().name.to_owned();
        let response = axum::response::IntoResponse::into_response(problem);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        (name, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn an_unknown_parameter_is_refused_with_the_name_that_was_meant() {
        let (name, body) = refusal("raduis=3").await;
        assert_eq!(name, "unknown-parameter");
        assert!(body.contains(r#""parameter":"raduis","nearest":"radius""#), "{body}");
    }

    #[tokio::test]
    async fn a_repeated_or_malformed_parameter_is_refused_by_name() {
        assert_eq!(refusal("radius=1&radius=2").await.0, "repeated-parameter");
        for wrong in ["radius=wide", "radius=NaN", "radius=inf", "radius=", "radius=1,5", "radius=%FF"] {
            let (name, body) = refusal(wrong).await;
            assert_eq!(name, "invalid-parameter", "{wrong}");
            assert!(body.contains(r#""parameter":"radius""#), "{wrong}: {body}");
        }
    }

    #[tokio::test]
    async fn a_page_passes_over_what_it_does_not_know_and_checks_what_it_does() {
        let read = async |query: &str| {
            let request = axum::http::Request::get(format!("/?{query}")).extension(Spoken(Lang::En));
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            Params::<Colour>::from_request_parts(&mut parts, &()).await.map(|Params(colour)| colour.radius)
        };
        assert_eq!(read("fbclid=a&radius=3&fbclid=b&utm_source=%FF&%zz&x[y]=1").await.unwrap(), Some(3.0));
        assert_eq!(read("r%61dius=3").await.unwrap(), Some(3.0));
        for (wrong, name) in [
            ("radius=wide", "invalid-parameter"),
            ("radius=%FF", "invalid-parameter"),
            ("radius=1&radius=2", "repeated-parameter"),
        ] {
            assert_eq!(read(wrong).await.unwrap_err().code().name, name, "{wrong}");
        }
    }

    #[test]
    fn the_canonical_query_leaves_the_page_out_and_does_not_depend_on_order() {
        let one = Fields::parse("q=pain&limit=5&commune=69266&cursor=x").unwrap().canonical();
        let other = Fields::parse("commune=69266&q=pain").unwrap().canonical();
        assert_eq!(one, other);
        assert_ne!(one, Fields::parse("commune=69266&q=vin").unwrap().canonical());
        assert_ne!(
            Fields::parse("a=1%262").unwrap().canonical(),
            Fields::parse("a=1&2").unwrap().canonical()
        );
    }
}
