//! Who runs this site: the law wants a name, readers want an address to write to.

use clap::Args;

/// What legal notice and contact page say. Nothing is made up: what is not given is said to be missing.
#[derive(Debug, Clone, Default, Args)]
pub struct Operator {
    /// Who runs the site, for the legal notice
    #[arg(long = "operator", env = "PLAINPIED_OPERATOR", value_name = "NAME")]
    pub name: Option<String>,
    /// Postal address of who runs the site
    #[arg(long = "operator-address", env = "PLAINPIED_OPERATOR_ADDRESS", value_name = "ADDRESS")]
    pub address: Option<String>,
    /// E-mail address that readers may write to
    #[arg(long = "contact", env = "PLAINPIED_CONTACT", value_name = "EMAIL")]
    pub contact: Option<String>,
    /// Name and address of the company whose machines serve the site
    #[arg(long = "host-company", env = "PLAINPIED_HOST_COMPANY", value_name = "NAME")]
    pub host: Option<String>,
}
