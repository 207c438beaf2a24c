use plainpied_criteria::Lang;
use serde_json::{Value, json};

use super::establishment;
use crate::site::Site;

/// What this service is and offers (clause 3): clients need whole addresses.
pub(crate) fn manifest(site: &Site, lang: Lang) -> Value {
    let service = site.url("/reconcile");
    let suggest = |what: &str| json!({ "service_url": service, "service_path": format!("/suggest/{what}") });
    json!({
        "versions": ["0.2"],
        "name": if lang == Lang::Fr { "Plainpied : accessibilité des lieux" } else { "Plainpied: accessibility of places" },
        "identifierSpace": site.url("/api/v1/establishments/"),
        "schemaSpace": site.url("/api/v1/criteria"),
        "documentation": site.url("/api/docs"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": [establishment(lang)],
        "view": { "url": site.url("/establishments/{{id}}") },
        "preview": { "url": site.url("/reconcile/preview/{{id}}"), "width": 420, "height": 260 },
        "suggest": { "entity": suggest("entity"), "property": suggest("property"), "type": suggest("type") },
        "extend": {
            "propose_properties": { "service_url": service, "service_path": "/properties" },
            "property_settings": [],
        },
    })
}
