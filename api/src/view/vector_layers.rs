use plainpied_store::tile::FIRST_OF_PLACES;
use serde_json::{Map, Value as Json, json};

/// The layers of tiles down to a zoom, as TileJSON 3.0.0 describes them: the counts of a cluster, and the members of a
/// place that tell verdicts, and what else it has with the type of that.
pub(crate) fn vector_layers(
    deepest: u8,
    counts: &[&str],
    (verdicts, others): (impl Iterator<Item = String>, &[(&str, &str)]),
) -> Vec<Json> {
    let fields = |names: &mut dyn Iterator<Item = (String, &str)>| {
        names.map(|(name, kind)| (name, Json::from(kind))).collect::<Map<_, _>>()
    };
    let counts = fields(&mut counts.iter().map(|name| ((*name).to_owned(), "Number")));
    let known = ["id", "name", "activity"].map(|name| (name.to_owned(), "String"));
    let completeness = [("completeness".to_owned(), "Number")];
    let verdicts = verdicts.map(|name| (name, "String"));
    let others = others.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
    let place = fields(&mut known.into_iter().chain(completeness).chain(verdicts).chain(others));
    vec![
        json!({ "id": "clusters", "description": "How many places", "fields": counts, "minzoom": 0, "maxzoom": FIRST_OF_PLACES - 1 }),
        json!({ "id": "places", "description": "Places", "fields": place, "minzoom": FIRST_OF_PLACES, "maxzoom": deepest }),
    ]
}
