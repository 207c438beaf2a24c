//! What is followed, as people call it.

use std::collections::HashMap;

use plainpied_criteria::Lang;
use plainpied_domain::{EstablishmentId, InseeCode, Interest};
use plainpied_store::establishment;
use uuid::Uuid;

use crate::extract::Fields;
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{Names, Tongue, commune_page, search_words};

/// What is followed.
#[derive(Debug)]
pub(crate) struct Named {
    /// What it is called.
    pub title: String,
    /// Its page, without language, where there is one.
    pub address: Option<String>,
    /// The same changes as a feed, without language, where there is one.
    pub feed: Option<String>,
}

/// Names for interests, in their order.
///
/// # Errors
/// 503.
pub(crate) async fn named(
    state: &AppState,
    interests: &[&Interest],
    lang: Lang,
) -> Result<Vec<Named>, Problem> {
    let places: Vec<EstablishmentId> = interests
        .iter()
        .filter_map(|interest| match interest {
            Interest::Establishment(id) => Some(*id),
            _ => None,
        })
        .collect();
    let known: HashMap<Uuid, String> = match places.is_empty() {
        true => HashMap::new(),
        false => state
            .query(async |connection| establishment::names(connection, &places).await)
            .await?
            .into_iter()
            .collect(),
    };
    let (reference, lexicon) = (state.reference().await?, state.lexicon().await?);
    let names = Names { reference: &reference, lexicon: &lexicon, lang };
    Ok(interests.iter().map(|interest| name(interest, &known, &names)).collect())
}

fn name(interest: &Interest, known: &HashMap<Uuid, String>, names: &Names<'_>) -> Named {
    let tongue = Tongue(names.lang);
    let fixed =
        |fr: &str, en: &str| Named { title: tongue.say(fr, en).to_owned(), address: None, feed: None };
    match interest {
        Interest::Everything => fixed("Tous les lieux", "All places"),
        Interest::Managed => fixed("Les lieux que je gère", "The places that I manage"),
        Interest::Establishment(id) => Named {
            title: known.get(&id.as_uuid()).cloned().unwrap_or_else(|| id.to_string()),
            address: Some(format!("/establishments/{id}")),
            feed: Some(format!("/establishments/{id}/feed.atom")),
        },
        Interest::Commune(code) => commune(code, names),
        Interest::Box(bbox) => {
            let [west, south, east, north] = bbox.limits();
            let query = format!("bbox={west},{south},{east},{north}");
            Named {
                address: Some(format!("/?{query}")),
                feed: Some(format!("/feed.atom?{query}")),
                ..fixed("Une zone de la carte", "An area of the map")
            }
        }
        Interest::Around(centre, metres) => Named {
            address: Some(format!("/?lat={}&lon={}&radius={metres}", centre.lat(), centre.lon())),
            ..fixed("Les lieux autour d'un point", "The places around a point")
        },
        Interest::Search(query) => search(query, names),
    }
}

fn commune(code: &InseeCode, names: &Names<'_>) -> Named {
    Named {
        title: names.commune(code.as_str()),
        address: Some(commune_page(code.department(), code.as_str())),
        feed: Some(format!("/communes/{code}/feed.atom")),
    }
}

fn search(query: &str, names: &Names<'_>) -> Named {
    let pairs = Fields::parse(query).map(|fields| fields.pairs().to_vec()).unwrap_or_default();
    Named {
        title: search_words(pairs, names),
        address: Some(format!("/?{query}")),
        feed: Some(format!("/search/feed.atom?{query}")),
    }
}
