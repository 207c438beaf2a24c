//! Some places of Lyon, Villeurbanne, Saint-Étienne, Paris and far away. The number of each is its id.

use plainpied_criteria::Answers;
use plainpied_domain::{ActivitySlug, EstablishmentId, LonLat};
use plainpied_search::{Document, DocumentActivity};
use uuid::Uuid;

pub fn id(number: u16) -> EstablishmentId {
    EstablishmentId::from(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

pub fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

const ACTIVITIES: &[(&str, &[&str])] = &[
    ("boulangerie", &["Boulangerie", "Pain", "Bakery", "Bread"]),
    ("bibliotheque", &["Bibliothèque", "Médiathèque", "Library"]),
    ("coiffeur", &["Coiffeur", "Salon de coiffure", "Hairdresser"]),
    ("epicerie", &["Épicerie", "Alimentation", "Grocery"]),
    ("hotel", &["Hôtel", "Hébergement", "Hotel"]),
    ("mairie", &["Mairie", "Hôtel de ville", "Town hall"]),
    ("musee", &["Musée", "Museum"]),
    ("pharmacie", &["Pharmacie", "Pharmacy"]),
    ("restaurant", &["Restaurant", "Bistrot"]),
];

/// Code, parent, name, postal code, department, centre.
type Commune = (&'static str, Option<&'static str>, &'static str, &'static str, &'static str, (f64, f64));

const LYON_3: Commune = ("69383", Some("69123"), "Lyon 3e Arrondissement", "69003", "69", (4.8500, 45.7600));
const LYON_7: Commune = ("69387", Some("69123"), "Lyon 7e Arrondissement", "69007", "69", (4.8420, 45.7400));
const VILLEURBANNE: Commune = ("69266", None, "Villeurbanne", "69100", "69", (4.8803, 45.7667));
const SAINT_ETIENNE: Commune = ("42218", None, "Saint-Étienne", "42000", "42", (4.3872, 45.4397));
const PARIS_11: Commune =
    ("75111", Some("75056"), "Paris 11e Arrondissement", "75011", "75", (2.3800, 48.8590));
const AJACCIO: Commune = ("2A004", None, "Ajaccio", "20000", "2A", (8.7386, 41.9192));
/// Two ends of one archipelago that the antimeridian runs through; no French commune does.
const EAST_END: Commune = ("98611", None, "Bout-de-l'Est", "98600", "986", (179.95, -16.5));
const WEST_END: Commune = ("98612", None, "Bout-de-l'Ouest", "98600", "986", (-179.95, -16.5));

type Row = (u16, &'static str, &'static str, &'static Commune, &'static str);

const ROWS: &[Row] = &[
    (1, "Boulangerie Dupont", "boulangerie", &LYON_3, "12 R MAZENOD"),
    (2, "Aux Délices de Marie", "boulangerie", &LYON_3, "3 CRS GAMBETTA"),
    (3, "L'Épi d'Or", "boulangerie", &VILLEURBANNE, "45 BD EUGENE REGUILLON"),
    (4, "Le Fournil", "boulangerie", &SAINT_ETIENNE, "8 AV DE LA LIBERATION"),
    (5, "Pâtisserie Lambert", "boulangerie", &PARIS_11, "101 R OBERKAMPF"),
    (6, "Bibliothèque de la Part-Dieu", "bibliotheque", &LYON_3, "30 BD VIVIER MERLE"),
    (7, "Bibliothèque Jean Macé", "bibliotheque", &LYON_7, "2 R DOMER"),
    (8, "Maison du Livre", "bibliotheque", &VILLEURBANNE, "247 CRS EMILE ZOLA"),
    (9, "Médiathèque de Tarentaize", "bibliotheque", &SAINT_ETIENNE, "20 R JO GOUTTEBARGE"),
    (10, "Coiffure Élégance", "coiffeur", &LYON_7, "9 R DE MARSEILLE"),
    (11, "Chez Zoé", "coiffeur", &VILLEURBANNE, "1 PL GRANDCLEMENT"),
    (12, "Salon Kévin", "coiffeur", &PARIS_11, "17 R DE LA ROQUETTE"),
    (13, "L'Épicerie du Coin", "epicerie", &LYON_7, "54 R DE LA GUILLOTIERE"),
    (14, "Au Cœur des Halles", "epicerie", &LYON_3, "102 CRS LAFAYETTE"),
    (15, "Alimentation Générale", "epicerie", &PARIS_11, "64 R JEAN PIERRE TIMBAUD"),
    (16, "Hôtel des Congrès", "hotel", &VILLEURBANNE, "PL DU COMMANDANT RIVIERE"),
    (17, "Hôtel 54", "hotel", &LYON_3, "54 R SERVIENT"),
    (18, "Hôtel Saint-Pierre", "hotel", &SAINT_ETIENNE, "5 R ROYET"),
    (19, "Hôtel Kallisté", "hotel", &AJACCIO, "51 CRS NAPOLEON"),
    (20, "Mairie du 3e Arrondissement", "mairie", &LYON_3, "215 R DUGUESCLIN"),
    (21, "Hôtel de Ville de Villeurbanne", "mairie", &VILLEURBANNE, "PL DOCTEUR LAZARE GOUJON"),
    (22, "Hôtel de Ville", "mairie", &SAINT_ETIENNE, "PL DE L HOTEL DE VILLE"),
    (23, "Mairie d'Ajaccio", "mairie", &AJACCIO, "AV ANTOINE SERAFINI"),
    (24, "Musée de l'Imprimerie", "musee", &LYON_7, "13 R DE LA POULAILLERIE"),
    (25, "Musée d'Art et d'Industrie", "musee", &SAINT_ETIENNE, "2 PL LOUIS COMTE"),
    (26, "Musée Fesch", "musee", &AJACCIO, "50 R FESCH"),
    (27, "Atelier des Lumières", "musee", &PARIS_11, "38 R SAINT MAUR"),
    (28, "Pharmacie Moderne", "pharmacie", &LYON_7, "6 R DR SALVAT"),
    (29, "Pharmacie des Gratte-Ciel", "pharmacie", &VILLEURBANNE, "1 AV HENRI BARBUSSE"),
    (30, "Pharmacie St Roch", "pharmacie", &SAINT_ETIENNE, "3 PL ST ROCH"),
    (31, "Pharmacie Voltaire", "pharmacie", &PARIS_11, "125 BD VOLTAIRE"),
    (32, "Le Bistrot Lyonnais", "restaurant", &LYON_3, "80 R MONCEY"),
    (33, "Chez Marguerite", "restaurant", &LYON_7, "11 AV JEAN JAURES"),
    (34, "La Table de Wei", "restaurant", &LYON_7, "7 R PASTEUR"),
    (35, "Le Zola", "restaurant", &VILLEURBANNE, "117 CRS EMILE ZOLA"),
    (36, "Brasserie Jacquard", "restaurant", &SAINT_ETIENNE, "4 PL JACQUARD"),
    (37, "Café Charbon", "restaurant", &PARIS_11, "109 R OBERKAMPF"),
    (38, "A Merendella", "restaurant", &AJACCIO, "19 R CARDINAL FESCH"),
    (39, "Le Bout du Monde", "restaurant", &EAST_END, "1 R DU PORT"),
    (40, "La Dernière Escale", "restaurant", &WEST_END, "2 R DU PORT"),
];

/// All of them, each a few hundred metres from the next of its commune.
pub fn corpus() -> Vec<Document> {
    ROWS.iter().map(document).collect()
}

/// One of them.
pub fn place(number: u16) -> Document {
    document(ROWS.iter().find(|row| row.0 == number).unwrap())
}

fn document((number, name, slug, commune, street): &Row) -> Document {
    let (code, parent, commune_name, postal_code, department, (lon, lat)) = **commune;
    let terms = ACTIVITIES.iter().find(|(found, _)| found == slug).unwrap().1;
    Document {
        id: id(*number),
        version: i32::from(*number),
        name: (*name).to_owned(),
        activities: vec![DocumentActivity {
            slug: ActivitySlug::from(*slug),
            terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        }],
        commune: code.parse().unwrap(),
        commune_parent: parent.map(|parent| parent.parse().unwrap()),
        commune_name: commune_name.to_owned(),
        department: department.parse().unwrap(),
        street: Some((*street).to_owned()),
        locality: None,
        postal_code: postal_code.to_owned(),
        at: at(lon + 0.0005 * f64::from(*number % 7), lat + 0.0005 * f64::from(*number % 5)),
        completeness: (*number % 10 * 10) as u8,
        answers: Answers::new(),
        observed: None,
    }
}
