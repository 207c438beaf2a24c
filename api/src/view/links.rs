//! Links between the pages of a list (RFC 8288).

use std::str::FromStr;

use axum::http::{HeaderValue, header};
use axum::response::Response;
use plainpied_domain::{Cursor, CursorError, Limit};

use crate::problem::Problem;
use crate::state::AppState;

/// Where a request stands in its list.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    /// The path of the list, and all parameters but the page: a cursor is bound to both.
    path: &'static str,
    query: String,
    /// Items on a page.
    pub limit: Limit,
    cursor: Option<String>,
}

/// The URLs of a page.
#[derive(Debug, Clone)]
pub(crate) struct PageUrls {
    this: String,
    /// The page before, where there is one and the list counts its results.
    pub previous: Option<String>,
    /// The next page, where there is one.
    pub next: Option<String>,
}

impl Paging {
    pub fn new(path: &'static str, query: String, limit: Option<Limit>, cursor: Option<String>) -> Self {
        Self { path, query, limit: limit.unwrap_or_default(), cursor }
    }

    /// Whether a page of its own size or place was asked for.
    pub fn is_asked(&self) -> bool {
        self.cursor.is_some() || self.limit != Limit::default()
    }

    /// What the list continues after; none on the first page.
    pub fn after<T: FromStr>(&self, state: &AppState) -> Result<Option<T>, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let after = Cursor::open(cursor, state.cursor_key(), &self.list())?.after;
        Ok(Some(after.parse().map_err(|_of_another_list| CursorError::Forged)?))
    }

    /// Cuts off what was read beyond the page; what the next page continues after, where there is one.
    pub fn cut<T, P: ToString>(&self, items: &mut Vec<T>, place: impl Fn(&T) -> P) -> Option<String> {
        let more = items.len() > self.limit.get();
        items.truncate(self.limit.get());
        items.last().filter(|_| more).map(|last| place(last).to_string())
    }

    fn list(&self) -> String {
        format!("{}?{}", self.path, self.query)
    }

    fn url(&self, state: &AppState, cursor: Option<&str>) -> String {
        let mut url = state.site().url(self.path);
        let start = url.len() + 1;
        url.push('?');
        url.push_str(&self.query);
        let mut pairs = form_urlencoded::Serializer::for_suffix(url, start);
        if self.limit != Limit::default() {
            pairs.append_pair("limit", &self.limit.get().to_string());
        }
        if let Some(cursor) = cursor {
            pairs.append_pair("cursor", cursor);
        }
        let mut url = pairs.finish();
        if url.ends_with('?') {
            url.pop();
        }
        url
    }
}

/// The URLs of this page and of the one after it, which continues after `next`.
pub(crate) fn page_urls(state: &AppState, paging: &Paging, next: Option<String>) -> PageUrls {
    let seal = |after: String| Cursor::new(after).seal(state.cursor_key(), &paging.list());
    PageUrls {
        this: paging.url(state, paging.cursor.as_deref()),
        previous: None,
        next: next.map(|after| paging.url(state, Some(&seal(after)))),
    }
}

impl PageUrls {
    /// Of a list of one page.
    #[cfg(test)]
    pub fn only(paging: &Paging) -> Self {
        Self { this: paging.path.to_owned(), previous: None, next: None }
    }

    /// With the page before, of a list that counts its results: `offset` of them come before this page.
    pub fn before(mut self, state: &AppState, paging: &Paging, offset: usize) -> Self {
        self.previous = (offset > 0).then(|| {
            let start = offset.saturating_sub(paging.limit.get());
            let seal = |start: usize| Cursor::new(start.to_string()).seal(state.cursor_key(), &paging.list());
            paging.url(state, (start > 0).then(|| seal(start)).as_deref())
        });
        self
    }

    /// The answer with its Link header.
    pub fn on(&self, mut response: Response) -> Response {
        let next = self.next.as_ref().map(|url| format!(", <{url}>; rel=\"next\"")).unwrap_or_default();
        if let Ok(link) = HeaderValue::from_str(&format!("<{}>; rel=\"self\"{next}", self.this)) {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}
