use plainpied_criteria::{CriterionId, Schema};

/// The columns of the national file, in its order. Source: the header of the file published on data.gouv.fr, whose
/// order differs from that of the schema.
pub const NATIONAL_COLUMNS: [&str; 103] = [
    "id",
    "name",
    "postal_code",
    "commune",
    "numero",
    "voie",
    "lieu_dit",
    "code_insee",
    "siret",
    "activite",
    "contact_url",
    "site_internet",
    "longitude",
    "latitude",
    "transport_station_presence",
    "transport_bureau_de_vote_accessibilite",
    "stationnement_presence",
    "stationnement_pmr",
    "stationnement_ext_presence",
    "stationnement_ext_pmr",
    "cheminement_ext_presence",
    "cheminement_ext_terrain_stable",
    "cheminement_ext_plain_pied",
    "cheminement_ext_ascenseur",
    "cheminement_ext_ascenseur_pmr",
    "cheminement_ext_nombre_marches",
    "cheminement_ext_reperage_marches",
    "cheminement_ext_sens_marches",
    "cheminement_ext_main_courante",
    "cheminement_ext_rampe",
    "cheminement_ext_pente_presence",
    "cheminement_ext_pente_degre_difficulte",
    "cheminement_ext_pente_longueur",
    "cheminement_ext_devers",
    "cheminement_ext_bande_guidage",
    "cheminement_ext_retrecissement",
    "cheminement_ext_signaletique_exterieure",
    "entree_reperage",
    "entree_vitree",
    "entree_vitree_vitrophanie",
    "entree_plain_pied",
    "entree_ascenseur",
    "entree_ascenseur_pmr",
    "entree_marches",
    "entree_marches_reperage",
    "entree_marches_main_courante",
    "entree_marches_rampe",
    "entree_marches_sens",
    "entree_dispositif_appel",
    "entree_dispositif_appel_type",
    "entree_balise_sonore",
    "entree_aide_humaine",
    "entree_largeur_mini",
    "entree_pmr",
    "entree_porte_presence",
    "entree_porte_manoeuvre",
    "entree_porte_type",
    "accueil_visibilite",
    "accueil_personnels",
    "accueil_audiodescription_presence",
    "accueil_audiodescription",
    "accueil_equipements_malentendants_presence",
    "accueil_equipements_malentendants",
    "accueil_cheminement_plain_pied",
    "accueil_cheminement_ascenseur",
    "accueil_cheminement_ascenseur_pmr",
    "accueil_cheminement_nombre_marches",
    "accueil_cheminement_reperage_marches",
    "accueil_cheminement_main_courante",
    "accueil_cheminement_rampe",
    "accueil_cheminement_sens_marches",
    "accueil_ascenseur_etage",
    "accueil_ascenseur_etage_pmr",
    "accueil_classes_accessibilite",
    "accueil_espaces_ouverts",
    "accueil_chambre_nombre_accessibles",
    "accueil_chambre_douche_plain_pied",
    "accueil_chambre_douche_siege",
    "accueil_chambre_douche_barre_appui",
    "accueil_chambre_sanitaires_barre_appui",
    "accueil_chambre_sanitaires_espace_usage",
    "accueil_chambre_numero_visible",
    "accueil_chambre_equipement_alerte",
    "accueil_chambre_accompagnement",
    "accueil_retrecissement",
    "accueil_isoloir_accessibilite",
    "accueil_urne_accessibilite",
    "accueil_signaletique_interieure",
    "accueil_soignant",
    "accueil_soignant_experience",
    "accueil_salle_consultation_accessible",
    "accueil_consultation_domicile",
    "accueil_prise_en_charge_patients",
    "sanitaires_presence",
    "sanitaires_adaptes",
    "labels",
    "labels_familles_handicap",
    "registre_url",
    "conformite",
    "rpa",
    "rnb_id",
    "web_url",
    "widget_code",
];

/// What a column of a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The id of the establishment at the source.
    Id,
    /// Name.
    Name,
    /// Postal code.
    PostalCode,
    /// Name of the commune.
    Commune,
    /// House number.
    HouseNumber,
    /// Street.
    Street,
    /// Hamlet or place name.
    Locality,
    /// INSEE code of the commune.
    InseeCode,
    /// SIRET number.
    Siret,
    /// French name of the activity.
    Activity,
    /// Contact page.
    ContactUrl,
    /// Web site.
    Website,
    /// Degrees, WGS 84.
    Longitude,
    /// Degrees, WGS 84.
    Latitude,
    /// Id in the national register of buildings.
    RnbId,
    /// An answer.
    Criterion(CriterionId),
    /// Links of the publisher to its own pages: nothing that is said of the establishment.
    Ignored,
}

impl Column {
    /// Without these nothing can be read.
    pub(crate) const NECESSARY: [&'static str; 5] = ["id", "name", "commune", "longitude", "latitude"];

    /// The column of that name; `None` where the format has none such.
    pub fn named(schema: &Schema, name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "name" => Self::Name,
            "postal_code" => Self::PostalCode,
            "commune" => Self::Commune,
            "numero" => Self::HouseNumber,
            "voie" => Self::Street,
            "lieu_dit" => Self::Locality,
            "code_insee" => Self::InseeCode,
            "siret" => Self::Siret,
            "activite" => Self::Activity,
            "contact_url" => Self::ContactUrl,
            "site_internet" => Self::Website,
            "longitude" => Self::Longitude,
            "latitude" => Self::Latitude,
            "rnb_id" => Self::RnbId,
            "rpa" | "web_url" | "widget_code" => Self::Ignored,
            _ => Self::Criterion(schema.get(name)?.id),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_columns_are_the_criteria_marked_csv_and_eighteen_others() {
        let schema = plainpied_criteria::schema();
        let criteria: Vec<_> = NATIONAL_COLUMNS.iter().filter_map(|name| schema.get(name)).collect();
        assert!(criteria.iter().all(|criterion| criterion.csv));
        assert_eq!(criteria.len(), schema.criteria().iter().filter(|criterion| criterion.csv).count());
        assert_eq!(NATIONAL_COLUMNS.len() - criteria.len(), 18);
        for name in NATIONAL_COLUMNS {
            assert!(Column::named(schema, name).is_some(), "{name}");
        }
    }
}
