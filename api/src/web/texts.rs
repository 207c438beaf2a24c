//! Pages that are mostly prose: legal notice, privacy, contact, licences of the data.

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;
use crate::operator::Operator;
use crate::reference::Reference;

macro_rules! texts {
    ($($(#[doc = $doc:literal])+ $name:ident $file:literal $path:literal $fr:literal $en:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Template)]
        #[template(path = $file)]
        pub(crate) struct $name {
            shell: Shell,
            operator: Operator,
        }

        impl $name {
            pub fn new(lang: Lang, operator: &Operator) -> Self {
                let title = if lang == Lang::Fr { $fr } else { $en };
                Self { shell: Shell::new(lang, title.to_owned(), $path).indexed(), operator: operator.clone() }
            }
        }
    )+};
}

texts! {
    /// Who answers for the site.
    LegalPage "texts/legal.html" "/legal" "Mentions légales" "Legal notice";
    /// What becomes of what people tell us.
    PrivacyPage "texts/privacy.html" "/privacy" "Données personnelles" "Privacy";
    /// How to reach people.
    ContactPage "texts/contact.html" "/contact" "Nous contacter" "Contact";
}

/// Under which licences the data may be used.
#[derive(Debug, Template)]
#[template(path = "texts/licences.html")]
pub(crate) struct LicencesPage {
    shell: Shell,
    sources: Vec<SourceView>,
}

#[derive(Debug)]
struct SourceView {
    title: String,
    attribution: String,
    licence: String,
    /// Only addresses of the web.
    url: Option<String>,
}

impl LicencesPage {
    pub fn new(lang: Lang, reference: &Reference) -> Self {
        let title = if lang == Lang::Fr { "Licences des données" } else { "Licences of the data" };
        let data = if lang == Lang::Fr { "Données ouvertes" } else { "Open data" };
        let sources = reference.sources().iter().map(|source| SourceView {
            title: source.title.clone(),
            attribution: source.attribution.clone(),
            licence: source.licence.clone(),
            url: source.licence_url.clone().filter(|url| super::is_web(url)),
        });
        Self {
            shell: Shell::new(lang, title.to_owned(), "/licences")
                .indexed()
                .below([(data.to_owned(), "/open-data/".to_owned())]),
            sources: sources.collect(),
        }
    }
}
