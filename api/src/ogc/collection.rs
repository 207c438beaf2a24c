use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Need, needs};
use plainpied_domain::Crs;
use plainpied_domain::filter::Subject;
use plainpied_store::items::Extents;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

use super::{Base, Link};
use crate::extract::{path_parts, shortened};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::media;

/// A feature collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Collection {
    /// All published establishments.
    Establishments,
    /// Those that people of a need (by its rank) can use, by themselves or with help.
    Usable(usize),
    /// Communes and municipal arrondissements.
    Communes,
}

impl Collection {
    /// All of them. A need that the criteria cannot witness has none: it would always be empty.
    pub fn all() -> impl Iterator<Item = Self> {
        let usable = needs().all().iter().enumerate().filter(|(_, need)| !need.informative);
        [Self::Establishments, Self::Communes].into_iter().chain(usable.map(|(rank, _)| Self::Usable(rank)))
    }

    /// The collection of this id; needs also go by their other names.
    fn of(id: &str) -> Option<Self> {
        match id {
            "establishments" => Some(Self::Establishments),
            "communes" => Some(Self::Communes),
            _ => {
                let need = needs().get(id.strip_prefix("establishments-")?)?;
                let rank = needs().all().iter().position(|other| other.key == need.key)?;
                (!need.informative).then_some(Self::Usable(rank))
            }
        }
    }

    /// The need of people who can use all of it.
    pub fn need(self) -> Option<&'static Need> {
        match self {
            Self::Usable(rank) => needs().all().get(rank),
            _ => None,
        }
    }

    /// Its id.
    pub fn id(self) -> String {
        match self {
            Self::Communes => "communes".to_owned(),
            _ => match self.need() {
                Some(need) => format!("establishments-{}", need.key),
                None => "establishments".to_owned(),
            },
        }
    }

    /// What can be asked of its items.
    pub fn subject(self) -> Subject {
        if self == Self::Communes { Subject::Communes } else { Subject::Establishments }
    }

    /// Its path under `/ogc`.
    pub fn path(self) -> String {
        format!("/collections/{}", self.id())
    }

    /// What people read.
    pub fn title(self, lang: Lang) -> String {
        let pick = |fr: &str, en: &str| if lang == Lang::Fr { fr.to_owned() } else { en.to_owned() };
        match (self, self.need()) {
            (Self::Communes, _) => pick("Communes", "Communes"),
            (_, None) => pick("Établissements", "Establishments"),
            (_, Some(need)) => {
                let name = need.name.get(lang);
                pick(
                    &format!("Établissements utilisables : {name}"),
                    &format!("Usable establishments: {name}"),
                )
            }
        }
    }

    /// What is in it.
    pub fn description(self) -> &'static str {
        match self {
            Self::Establishments => {
                "Places open to the public, with what is known of their accessibility. null is unknown: neither yes nor no."
            }
            Self::Usable(_) => {
                "The establishments whose verdict for this need is yes or with_help at its usual limits. Those about which not \
                 enough is known are not among them."
            }
            Self::Communes => "French communes and municipal arrondissements, as points.",
        }
    }

    /// Where its items are, and when they were changed last. One without items has the whole world: it must have some box.
    fn extent(self, extents: &Extents) -> Value {
        let extent = match self {
            Self::Establishments => Some(&extents.establishments),
            Self::Usable(rank) => extents.usable.get(rank),
            Self::Communes => Some(&extents.communes),
        };
        let bbox = extent.and_then(|extent| extent.bbox).unwrap_or([-180.0, -90.0, 180.0, 90.0]);
        let changed = extent.and_then(|extent| extent.changed);
        let time = |at: OffsetDateTime| at.to_offset(UtcOffset::UTC).format(&Rfc3339).ok();
        let interval = changed.map_or([None, None], |ends| ends.map(time));
        json!({
            "spatial": { "bbox": [bbox], "crs": Crs::Crs84.uri() },
            "temporal": { "interval": [interval] },
        })
    }

    fn licence(self) -> &'static str {
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    }

    /// Its description (Part 1, clause 7.14; Part 2, clause 6.2).
    pub fn view(self, base: &Base, extents: &Extents) -> Value {
        let path = self.path();
        let items = Link { media: media::GEOJSON, ..base.json("items", &format!("{path}/items"), "Items") };
        let queryables = Link {
            media: "application/schema+json",
            ..base.json(
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                &format!("{path}/queryables"),
                "What can be asked",
            )
        };
        let licence = Link {
            href: self.licence().to_owned(),
            rel: "license",
            media: "text/html",
            title: "Licence".to_owned(),
        };
        json!({
            "id": self.id(),
            "title": self.title(Lang::En),
            "description": self.description(),
            "itemType": "feature",
            "extent": self.extent(extents),
            "crs": Crs::ALL.map(Crs::uri),
            "storageCrs": Crs::Crs84.uri(),
            "links": [
                base.json("self", &path, "This collection"),
                base.html("alternate", &path, "This collection as a page"),
                items,
                base.html("items", &format!("{path}/items"), "Items as a page"),
                queryables,
                licence,
            ],
        })
    }
}

/// Extracts the collection from the path, and the id of an item after it.
#[derive(Debug, Clone)]
pub(crate) struct PathCollection(pub Collection, pub Option<String>);

impl FromRequestParts<AppState> for PathCollection {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let mut parts = path_parts(parts, state).await?.into_iter();
        let id = parts.next().unwrap_or_default();
        let found = Collection::of(&id).ok_or_else(|| {
            let all: Vec<String> = Collection::all().map(Collection::id).collect();
            let near = plainpied_domain::nearest_name(&id, all.iter().map(String::as_str)).map(str::to_owned);
            Problem::new(&code::NOT_FOUND)
                .detail(format!(
                    "there is no collection {:?}; {} lists them",
                    shortened(&id),
                    "/ogc/collections"
                ))
                .nearest(near.as_deref())
        })?;
        Ok(Self(found, parts.next()))
    }
}
