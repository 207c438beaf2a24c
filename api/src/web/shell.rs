use plainpied_criteria::Lang;
use time::Date;
use time::macros::format_description;

use super::areas::{self, Area};
use super::{script_path, style_path, touch_icon};
use crate::site::Site;

tokio::task_local! {
    /// What is known of a page while it is made, and no handler need know of.
    pub(super) static HERE: Here;
}

/// Where a page is made.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// What clients call this server: search engines want whole addresses.
    pub site: Site,
    /// Whether the address of the page names its language.
    pub names_language: bool,
}

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

    /// The title of a page; where something is wrong with its form this comes first, as a screen reader says it first.
    pub fn title(&self, title: &str, wrong: bool) -> String {
        let error = if wrong { self.say("Erreur : ", "Error: ") } else { "" };
        format!("{error}{title}")
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
        match self.named() {
            Some(_) => with_lang(address, self.0),
            None => address.to_owned(),
        }
    }

    /// The code where addresses have to name the language: English always; French where the address of this page does,
    /// for its reader's browser may ask for another, and the next page would speak that.
    pub fn named(&self) -> Option<&'static str> {
        let is_named = || HERE.try_with(|here| here.names_language).unwrap_or(false);
        (self.0 != Lang::default() || is_named()).then(|| self.code())
    }

    /// An address by which others know a page in this language: French goes without saying.
    fn known_as(&self, address: &str) -> String {
        if self.0 == Lang::default() { whole(address) } else { whole(&with_lang(address, self.0)) }
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
    /// The script of all pages, in a program that has it.
    pub script: Option<&'static str>,
    /// The icon for home screens, in a program that has it.
    pub touch_icon: Option<&'static str>,
    /// Whether search engines should know the page.
    indexed: bool,
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
        Self {
            tongue: Tongue(lang),
            title,
            style: style_path(),
            script: script_path(),
            touch_icon: touch_icon(),
            indexed: false,
            other: Some(switch(lang, address)),
            above: Vec::new(),
            address: address.to_owned(),
        }
    }

    /// Says first that something is wrong with the form of the page.
    pub fn fail(&mut self) {
        self.title = self.tongue.title(&self.title, true);
    }

    /// As a page that search engines should know, by this address in each language.
    pub fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }

    /// As shown for what the address asks beside, which the other language asks too, and search engines need not know.
    pub fn asking(&mut self, query: &str) {
        if !query.is_empty() {
            self.other = Some(switch(self.lang(), &format!("{}?{query}", self.address)));
        }
    }

    /// The address by which search engines know the page, where they should.
    pub fn canonical(&self) -> Option<String> {
        self.indexed.then(|| self.tongue.known_as(&self.address))
    }

    /// The same page in every language, and for readers of any other: code and address. None of a page that is there in
    /// one language only.
    pub fn alternates(&self) -> Vec<(&'static str, String)> {
        if !self.indexed || self.other.is_none() {
            return Vec::new();
        }
        let of = |lang| Tongue(lang).known_as(&self.address);
        vec![("fr", of(Lang::Fr)), ("en", of(Lang::En)), ("x-default", of(Lang::Fr))]
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

/// An address with the name of the site, where it is known.
fn whole(address: &str) -> String {
    HERE.try_with(|here| here.site.url(address)).unwrap_or_else(|_| address.to_owned())
}

/// The address that shows another in the other language, and remembers it.
fn switch(lang: Lang, address: &str) -> String {
    let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
    let back: String = form_urlencoded::byte_serialize(address.as_bytes()).collect();
    format!("/language/{}?next={back}", other.code())
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

    #[tokio::test]
    async fn french_that_an_address_asks_for_is_asked_for_by_the_links_of_its_page() {
        let linked = |names_language, lang| {
            let here = Here { site: Site::default(), names_language };
            HERE.sync_scope(here, || Tongue(lang).to("/places?page=2"))
        };
        assert_eq!(linked(true, Lang::Fr), "/places?page=2&lang=fr");
        assert_eq!(linked(false, Lang::Fr), "/places?page=2");
        assert_eq!(linked(false, Lang::En), "/places?page=2&lang=en");
    }

    #[test]
    fn the_other_language_asks_for_the_same() {
        let mut page = Shell::new(Lang::Fr, String::new(), "/establishments/1").indexed();
        page.asking("needs=deaf");
        assert_eq!(page.other.as_deref(), Some("/language/en?next=%2Festablishments%2F1%3Fneeds%3Ddeaf"));
        assert_eq!(page.canonical().as_deref(), Some("/establishments/1"));
    }

    #[tokio::test]
    async fn search_engines_are_told_the_whole_address_of_each_language_and_of_no_other_page() {
        let site = Site::new(Some("https://example.org")).unwrap();
        let page = |lang, address| Shell::new(lang, String::new(), address);
        let work = async {
            let english = page(Lang::En, "/places?page=2").indexed();
            assert_eq!(english.canonical().as_deref(), Some("https://example.org/places?page=2&lang=en"));
            let french = "https://example.org/places?page=2".to_owned();
            let en = format!("{french}&lang=en");
            assert_eq!(
                english.alternates(),
                [("fr", french.clone()), ("en", en), ("x-default", french.clone())]
            );
            assert_eq!(page(Lang::Fr, "/places?page=2").indexed().canonical(), Some(french));
            let own = page(Lang::Fr, "/account");
            assert!(own.canonical().is_none() && own.alternates().is_empty());
        };
        HERE.scope(Here { site, names_language: true }, work).await;
        assert_eq!(page(Lang::Fr, "/help").indexed().canonical().as_deref(), Some("/help"));
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
