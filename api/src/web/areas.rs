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
    area("/open-data/", "Données ouvertes", "Open data"),
    area("/account", "Mon espace", "My space"),
];

/// At the foot of every page, in groups with a name in French and English.
pub(crate) const FOOT: &[(&str, &str, &[Area])] = &[
    ("Lieux", "Places", &[area("/", "Rechercher un lieu", "Find a place")]),
    (
        "Données",
        "Data",
        &[
            area("/open-data/", "Données ouvertes", "Open data"),
            area("/api/docs", "Documentation de l'API (en anglais)", "Documentation of the API"),
        ],
    ),
];
