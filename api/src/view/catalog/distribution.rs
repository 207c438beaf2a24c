//! The files, and without any the exports of the API.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{Catalog, authority, both, id, instant};
use crate::publish::{ASKS, FileEntry, Manifest, Published};
use crate::view::{ExportFormat, media};

/// The published files of places, or without any the exports of the API.
pub(super) fn distributions(catalog: Catalog<'_>) -> Vec<Json> {
    let Some(published) = catalog.published else {
        let urls = catalog.reference.sources().iter().filter_map(|source| source.licence_url.as_deref());
        let licences = licences(urls);
        return ExportFormat::NAMES.iter().map(|(_, format)| export(catalog, *format, &licences)).collect();
    };
    let of_places = published.manifest.files.iter().filter(|file| file.format != ASKS);
    of_places.map(|file| of_file(catalog, published, file)).collect()
}

fn terms(manifest: &Manifest, file: &FileEntry) -> Json {
    let of_file = manifest.licences.iter().filter(|licence| file.sources.contains(&licence.source));
    licences(of_file.filter_map(|licence| licence.licence_url.as_deref()))
}

fn licences<'a>(urls: impl Iterator<Item = &'a str>) -> Json {
    urls.collect::<BTreeSet<_>>().into_iter().map(id).collect()
}

fn export(catalog: Catalog<'_>, format: ExportFormat, licences: &Json) -> Json {
    let (site, name) = (catalog.site, format.name());
    let address = site.url(&format!("/api/v1/export?format={name}"));
    let mut distribution = json!({
        "@id": site.url(&format!("/open-data/#export-{name}")),
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dct:description": both("Tous les lieux, tels que la base est maintenant.", "All places, as the base is now."),
        "dct:license": licences,
        "dcatap:availability": authority("planned-availability/AVAILABLE"),
        "dcat:accessURL": id(&address),
        "dcat:downloadURL": id(&address),
        "dcat:accessService": id(&site.url("/open-data/#api")),
    });
    name_media(&mut distribution, format.media());
    distribution
}

/// The address to load from is that of these very bytes, for as long as the set is kept; what is read at the other one is
/// always of the last set.
pub(super) fn of_file(catalog: Catalog<'_>, published: &Published, file: &FileEntry) -> Json {
    let (site, manifest) = (catalog.site, &published.manifest);
    let mut distribution = json!({
        "@id": site.url(&format!("/open-data/#{}", file.path)),
        "@type": "dcat:Distribution",
        "dct:title": file.path,
        "dct:description": described(file),
        "dct:license": terms(manifest, file),
        "dct:issued": instant(manifest.time),
        "dct:modified": instant(manifest.time),
        "dcatap:availability": authority("planned-availability/AVAILABLE"),
        "dcat:accessURL": id(&site.url(&format!("/open-data/files/{}", file.path))),
        "dcat:downloadURL": id(&published.lasting(site, &file.path)),
        "dcat:byteSize": { "@type": "xsd:nonNegativeInteger", "@value": file.size.to_string() },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
            "spdx:checksumValue": { "@type": "xsd:hexBinary", "@value": file.sha256 },
        },
    });
    if file.format == ExportFormat::Csv.name() {
        distribution["dct:conformsTo"] = id(&site.url("/open-data/schema.json"));
    }
    name_media(&mut distribution, &file.media_type);
    if file.compression.is_some() {
        distribution["dcat:compressFormat"] = iana(media::GZIP);
    }
    distribution
}

fn described(file: &FileEntry) -> Json {
    let places = file.places;
    match &file.department {
        None => {
            both(&format!("Toute la France : {places} lieux."), &format!("All of France: {places} places."))
        }
        Some(code) => both(
            &format!("Le département {code} : {places} lieux."),
            &format!("The department {code}: {places} places."),
        ),
    }
}

fn iana(media: &str) -> Json {
    id(&format!("https://www.iana.org/assignments/media-types/{media}"))
}

/// The format: by its entry in the list of the European Union where it has one, else by its name; and its media type,
/// where IANA knows it.
fn name_media(distribution: &mut Json, media: &str) {
    /// Those that IANA knows, and by which name the list has them.
    const KNOWN: [(&str, Option<&str>); 4] = [
        ("text/csv", Some("CSV")),
        ("application/geo+json", Some("GEOJSON")),
        ("application/geo+json-seq", None),
        ("application/vnd.apache.parquet", Some("PARQUET")),
    ];
    let media = media.split(';').next().unwrap_or_default();
    let known = KNOWN.iter().find(|(name, _)| *name == media);
    if known.is_some() {
        distribution["dcat:mediaType"] = iana(media);
    }
    distribution["dct:format"] = match known {
        Some((_, Some(entry))) => authority(&format!("file-type/{entry}")),
        _ => json!({ "@type": "dct:MediaTypeOrExtent", "rdfs:label": media }),
    };
}
