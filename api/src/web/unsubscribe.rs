//! The page that ends a subscription.

use askama::Template;
use plainpied_criteria::Lang;

use super::Shell;

/// Asks whether to end a subscription, or says that it has ended.
#[derive(Debug, Template)]
#[template(path = "unsubscribe.html")]
pub(crate) struct UnsubscribePage {
    shell: Shell,
    address: String,
    goes_on: bool,
}

impl UnsubscribePage {
    /// Of the subscription of a link.
    pub fn new(lang: Lang, token: &str, goes_on: bool) -> Self {
        let address = format!("/unsubscribe/{token}");
        let title = match lang {
            Lang::Fr => "Se désabonner",
            Lang::En => "Unsubscribe",
        };
        Self { shell: Shell::new(lang, title.to_owned(), &address), address, goes_on }
    }
}
