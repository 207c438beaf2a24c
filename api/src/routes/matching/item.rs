//! What a request describes.

use std::collections::HashMap;

use plainpied_criteria::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Faults, FromMembers, Members, pointer_to};
use crate::matching::{MOST_CANDIDATES, Wanted};
use crate::problem::Problem;
use crate::state::AppState;

/// Items of one request.
const MOST_ITEMS: usize = 1_000;
/// Candidates of one item, unless asked for otherwise.
const USUAL: usize = 3;
/// External ids of one item.
const MOST_EXTERNAL: usize = 10;

/// Places to look for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchRequest {
    /// The places, at most 1000.
    items: Vec<MatchItem>,
    /// Candidates for each, 1 to 20; 3 unless given.
    #[schema(minimum = 1, maximum = 20, example = 3)]
    limit: Option<u8>,
    /// The language of reasons: fr (unless given) or en.
    #[schema(example = "en")]
    lang: Option<String>,
}

/// A place as it is described elsewhere. Whatever is known helps; a name, an identifier or a position there must be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchItem {
    /// Yours: comes back with the answer.
    #[schema(example = "row-17")]
    key: Option<String>,
    /// Id here.
    id: Option<Uuid>,
    /// Name.
    #[schema(example = "Boulang. Martin")]
    name: Option<String>,
    /// House number with its suffix.
    #[schema(example = "12 bis")]
    house_number: Option<String>,
    /// Street.
    #[schema(example = "r. de la Paix")]
    street: Option<String>,
    /// The whole line, instead of number and street.
    address: Option<String>,
    /// Postal code.
    #[schema(example = "69100")]
    postal_code: Option<String>,
    /// Name or INSEE code of the commune.
    #[schema(example = "Villeurbanne")]
    commune: Option<String>,
    /// Activity, by slug or name; one that is not known here says nothing.
    #[schema(example = "boulangerie")]
    activity: Option<String>,
    /// SIRET number; spaces do not count.
    siret: Option<String>,
    /// Id in the national address base.
    ban_id: Option<String>,
    /// Ids at sources, by the key of the source: see `/api/v1/sources`.
    external_ids: Option<HashMap<String, String>>,
    /// Longitude, degrees, WGS 84. Goes with `lat`.
    #[schema(minimum = -180, maximum = 180)]
    lon: Option<f64>,
    /// Latitude, degrees, WGS 84.
    #[schema(minimum = -90, maximum = 90)]
    lat: Option<f64>,
}

/// What was read of a request.
#[derive(Debug)]
pub(crate) struct MatchAsked {
    pub keys: Vec<Option<String>>,
    pub wanted: Vec<Wanted>,
    pub limit: usize,
    pub lang: Lang,
}

impl MatchAsked {
    /// # Errors
    /// 422 with every source of an external id that is not known here.
    pub async fn refuse_unknown_sources(&self, state: &AppState) -> Result<(), Problem> {
        let named =
            || self.wanted.iter().flat_map(|wanted| &wanted.external_ids).map(|(source, _)| source.as_str());
        if named().next().is_none() {
            return Ok(());
        }
        let reference = state.reference_with(named()).await?;
        let mut faults = Faults::default();
        for (place, wanted) in self.wanted.iter().enumerate() {
            for (source, _) in wanted.external_ids.iter().filter(|(key, _)| reference.source(key).is_none()) {
                let pointer = pointer_to(&format!("/items/{place}/external_ids"), source);
                let keys = reference.sources().iter().map(|source| source.key.as_str());
                let nearest = plainpied_domain::nearest_name(source, keys);
                faults.add(&pointer, "no source has this key: /api/v1/sources lists them", nearest);
            }
        }
        faults.check()
    }
}

impl FromMembers for MatchAsked {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let lang = match members.text("lang", faults).as_deref() {
            None | Some("fr") => Lang::Fr,
            Some("en") => Lang::En,
            Some(_) => {
                faults.add("/lang", "the language is fr or en", None);
                Lang::Fr
            }
        };
        let limit = limit(members, faults);
        let (keys, wanted) = items(members, faults).into_iter().unzip();
        Self { keys, wanted, limit, lang }
    }
}

fn limit(members: &mut Members<'_>, faults: &mut Faults) -> usize {
    let Some(value) = members.take("limit") else {
        return USUAL;
    };
    let limit = value.as_u64().and_then(|limit| usize::try_from(limit).ok());
    limit.filter(|limit| (1..=MOST_CANDIDATES).contains(limit)).unwrap_or_else(|| {
        faults.add("/limit", format!("a whole number from 1 to {MOST_CANDIDATES} is expected"), None);
        USUAL
    })
}

fn items(members: &mut Members<'_>, faults: &mut Faults) -> Vec<(Option<String>, Wanted)> {
    let Some(items) = members.take("items").and_then(Value::as_array) else {
        faults.add("/items", "a list of items is expected", None);
        return Vec::new();
    };
    if items.len() > MOST_ITEMS {
        faults.add("/items", format!("{} items are too many: at most {MOST_ITEMS}", items.len()), None);
        return Vec::new();
    }
    let read = items.iter().enumerate().filter_map(|(place, item)| {
        let before = faults.count();
        let mut members = Members::of(item, format!("/items/{place}"), faults)?;
        let read = (members.text("key", faults), wanted(&mut members, faults));
        members.refuse_unknown(faults);
        if read.1.says_nothing() && faults.count() == before {
            let pointer = format!("/items/{place}");
            faults.add(
                &pointer,
                "a name, an identifier or a position is wanted: nothing else leads to a place",
                None,
            );
        }
        Some(read)
    });
    read.collect()
}

fn wanted(members: &mut Members<'_>, faults: &mut Faults) -> Wanted {
    let siret = members.text("siret", faults).map(|siret| siret.replace(' ', ""));
    let siret = siret.and_then(|siret| {
        siret.parse().map_err(|error| faults.add(&members.pointer("siret"), error, None)).ok()
    });
    let (street, address) = (members.text("street", faults), members.text("address", faults));
    let wanted = Wanted {
        id: members.parsed("id", faults),
        external_ids: external_ids(members, faults),
        name: members.text("name", faults),
        house_number: members.text("house_number", faults),
        street: street.or(address),
        postal_code: members.parsed("postal_code", faults),
        commune: members.text("commune", faults),
        activity: members.text("activity", faults),
        siret,
        ban_id: members.text("ban_id", faults),
        at: members.position(faults),
    };
    Wanted { house_number: wanted.house_number.filter(|_| wanted.street.is_some()), ..wanted }
}

fn external_ids(members: &mut Members<'_>, faults: &mut Faults) -> Vec<(String, String)> {
    let Some(value) = members.take("external_ids") else {
        return Vec::new();
    };
    let pointer = members.pointer("external_ids");
    let Some(object) = value.as_object().filter(|object| object.len() <= MOST_EXTERNAL) else {
        faults.add(&pointer, format!("an object of at most {MOST_EXTERNAL} members is expected"), None);
        return Vec::new();
    };
    let mut ids = Vec::new();
    for (source, id) in object {
        match id {
            Value::String(id) if !id.contains('\0') && !source.contains('\0') => {
                ids.push((source.clone(), id.clone()))
            }
            Value::Number(id) => ids.push((source.clone(), id.to_string())),
            _ => faults.add(&pointer_to(&pointer, source), "a text is expected here", None),
        }
    }
    ids
}
