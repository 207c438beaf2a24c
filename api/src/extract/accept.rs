use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::problem::{Problem, code};

/// Extracts the Accept header (RFC 9110 clause 12.5.1).
#[derive(Debug, Clone, Default)]
pub struct Accept(Vec<Range>);

#[derive(Debug, Clone, PartialEq)]
struct Range {
    kind: String,
    subtype: String,
    quality: f32,
}

impl<S: Sync> FromRequestParts<S> for Accept {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Accept {
    /// The ranges of all Accept headers. What is no media range is passed over.
    pub fn of(headers: &HeaderMap) -> Self {
        let lists = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        Self(lists.flat_map(|list| list.split(',')).filter_map(range).collect())
    }

    /// The media type offered that the client likes best; among equals the first. `None` where it wants none of them.
    pub fn choose(&self, offered: &[&'static str]) -> Option<&'static str> {
        let Some(first) = offered.first().filter(|_| self.0.is_empty()) else {
            let mut best: Option<(f32, &'static str)> = None;
            for media in offered {
                let quality = self.quality(media);
                if quality > best.map_or(0.0, |(quality, _)| quality) {
                    best = Some((quality, media));
                }
            }
            return best.map(|(_, media)| media);
        };
        Some(first)
    }

    /// [`Accept::choose`], or the problem that nothing offered is wanted.
    ///
    /// # Errors
    /// 406 with the list of what there is.
    pub fn demand(&self, offered: &[&'static str]) -> Result<&'static str, Problem> {
        self.choose(offered).ok_or_else(|| {
            Problem::new(&code::NOT_ACCEPTABLE)
                .detail(format!("available are {}", offered.join(" and ")))
                .with("available", offered)
        })
    }

    /// The quality of the most specific range that covers the type; 0 where none does.
    fn quality(&self, media: &str) -> f32 {
        let essence = media.split(';').next().unwrap_or(media);
        let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
        let covering = self.0.iter().filter_map(|range| {
            let specificity = match (range.kind.as_str(), range.subtype.as_str()) {
                ("*", "*") => 1,
                (known, "*") if known == kind => 2,
                (known, sub) if known == kind && sub == subtype => 3,
                _ => return None,
            };
            Some((specificity, range.quality))
        });
        covering.max_by_key(|(specificity, _)| *specificity).map_or(0.0, |(_, quality)| quality)
    }
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let quality = parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(Some(1.0), |quality| quality.parse().ok().filter(|quality| (0.0..=1.0).contains(quality)))?;
    Some(Range { kind: kind.to_ascii_lowercase(), subtype: subtype.to_ascii_lowercase(), quality })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [&str; 2] = ["application/json", "application/geo+json"];

    fn chosen(accept: &str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        Accept::of(&headers).choose(&BOTH)
    }

    #[test]
    fn without_preference_the_first_is_taken() {
        assert_eq!(Accept::default().choose(&BOTH), Some(BOTH[0]));
        assert_eq!(chosen("*/*"), Some(BOTH[0]));
        assert_eq!(chosen("application/*"), Some(BOTH[0]));
        assert_eq!(chosen("application/geo+json, application/json"), Some(BOTH[0]));
    }

    #[test]
    fn qualities_decide_and_the_most_specific_range_counts() {
        assert_eq!(chosen("application/json;q=0.5, application/geo+json"), Some(BOTH[1]));
        assert_eq!(chosen("*/*;q=0.9, application/json;q=0.1"), Some(BOTH[1]));
        assert_eq!(chosen("Application/Geo+JSON"), Some(BOTH[1]));
        assert_eq!(chosen("application/json;q=0, */*"), Some(BOTH[1]));
    }

    #[test]
    fn what_the_client_does_not_want_is_not_sent() {
        assert_eq!(chosen("text/csv"), None);
        assert_eq!(chosen("application/json;q=0"), None);
        let problem = Accept::of(&HeaderMap::from_iter([(header::ACCEPT, "text/csv".parse().unwrap())]))
            .demand(&BOTH)
            .unwrap_err();
        assert_eq!(problem.code().name, "not-acceptable");
    }
}
