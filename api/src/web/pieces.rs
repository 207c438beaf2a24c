//! What a public accessibility register holds that only whoever runs the place has: French and English. By the decree of
//! 19 April 2017 on the register.

/// Papers on the place itself.
pub(super) const PIECES: [(&str, &str); 6] = [
    (
        "L'attestation d'accessibilité, si l'établissement est conforme.",
        "The attestation of accessibility, where the establishment complies.",
    ),
    (
        "L'agenda d'accessibilité programmée et son suivi, s'il y en a un.",
        "The schedule of works towards accessibility and how far it has come, where there is one.",
    ),
    ("Les arrêtés de dérogation, s'il y en a.", "The decisions that grant exemptions, where there are any."),
    (
        "La notice d'accessibilité, si des travaux ont été autorisés.",
        "The accessibility notice, where works were authorised.",
    ),
    (
        "Les modalités de maintenance des ascenseurs, élévateurs et rampes amovibles automatiques.",
        "How lifts, platforms and automatic movable ramps are maintained.",
    ),
    (
        "Le document d'aide à l'accueil des personnes handicapées, destiné au personnel.",
        "The guide for the staff on welcoming people with disabilities.",
    ),
];

/// Papers on the staff.
pub(super) const TRAINING: [(&str, &str); 2] = [
    (
        "La description des formations suivies par le personnel d'accueil, et leurs justificatifs.",
        "What training the reception staff has had, with proof of it.",
    ),
    (
        "Pour un établissement de 1re à 4e catégorie : l'attestation de formation signée chaque année par l'employeur.",
        "For an establishment of category 1 to 4: the attestation of training that the employer signs every year.",
    ),
];
