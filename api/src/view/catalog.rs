//! The catalogue for harvesters.
//!
//! Source: DCAT-AP 3.0 (<https://semiceu.github.io/DCAT-AP/releases/3.0.0/>).

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use time::format_description::well_known::Rfc3339;

use super::ExportFormat;
use crate::publish::{ASKS, FileEntry, Manifest};
use crate::reference::Reference;
use crate::site::Site;

/// Dataset, distributions and services. Addresses are absolute where the public URL is known.
pub(crate) fn catalog(site: &Site, reference: &Reference, manifest: Option<&Manifest>) -> Json {
    json!({
        "@context": {
            "adms": "http://www.w3.org/ns/adms#",
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": site.url("/open-data/catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": both("Données ouvertes de Plainpied", "Open data of Plainpied"),
        "dct:description": both("Tous les jeux et services de données.", "All datasets and data services."),
        "dct:publisher": publisher(site),
        "dct:language": { "@id": "http://publications.europa.eu/resource/authority/language/FRA" },
        "foaf:homepage": { "@id": site.url("/open-data/") },
        "dcat:dataset": datasets(site, reference, manifest),
        "dcat:service": services(site),
    })
}

/// The places; and where a set has it, what people said of them.
fn datasets(site: &Site, reference: &Reference, manifest: Option<&Manifest>) -> Vec<Json> {
    let mut all = vec![dataset(site, reference, manifest)];
    let asks = manifest.and_then(|set| Some((set, set.files.iter().find(|file| file.format == ASKS)?)));
    all.extend(asks.map(|(set, file)| said(site, set, file)));
    all
}

/// What all datasets here have.
fn described(site: &Site, (name, identifier): (&str, &str), titles: [&str; 4]) -> Json {
    let [title_fr, title_en, says_fr, says_en] = titles;
    json!({
        "@id": site.url(&format!("/open-data/#{name}")),
        "@type": "dcat:Dataset",
        "dct:identifier": identifier,
        "dct:title": both(title_fr, title_en),
        "dct:description": both(says_fr, says_en),
        "dct:publisher": publisher(site),
        "dct:language": { "@id": "http://publications.europa.eu/resource/authority/language/FRA" },
        "dct:spatial": { "@id": "http://publications.europa.eu/resource/authority/country/FRA" },
        "dct:accrualPeriodicity": { "@id": "http://publications.europa.eu/resource/authority/frequency/DAILY" },
        "dcat:theme": { "@id": "http://publications.europa.eu/resource/authority/data-theme/SOCI" },
        "dcat:landingPage": { "@id": site.url("/open-data/") },
    })
}

fn modified(manifest: &Manifest) -> Json {
    json!({ "@type": "xsd:dateTime", "@value": manifest.time.format(&Rfc3339).ok() })
}

/// What people missed and what proved true.
fn said(site: &Site, manifest: &Manifest, file: &FileEntry) -> Json {
    let mut dataset = described(
        site,
        ("asks", "plainpied-asks"),
        [
            "Ce qui a manqué et ce qui s'est vérifié",
            "What was missing and what proved true",
            "Combien de personnes ont eu besoin de quelle réponse pour décider, et combien l'ont trouvée juste ou fausse sur place, par lieu et critère.",
            "How many people needed which answer to decide, and how many found it true or untrue on the spot, by place and criterion.",
        ],
    );
    dataset["dct:modified"] = modified(manifest);
    dataset["dcat:distribution"] = json!([published(site, (&manifest.set, file), terms(manifest, file))]);
    dataset
}

fn terms(manifest: &Manifest, file: &FileEntry) -> Json {
    let of_file = manifest.licences.iter().filter(|licence| file.sources.contains(&licence.source));
    licences(of_file.filter_map(|licence| licence.licence_url.as_deref()))
}

/// The places.
fn dataset(site: &Site, reference: &Reference, manifest: Option<&Manifest>) -> Json {
    let mut dataset = described(
        site,
        ("dataset", "plainpied-establishments"),
        [
            "Accessibilité des établissements recevant du public",
            "Accessibility of establishments open to the public",
            "Ce que l'on sait de l'accessibilité de chaque établissement, avec source et date. Ce qui n'est pas connu est absent.",
            "What is known of the accessibility of each establishment, with source and date. What is not known is absent.",
        ],
    );
    dataset["dcat:distribution"] = json!(distributions(site, reference, manifest));
    if let Some(manifest) = manifest {
        dataset["dct:modified"] = modified(manifest);
    }
    dataset
}

fn both(fr: &str, en: &str) -> Json {
    json!([{ "@language": "fr", "@value": fr }, { "@language": "en", "@value": en }])
}

fn publisher(site: &Site) -> Json {
    json!({ "@id": site.url("/#publisher"), "@type": "foaf:Agent", "foaf:name": "Plainpied" })
}

/// The published files, or without any the exports of the API.
fn distributions(site: &Site, reference: &Reference, manifest: Option<&Manifest>) -> Vec<Json> {
    let Some(manifest) = manifest else {
        let urls = reference.sources().iter().filter_map(|source| source.licence_url.as_deref());
        let licences = licences(urls);
        return ExportFormat::NAMES.iter().map(|(_, format)| export(site, *format, &licences)).collect();
    };
    let of_places = manifest.files.iter().filter(|file| file.format != ASKS);
    of_places.map(|file| published(site, (&manifest.set, file), terms(manifest, file))).collect()
}

fn licences<'a>(urls: impl Iterator<Item = &'a str>) -> Json {
    urls.collect::<BTreeSet<_>>().into_iter().map(|url| json!({ "@id": url })).collect()
}

fn export(site: &Site, format: ExportFormat, licences: &Json) -> Json {
    let name = format.name();
    let address = site.url(&format!("/api/v1/export?format={name}"));
    let mut distribution = json!({
        "@id": site.url(&format!("/open-data/#export-{name}")),
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dct:license": licences,
        "dcat:accessURL": { "@id": address },
        "dcat:downloadURL": { "@id": address },
        "dcat:accessService": { "@id": site.url("/open-data/#api") },
    });
    name_media(&mut distribution, format.media());
    distribution
}

/// The address to load from is that of these very bytes, for as long as the set is kept; what is read at the other one is
/// always of the last set.
fn published(site: &Site, (set, file): (&str, &FileEntry), licences: Json) -> Json {
    let files = site.url("/open-data/files");
    let mut distribution = json!({
        "@id": site.url(&format!("/open-data/#{}", file.path)),
        "@type": "dcat:Distribution",
        "dct:title": file.path,
        "dct:license": licences,
        "dcat:accessURL": { "@id": format!("{files}/{}", file.path) },
        "dcat:downloadURL": { "@id": format!("{files}/{set}/{}", file.path) },
        "dcat:byteSize": { "@type": "xsd:nonNegativeInteger", "@value": file.size.to_string() },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
            "spdx:checksumValue": { "@type": "xsd:hexBinary", "@value": file.sha256 },
        },
    });
    if file.format == ExportFormat::Csv.name() {
        distribution["dct:conformsTo"] = json!({ "@id": site.url("/open-data/schema.json") });
    }
    name_media(&mut distribution, &file.media_type);
    distribution
}

/// The media type, where IANA knows it; else its name.
fn name_media(distribution: &mut Json, media: &str) {
    const KNOWN: [&str; 4] =
        ["text/csv", "application/geo+json", "application/geo+json-seq", "application/vnd.apache.parquet"];
    let media = media.split(';').next().unwrap_or_default();
    if KNOWN.contains(&media) {
        let address = format!("https://www.iana.org/assignments/media-types/{media}");
        distribution["dcat:mediaType"] = json!({ "@id": address });
    } else {
        distribution["dct:format"] = media.into();
    }
}

fn services(site: &Site) -> Json {
    let dataset = json!({ "@id": site.url("/open-data/#dataset") });
    json!([
        {
            "@id": site.url("/open-data/#api"),
            "@type": "dcat:DataService",
            "dct:title": both("API de Plainpied", "Plainpied API"),
            "dcat:endpointURL": { "@id": site.url("/api/v1") },
            "dcat:endpointDescription": { "@id": site.url("/api/v1/openapi.json") },
            "dcat:servesDataset": dataset,
        },
        {
            "@id": site.url("/open-data/#ogc"),
            "@type": "dcat:DataService",
            "dct:title": both("OGC API - Features", "OGC API - Features"),
            "dct:conformsTo": { "@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0" },
            "dcat:endpointURL": { "@id": site.url("/ogc") },
            "dcat:servesDataset": dataset,
        },
    ])
}
