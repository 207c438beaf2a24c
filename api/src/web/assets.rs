/// The style sheet of all pages.
pub(crate) const STYLE: &str = include_str!("style.css");

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
