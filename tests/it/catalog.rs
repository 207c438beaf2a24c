//! The catalogue against DCAT-AP 3.0 (<https://semiceu.github.io/DCAT-AP/releases/3.0.0/>).

use std::collections::BTreeMap;

use serde_json::Value;

/// Of each class what is mandatory, then what is recommended and known here.
const CLASSES: [(&str, &[&str]); 6] = [
    (
        "dcat:Catalog",
        &[
            "dct:description",
            "dct:publisher",
            "dct:title",
            "dcat:dataset",
            "dcat:service",
            "dct:language",
            "dct:license",
            "dct:spatial",
            "dcat:themeTaxonomy",
            "foaf:homepage",
        ],
    ),
    (
        "dcat:Dataset",
        &[
            "dct:description",
            "dct:title",
            "dcat:contactPoint",
            "dcat:distribution",
            "dcat:keyword",
            "dct:publisher",
            "dct:spatial",
            "dcat:theme",
            "dct:accrualPeriodicity",
            "dct:accessRights",
            "dct:identifier",
            "dcat:landingPage",
        ],
    ),
    (
        "dcat:Distribution",
        &[
            "dcat:accessURL",
            "dcat:downloadURL",
            "dcatap:availability",
            "dct:description",
            "dct:format",
            "dct:license",
        ],
    ),
    (
        "dcat:DataService",
        &[
            "dcat:endpointURL",
            "dct:title",
            "dcat:endpointDescription",
            "dcat:servesDataset",
            "dcat:contactPoint",
            "dcat:keyword",
            "dct:publisher",
            "dcat:theme",
        ],
    ),
    ("foaf:Agent", &["foaf:name"]),
    ("vcard:Kind", &["vcard:fn", "vcard:hasURL"]),
];

/// What only a set of files has.
const OF_A_SET: [(&str, &[&str]); 6] = [
    ("dcat:Catalog", &["dct:modified"]),
    ("dcat:Dataset", &["dct:modified", "dct:temporal"]),
    ("dcat:Distribution", &["dct:issued", "dct:modified", "dcat:byteSize", "spdx:checksum"]),
    ("spdx:Checksum", &["spdx:algorithm", "spdx:checksumValue"]),
    ("dct:PeriodOfTime", &["dcat:endDate"]),
    ("vcard:Kind", &["vcard:hasEmail"]),
];

/// Every node of a class has what the profile asks of it; of a set also what a set knows.
pub fn classes_are_complete(catalog: &Value, of_a_set: bool) {
    let mut nodes = BTreeMap::new();
    collect(catalog, &mut nodes);
    let wanted = CLASSES.iter().chain(OF_A_SET.iter().filter(|_| of_a_set));
    for (class, properties) in wanted {
        let nodes: &Vec<&Value> = nodes.get(*class).unwrap_or_else(|| panic!("no {class}"));
        for (node, property) in nodes.iter().flat_map(|node| properties.iter().map(move |one| (node, one))) {
            let value = &node[*property];
            let is_said =
                !value.is_null() && value != "" && value.as_array().is_none_or(|all| !all.is_empty());
            assert!(is_said, "{class} without {property}: {node}");
        }
    }
    for distribution in &nodes["dcat:Distribution"] {
        let (title, of) =
            (distribution["dct:title"].as_str().unwrap(), |name: &str| distribution[name]["@id"].clone());
        let media = "https://www.iana.org/assignments/media-types";
        if title.contains("csv") {
            assert_eq!(of("dcat:mediaType"), format!("{media}/text/csv"), "{distribution}");
            assert!(of("dct:format").as_str().unwrap().ends_with("/file-type/CSV"), "{distribution}");
        }
        let packed = title.ends_with(".gz").then(|| format!("{media}/application/gzip"));
        assert_eq!(of("dcat:compressFormat").as_str(), packed.as_deref(), "{distribution}");
    }
    let prefixes = catalog["@context"].as_object().unwrap();
    for property in nodes.values().flatten().flat_map(|node| node.as_object().unwrap().keys()) {
        let known = property.split_once(':').is_none_or(|(prefix, _)| prefixes.contains_key(prefix));
        assert!(known, "{property} has no meaning");
    }
}

/// Nodes by their class.
fn collect<'a>(value: &'a Value, nodes: &mut BTreeMap<&'a str, Vec<&'a Value>>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, nodes)),
        Value::Object(members) => {
            if let Some(class) = value["@type"].as_str() {
                nodes.entry(class).or_default().push(value);
            }
            members.iter().filter(|(name, _)| *name != "@context").for_each(|(_, one)| collect(one, nodes));
        }
        _ => {}
    }
}
