use std::sync::LazyLock;

/// The style sheet of all pages.
pub(crate) const STYLE: &str = concat!(include_str!("style.css"), include_str!("tools.css"));

/// FNV-1a of the style sheet: its address changes with any byte of it, so that it may be kept for ever.
const HASH: u64 = {
    let bytes = STYLE.as_bytes();
    let (mut hash, mut place) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while place < bytes.len() {
        hash = (hash ^ bytes[place] as u64).wrapping_mul(0x0100_0000_01b3);
        place += 1;
    }
    hash
};

/// Where the style sheet is: `/assets/style-0123456789abcdef.css`.
pub(crate) fn style_path() -> String {
    format!("/assets/style-{HASH:016x}.css")
}

/// The icon for programs that look for `/favicon.ico`: the same drawing, in pixels.
pub(crate) const FAVICON: &[u8] = include_bytes!("favicon.ico");
/// Its media type.
pub(crate) const FAVICON_MEDIA: &str = "image/vnd.microsoft.icon";
/// The icon of the pages: a door on a level floor.
pub(crate) const ICON: &str = include_str!("icon.svg");
/// Its name under `/assets/`.
pub(crate) const ICON_FILE: &str = "icon.svg";

/// The file of the element for pages of others.
pub(crate) const ELEMENT: &str = "plainpied-place.js";

/// A script or style sheet that `deploy/assets` bundled, as it is and compressed.
#[derive(Debug)]
pub(crate) struct Built {
    /// Its name, with a hash of its content unless its address must stay: `site-5QZTFXWA.js`.
    pub file: &'static str,
    pub plain: &'static [u8],
    pub brotli: &'static [u8],
    pub gzip: &'static [u8],
}

/// A picture that `deploy/assets` made of the icon.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Its name: `icon-180.png`.
    pub file: &'static str,
    pub bytes: &'static [u8],
}

/// The media type of pictures.
pub(crate) const PNG: &str = "image/png";

/// All of them; none in a program that was built without `deploy/assets`.
static BUILT: &[Built] = include!(concat!(env!("OUT_DIR"), "/built.rs"));

/// All pictures; none in a program that was built without `deploy/assets`.
static PICTURES: &[Picture] = include!(concat!(env!("OUT_DIR"), "/pictures.rs"));

/// The script of all pages.
static SITE: LazyLock<Option<String>> = LazyLock::new(|| {
    let site = BUILT.iter().find(|built| built.file.starts_with("site-"));
    site.map(|built| format!("/assets/{}", built.file))
});

/// The bundled file of this name.
pub(crate) fn built(file: &str) -> Option<&'static Built> {
    BUILT.iter().find(|built| built.file == file)
}

/// The picture of this name.
pub(crate) fn picture(file: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.file == file)
}

/// Where the icon for home screens is, in a program that has it.
pub(crate) fn touch_icon() -> Option<&'static str> {
    picture("icon-180.png").map(|_| "/assets/icon-180.png")
}

/// Where the script of all pages is, in a program that has it.
pub(crate) fn script_path() -> Option<&'static str> {
    SITE.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_have_the_size_that_their_names_say() {
        assert_eq!(touch_icon().is_some(), script_path().is_some());
        for Picture { file, bytes } in PICTURES {
            assert!(bytes.starts_with(b"\x89PNG\r\n"), "{file}");
            let width = u32::from_be_bytes(*bytes[16..].first_chunk().unwrap());
            assert!(file.trim_end_matches(".png").ends_with(&format!("-{width}")), "{file} is {width} wide");
        }
    }

    #[test]
    fn what_was_bundled_is_there_whole_or_not_at_all() {
        assert_eq!(script_path().is_some(), built("worker.js").is_some());
        for built in BUILT {
            assert!(!built.plain.is_empty() && built.brotli.len() < built.plain.len(), "{}", built.file);
            assert!(built.gzip.starts_with(&[0x1f, 0x8b]), "{}", built.file);
        }
    }
}
