//! Whom proxies say that they serve: X-Forwarded-For, or Forwarded (RFC 7239). Only one of them is believed, the one that
//! the proxies write: the other one is passed on as the client sent it.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use clap::ValueEnum;

/// The header that the proxies write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeader {
    /// The addresses, separated by commas.
    #[default]
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

/// The client as the outermost of so many trusted proxies saw it; none where it does not say an address. What stands
/// before the entries of our proxies anybody may have written.
pub(super) fn client(headers: &HeaderMap, header: ProxyHeader, proxies: usize) -> Option<IpAddr> {
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => "forwarded",
    };
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = lists.flat_map(|list| outside_quotes(list, ',')).collect();
    let hop = hops.get(hops.len().checked_sub(proxies)?)?;
    match header {
        ProxyHeader::XForwardedFor => address(hop),
        ProxyHeader::Forwarded => outside_quotes(hop, ';').find_map(|pair| {
            let (name, node) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case("for").then(|| address(node.trim().trim_matches('"')))?
        }),
    }
}

/// The parts of a list, without the separators that stand within quotation marks.
fn outside_quotes(list: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    list.split(move |letter| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    })
    .map(str::trim)
}

/// An address with or without a port; one of IPv6 in brackets, as RFC 7239 wants it, or bare.
fn address(node: &str) -> Option<IpAddr> {
    let bare = node.strip_prefix('[').and_then(|node| node.strip_suffix(']')).unwrap_or(node);
    bare.parse().ok().or_else(|| Some(node.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(header: ProxyHeader, name: &'static str, lists: &[&str], proxies: usize) -> Option<String> {
        let mut headers = HeaderMap::new();
        lists
            .iter()
            .for_each(|list| assert!(!headers.append(name, list.parse().unwrap()) || lists.len() > 1));
        client(&headers, header, proxies).map(|address| address.to_string())
    }

    #[test]
    fn the_entry_of_the_outermost_trusted_proxy_is_the_client() {
        let forwarded = |lists: &[&str], proxies| said(ProxyHeader::Forwarded, "forwarded", lists, proxies);
        let one = |list| forwarded(&[list], 1);
        assert_eq!(one("for=192.0.2.60;proto=http;by=203.0.113.43").as_deref(), Some("192.0.2.60"));
        assert_eq!(
            one("proto=https; For=\"[2001:db8:cafe::17]:4711\"").as_deref(),
            Some("2001:db8:cafe::17")
        );
        assert_eq!(one("for=\"[2001:db8::1]\"").as_deref(), Some("2001:db8::1"));
        assert_eq!(one("for=192.0.2.43, for=\"198.51.100.17:80\"").as_deref(), Some("198.51.100.17"));
        assert_eq!(forwarded(&["for=192.0.2.43", "for=198.51.100.17"], 2).as_deref(), Some("192.0.2.43"));
        assert_eq!(
            one("by=\"a,for=192.0.2.1\";for=192.0.2.2").as_deref(),
            Some("192.0.2.2"),
            "no part of a text"
        );
        for unsaid in [
            "for=unknown",
            "for=\"",
            "\",\",;=",
            "for=[::1",
            "for=_hidden",
            "by=192.0.2.1",
            "",
            "for",
            "192.0.2.1",
        ] {
            assert_eq!(one(unsaid), None, "{unsaid}");
        }
        assert_eq!(forwarded(&["for=192.0.2.43"], 2), None, "a proxy is missing");
        let older = |list, proxies| said(ProxyHeader::XForwardedFor, "x-forwarded-for", &[list], proxies);
        assert_eq!(older("192.0.2.1, 2001:db8::1", 1).as_deref(), Some("2001:db8::1"));
        assert_eq!(older("192.0.2.1:8080, 2001:db8::1", 2).as_deref(), Some("192.0.2.1"));
        assert_eq!(
            said(ProxyHeader::XForwardedFor, "forwarded", &["for=192.0.2.1"], 1),
            None,
            "the other header"
        );
    }
}
