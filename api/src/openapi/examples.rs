//! Example answers: a made-up place, written by the code that writes real ones.

use plainpied_search::{Facets, Page};
use plainpied_store::establishment::FeatureRecord;
use serde_json::Value;
use time::macros::datetime;
use utoipa::openapi::path::PathItem;
use utoipa::openapi::{OpenApi, RefOr};
use uuid::uuid;

use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::site::Site;
use crate::view::{Found, ListHead, SearchHead, Shown, collection, media};

/// Puts the examples where they belong.
pub(super) fn add(document: &mut OpenApi) {
    let record = record();
    let (site, reference) = (Site::default(), Reference::of(Vec::new(), Vec::new()));
    let shown = || Shown::new(&record, &site, &reference);
    let one = |write: &dyn Fn(&mut Vec<u8>) -> serde_json::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).map(|()| out)
    };
    let list = |media| collection(media, &ListHead { next: None, missing: None }, std::iter::once(shown()));
    let search = || {
        let found = std::iter::once(shown().found(Some(Found { distance_m: Some(412), ..Found::default() })));
        collection(media::JSON, &SearchHead::new(page(), None, None), found)
    };
    let single = "/api/v1/establishments/{id}";
    let all = "/api/v1/establishments";
    let answers = [
        ("/api/v1/search", media::JSON, search()),
        (all, media::GEOJSON, list(media::GEOJSON)),
        (all, media::JSON, list(media::JSON)),
        (single, media::JSON, one(&|out| shown().write_expanded(out))),
        (single, media::GEOJSON, one(&|out| shown().write_expanded_feature(out))),
    ];
    for (path, media, answer) in answers {
        if let Ok(answer) = answer
            && let Some(item) = document.paths.paths.get_mut(path)
        {
            set(item, ("200", media), serde_json::from_slice(&answer).ok());
        }
    }
    let problem = Problem::new(&code::INVALID_PARAMETER)
        .detail("\"0\" is not a whole number from 1 to 100")
        .at("limit")
        .value();
    for path in ["/api/v1/search", all] {
        if let Some(item) = document.paths.paths.get_mut(path) {
            set(item, ("400", media::PROBLEM), Some(problem.clone()));
        }
    }
}

fn set(item: &mut PathItem, (status, media): (&str, &str), example: Option<Value>) {
    let response = item.get.as_mut().and_then(|get| get.responses.responses.get_mut(status));
    if let Some(RefOr::T(response)) = response
        && let Some(RefOr::T(content)) = response.content.get_mut(media)
    {
        content.example = example;
    }
}

fn page() -> Page {
    Page {
        matched: 1,
        excluded_unknown: 0,
        hits: Vec::new(),
        facets: Some(Facets {
            activities: vec![("boulangerie".to_owned(), 1)],
            communes: vec![("69266".to_owned(), 1)],
            ..Facets::default()
        }),
        position: 184_201,
        relaxed: false,
        truncated: false,
    }
}

/// A place that does not exist.
pub(crate) fn record() -> FeatureRecord {
    FeatureRecord {
        id: uuid!("0570478e-4cfc-5243-84df-c547aec78358"),
        slug: "boulangerie-martin-villeurbanne-c547aec78358".to_owned(),
        name: "Boulangerie Martin".to_owned(),
        house_number: Some("12 bis".to_owned()),
        street: Some("Rue de la Paix".to_owned()),
        locality: None,
        postal_code: "69100".to_owned(),
        commune_code: "69266".to_owned(),
        commune_name: "Villeurbanne".to_owned(),
        siret: None,
        phone: Some("+33 4 00 00 00 00".to_owned()),
        website: None,
        contact_email: None,
        contact_url: None,
        ban_id: None,
        rnb_id: None,
        lon: 4.8803,
        lat: 45.7667,
        activities: vec!["boulangerie".to_owned()],
        criteria: r#"{"entree_plain_pied":true,"entree_largeur_mini":85,"sanitaires_presence":false}"#
            .to_owned(),
        provenance:
            r#"{"*":{"source":"acceslibre"},"entree_largeur_mini":{"source":"osm","observed":"2026-05-01"}}"#
                .to_owned(),
        completeness: 12,
        verdicts: None,
        source_key: "acceslibre".to_owned(),
        version: 3,
        created_at: datetime!(2026-03-02 09:00:00 UTC),
        updated_at: datetime!(2026-05-04 16:30:00 UTC),
        verified_at: None,
        notices: None,
        noticed_at: None,
    }
}
