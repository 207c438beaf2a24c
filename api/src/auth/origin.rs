//! Whether a request comes from a page of ours.

use axum::http::{HeaderMap, header};

use super::session::forged;
use crate::problem::Problem;
use crate::site::Site;

/// Refuses what a page of another site made a browser send. Programs that are no browsers say nothing of where they are.
///
/// # Errors
/// 403 for another origin.
pub(crate) fn same_origin(headers: &HeaderMap, site: &Site) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let place = text("sec-fetch-site");
    if place.is_some_and(|place| !matches!(place, "same-origin" | "none")) {
        return Err(forged("the request comes from another site"));
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return Ok(());
    };
    // Our pages send no referrer, and browsers hide the origin with it. No page can say of itself that it is ours.
    if origin == "null" && place == Some("same-origin") {
        return Ok(());
    }
    // The host of the request counts too: a proxy may know the service by several names.
    let host = origin.split_once("://").map(|(_, host)| host);
    let ours =
        origin_of(site.base()) == Some(origin) || (host.is_some() && host == text(header::HOST.as_str()));
    if ours { Ok(()) } else { Err(forged("the request comes from another origin")) }
}

/// Scheme and host of a base, without its path.
fn origin_of(base: &str) -> Option<&str> {
    let host = base.find("://")? + 3;
    let end = base[host..].find('/').map_or(base.len(), |slash| host + slash);
    Some(&base[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let site = Site::new(Some("https://example.org/plainpied")).unwrap();
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        same_origin(&headers.collect(), &site).is_ok()
    }

    #[test]
    fn only_pages_of_this_site_and_programs_are_let_through() {
        assert!(allowed(&[]), "no browser");
        assert!(allowed(&[("origin", "https://example.org")]));
        assert!(allowed(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(
            allowed(&[("sec-fetch-site", "same-origin"), ("origin", "null")]),
            "a form of a page without referrer"
        );
        assert!(!allowed(&[("sec-fetch-site", "none"), ("origin", "null")]));
        for other in ["https://elsewhere.example", "https://example.org.elsewhere.example", "null", ""] {
            assert!(!allowed(&[("origin", other)]), "{other}");
        }
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site"), ("origin", "https://example.org")]));
    }
}
