/// Where people are led who come from nowhere.
const HOME: &str = "/account";
const LONGEST: usize = 2_000;

/// A path of this site to go to after signing in; anything else would let others lead people away.
pub(crate) fn next(given: Option<&str>) -> String {
    let safe = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.starts_with("/signin")
            && path.len() <= LONGEST
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    given.filter(safe).unwrap_or(HOME).to_owned()
}

/// [`next`] as it may be kept beside an address: what somebody searched may tell of their needs, and stays with them.
pub(crate) fn next_kept(next: &str) -> String {
    let (path, query) = next.split_once('?').unwrap_or((next, ""));
    // Which question a form is about, or which record or version, tells nothing of whoever answers it.
    const HARMLESS: [&str; 4] = ["kept=", "criterion=", "version=", "into="];
    let harmless = |part: &&str| HARMLESS.iter().any(|name| part.starts_with(name)) || *part == "lang=en";
    let query: Vec<&str> = query.split('&').filter(harmless).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(next(Some("/establishments/1?lang=en")), "/establishments/1?lang=en");
        for wrong in [
            "",
            "//elsewhere.example",
            "https://elsewhere.example",
            "/\\elsewhere",
            "/a\r\nb",
            "/é",
            "/signin",
        ] {
            assert_eq!(next(Some(wrong)), HOME, "{wrong}");
        }
        assert_eq!(next(None), HOME);
    }

    #[test]
    fn needs_are_not_kept_beside_an_address() {
        assert_eq!(next_kept("/?needs=blind&q=fauteuil"), "/");
        assert_eq!(next_kept("/edit?needs=blind&kept=ab&lang=en"), "/edit?kept=ab&lang=en");
        assert_eq!(next_kept("/edit?criterion=a&kept=ab"), "/edit?criterion=a&kept=ab");
        assert_eq!(next_kept("/moderate/revert?version=3&kept=ab"), "/moderate/revert?version=3&kept=ab");
        assert_eq!(next_kept("/moderate/merge?into=0198"), "/moderate/merge?into=0198");
    }
}
