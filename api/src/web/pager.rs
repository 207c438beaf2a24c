//! Which page of a list this is, and the ways to the others.

use plainpied_search::Query;

use super::Tongue;
use crate::view::PageUrls;

/// The pages of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pager {
    /// This page, from 1.
    pub page: u64,
    /// The last page.
    pub last: u64,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

impl Pager {
    /// Page `page` of a list of `count` items, `per` on each; the first page is at `address`, the others at `page=` of it.
    pub fn new(address: &str, page: u64, (count, per): (u64, u64)) -> Self {
        let last = count.div_ceil(per).max(1);
        let at = |page: u64| match page {
            1 => address.to_owned(),
            _ => format!("{address}{}page={page}", if address.contains('?') { '&' } else { '?' }),
        };
        Self {
            page,
            last,
            previous: (page > 1).then(|| at((page - 1).min(last))),
            next: (page < last).then(|| at(page + 1)),
        }
    }

    /// With other addresses.
    pub fn led(mut self, to: impl Fn(&str) -> String) -> Self {
        self.previous = self.previous.map(|address| to(&address));
        self.next = self.next.map(|address| to(&address));
        self
    }

    /// The page of a search: results before it and on a page, all that matched, and the addresses beside it.
    pub fn counted((offset, per): (usize, usize), matched: u64, urls: PageUrls) -> Self {
        let per = (per as u64).max(1);
        let last = matched.min(Query::MAX_DEPTH as u64).div_ceil(per).max(1);
        Self { page: offset as u64 / per + 1, last, previous: urls.previous, next: urls.next }
    }

    /// `Page 2 sur 7`.
    pub fn words(&self, tongue: &Tongue) -> String {
        let (page, of, last) = (tongue.number(self.page), tongue.say("sur", "of"), tongue.number(self.last));
        format!("Page {page} {of} {last}")
    }
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::Lang;

    use super::*;

    #[test]
    fn pages_have_lasting_addresses_and_ends() {
        let first = Pager::new("/places/69", 1, (101, 50));
        assert_eq!((first.previous, first.next.as_deref()), (None, Some("/places/69?page=2")));
        let last = Pager::new("/places/69", 3, (101, 50));
        assert_eq!(last.words(&Tongue(Lang::Fr)), "Page 3 sur 3");
        assert_eq!((last.previous.as_deref(), last.next), (Some("/places/69?page=2"), None));
        assert_eq!(Pager::new("/places/69", 2, (101, 50)).previous.as_deref(), Some("/places/69"));
        assert_eq!(Pager::new("/places/69", 1, (0, 50)).last, 1);
    }
}
