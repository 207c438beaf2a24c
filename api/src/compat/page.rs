//! Pages by number.

use crate::extract::Fields;
use crate::problem::{Problem, code};
use crate::site::Site;

/// Items of a page unless asked otherwise.
pub(crate) const DEFAULT_SIZE: usize = 20;
/// The most items of a page.
const LARGEST: usize = 1_000;
/// The last page number that is read: far beyond all pages.
const LAST: usize = 1_000_000_000;

/// Which page is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    /// Counts from 1.
    pub number: usize,
    size: Option<usize>,
    /// All parameters but the page.
    query: String,
}

impl Paging {
    /// Takes `page` and `page_size` away.
    ///
    /// # Errors
    /// A number that is none, or out of range.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let number = fields.within("page", 1..=LAST)?.unwrap_or(1);
        let size = fields.within("page_size", 1..=LARGEST)?;
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(fields.pairs());
        if let Some(size) = size {
            pairs.append_pair("page_size", &size.to_string());
        }
        Ok(Self { number, size, query: pairs.finish() })
    }

    /// Items of the page, where nobody asked otherwise this many.
    pub fn size(&self, usual: usize) -> usize {
        self.size.unwrap_or(usual)
    }

    /// Items before the page.
    pub fn offset(&self, size: usize) -> usize {
        (self.number - 1).saturating_mul(size)
    }

    /// The addresses of the next and of the previous page of a list at a path.
    pub fn neighbours(&self, site: &Site, path: &str, (size, count): (usize, u64)) -> [Option<String>; 2] {
        let end = self.offset(size).saturating_add(size) as u64;
        let next = (end < count).then(|| self.url(site, path, self.number + 1));
        let previous = (self.number > 1).then(|| self.url(site, path, self.number - 1));
        [next, previous]
    }

    fn url(&self, site: &Site, path: &str, number: usize) -> String {
        let page = (number > 1).then(|| format!("page={number}"));
        let query: Vec<&str> =
            page.iter().map(String::as_str).chain([&*self.query]).filter(|part| !part.is_empty()).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        site.url(&format!("{path}{mark}{}", query.join("&")))
    }

    /// Fails for a page after the last one.
    ///
    /// # Errors
    /// 404, as there.
    pub fn check(&self, size: usize, count: u64) -> Result<(), Problem> {
        if self.number == 1 || (self.offset(size) as u64) < count {
            return Ok(());
        }
        let detail = format!("there is no page {}: {count} results, {size} a page", self.number);
        Err(Problem::new(&code::NOT_FOUND).detail(detail).at("page"))
    }
}
