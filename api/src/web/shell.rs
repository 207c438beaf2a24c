use plainpied_criteria::Lang;
use time::Date;
use time::macros::format_description;

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
    /// The same page in the other language, where there is one.
    pub other: Option<String>,
}

impl Shell {
    /// A page at `address` (path and query without language).
    pub fn new(lang: Lang, title: String, address: &str) -> Self {
        let other = match lang {
            Lang::Fr => with_lang(address),
            Lang::En => address.to_owned(),
        };
        Self { tongue: Tongue(lang), title, style: style_path(), canonical: None, other: Some(other) }
    }

    /// With the address by which search engines know it.
    pub fn canonical(mut self, address: String) -> Self {
        self.canonical = Some(address);
        self
    }

    /// The language of the page.
    pub fn lang(&self) -> Lang {
        self.tongue.0
    }

    /// An address in the language of the page.
    pub fn to(&self, address: &str) -> String {
        match self.tongue.0 {
            Lang::Fr => address.to_owned(),
            Lang::En => with_lang(address),
        }
    }
}

fn with_lang(address: &str) -> String {
    let join = if address.contains('?') { '&' } else { '?' };
    format!("{address}{join}lang=en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_the_language_of_the_page() {
        let english = Shell::new(Lang::En, String::new(), "/?q=pain");
        assert_eq!(english.to("/establishments/1"), "/establishments/1?lang=en");
        assert_eq!(english.other.as_deref(), Some("/?q=pain"));
        let french = Shell::new(Lang::Fr, String::new(), "/?q=pain");
        assert_eq!(french.to("/establishments/1"), "/establishments/1");
        assert_eq!(french.other.as_deref(), Some("/?q=pain&lang=en"));
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        let day = time::macros::date!(2026 - 05 - 01);
        assert_eq!(Tongue(Lang::Fr).day(day), "01/05/2026");
        assert_eq!(Tongue(Lang::En).day(day), "1 May 2026");
    }
}
