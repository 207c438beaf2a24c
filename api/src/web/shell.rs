use plainpied_criteria::Lang;
use time::Date;
use time::macros::format_description;

use super::areas::{self, Area};
use super::style_path;

/// The language that a page is written in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tongue(pub Lang);

impl Tongue {
    /// The text of the page's language.
    pub fn say<'a>(&self, fr: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// Its code.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// A number as people write it: thousands apart.
    pub fn number(&self, number: impl std::borrow::Borrow<u64>) -> String {
        let digits = number.borrow().to_string();
        let gap = self.say("\u{202f}", ",");
        let mut text = String::with_capacity(digits.len() + 8);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(gap);
            }
            text.push(digit);
        }
        text
    }

    /// An address in this language.
    pub fn to(&self, address: &str) -> String {
        match self.0 {
            Lang::Fr => address.to_owned(),
            Lang::En => with_lang(address, Lang::En),
        }
    }

    /// A day as people write it.
    pub fn day(&self, day: Date) -> String {
        let format = match self.0 {
            Lang::Fr => format_description!("[day]/[month]/[year]"),
            Lang::En => format_description!("[day padding:none] [month repr:long] [year]"),
        };
        // The formats hold only parts that every day has; ISO is readable too.
        day.format(format).unwrap_or_else(|_| day.to_string())
    }
}

/// What stands around every page.
#[derive(Debug)]
pub(crate) struct Shell {
    /// The language.
    pub tongue: Tongue,
    /// The title.
    pub title: String,
    /// The style sheet.
    pub style: String,
    /// The address by which search engines know the page, where it has one.
    pub canonical: Option<String>,
    /// The address that shows the same page in the other language and remembers it, where there is one.
    pub other: Option<String>,
    /// The pages above this one, the uppermost first: name and address. Home goes without saying.
    pub above: Vec<(String, String)>,
    /// The path and query of the page, without language.
    address: String,
}

impl Shell {
    /// A page at `address` (path and query without language).
    pub fn new(lang: Lang, title: String, address: &str) -> Self {
        let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
        let back: String = form_urlencoded::byte_serialize(address.as_bytes()).collect();
        Self {
            tongue: Tongue(lang),
            title,
            style: style_path(),
            canonical: None,
            other: Some(format!("/language/{}?next={back}", other.code())),
            above: Vec::new(),
            address: address.to_owned(),
        }
    }

    /// With the address by which search engines know it.
    pub fn canonical(mut self, address: String) -> Self {
        self.canonical = Some(address);
        self
    }

    /// With the pages above it.
    pub fn below(mut self, above: impl IntoIterator<Item = (String, String)>) -> Self {
        self.above = above.into_iter().collect();
        self
    }

    /// The language of the page.
    pub fn lang(&self) -> Lang {
        self.tongue.0
    }

    /// An address in the language of the page.
    pub fn to(&self, address: &str) -> String {
        self.tongue.to(address)
    }

    /// The links at the head.
    pub fn main(&self) -> &'static [Area] {
        areas::MAIN
    }

    /// The links at the foot.
    pub fn foot(&self) -> &'static [(&'static str, &'static str, &'static [Area])] {
        areas::FOOT
    }

    /// Whether an area is this very page.
    pub fn is_at(&self, path: &str) -> bool {
        self.address == path
    }

    /// Whether this page lies in an area.
    pub fn is_in(&self, path: &str) -> bool {
        let here = self.address.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(path))
    }
}

/// An address that names its language.
pub(crate) fn with_lang(address: &str, lang: Lang) -> String {
    let join = if address.contains('?') { '&' } else { '?' };
    format!("{address}{join}lang={}", lang.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_the_language_of_the_page() {
        let english = Shell::new(Lang::En, String::new(), "/?q=pain");
        assert_eq!(english.to("/establishments/1"), "/establishments/1?lang=en");
        assert_eq!(english.other.as_deref(), Some("/language/fr?next=%2F%3Fq%3Dpain"));
        let french = Shell::new(Lang::Fr, String::new(), "/?q=pain");
        assert_eq!(french.to("/establishments/1"), "/establishments/1");
        assert_eq!(french.other.as_deref(), Some("/language/en?next=%2F%3Fq%3Dpain"));
    }

    #[test]
    fn a_page_knows_in_which_area_it_lies() {
        let page = Shell::new(Lang::Fr, String::new(), "/places/69?page=2");
        assert!(page.is_in("/places") && !page.is_in("/") && !page.is_at("/places"));
        assert!(Shell::new(Lang::Fr, String::new(), "/?q=pain").is_in("/"));
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(Tongue(Lang::Fr).number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Tongue(Lang::En).number(1_000), "1,000");
        assert_eq!(Tongue(Lang::En).number(999), "999");
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        let day = time::macros::date!(2026 - 05 - 01);
        assert_eq!(Tongue(Lang::Fr).day(day), "01/05/2026");
        assert_eq!(Tongue(Lang::En).day(day), "1 May 2026");
    }
}
