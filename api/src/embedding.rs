//! Who may show our places in frames of their pages.

use std::str::FromStr;

use reqwest::Url;

/// The sites that may, as a list of sources of a content security policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedOrigins(String);

/// Why a text is no list of origins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no origin: it must be http:// or https://, a host and at most a port; * stands for any site"
)]
pub struct EmbedOriginsError(String);

impl Default for EmbedOrigins {
    /// Any site: what is embedded is open data.
    fn default() -> Self {
        Self("*".to_owned())
    }
}

impl FromStr for EmbedOrigins {
    type Err = EmbedOriginsError;

    /// Origins separated by commas, or `*`.
    fn from_str(text: &str) -> Result<Self, EmbedOriginsError> {
        if text.trim() == "*" {
            return Ok(Self::default());
        }
        let origins = text.split(',').map(|one| origin(one.trim())).collect::<Result<Vec<_>, _>>()?;
        Ok(Self(origins.join(" ")))
    }
}

impl EmbedOrigins {
    /// For `frame-ancestors`: these and our own pages, which show what an embed will look like.
    pub fn ancestors(&self) -> String {
        if self.0 == "*" { self.0.clone() } else { format!("'self' {}", self.0) }
    }
}

fn origin(text: &str) -> Result<String, EmbedOriginsError> {
    let wrong = || EmbedOriginsError(text.to_owned());
    let url = Url::parse(text).map_err(|_not_one| wrong())?;
    let origin = url.origin().ascii_serialization();
    let whole = origin == text.trim_end_matches('/') && matches!(url.scheme(), "http" | "https");
    if whole { Ok(origin) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_let_in_with_our_own_pages() {
        let origins: EmbedOrigins = "https://ville.example, http://localhost:3000".parse().unwrap();
        assert_eq!(origins.ancestors(), "'self' https://ville.example http://localhost:3000");
        assert_eq!("*".parse::<EmbedOrigins>().unwrap().ancestors(), "*");
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for wrong in
            ["", "ville.example", "https://ville.example/page", "https://a.example;script-src *", "data:,"]
        {
            assert!(wrong.parse::<EmbedOrigins>().is_err(), "{wrong}");
        }
    }
}
