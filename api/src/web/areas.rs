//! Where the pages lead: the links of the head and of the foot.

/// A part of the site.
#[derive(Debug)]
pub(crate) struct Area {
    /// Its address, without language.
    pub path: &'static str,
    /// Its name in French.
    pub fr: &'static str,
    /// Its name in English.
    pub en: &'static str,
}

const fn area(path: &'static str, fr: &'static str, en: &'static str) -> Area {
    Area { path, fr, en }
}

/// At the head of every page.
pub(crate) const MAIN: &[Area] = &[
    area("/", "Rechercher", "Search"),
    area("/places", "Annuaire", "Directory"),
    area("/contribute", "Contribuer", "Contribute"),
    area("/open-data/", "Données ouvertes", "Open data"),
    area("/account", "Mon espace", "My space"),
    area("/help", "Aide", "Help"),
];

const PLACES: &[Area] = &[
    area("/", "Rechercher un lieu", "Find a place"),
    area("/places", "Annuaire", "Directory"),
    area("/contribute", "Contribuer", "Contribute"),
    area("/statistics", "Statistiques", "Statistics"),
    area("/saved", "Mes lieux gardés", "The places I keep"),
];

const UNDERSTANDING: &[Area] = &[
    area("/help", "D'où viennent les réponses", "Where the answers come from"),
    area("/proposals", "Propositions et réponses", "Proposals and answers"),
    area("/facile", "Facile à lire et à comprendre", "Easy to read (in French)"),
    area("/accessibility", "Accessibilité : non évaluée", "Accessibility: not assessed"),
];

const DATA: &[Area] = &[
    area("/open-data/", "Données ouvertes", "Open data"),
    area("/licences", "Licences des données", "Licences of the data"),
    area("/embed", "Sur votre site", "On your site"),
    area("/api/console", "Essayer l'API", "Try the API"),
    area("/api/docs", "Documentation de l'API (en anglais)", "Documentation of the API"),
];

const SITE: &[Area] = &[
    area("/contact", "Nous contacter", "Contact"),
    area("/privacy", "Données personnelles", "Privacy"),
    area("/legal", "Mentions légales", "Legal notice"),
];

/// At the foot of every page, in groups with a name in French and English.
pub(crate) const FOOT: &[(&str, &str, &[Area])] = &[
    ("Lieux", "Places", PLACES),
    ("Comprendre", "Understanding", UNDERSTANDING),
    ("Données", "Data", DATA),
    ("Le site", "The site", SITE),
];

/// What search engines should know beside the places.
pub(crate) const SITEMAP_PAGES: &[&[Area]] = &[PLACES, UNDERSTANDING, DATA, SITE];
