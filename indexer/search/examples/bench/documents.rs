//! Documents that resemble French places: names of an activity and a person, cities that hold most of them.

use plainpied_criteria::{GroupSet, schema};
use plainpied_domain::{ActivitySlug, EstablishmentId, InseeCode, LonLat};
use plainpied_search::{Document, DocumentActivity};

use time::{Date, Duration};

use crate::answers::answers;
use crate::dice::Dice;

const COMMUNES: u64 = 5_000;
const PEOPLE: u64 = 200_000;
const STREETS: u64 = 30_000;
const SYLLABLES: [&str; 24] = [
    "ba", "bel", "ber", "cha", "cor", "du", "du", "fon", "gar", "la", "lan", "le", "mar", "mo", "nard",
    "pon", "ra", "ri", "ron", "sau", "ti", "val", "vi", "yer",
];
const ACTIVITIES: [(&str, &str, &[&str]); 12] = [
    ("boulangerie", "Boulangerie", &["Boulangerie", "Pâtisserie", "Pain", "Bakery", "Bread"]),
    ("restaurant", "Restaurant", &["Restaurant", "Brasserie", "Bistrot", "Food", "Dinner"]),
    ("pharmacie", "Pharmacie", &["Pharmacie", "Médicaments", "Pharmacy", "Chemist"]),
    ("ecole-primaire", "École primaire", &["École primaire", "Élémentaire", "Primary school"]),
    ("mairie", "Mairie", &["Mairie", "Hôtel de ville", "Town hall"]),
    ("bibliotheque", "Bibliothèque", &["Bibliothèque", "Médiathèque", "Library", "Books"]),
    ("medecin-generaliste", "Cabinet médical", &["Médecin généraliste", "Docteur", "Doctor", "GP"]),
    ("coiffeur", "Coiffure", &["Coiffeur", "Salon de coiffure", "Hairdresser"]),
    ("hotel", "Hôtel", &["Hôtel", "Hébergement", "Hotel", "Rooms"]),
    ("musee", "Musée", &["Musée", "Exposition", "Museum"]),
    ("supermarche", "Supermarché", &["Supermarché", "Courses", "Supermarket", "Groceries"]),
    ("banque", "Banque", &["Banque", "Distributeur", "Bank", "Cash"]),
];

/// A person, commune or street that has this number: always the same name.
pub fn name(number: u64) -> String {
    let mut dice = Dice::new(number.wrapping_mul(7919));
    let syllables = 2 + dice.below(2);
    let mut name: String = (0..syllables).map(|_| SYLLABLES[dice.below(24) as usize]).collect();
    name[..1].make_ascii_uppercase();
    name
}

/// Where commune number `commune` lies.
pub fn centre(commune: u64) -> LonLat {
    let mut dice = Dice::new(commune.wrapping_mul(104_729) + 1);
    position(-1.5 + 8.0 * dice.share(), 43.5 + 6.0 * dice.share())
}

/// Few communes, people and streets are frequent, most are rare.
pub fn skewed(dice: &mut Dice, count: u64) -> u64 {
    let share = dice.share();
    (share * share * share * count as f64) as u64
}

pub fn document(number: u64) -> Document {
    let mut dice = Dice::new(number);
    let (slug, kind, terms) = ACTIVITIES[skewed(&mut dice, 12) as usize];
    let commune = skewed(&mut dice, COMMUNES);
    let centre = centre(commune);
    let (answers, completeness) = answers(schema(), &GroupSet::base(schema()), &mut dice);
    let seen = (dice.share() < 0.7).then(|| today() - Duration::days(dice.below(2_000) as i64));
    let spread = |dice: &mut Dice| (dice.share() + dice.share() + dice.share() - 1.5) * 0.08;
    Document {
        id: id(number, &mut dice),
        version: 1,
        name: format!("{kind} {}", name(skewed(&mut dice, PEOPLE))),
        activities: vec![DocumentActivity {
            slug: ActivitySlug::from(slug),
            terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        }],
        commune: insee(commune),
        commune_parent: None,
        commune_name: name(1_000_000 + commune),
        department: format!("{:02}", 1 + commune % 95).parse().expect("two digits"),
        street: Some(format!("{} R {}", 1 + dice.below(120), name(2_000_000 + skewed(&mut dice, STREETS)))),
        locality: None,
        postal_code: format!("{:05}", 1_000 + commune * 19),
        at: position(centre.lon() + spread(&mut dice), centre.lat() + spread(&mut dice)),
        completeness,
        observed: seen.filter(|_| !answers.is_empty()),
        answers,
    }
}

/// The day of the bench.
pub fn today() -> Date {
    Date::from_ordinal_date(2026, 328).expect("a day of the year")
}

pub fn insee(commune: u64) -> InseeCode {
    format!("{:05}", 1_000 + commune).parse().expect("five digits")
}

fn position(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).expect("in France")
}

fn id(number: u64, dice: &mut Dice) -> EstablishmentId {
    let text = format!("{:016x}{number:016x}", dice.next());
    text.parse().expect("32 hexadecimal digits")
}
