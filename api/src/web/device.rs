//! Pages about what is kept for the reader: on the own device, and in the account by consent.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::account::FavouriteRecord;

use super::said::said;
use super::{Shell, Tongue};

/// What is shown without a network.
#[derive(Debug, Template)]
#[template(path = "offline.html")]
pub(crate) struct OfflinePage {
    shell: Shell,
}

/// The places that the reader keeps. Of those on the device the server knows none: the script of the page writes the list.
#[derive(Debug, Template)]
#[template(path = "saved.html")]
pub(crate) struct SavedPage {
    shell: Shell,
    /// What was just done.
    done: Option<&'static str>,
    /// Of somebody who is signed in.
    own: Option<Own>,
}

#[derive(Debug)]
struct Own {
    csrf: String,
    /// None: there is no consent.
    places: Option<Vec<Line>>,
}

#[derive(Debug)]
struct Line {
    name: String,
    commune: String,
    since: String,
    address: String,
    favourite: String,
}

impl OfflinePage {
    pub fn new(lang: Lang) -> Self {
        let title = if lang == Lang::Fr { "Pas de réseau" } else { "No network" };
        Self { shell: Shell::new(lang, title.to_owned(), "/offline") }
    }
}

impl SavedPage {
    pub fn new(lang: Lang) -> Self {
        let title = if lang == Lang::Fr { "Mes lieux" } else { "My places" };
        Self { shell: Shell::new(lang, title.to_owned(), "/saved"), done: None, own: None }
    }

    /// For somebody who is signed in: with what the account keeps; none: there is no consent.
    pub fn of(mut self, csrf: String, favourites: Option<Vec<FavouriteRecord>>, done: Option<&str>) -> Self {
        let tongue = self.shell.tongue;
        self.done = done.and_then(|word| said(word, tongue));
        let places = favourites.map(|all| all.into_iter().map(|one| line(one, tongue)).collect());
        self.own = Some(Own { csrf, places });
        self
    }
}

fn line(favourite: FavouriteRecord, tongue: Tongue) -> Line {
    let address = format!("/establishments/{}", favourite.establishment_id);
    Line {
        favourite: tongue.to(&format!("{address}/favourite")),
        address,
        name: favourite.name,
        commune: favourite.commune,
        since: tongue.day(favourite.since.date()),
    }
}
