//! The directory: departments, their communes, the activities and places of a commune.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::InseeCode;
use plainpied_store::directory::Area;
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::statistics::Figures;

use super::home::activities;
use super::pager::Pager;
use super::{Shell, Tongue};
use crate::reference::Reference;
use crate::view::AddressLine;

/// Where the directory is.
pub(crate) const PATH: &str = "/places";
/// Places on a page.
pub(crate) const PER_PAGE: u64 = 50;

/// A level of the directory.
#[derive(Debug, Template)]
#[template(path = "directory.html")]
pub(crate) struct DirectoryPage {
    shell: Shell,
    /// All places of this level.
    count: u64,
    /// What the links lead to; empty where there are none.
    heading: &'static str,
    links: Vec<Link>,
    places: Vec<Place>,
    pager: Option<Pager>,
    /// The search among the places of this level.
    search: String,
    /// Where somebody asks to be told of its changes.
    follow: Option<String>,
    /// What to check again here.
    campaign: Option<String>,
}

#[derive(Debug)]
struct Link {
    name: String,
    address: String,
    count: u64,
}

#[derive(Debug)]
struct Place {
    name: String,
    address: String,
    line: String,
    activities: String,
    /// Percent; none: nothing is known.
    known: Option<i16>,
}

/// A commune of the directory, with one of its activities or none.
#[derive(Debug)]
pub(crate) struct CommuneList<'a> {
    /// INSEE code.
    pub code: &'a str,
    pub area: &'a Area,
    /// Slug of the activity.
    pub activity: Option<&'a str>,
    /// What is counted by activity.
    pub counts: &'a [Figures],
    /// Places of the commune, or of the activity in it.
    pub count: u64,
    pub page: u64,
    pub places: &'a [FeatureRecord],
}

/// What stands above a place.
pub(super) fn above(record: &FeatureRecord, tongue: Tongue) -> Vec<(String, String)> {
    let code = &record.commune_code;
    let department = code.parse::<InseeCode>().map(|code| code.department().to_owned());
    let commune = department.map(|department| (record.commune_name.clone(), commune(&department, code)));
    std::iter::once(root(tongue)).chain(commune).collect()
}

/// Where a department is.
pub(crate) fn department(code: &str) -> String {
    format!("{PATH}/{code}")
}

/// Where a commune is.
pub(crate) fn commune(department: &str, code: &str) -> String {
    format!("{PATH}/{department}/{code}")
}

fn total(figures: &Figures) -> u64 {
    figures.total.try_into().unwrap_or_default()
}

fn root(tongue: Tongue) -> (String, String) {
    (tongue.say("Annuaire", "Directory").to_owned(), PATH.to_owned())
}

/// Areas by name, where accents do not count.
fn links(counts: &[Figures], address: impl Fn(&str) -> String) -> Vec<Link> {
    let link = |one: &Figures| Link {
        name: one.name.clone().unwrap_or_else(|| one.key.clone()),
        address: address(&one.key),
        count: total(one),
    };
    let mut links: Vec<Link> = counts.iter().map(link).collect();
    links.sort_by_cached_key(|link| plainpied_domain::text::fold(&link.name));
    links
}

impl DirectoryPage {
    /// All departments.
    pub fn of_departments(counts: &[Figures], lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = tongue.say("Annuaire des lieux", "Directory of places").to_owned();
        Self {
            shell: Shell::new(lang, title, PATH).indexed(),
            count: counts.iter().map(total).sum(),
            heading: tongue.say("Par département", "By department"),
            links: links(counts, department),
            places: Vec::new(),
            pager: None,
            search: "/".to_owned(),
            follow: None,
            campaign: None,
        }
    }

    /// The communes of a department.
    pub fn of_department((code, name): (&str, &str), counts: &[Figures], lang: Lang) -> Self {
        let tongue = Tongue(lang);
        // Arrondissements count within their city.
        let whole = counts.iter().filter(|one| !is_arrondissement(&one.key));
        Self {
            shell: Shell::new(lang, format!("{name} ({code})"), &department(code))
                .indexed()
                .below([root(tongue)]),
            count: whole.map(total).sum(),
            heading: tongue.say("Par commune", "By commune"),
            links: links(counts, |one| commune(code, one)),
            places: Vec::new(),
            pager: None,
            search: format!("/?department={code}"),
            follow: None,
            campaign: None,
        }
    }

    /// The activities and places of a commune.
    pub fn of_commune(list: &CommuneList<'_>, reference: &Reference, lang: Lang) -> Self {
        let (tongue, area) = (Tongue(lang), list.area);
        let here = commune(&area.department, list.code);
        let named = |slug: &str| reference.activity(slug).map(|activity| activity.name(lang).to_owned());
        let mut above = vec![root(tongue), (area.department_name.clone(), department(&area.department))];
        let (title, address, search) = match list.activity {
            None => (area.commune.clone(), here.clone(), format!("/?commune={}", list.code)),
            Some(slug) => {
                above.push((area.commune.clone(), here.clone()));
                let name = named(slug).unwrap_or_else(|| slug.to_owned());
                let search = format!("/?commune={}&activity={slug}", list.code);
                (format!("{name}, {}", area.commune), format!("{here}/{slug}"), search)
            }
        };
        let shell = Shell::new(lang, title, &address).indexed().below(above);
        let pager = Pager::new(&address, list.page, (list.count, PER_PAGE)).led(|address| shell.to(address));
        let activities = if list.activity.is_none() { list.counts } else { &[] };
        let activities = activities.iter().filter_map(|one| {
            Some(Link { name: named(&one.key)?, address: format!("{here}/{}", one.key), count: total(one) })
        });
        Self {
            count: list.count,
            heading: tongue.say("Par activité", "By activity"),
            links: activities.collect(),
            places: list.places.iter().map(|record| Place::new(record, reference, lang)).collect(),
            pager: Some(pager),
            campaign: Some(match list.activity {
                None => format!("/campaigns/{}", list.code),
                Some(slug) => format!("/campaigns/{}?activity={slug}", list.code),
            }),
            follow: Some(match list.activity {
                None => format!("/subscribe?commune={}", list.code),
                Some(slug) => format!("/subscribe?search=activity%3D{slug}%26commune%3D{}", list.code),
            }),
            search,
            shell,
        }
    }
}

/// INSEE codes of the municipal arrondissements of Paris, Lyon and Marseille, whose places count for the city too.
fn is_arrondissement(code: &str) -> bool {
    let numbered =
        |range: std::ops::RangeInclusive<u32>| code.parse().is_ok_and(|code| range.contains(&code));
    numbered(75_101..=75_120) || numbered(69_381..=69_389) || numbered(13_201..=13_216)
}

impl Place {
    fn new(record: &FeatureRecord, reference: &Reference, lang: Lang) -> Self {
        Self {
            name: record.name.clone(),
            address: format!("/establishments/{}", record.id),
            line: record.address_line(),
            activities: activities(record, reference, lang),
            known: (record.completeness > 0).then_some(record.completeness),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(key: &str, name: &str, total: i32) -> Figures {
        Figures {
            key: key.to_owned(),
            name: Some(name.to_owned()),
            total,
            completeness: 0,
            levels: Vec::new(),
            verdicts: Vec::new(),
            known: Vec::new(),
            changes: [0; 3],
        }
    }

    #[test]
    fn places_of_an_arrondissement_are_not_counted_twice_in_their_department() {
        let counts = [
            figures("69123", "Lyon", 30),
            figures("69383", "Lyon 3e", 10),
            figures("69266", "Villeurbanne", 5),
        ];
        let page = DirectoryPage::of_department(("69", "Rhône"), &counts, Lang::Fr);
        assert_eq!((page.count, page.links.len()), (35, 3));
    }

    #[test]
    fn names_with_accents_stand_where_people_look_for_them() {
        let counts =
            [figures("69266", "Villeurbanne", 1), figures("69081", "Écully", 1), figures("69029", "Bron", 1)];
        let page = DirectoryPage::of_department(("69", "Rhône"), &counts, Lang::Fr);
        let names: Vec<&str> = page.links.iter().map(|link| link.name.as_str()).collect();
        assert_eq!(names, ["Bron", "Écully", "Villeurbanne"]);
    }
}
