//! A base map of others, where one is configured.

use reqwest::Url;

/// A style for MapLibre at an address of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseMap {
    style: String,
    origin: String,
}

/// Why a text is no address of a style.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address of a map style: it must be http:// or https://, without a user name")]
pub struct BaseMapError(String);

impl BaseMap {
    /// The style at `url`.
    ///
    /// # Errors
    /// A text that is no `http` or `https` URL, or that has a user name or password in it.
    pub fn new(url: &str) -> Result<Self, BaseMapError> {
        let wrong = || BaseMapError(url.to_owned());
        let parsed = Url::parse(url.trim()).map_err(|_not_one| wrong())?;
        let web = matches!(parsed.scheme(), "http" | "https");
        if !web || !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(wrong());
        }
        Ok(Self { origin: parsed.origin().ascii_serialization(), style: parsed.into() })
    }

    /// The address of the style.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// Scheme, host and port: all that pages may load from elsewhere.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_origin_of_the_style_is_let_in() {
        let map = BaseMap::new("https://tiles.example.org:8443/styles/quiet.json?key=a").unwrap();
        assert_eq!(map.origin(), "https://tiles.example.org:8443");
        assert_eq!(map.style(), "https://tiles.example.org:8443/styles/quiet.json?key=a");
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for wrong in ["", "style.json", "file:///style.json", "https://user:secret@example.org/s", "data:,"] {
            assert!(BaseMap::new(wrong).is_err(), "{wrong}");
        }
    }
}
