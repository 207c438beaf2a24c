//! The texts, as they are read. A test keeps their lines short.

use super::drawings::{CHAIR, HELP, MAP, NO, PEN, PERSON, PHONE, PLACE, QUESTION, SEARCH, STEPS, YES};

/// A page.
#[derive(Debug)]
pub(crate) struct Topic {
    /// The last part of its address; '' is the first page.
    pub key: &'static str,
    pub title: &'static str,
    pub steps: &'static [Step],
}

/// A drawing with a few lines.
#[derive(Debug)]
pub(crate) struct Step {
    /// May be empty.
    pub heading: &'static str,
    pub drawing: &'static str,
    pub lines: &'static [&'static str],
    /// Words and address.
    pub link: Option<(&'static str, &'static str)>,
}

impl Topic {
    /// Its address.
    pub fn address(&self) -> String {
        if self.key.is_empty() { "/facile".to_owned() } else { format!("/facile/{}", self.key) }
    }
}

const fn step(drawing: &'static str, lines: &'static [&'static str]) -> Step {
    Step { heading: "", drawing, lines, link: None }
}

const fn begin(heading: &'static str, drawing: &'static str, lines: &'static [&'static str]) -> Step {
    Step { heading, drawing, lines, link: None }
}

const fn leading(
    drawing: &'static str,
    lines: &'static [&'static str],
    link: (&'static str, &'static str),
) -> Step {
    Step { heading: "", drawing, lines, link: Some(link) }
}

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        key: "",
        title: "Plainpied, c'est quoi ?",
        steps: &[
            step(
                PLACE,
                &[
                    "Plainpied parle des lieux.",
                    "Par exemple : une boulangerie, une mairie, un cinéma.",
                    "Plainpied dit si vous pouvez entrer dans ce lieu.",
                ],
            ),
            step(
                PERSON,
                &[
                    "Chaque personne a des besoins différents.",
                    "Vous dites à Plainpied de quoi vous avez besoin.",
                    "Plainpied répond pour vous.",
                ],
            ),
            step(
                QUESTION,
                &[
                    "Parfois, Plainpied ne sait pas.",
                    "Alors Plainpied écrit : « On ne sait pas ».",
                    "Cela ne veut pas dire oui.",
                    "Cela ne veut pas dire non.",
                ],
            ),
            leading(SEARCH, &["Vous voulez chercher un lieu ?"], ("Commencer la recherche", "/")),
        ],
    },
    Topic {
        key: "rechercher",
        title: "Chercher un lieu",
        steps: &[
            begin(
                "Étape 1",
                SEARCH,
                &[
                    "Allez sur la page « Rechercher ».",
                    "Il y a 2 cases.",
                    "La première case s'appelle « Quoi ».",
                    "Écrivez ce que vous cherchez.",
                    "Par exemple : boulangerie.",
                ],
            ),
            begin(
                "Étape 2",
                MAP,
                &["La deuxième case s'appelle « Où ».", "Écrivez le nom de la ville.", "Par exemple : Lyon."],
            ),
            begin(
                "Étape 3",
                CHAIR,
                &[
                    "Sous les 2 cases, il y a la liste des besoins.",
                    "Cochez vos besoins.",
                    "Par exemple : Fauteuil roulant manuel.",
                ],
            ),
            begin(
                "Étape 4",
                PEN,
                &[
                    "Cliquez sur le bouton « Rechercher ».",
                    "Les lieux apparaissent.",
                    "Chaque lieu a une réponse.",
                ],
            ),
            leading(PLACE, &["C'est à vous !"], ("Chercher un lieu", "/")),
        ],
    },
    Topic {
        key: "besoins",
        title: "Mes besoins et les réponses",
        steps: &[
            begin(
                "Vos besoins",
                PERSON,
                &[
                    "Un besoin, c'est ce qu'il vous faut pour entrer dans un lieu.",
                    "Par exemple : une porte assez large.",
                    "Vous pouvez cocher plusieurs besoins.",
                ],
            ),
            step(
                STEPS,
                &[
                    "Vous pouvez aussi donner vos limites.",
                    "Par exemple : je peux monter 1 marche.",
                    "Vous n'êtes pas obligé.",
                ],
            ),
            step(
                HELP,
                &[
                    "Vos besoins parlent de votre santé.",
                    "Plainpied ne garde pas vos besoins sans votre accord.",
                    "Plainpied ne les donne à personne.",
                ],
            ),
            begin("Les réponses", YES, &["« Oui » :", "vous pouvez entrer."]),
            step(
                HELP,
                &[
                    "« Oui, avec de l'aide » :",
                    "vous pouvez entrer.",
                    "Une personne du lieu doit vous aider.",
                ],
            ),
            step(NO, &["« Non » :", "vous ne pouvez pas entrer."]),
            step(
                QUESTION,
                &["« On ne sait pas » :", "il manque des informations.", "Appelez le lieu avant de venir."],
            ),
            step(
                PHONE,
                &["Le numéro de téléphone est sur la page du lieu.", "Parfois, il n'y a pas de numéro."],
            ),
        ],
    },
    Topic {
        key: "contribuer",
        title: "Aider Plainpied",
        steps: &[
            step(
                PEN,
                &[
                    "Vous connaissez un lieu ?",
                    "Vous pouvez dire ce que vous savez.",
                    "Cela aide d'autres personnes.",
                ],
            ),
            step(
                PLACE,
                &[
                    "Allez sur la page du lieu.",
                    "Cherchez ce qui n'est pas connu.",
                    "À côté, un lien demande si vous le savez.",
                    "Cliquez sur ce lien.",
                    "Répondez.",
                ],
            ),
            step(
                QUESTION,
                &[
                    "Vous n'êtes pas sûr ?",
                    "Alors ne répondez pas.",
                    "Vous pouvez dire : « Je ne sais pas ».",
                ],
            ),
            step(
                NO,
                &[
                    "Une réponse est fausse ?",
                    "Le lieu est fermé ?",
                    "Cliquez sur « Signaler un problème ».",
                    "Une personne regardera.",
                ],
            ),
        ],
    },
];
