use std::collections::HashMap;

use crate::{Commune, InseeCode, LonLat, text};

/// Finds the commune that a file means.
#[derive(Debug)]
pub struct Gazetteer {
    communes: Vec<Commune>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Why no commune was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommuneError {
    /// Neither code nor name leads anywhere.
    #[error("no commune has the code {code:?}, nor the name {name:?} with postal code {postal_code:?}")]
    Unknown {
        /// INSEE code as given.
        code: String,
        /// Name as given.
        name: String,
        /// Postal code as given.
        postal_code: String,
    },
    /// Several communes have that name and nothing tells them apart.
    #[error("{count} communes have the name {name:?}: give the INSEE code or the postal code")]
    Ambiguous {
        /// Name as given.
        name: String,
        /// How many have it.
        count: usize,
    },
}

/// What a file says of a commune; empty texts where it says nothing.
#[derive(Debug, Clone, Copy)]
pub struct CommuneHint<'a> {
    /// INSEE code.
    pub code: &'a str,
    /// Postal code.
    pub postal_code: &'a str,
    /// Name.
    pub name: &'a str,
    /// Position of the place.
    pub at: Option<LonLat>,
}

impl Gazetteer {
    /// The farthest that a place is believed to be from the point of its commune, metres: the largest communes of
    /// France reach 100 km (Maripasoula), and their point is a town hall.
    pub const REACH: f64 = 150_000.0;

    /// A gazetteer of these communes.
    pub fn new(communes: Vec<Commune>) -> Self {
        let by_code =
            communes.iter().enumerate().map(|(at, commune)| (commune.code.to_string(), at)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, commune) in communes.iter().enumerate() {
            by_name.entry(text::fold_commune(&commune.name)).or_default().push(at);
        }
        let mut gazetteer = Self { communes, by_code, by_name };
        gazetteer.name_arrondissements();
        gazetteer
    }

    /// `Lyon` with postal code 69003 is the third arrondissement: the name of a parent leads to its children too.
    fn name_arrondissements(&mut self) {
        let children: Vec<_> = self
            .communes
            .iter()
            .enumerate()
            .filter_map(|(at, commune)| {
                let parent = self.get(commune.parent.as_ref()?)?;
                Some((text::fold_commune(&parent.name), at))
            })
            .collect();
        for (name, at) in children {
            self.by_name.entry(name).or_default().push(at);
        }
    }

    /// The commune with a code.
    pub fn get(&self, code: &InseeCode) -> Option<&Commune> {
        self.by_code.get(code.as_str()).map(|at| &self.communes[*at])
    }

    /// The commune with a code, and its arrondissements. Nothing where there is no such commune.
    pub fn with_arrondissements(&self, code: &InseeCode) -> Vec<InseeCode> {
        let within = |commune: &&Commune| commune.code == *code || commune.parent.as_ref() == Some(code);
        self.communes.iter().filter(within).map(|commune| commune.code.clone()).collect()
    }

    /// The communes whose name holds a text, accents, case and `St` for `Saint` aside; those of a city hold its
    /// arrondissements.
    pub fn containing(&self, name: &str) -> Vec<InseeCode> {
        let part = text::fold_commune(name);
        let named = self.by_name.iter().filter(|(name, _)| name.contains(&part));
        let mut codes: Vec<_> =
            named.flat_map(|(_, places)| places).map(|at| self.communes[*at].code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Why a place of this commune cannot stand at a position; none: it can.
    pub fn too_far(commune: &Commune, at: LonLat) -> Option<String> {
        let metres = commune.location.metres_to(at);
        if metres <= Self::REACH {
            return None;
        }
        let swapped = at.swapped().is_some_and(|other| commune.location.metres_to(other) <= Self::REACH);
        let hint = if swapped { ": longitude and latitude are swapped" } else { "" };
        Some(format!("{:.0} km from {} ({}){hint}", metres / 1000.0, commune.name, commune.code))
    }

    /// The commune by INSEE code, else by postal code and name, else by name alone.
    ///
    /// # Errors
    /// No commune, or several that nothing tells apart.
    pub fn find(&self, hint: CommuneHint<'_>) -> Result<&Commune, CommuneError> {
        if let Some(at) = self.by_code.get(hint.code) {
            return Ok(&self.communes[*at]);
        }
        let named = self.by_name.get(&text::fold_commune(hint.name)).map_or(&[][..], Vec::as_slice);
        let has_postal_code = |at: &usize| {
            let codes = &self.communes[*at].postal_codes;
            codes.iter().any(|code| code == hint.postal_code)
        };
        let posted: Vec<usize> = named.iter().copied().filter(has_postal_code).collect();
        let candidates = if posted.is_empty() { named } else { &posted };
        // Of a commune and its arrondissement, the arrondissement says more, but only where the postal code names it.
        let finest = candidates.iter().filter(|at| self.communes[**at].parent.is_some() != posted.is_empty());
        let finest: Vec<usize> = finest.copied().collect();
        let candidates = if finest.is_empty() { candidates } else { &finest };
        match candidates {
            [] => Err(CommuneError::Unknown {
                code: hint.code.to_owned(),
                name: hint.name.to_owned(),
                postal_code: hint.postal_code.to_owned(),
            }),
            [only] => Ok(&self.communes[*only]),
            several => self.nearest(several, hint),
        }
    }

    fn nearest(&self, candidates: &[usize], hint: CommuneHint<'_>) -> Result<&Commune, CommuneError> {
        let ambiguous = || CommuneError::Ambiguous { name: hint.name.to_owned(), count: candidates.len() };
        let at = hint.at.ok_or_else(ambiguous)?;
        candidates
            .iter()
            .map(|candidate| &self.communes[*candidate])
            .map(|commune| (commune.location.metres_to(at), commune))
            .filter(|(metres, _)| *metres <= Self::REACH)
            .min_by(|(left, _), (right, _)| left.total_cmp(right))
            .map(|(_, commune)| commune)
            .ok_or_else(ambiguous)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commune(
        code: &str,
        name: &str,
        postal_codes: &[&str],
        at: (f64, f64),
        parent: Option<&str>,
    ) -> Commune {
        Commune {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            postal_codes: postal_codes.iter().map(ToString::to_string).collect(),
            department: code[..2].to_owned(),
            population: 1,
            location: LonLat::new(at.0, at.1).unwrap(),
            parent: parent.map(|code| code.parse().unwrap()),
        }
    }

    fn gazetteer() -> Gazetteer {
        Gazetteer::new(vec![
            commune("69123", "Lyon", &["69001", "69003"], (4.84, 45.76), None),
            commune("69383", "Lyon 3e Arrondissement", &["69003"], (4.85, 45.75), Some("69123")),
            commune("42218", "Saint-Étienne", &["42000"], (4.39, 45.43), None),
            commune("93066", "Saint-Denis", &["93200"], (2.35, 48.93), None),
            commune("97411", "Saint-Denis", &["97400"], (55.45, -20.88), None),
        ])
    }

    fn find(
        code: &str,
        postal_code: &str,
        name: &str,
        at: Option<(f64, f64)>,
    ) -> Result<String, CommuneError> {
        let at = at.map(|(lon, lat)| LonLat::new(lon, lat).unwrap());
        gazetteer().find(CommuneHint { code, postal_code, name, at }).map(|found| found.code.to_string())
    }

    #[test]
    fn the_insee_code_comes_first_then_postal_code_and_name_then_the_name() {
        assert_eq!(find("42218", "69003", "Lyon", None).unwrap(), "42218");
        assert_eq!(find("", "69003", "LYON", None).unwrap(), "69383");
        assert_eq!(find("", "", "St Etienne", None).unwrap(), "42218");
        assert_eq!(find("", "99999", "Saint-Etienne cedex 2", None).unwrap(), "42218");
    }

    #[test]
    fn a_name_alone_is_the_commune_not_one_of_its_arrondissements() {
        assert_eq!(find("", "", "Lyon", None).unwrap(), "69123");
    }

    #[test]
    fn a_part_of_a_name_leads_to_all_that_hold_it() {
        let codes = |name: &str| {
            gazetteer().containing(name).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(codes("lyon"), "69123 69383");
        assert_eq!(codes("ST-D"), "93066 97411");
        assert_eq!(codes("st denis"), "93066 97411");
        assert_eq!(codes("ETIENNE"), "42218");
        assert_eq!(gazetteer().with_arrondissements(&"69123".parse().unwrap()).len(), 2);
    }

    #[test]
    fn communes_of_one_name_are_told_apart_by_position_or_not_at_all() {
        assert_eq!(find("", "", "Saint-Denis", Some((55.4, -20.9))).unwrap(), "97411");
        assert!(matches!(find("", "", "Saint-Denis", None), Err(CommuneError::Ambiguous { count: 2, .. })));
        assert!(matches!(find("", "", "Saint-Denis", Some((0.0, 0.0))), Err(CommuneError::Ambiguous { .. })));
    }

    #[test]
    fn an_unknown_commune_is_named_in_the_error() {
        let error = find("00000", "69003", "Ville-Rêvée", None).unwrap_err().to_string();
        assert!(error.contains("Ville-Rêvée") && error.contains("00000"), "{error}");
    }
}
