use std::collections::BTreeMap;

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;
use crate::publish::{ASKS, FileEntry, LicenceEntry, Manifest};

/// Everything as files.
#[derive(Debug, Template)]
#[template(path = "open_data.html")]
pub(crate) struct OpenDataPage {
    shell: Shell,
    set: Option<SetView>,
}

/// A set for people.
#[derive(Debug)]
struct SetView {
    day: String,
    iso: String,
    places: u64,
    position: i64,
    /// Where its manifest is.
    manifest: String,
    whole: Vec<FileView>,
    /// By code.
    departments: BTreeMap<String, Vec<FileView>>,
    licences: Vec<LicenceEntry>,
}

/// A file for people.
#[derive(Debug)]
struct FileView {
    format: String,
    address: String,
    size: String,
    sha256: String,
    places: u64,
}

impl OpenDataPage {
    /// The page of a set, or of none.
    pub fn new(lang: Lang, manifest: Option<Manifest>) -> Self {
        let title = if lang == Lang::Fr { "Données ouvertes" } else { "Open data" };
        let shell = Shell::new(lang, title.to_owned(), "/open-data/").indexed();
        let set = manifest.map(|manifest| SetView::new(manifest, &shell));
        Self { shell, set }
    }
}

impl SetView {
    fn new(manifest: Manifest, shell: &Shell) -> Self {
        let mut departments = BTreeMap::<String, Vec<FileView>>::new();
        let mut whole = Vec::new();
        for file in &manifest.files {
            match &file.department {
                Some(code) => departments.entry(code.clone()).or_default().push(FileView::new(file, shell)),
                None => whole.push(FileView::new(file, shell)),
            }
        }
        Self {
            day: shell.tongue.day(manifest.time.date()),
            iso: manifest.time.date().to_string(),
            places: manifest.places,
            position: manifest.position,
            manifest: format!("/open-data/files/{}/manifest.json", manifest.set),
            whole,
            departments,
            licences: manifest.licences,
        }
    }
}

impl FileView {
    fn new(file: &FileEntry, shell: &Shell) -> Self {
        Self {
            format: match &file.compression {
                Some(compression) => format!("{} {compression}", format_name(&file.format, shell)),
                None => format_name(&file.format, shell).to_owned(),
            },
            address: format!("/open-data/files/{}", file.path),
            size: size(file.size, shell),
            sha256: file.sha256.clone(),
            places: file.places,
        }
    }
}

fn format_name(format: &str, shell: &Shell) -> &'static str {
    match format {
        "csv" => "CSV",
        "geojson" => "GeoJSON",
        "geojsonseq" => "GeoJSON (RFC 8142)",
        "fgb" => "FlatGeobuf",
        "parquet" => "GeoParquet",
        "pmtiles" => "PMTiles",
        ASKS => shell
            .tongue
            .say("Ce qui a manqué, ce qui s'est vérifié (CSV)", "What was missing, what proved true (CSV)"),
        _ => "?",
    }
}

/// A size as people say it, in steps of a thousand.
fn size(bytes: u64, shell: &Shell) -> String {
    let (fr, en, step) = match bytes {
        1_000_000_000.. => ("Go", "GB", 1_000_000_000),
        1_000_000.. => ("Mo", "MB", 1_000_000),
        1_000.. => ("ko", "kB", 1_000),
        _ => return format!("{bytes} {}", shell.tongue.say("octets", "bytes")),
    };
    let (whole, tenth) = (bytes / step, bytes % step * 10 / step);
    let point = shell.tongue.say(",", ".");
    format!("{whole}{point}{tenth}\u{a0}{}", shell.tongue.say(fr, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let shell = |lang| Shell::new(lang, String::new(), "/");
        assert_eq!(size(1_490_000, &shell(Lang::Fr)), "1,4\u{a0}Mo");
        assert_eq!(size(999, &shell(Lang::En)), "999 bytes");
        assert_eq!(size(12_050_000_000, &shell(Lang::En)), "12.0\u{a0}GB");
    }

    #[test]
    fn without_a_set_the_page_still_says_how_to_have_everything() {
        let page = OpenDataPage::new(Lang::Fr, None).render().unwrap();
        assert!(page.contains("/api/v1/export?format=csv") && !page.contains("/open-data/files/"));
        for wrong in ["<script>", "style=", "<style", "src=\"http"] {
            assert!(!page.contains(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_published_format_has_a_name() {
        let shell = Shell::new(Lang::Fr, String::new(), "/");
        for format in crate::publish::FORMATS {
            assert_ne!(format_name(format.name(), &shell), "?", "{}", format.name());
        }
        assert_ne!(format_name(crate::publish::PMTILES, &shell), "?");
        assert_ne!(format_name(ASKS, &shell), "?");
    }
}
