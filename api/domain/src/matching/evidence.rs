//! What speaks for and against two descriptions meaning one place.

use plainpied_criteria::Text2;

use super::address::AddressLikeness;
use super::name::NameLikeness;
use super::points;
use super::profile::Profile;
use super::words::likeness;

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Its name, never renamed: `same_name`.
    pub code: &'static str,
    /// What it adds to the score.
    pub points: f64,
    /// In a sentence.
    pub sentence: Text2,
}

/// A name agrees from this share of its words on.
const AGREES: f64 = 0.6;
/// Below, it is another name.
const DIFFERS: f64 = 0.4;

/// Everything that speaks for or against.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub reasons: Vec<Reason>,
    /// An identifier says so.
    pub decisive: bool,
    /// The names agree.
    pub named: bool,
}

impl Evidence {
    /// Compares a wanted place with a candidate; `identified`: by an id of ours or of a source.
    pub(super) fn of(wanted: &Profile, candidate: &Profile, identified: bool) -> Self {
        let mut evidence = Self::default();
        if identified {
            evidence.decisive = true;
            evidence.add(
                "same_id",
                points::IDENTIFIED,
                ("L'identifiant est le même.", "The id is the same."),
            );
        }
        evidence.siret(wanted, candidate);
        evidence.name(wanted, candidate);
        evidence.address(wanted, candidate);
        evidence.commune(wanted, candidate);
        evidence.distance(wanted, candidate);
        evidence.activity(wanted, candidate);
        evidence
    }

    /// The sum of the points, not held between 0 and 100.
    pub(super) fn sum(&self) -> f64 {
        self.reasons.iter().map(|reason| reason.points).sum()
    }

    fn add(&mut self, code: &'static str, points: f64, (fr, en): (&str, &str)) {
        let points = (points * 10.0).round() / 10.0;
        self.reasons.push(Reason { code, points, sentence: Text2 { fr: fr.to_owned(), en: en.to_owned() } });
    }

    fn siret(&mut self, wanted: &Profile, candidate: &Profile) {
        match (&wanted.siret, &candidate.siret) {
            (Some(one), Some(other)) if one == other => {
                self.decisive = true;
                self.add(
                    "same_siret",
                    points::SIRET,
                    ("Le SIRET est le même.", "The SIRET number is the same."),
                );
            }
            (Some(_), Some(_)) => {
                let said = ("Le SIRET est un autre.", "The SIRET number is another one.");
                self.add("other_siret", points::OTHER_SIRET, said);
            }
            _ => {}
        }
    }

    fn name(&mut self, wanted: &Profile, candidate: &Profile) {
        if wanted.name.is_empty() || candidate.name.is_empty() {
            return;
        }
        let NameLikeness { share, strength } = wanted.name.likeness(&candidate.name);
        if share < DIFFERS {
            self.add("other_name", points::OTHER_NAME, ("Le nom est un autre.", "The name is another one."));
            return;
        }
        self.named = share >= AGREES;
        let (code, said) = if share > 0.99 {
            ("same_name", ("Le nom est le même.", "The name is the same."))
        } else if self.named {
            ("similar_name", ("Le nom est presque le même.", "The name is nearly the same."))
        } else {
            ("partial_name", ("Une partie du nom est la même.", "A part of the name is the same."))
        };
        self.add(code, points::NAME * share * strength, said);
    }

    fn address(&mut self, wanted: &Profile, candidate: &Profile) {
        if wanted.ban_id.is_some() && wanted.ban_id == candidate.ban_id {
            let said = (
                "L'adresse est la même dans la Base Adresse Nationale.",
                "The address is the same in the national address base.",
            );
            self.add("same_ban_id", points::ADDRESS, said);
            return;
        }
        let (code, points, said) = match wanted.address.likeness(&candidate.address) {
            AddressLikeness::Unknown => return,
            AddressLikeness::Same => {
                ("same_address", points::ADDRESS, ("L'adresse est la même.", "The address is the same."))
            }
            AddressLikeness::Street => {
                ("same_street", points::STREET, ("La rue est la même.", "The street is the same."))
            }
            AddressLikeness::OtherNumber => (
                "other_number",
                points::OTHER_NUMBER,
                (
                    "La rue est la même, le numéro un autre.",
                    "The street is the same, the number another one.",
                ),
            ),
            AddressLikeness::OtherStreet => (
                "other_street",
                points::OTHER_STREET,
                ("La rue est une autre.", "The street is another one."),
            ),
        };
        self.add(code, points, said);
    }

    fn commune(&mut self, wanted: &Profile, candidate: &Profile) {
        if wanted.postal_code.is_some() && wanted.postal_code == candidate.postal_code {
            let said = ("Le code postal est le même.", "The postal code is the same.");
            self.add("same_postal_code", points::POSTAL_CODE, said);
        }
        let coded = !wanted.communes.is_empty() && !candidate.communes.is_empty();
        let by_code = wanted.communes.iter().any(|code| candidate.communes.contains(code));
        let named = !wanted.commune_name.is_empty() && !candidate.commune_name.is_empty();
        let by_name = named && is_same_commune(&wanted.commune_name, &candidate.commune_name);
        if by_code || by_name {
            let said = ("La commune est la même.", "The commune is the same.");
            self.add("same_commune", points::COMMUNE, said);
        } else if named || coded {
            let said = ("La commune est une autre.", "The commune is another one.");
            self.add("other_commune", points::OTHER_COMMUNE, said);
        }
    }

    fn distance(&mut self, wanted: &Profile, candidate: &Profile) {
        let (Some(one), Some(other)) = (wanted.at, candidate.at) else {
            return;
        };
        let metres = one.metres_to(other);
        let points = distance_points(metres);
        let code = if points > 0.0 { "near" } else { "far" };
        let fr = format!("À {metres:.0} m du point donné.");
        self.add(code, points, (&fr, &format!("{metres:.0} m from the point given.")));
    }

    fn activity(&mut self, wanted: &Profile, candidate: &Profile) {
        if wanted.activities.is_empty() || candidate.activities.is_empty() {
            return;
        }
        if wanted.activities.iter().any(|activity| candidate.activities.contains(activity)) {
            let said = ("L'activité est la même.", "The activity is the same.");
            self.add("same_activity", points::ACTIVITY, said);
        } else {
            let said = ("L'activité est une autre.", "The activity is another one.");
            self.add("other_activity", points::OTHER_ACTIVITY, said);
        }
    }
}

/// From the table, straight between its ends.
fn distance_points(metres: f64) -> f64 {
    let mut from = 0.0;
    for (to, at_begin, at_end) in points::DISTANCE {
        if metres <= *to {
            return at_begin + (at_end - at_begin) * (metres - from) / (to - from);
        }
        from = *to;
    }
    points::FAR
}

/// `lyon` is `lyon 3e arrondissement` too; slips are forgiven.
fn is_same_commune(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let arrondissement = long
        .strip_prefix(short)
        .and_then(|rest| rest.strip_prefix(' '))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    one == other || arrondissement || (!long.starts_with(short) && likeness(one, other) > 0.9)
}
