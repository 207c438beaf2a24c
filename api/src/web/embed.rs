//! What others show in frames of their pages, and the page that makes the code for it.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::Need;
use uuid::Uuid;

use super::home::ResultView;
use super::judged::NeedVerdict;
use super::wanted::{NeedBox, Wanted};
use super::{Names, Shell, home};
use crate::routes::search::results::Results;
use crate::site::Site;
use crate::view::EmbedView;

/// Reasons of a verdict.
const REASONS: usize = 5;

/// How much of a place is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Size {
    #[default]
    Compact,
    Full,
}

/// The colours of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    /// Those that the reader's system has.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Size {
    pub const ALL: [(&'static str, Self); 2] = [("compact", Self::Compact), ("full", Self::Full)];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, size)| *size == self).map_or("", |(name, _)| name)
    }
}

impl Theme {
    pub const ALL: [(&'static str, Self); 3] =
        [("auto", Self::Auto), ("light", Self::Light), ("dark", Self::Dark)];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, theme)| *theme == self).map_or("", |(name, _)| name)
    }

    /// Its name, unless the reader's system decides.
    pub fn fixed(&self) -> Option<&'static str> {
        (*self != Self::Auto).then(|| self.name())
    }
}

/// A place in a frame.
#[derive(Debug, Template)]
#[template(path = "embed_place.html")]
pub(crate) struct EmbedPlacePage {
    shell: Shell,
    theme: Theme,
    full: bool,
    view: EmbedView,
    verdicts: Vec<NeedVerdict>,
    page: String,
}

/// The places of a commune in a frame.
#[derive(Debug, Template)]
#[template(path = "embed_list.html")]
pub(crate) struct EmbedListPage {
    shell: Shell,
    theme: Theme,
    places: Vec<ResultView>,
    left_out: u64,
    matched: u64,
    all: String,
}

impl EmbedPlacePage {
    pub fn new(view: EmbedView, lang: Lang, (size, theme): (Size, Theme)) -> Self {
        let shell = Shell::new(lang, view.name.clone(), "");
        let summaries = view.verdicts.iter();
        let verdicts =
            summaries.filter_map(|one| NeedVerdict::of(&one.summary, shell.tongue, REASONS)).collect();
        Self { page: shell.to(&view.page), shell, theme, full: size == Size::Full, view, verdicts }
    }
}

impl EmbedListPage {
    /// The first places of `commune`; `wanted` asks for all of them.
    pub fn new(
        results: &Results,
        wanted: &Wanted,
        (commune, names): (&str, &Names<'_>),
        theme: Theme,
    ) -> Self {
        let title = names.tongue().say("Lieux accessibles : ", "Accessible places: ");
        let shell = Shell::new(names.lang, format!("{title}{commune}"), "");
        let places = results.places.iter().map(|(record, found)| home::shown(record, found, wanted, names));
        Self {
            places: places.collect(),
            left_out: results.page.excluded_unknown,
            matched: results.page.matched,
            all: shell.to(&wanted.address()),
            theme,
            shell,
        }
    }
}

/// The page that makes the code of a frame or an element.
#[derive(Debug, Template)]
#[template(path = "embed_builder.html")]
pub(crate) struct BuilderPage {
    shell: Shell,
    q: String,
    /// What the words may mean, and the address that chooses it.
    choices: Vec<(String, String)>,
    chosen: Option<ChosenView>,
    needs: Vec<NeedBox>,
    sizes: Vec<(&'static str, &'static str)>,
    themes: Vec<(&'static str, &'static str)>,
}

/// What is embedded.
#[derive(Debug)]
pub(crate) enum Chosen {
    Place { id: Uuid, name: String },
    Commune { code: String, name: String },
}

/// How it is embedded.
#[derive(Debug)]
pub(crate) struct Look {
    pub lang: Lang,
    pub size: Size,
    pub theme: Theme,
    pub needs: Vec<&'static Need>,
}

/// The code for what was chosen.
#[derive(Debug)]
struct ChosenView {
    name: String,
    /// The parameter that names it, and its value.
    parameter: &'static str,
    value: String,
    size: &'static str,
    theme: &'static str,
    /// The address that the preview shows.
    frame: String,
    iframe: String,
    /// Only of a place.
    element: Option<String>,
}

/// The code of a frame.
#[derive(Template)]
#[template(
    source = "<iframe src=\"{{ src }}\" title=\"{{ title }}\" width=\"100%\" height=\"{{ height }}\" loading=\"lazy\" referrerpolicy=\"no-referrer\" style=\"border: 0\"></iframe>",
    ext = "html"
)]
struct FrameCode<'a> {
    src: &'a str,
    title: &'a str,
    height: u32,
}

/// The code of the element; the link within is for browsers without scripts.
#[derive(Template)]
#[template(
    source = "<script src=\"{{ base }}/embed/plainpied-place.js\" async></script>\n<plainpied-place id=\"{{ id }}\" size=\"{{ size }}\" theme=\"{{ theme }}\" lang=\"{{ lang }}\"{% if !needs.is_empty() %} needs=\"{{ needs }}\"{% endif %}>\n  <a href=\"{{ base }}/establishments/{{ id }}\">{{ title }}</a>\n</plainpied-place>",
    ext = "html"
)]
struct ElementCode<'a> {
    base: &'a str,
    id: Uuid,
    size: &'a str,
    theme: &'a str,
    lang: &'a str,
    needs: &'a str,
    title: &'a str,
}

impl BuilderPage {
    /// The page with the answers to `q`, or with the code for what was chosen.
    ///
    /// # Errors
    /// The code cannot be written.
    pub fn new(
        (q, choices): (String, Vec<(String, String)>),
        chosen: Option<Chosen>,
        look: &Look,
        site: &Site,
    ) -> Result<Self, askama::Error> {
        let title = match look.lang {
            Lang::Fr => "Montrer Plainpied sur votre site",
            Lang::En => "Show Plainpied on your site",
        };
        let shell = Shell::new(look.lang, title.to_owned(), "/embed").indexed();
        let say = |fr, en| shell.tongue.say(fr, en);
        let ticked = keys(&look.needs);
        Ok(Self {
            q,
            choices,
            chosen: chosen.map(|chosen| chosen.view(look, &shell, site)).transpose()?,
            needs: Wanted::new(vec![("needs".to_owned(), ticked)]).needs(look.lang),
            sizes: vec![("compact", say("En bref", "In short")), ("full", say("En entier", "In full"))],
            themes: vec![
                ("auto", say("Celles du lecteur", "Those of the reader")),
                ("light", say("Claires", "Light")),
                ("dark", say("Sombres", "Dark")),
            ],
            shell,
        })
    }
}

fn keys(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.key.as_str()).collect::<Vec<_>>().join(",")
}

impl Chosen {
    fn view(self, look: &Look, shell: &Shell, site: &Site) -> Result<ChosenView, askama::Error> {
        let lang = shell.tongue.code();
        let (size, theme, needs) = (look.size.name(), look.theme.name(), keys(&look.needs));
        let (path, name, parameter, value) = match self {
            Self::Place { id, name } => (format!("/embed/establishments/{id}"), name, "id", id.to_string()),
            Self::Commune { code, name } => (format!("/embed/communes/{code}"), name, "commune", code),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        if parameter == "id" {
            query.append_pair("size", size);
        }
        query.append_pair("theme", theme).append_pair("lang", lang);
        if !needs.is_empty() {
            query.append_pair("needs", &needs);
        }
        let frame = format!("{path}?{}", query.finish());
        let title = format!("{}{name}", shell.tongue.say("Accessibilité : ", "Accessibility: "));
        let height = if parameter == "id" && look.size == Size::Compact { 260 } else { 600 };
        let iframe = FrameCode { src: &site.url(&frame), title: &title, height }.render()?;
        let base = site.base();
        let element = match value.parse() {
            Ok(id) if parameter == "id" => {
                Some(ElementCode { base, id, size, theme, lang, needs: &needs, title: &title }.render()?)
            }
            _ => None,
        };
        Ok(ChosenView { name, parameter, value, size, theme, frame, iframe, element })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str, size: Size) -> String {
        let look = Look { lang: Lang::Fr, size, theme: Theme::Dark, needs: Vec::new() };
        let chosen = Chosen::Place { id: Uuid::nil(), name: name.to_owned() };
        let site = Site::new(Some("https://plainpied.example")).unwrap();
        BuilderPage::new((String::new(), Vec::new()), Some(chosen), &look, &site).unwrap().render().unwrap()
    }

    #[test]
    fn the_code_to_copy_cannot_be_broken_by_the_name_of_a_place() {
        let page = page("</textarea><script>\"x\"", Size::Compact);
        assert!(!page.contains("</textarea><script>") && !page.contains("<script>"), "{page}");
        // Escaped once for the page that it is copied to, and once for this one.
        assert!(page.contains("&#38;#60;/textarea&#38;#62;"), "{page}");
    }

    #[test]
    fn the_code_names_what_was_chosen_with_whole_addresses() {
        let page = page("Martin", Size::Full);
        let frame =
            "https://plainpied.example/embed/establishments/00000000-0000-0000-0000-000000000000?size=full";
        assert!(page.contains(frame), "{page}");
        assert!(page.contains("https://plainpied.example/embed/plainpied-place.js"));
        assert!(page.contains("&#60;plainpied-place") && page.contains("theme=&#34;dark&#34;"));
    }
}
