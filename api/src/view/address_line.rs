use plainpied_store::compat::CompatRecord;
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::matching::KnownPlace;

/// Where a place stands, in one line.
pub(crate) trait AddressLine {
    /// `12 bis Rue de la Paix, 69100 Villeurbanne`.
    fn address_line(&self) -> String;
}

impl AddressLine for FeatureRecord {
    fn address_line(&self) -> String {
        let street = [&self.house_number, &self.street, &self.locality].map(Option::as_deref);
        address_line(street, &self.postal_code, &self.commune_name)
    }
}

impl AddressLine for CompatRecord {
    fn address_line(&self) -> String {
        let street = [&self.house_number, &self.street, &self.locality].map(Option::as_deref);
        address_line(street, &self.postal_code, &self.commune_name)
    }
}

impl AddressLine for KnownPlace {
    fn address_line(&self) -> String {
        let street = [&self.house_number, &self.street, &self.locality].map(Option::as_deref);
        address_line(street, &self.postal_code, &self.commune_name)
    }
}

/// `12 bis Rue de la Paix, 69100 Villeurbanne`, of house number, street and hamlet, postal code and commune. The hamlet
/// stands where there is no street.
fn address_line(
    [house_number, street, locality]: [Option<&str>; 3],
    postal_code: &str,
    commune: &str,
) -> String {
    let street = [house_number, street].map(Option::unwrap_or_default).join(" ");
    let street = street.trim();
    let line = if street.is_empty() { locality.unwrap_or_default() } else { street };
    let comma = if line.is_empty() { "" } else { ", " };
    format!("{line}{comma}{postal_code} {commune}")
}
