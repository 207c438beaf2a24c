//! Drawings of our own beside questions, in the colour of the text, each with what it shows and an example in words and
//! units. A test holds the table against the schema.

use super::Tongue;

/// A drawing beside a question.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    /// Ours, and may stand within a page.
    pub svg: &'static str,
    /// What it shows, for those who do not see it.
    pub shows: &'static str,
    /// An answer in words and unit.
    pub example: &'static str,
}

/// A drawing, what it shows and an example, in French and English.
struct Drawing {
    svg: &'static str,
    shows: (&'static str, &'static str),
    example: (&'static str, &'static str),
    /// The criteria that it explains.
    criteria: &'static [&'static str],
}

/// The drawing beside a question, where there is one.
pub(crate) fn sketch(criterion: &str, tongue: Tongue) -> Option<Sketch> {
    let found = DRAWINGS.iter().find(|drawing| drawing.criteria.contains(&criterion))?;
    let say = |(fr, en)| tongue.say(fr, en);
    Some(Sketch { svg: found.svg, shows: say(found.shows), example: say(found.example) })
}

macro_rules! drawing {
    ($file:literal, $shows_fr:literal, $shows_en:literal, $example_fr:literal, $example_en:literal, $criteria:expr) => {
        Drawing {
            svg: include_str!(concat!("drawings/", $file, ".svg")),
            shows: ($shows_fr, $shows_en),
            example: ($example_fr, $example_en),
            criteria: &$criteria,
        }
    };
}

static DRAWINGS: [Drawing; 21] = [
    drawing!(
        "door",
        "Une porte ouverte, mesurée entre les montants.",
        "An open door, measured between its frames.",
        "Mesurez le passage libre, porte ouverte : par exemple 90 cm. Une feuille A4 a 30 cm de long : trois feuilles font 90 cm.",
        "Measure the free passage with the door open: 90 cm for example. A sheet of A4 is 30 cm long: three make 90 cm.",
        ["entree_largeur_mini", "sanitaires_largeur_porte", "accueil_vestiaires_largeur_passage"]
    ),
    drawing!(
        "level",
        "Une personne en fauteuil roulant passe le seuil sans marche.",
        "Somebody in a wheelchair passes the threshold without a step.",
        "Oui si on entre sans marche ; un ressaut de 2 cm au plus ne compte pas. Une seule marche de 5 cm : non.",
        "Yes if one enters without a step; a lip of up to 2 cm does not count. A single step of 5 cm: no.",
        [
            "entree_plain_pied",
            "cheminement_ext_plain_pied",
            "accueil_cheminement_plain_pied",
            "cheminement_ext_terrain_stable"
        ]
    ),
    drawing!(
        "steps",
        "Trois marches ; la hauteur se mesure sur l'une d'elles.",
        "Three steps; the height is measured on one of them.",
        "Comptez chaque montée, le seuil compris s'il dépasse 2 cm : par exemple 3 marches. Une marche a souvent 17 cm.",
        "Count every rise, the threshold too if it is higher than 2 cm: 3 steps for example. A step is often 17 cm high.",
        [
            "entree_marches",
            "cheminement_ext_nombre_marches",
            "accueil_cheminement_nombre_marches",
            "entree_marches_sens",
            "cheminement_ext_sens_marches",
            "accueil_cheminement_sens_marches",
            "entree_marches_reperage",
            "cheminement_ext_reperage_marches",
            "accueil_cheminement_reperage_marches"
        ]
    ),
    drawing!(
        "ramp",
        "Une rampe inclinée mène à la porte.",
        "A sloped ramp leads to the door.",
        "Fixe : elle est toujours là. Amovible : quelqu'un la pose. 5 % veut dire 5 cm de haut pour 1 m de long.",
        "Fixed: it is always there. Removable: somebody lays it. 5 % means 5 cm up for 1 m along.",
        ["entree_marches_rampe", "cheminement_ext_rampe", "accueil_cheminement_rampe"]
    ),
    drawing!(
        "slope",
        "Un chemin qui monte : sa hauteur, et sa longueur en dessous.",
        "A path that goes up: its height, and its length below.",
        "Légère : jusqu'à 5 %, 5 cm de haut par mètre. Importante : 8 % ou plus, 8 cm de haut par mètre.",
        "Slight: up to 5 %, 5 cm up in a metre. Steep: 8 % or more, 8 cm up in a metre.",
        [
            "cheminement_ext_pente_presence",
            "cheminement_ext_pente_degre_difficulte",
            "cheminement_ext_pente_longueur"
        ]
    ),
    drawing!(
        "crossfall",
        "Une personne marche sur un chemin penché sur le côté.",
        "Somebody walks on a path that is tilted sideways.",
        "Le fauteuil est tiré vers le bas. 2 % se remarque à peine : 2 cm de différence pour 1 m de large.",
        "The wheelchair is pulled down. 2 % is hardly noticed: 2 cm of difference in a width of 1 m.",
        ["cheminement_ext_devers"]
    ),
    drawing!(
        "narrow",
        "Un passage entre deux meubles, à l'endroit le plus étroit.",
        "A passage between two pieces of furniture, where it is narrowest.",
        "Oui si un passage a moins de 80 cm : un caddie n'y passe qu'à peine.",
        "Yes if a passage is less than 80 cm wide: a trolley hardly goes through.",
        ["cheminement_ext_retrecissement", "accueil_retrecissement"]
    ),
    drawing!(
        "turning",
        "Un cercle au sol, où un fauteuil roulant fait demi-tour.",
        "A circle on the floor, in which a wheelchair turns round.",
        "Un fauteuil fait demi-tour dans un cercle de 150 cm : à peu près la longueur d'une baignoire.",
        "A wheelchair turns round in a circle of 150 cm: about the length of a bath.",
        [
            "sanitaires_adaptes",
            "accueil_chambre_sanitaires_espace_usage",
            "accueil_salle_consultation_accessible",
            "accueil_isoloir_accessibilite",
            "accueil_vestiaires"
        ]
    ),
    drawing!(
        "parking",
        "Une place de stationnement large, avec une bande hachurée à côté.",
        "A wide parking place, with a hatched strip beside it.",
        "Une place adaptée a 330 cm de large, et le panneau d'un fauteuil roulant. Une place ordinaire a 250 cm.",
        "An adapted place is 330 cm wide and has the sign of a wheelchair. An ordinary one is 250 cm wide.",
        [
            "stationnement_presence",
            "stationnement_pmr",
            "stationnement_ext_presence",
            "stationnement_ext_pmr",
            "stationnement_zone_depose_pmr"
        ]
    ),
    drawing!(
        "toilet",
        "Des toilettes vues d'en haut : un espace vide à gauche de la cuvette, une barre à droite.",
        "A toilet seen from above: free space on the left of the bowl, a bar on the right.",
        "Placez-vous face à la cuvette : de quel côté l'espace vide a-t-il au moins 80 cm ?",
        "Stand facing the bowl: on which side is there free space of at least 80 cm?",
        ["sanitaires_presence", "sanitaires_sens_transfert"]
    ),
    drawing!(
        "bar",
        "Une barre d'appui au mur, à côté des toilettes.",
        "A grab bar on the wall beside the toilet.",
        "Une barre solide, entre 70 cm et 80 cm du sol.",
        "A solid bar, between 70 cm and 80 cm above the floor.",
        ["accueil_chambre_sanitaires_barre_appui", "accueil_chambre_douche_barre_appui"]
    ),
    drawing!(
        "handrail",
        "Une main courante le long des marches, qui dépasse en haut.",
        "A handrail along the steps, which goes on at the top.",
        "Une barre à tenir, entre 80 cm et 100 cm de haut. Dites oui dès qu'il y en a une d'un côté.",
        "A bar to hold, 80 cm to 100 cm high. Say yes if there is one on one side.",
        [
            "entree_marches_main_courante",
            "cheminement_ext_main_courante",
            "accueil_cheminement_main_courante"
        ]
    ),
    drawing!(
        "counter",
        "Un comptoir dont une partie est basse, avec un siège devant.",
        "A counter of which a part is low, with a seat before it.",
        "Une partie basse a 80 cm de haut au plus, avec de la place dessous pour les genoux. Un plan de cuisine a 90 cm.",
        "A low part is 80 cm high at most, with room for knees below. A kitchen worktop is 90 cm high.",
        ["accueil_visibilite", "accueil_personnels", "accueil_physique", "accueil_urne_accessibilite"]
    ),
    drawing!(
        "guiding",
        "Des rainures au sol, qui mènent à l'entrée.",
        "Ridges on the ground that lead to the entrance.",
        "Des lignes en relief que l'on sent avec une canne ou sous le pied.",
        "Raised lines that are felt with a cane or underfoot.",
        ["cheminement_ext_bande_guidage"]
    ),
    drawing!(
        "loop",
        "Une oreille, et le signe d'une boucle magnétique.",
        "An ear, and the sign of an induction loop.",
        "Cherchez une oreille barrée avec la lettre T : c'est une boucle magnétique.",
        "Look for an ear with a bar and the letter T: it is an induction loop.",
        ["accueil_equipements_malentendants_presence", "accueil_equipements_malentendants"]
    ),
    drawing!(
        "lift",
        "Un ascenseur, mesuré d'un côté à l'autre de la porte.",
        "A lift, measured from one side of its door to the other.",
        "Pour un fauteuil roulant, il faut une porte de 80 cm et une cabine de 100 cm sur 125 cm.",
        "A wheelchair needs a door of 80 cm and a cabin of 100 cm by 125 cm.",
        [
            "entree_ascenseur",
            "entree_ascenseur_pmr",
            "cheminement_ext_ascenseur",
            "cheminement_ext_ascenseur_pmr",
            "accueil_cheminement_ascenseur",
            "accueil_cheminement_ascenseur_pmr",
            "accueil_ascenseur_etage",
            "accueil_ascenseur_etage_pmr"
        ]
    ),
    drawing!(
        "bell",
        "Un bouton d'appel à côté de la porte, mesuré depuis le sol.",
        "A call button beside the door, measured from the ground.",
        "On l'atteint assis s'il est entre 90 cm et 130 cm du sol.",
        "It is reached sitting if it is between 90 cm and 130 cm above the ground.",
        ["entree_dispositif_appel", "entree_dispositif_appel_type"]
    ),
    drawing!(
        "glass",
        "Une porte vitrée avec deux bandes de couleur, à deux hauteurs.",
        "A glass door with two coloured bands at two heights.",
        "Des bandes ou des motifs bien visibles, à 110 cm et à 160 cm du sol.",
        "Bands or patterns that are well seen, 110 cm and 160 cm above the ground.",
        ["entree_vitree", "entree_vitree_vitrophanie"]
    ),
    drawing!(
        "bed",
        "Un lit, avec un passage à côté.",
        "A bed, with a passage beside it.",
        "Comptez les chambres où un fauteuil roulant passe à côté du lit (90 cm) : par exemple 2 chambres. Aucune : 0.",
        "Count the rooms where a wheelchair passes beside the bed (90 cm): 2 rooms for example. None: 0.",
        ["accueil_chambre_nombre_accessibles"]
    ),
    drawing!(
        "shower",
        "Une douche sans rebord, avec un siège.",
        "A shower without a rim, with a seat.",
        "Oui si l'on y entre sans marche ni rebord de plus de 2 cm.",
        "Yes if one enters without a step or a rim of more than 2 cm.",
        [
            "accueil_chambre_douche_plain_pied",
            "accueil_chambre_douche_siege",
            "accueil_douches_collectives_adaptees",
            "accueil_douches_individuelles_adaptees"
        ]
    ),
    drawing!(
        "stand",
        "Des tribunes, avec une place pour un fauteuil roulant à côté des sièges.",
        "Stands, with a place for a wheelchair beside the seats.",
        "Comptez les emplacements marqués : par exemple 4 places. Aucun : 0.",
        "Count the marked places: 4 places for example. None: 0.",
        [
            "accueil_tribunes",
            "accueil_tribunes_places",
            "accueil_tribunes_localisation_places",
            "accueil_tribunes_places_avec_accompagnants"
        ]
    ),
];

#[cfg(test)]
mod tests {
    use plainpied_criteria::{Kind, Lang, schema};

    use super::*;

    #[test]
    fn every_name_is_a_criterion_and_stands_once() {
        let mut all: Vec<&str> = DRAWINGS.iter().flat_map(|drawing| drawing.criteria).copied().collect();
        for key in &all {
            assert_eq!(schema().get(key).map(|criterion| criterion.key.as_str()), Some(*key));
        }
        let named = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), named);
    }

    #[test]
    fn whatever_is_measured_or_counted_is_drawn_with_an_example_in_numbers() {
        for criterion in schema().criteria() {
            if !matches!(criterion.kind, Kind::Integer { .. }) {
                continue;
            }
            for lang in [Lang::Fr, Lang::En] {
                let sketch =
                    sketch(&criterion.key, Tongue(lang)).unwrap_or_else(|| panic!("{}", criterion.key));
                assert!(sketch.example.contains(|one: char| one.is_ascii_digit()), "{}", criterion.key);
            }
        }
    }

    #[test]
    fn drawings_are_small_take_the_colour_of_the_text_and_hold_nothing_else() {
        for drawing in &DRAWINGS {
            let svg = drawing.svg;
            assert!(svg.len() <= 2_000 && svg.starts_with("<svg ") && svg.contains("currentColor"), "{svg}");
            for foreign in ["<script", "style", "href", "url(", "#"] {
                assert!(!svg.contains(foreign), "{svg}");
            }
            assert!([drawing.shows.0, drawing.shows.1].iter().all(|words| words.ends_with('.')), "{svg}");
        }
    }
}
