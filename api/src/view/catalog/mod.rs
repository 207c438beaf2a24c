//! The catalogue for harvesters.
//!
//! Source: DCAT-AP 3.0 (<https://semiceu.github.io/DCAT-AP/releases/3.0.0/>). What is mandatory or recommended there is
//! said, as far as it is known: who runs the site, and when the last set was made.

mod distribution;

use std::borrow::Cow;

use serde_json::{Value as Json, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use self::distribution::{distributions, of_file};
use crate::operator::Operator;
use crate::publish::{ASKS, FileEntry, Published};
use crate::reference::Reference;
use crate::site::Site;
use crate::web::mailto;

/// Where names of the Publications Office of the European Union begin.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
/// The terms of the catalogue itself. Those of the data stand at each distribution.
const LICENCE: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";

/// Whose catalogue it is, and of what. Addresses are absolute where the public URL is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Catalog<'a> {
    /// What clients call this server.
    pub site: &'a Site,
    /// Who runs it.
    pub operator: &'a Operator,
    /// Sources and their terms.
    pub reference: &'a Reference,
    /// The last whole set.
    pub published: Option<&'a Published>,
}

impl Catalog<'_> {
    /// Dataset, distributions and services.
    pub fn json(self) -> Json {
        let site = self.site;
        let mut catalog = json!({
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dcatap": "http://data.europa.eu/r5r/",
                "dct": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
                "spdx": "http://spdx.org/rdf/terms#",
                "vcard": "http://www.w3.org/2006/vcard/ns#",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
            "@id": site.url("/open-data/catalog.jsonld"),
            "@type": "dcat:Catalog",
            "dct:title": both("Données ouvertes de Plainpied", "Open data of Plainpied"),
            "dct:description": both("Tous les jeux et services de données.", "All datasets and data services."),
            "dct:publisher": self.publisher(),
            "dct:language": authority("language/FRA"),
            "dct:license": id(LICENCE),
            "dct:spatial": authority("country/FRA"),
            "dcat:themeTaxonomy": authority("data-theme"),
            "foaf:homepage": id(&site.url("/open-data/")),
            "dcat:dataset": self.datasets(),
            "dcat:service": self.services(),
        });
        if let Some(published) = self.published {
            catalog["dct:modified"] = instant(published.manifest.time);
        }
        catalog
    }

    /// The places; and where a set has it, what people said of them.
    fn datasets(self) -> Vec<Json> {
        let mut all = vec![self.places()];
        let asks = self
            .published
            .and_then(|set| Some((set, set.manifest.files.iter().find(|file| file.format == ASKS)?)));
        all.extend(asks.map(|(set, file)| self.said(set, file)));
        all
    }

    fn places(self) -> Json {
        let mut dataset = self.dataset(
            ("dataset", "plainpied-establishments"),
            [
                "Accessibilité des établissements recevant du public",
                "Accessibility of establishments open to the public",
                "Ce que l'on sait de l'accessibilité de chaque établissement, avec source et date. Ce qui n'est pas connu est absent.",
                "What is known of the accessibility of each establishment, with source and date. What is not known is absent.",
            ],
        );
        dataset["dcat:distribution"] = json!(distributions(self));
        dataset
    }

    /// What people missed and what proved true.
    fn said(self, published: &Published, file: &FileEntry) -> Json {
        let mut dataset = self.dataset(
            ("asks", "plainpied-asks"),
            [
                "Ce qui a manqué et ce qui s'est vérifié",
                "What was missing and what proved true",
                "Combien de personnes ont eu besoin de quelle réponse pour décider, et combien l'ont trouvée juste ou fausse sur place, par lieu et critère.",
                "How many people needed which answer to decide, and how many found it true or untrue on the spot, by place and criterion.",
            ],
        );
        dataset["dcat:distribution"] = json!([of_file(self, published, file)]);
        dataset
    }

    /// What all datasets here have.
    fn dataset(self, (name, identifier): (&str, &str), titles: [&str; 4]) -> Json {
        let [title_fr, title_en, says_fr, says_en] = titles;
        let mut dataset = json!({
            "@id": self.site.url(&format!("/open-data/#{name}")),
            "@type": "dcat:Dataset",
            "dct:identifier": identifier,
            "dct:title": both(title_fr, title_en),
            "dct:description": both(says_fr, says_en),
            "dct:publisher": self.publisher(),
            "dcat:contactPoint": self.contact(),
            "dct:accessRights": authority("access-right/PUBLIC"),
            "dct:language": authority("language/FRA"),
            "dct:spatial": authority("country/FRA"),
            "dct:accrualPeriodicity": authority("frequency/DAILY"),
            "dcat:theme": authority("data-theme/SOCI"),
            "dcat:keyword": keywords(),
            "dcat:landingPage": id(&self.site.url("/open-data/")),
        });
        if let Some(published) = self.published {
            let time = instant(published.manifest.time);
            // Since when is said of each answer, not of all.
            dataset["dct:temporal"] = json!({ "@type": "dct:PeriodOfTime", "dcat:endDate": time });
            dataset["dct:modified"] = time;
        }
        dataset
    }

    fn services(self) -> Json {
        let mut api = self.service(("api", "/api/v1"), ("API de Plainpied", "Plainpied API"));
        api["dcat:endpointDescription"] = id(&self.site.url("/api/v1/openapi.json"));
        let mut ogc = self.service(("ogc", "/ogc"), ("OGC API - Features", "OGC API - Features"));
        ogc["dcat:endpointDescription"] = id(&self.site.url("/ogc/api"));
        ogc["dct:conformsTo"] = id("http://www.opengis.net/spec/ogcapi-features-1/1.0");
        json!([api, ogc])
    }

    fn service(self, (name, path): (&str, &str), (fr, en): (&str, &str)) -> Json {
        json!({
            "@id": self.site.url(&format!("/open-data/#{name}")),
            "@type": "dcat:DataService",
            "dct:title": both(fr, en),
            "dct:publisher": self.publisher(),
            "dcat:contactPoint": self.contact(),
            "dct:accessRights": authority("access-right/PUBLIC"),
            "dcat:theme": authority("data-theme/SOCI"),
            "dcat:keyword": keywords(),
            "dcat:endpointURL": id(&self.site.url(path)),
            "dcat:servesDataset": id(&self.site.url("/open-data/#dataset")),
        })
    }

    fn publisher(self) -> Json {
        json!({ "@id": self.site.url("/#publisher"), "@type": "foaf:Agent", "foaf:name": self.name() })
    }

    /// Who runs the site, as far as that is known.
    fn name(self) -> Cow<'static, str> {
        self.operator.name.clone().map_or(Cow::Borrowed("Plainpied"), Cow::Owned)
    }

    /// Whom to write to: the page that says how, and the address where one was given.
    fn contact(self) -> Json {
        let mut contact = json!({
            "@id": self.site.url("/#contact"),
            "@type": "vcard:Kind",
            "vcard:fn": self.name(),
            "vcard:hasURL": id(&self.site.url("/contact")),
        });
        if let Some(address) = &self.operator.contact {
            contact["vcard:hasEmail"] = id(&mailto(address));
        }
        contact
    }
}

fn keywords() -> Json {
    let words = [("fr", "accessibilité"), ("fr", "handicap"), ("fr", "ERP"), ("en", "accessibility")];
    words.map(|(lang, word)| json!({ "@language": lang, "@value": word })).into_iter().collect()
}

fn both(fr: &str, en: &str) -> Json {
    json!([{ "@language": "fr", "@value": fr }, { "@language": "en", "@value": en }])
}

fn id(address: &str) -> Json {
    json!({ "@id": address })
}

fn authority(name: &str) -> Json {
    id(&format!("{AUTHORITY}/{name}"))
}

fn instant(at: OffsetDateTime) -> Json {
    json!({ "@type": "xsd:dateTime", "@value": at.format(&Rfc3339).ok() })
}
