//! What one's own space leads to.

use super::Tongue;

/// A page of one's own, or a part of one.
#[derive(Debug)]
pub(super) struct Room {
    pub address: String,
    pub title: String,
    pub help: String,
}

/// How much there is of what.
#[derive(Debug)]
pub(super) struct Counts {
    pub contributions: i64,
    pub subscriptions: i64,
    pub establishments: i64,
    pub decides: bool,
}

/// Title and help, in French and English.
type Words = [(&'static str, &'static str); 2];

/// All of them, in the order in which most people want them.
pub(super) fn rooms(counts: &Counts, tongue: Tongue) -> Vec<Room> {
    const CONTRIBUTIONS: Words = [
        ("Mes contributions", "My contributions"),
        ("Ce que vous avez écrit, en phrases.", "What you wrote, in sentences."),
    ];
    const DRAFTS: Words = [
        ("Mes brouillons", "My drafts"),
        ("Ce que vous n'avez pas encore publié.", "What you have not published yet."),
    ];
    const SUBSCRIPTIONS: Words = [
        ("Mes abonnements", "My subscriptions"),
        ("Ce dont vous êtes prévenu par mail.", "What you are told of by mail."),
    ];
    const ESTABLISHMENTS: Words = [
        ("Mes établissements", "My establishments"),
        (
            "Ceux que vous gérez, avec leur registre public d'accessibilité.",
            "Those that you manage, with their public accessibility register.",
        ),
    ];
    const TOLD: Words = [
        ("Réponses de la modération", "Answers of the moderators"),
        (
            "Ce que sont devenus vos signalements, demandes et suggestions.",
            "What became of your reports, claims and suggestions.",
        ),
    ];
    const MODERATION: Words =
        [("Modération", "Moderation"), ("Ce qui attend une décision.", "What waits for a decision.")];
    let mut all = vec![
        room("/account/contributions", CONTRIBUTIONS, Some(counts.contributions), tongue),
        room("/account/drafts", DRAFTS, None, tongue),
        room("/account/subscriptions", SUBSCRIPTIONS, Some(counts.subscriptions), tongue),
        room("/account/notifications", TOLD, None, tongue),
    ];
    if counts.decides {
        all.push(room("/moderation", MODERATION, None, tongue));
    }
    if counts.establishments > 0 {
        all.push(room("/account/establishments", ESTABLISHMENTS, Some(counts.establishments), tongue));
    }
    all.extend(elsewhere(tongue));
    all
}

/// What the account keeps by consent only, and what stands further down.
fn elsewhere(tongue: Tongue) -> [Room; 4] {
    const NEEDS: Words = [
        ("Mes besoins et mes limites", "My needs and limits"),
        (
            "Votre compte les garde seulement si vous y consentez ; sinon, ils se choisissent dans la recherche.",
            "Your account keeps them only if you consent to it; otherwise you choose them in the search.",
        ),
    ];
    const SAVED: Words = [
        ("Mes lieux", "My places"),
        (
            "Ceux que vous gardez, sur cet appareil ou, si vous y consentez, dans votre compte.",
            "Those that you keep, on this device or, if you consent to it, in your account.",
        ),
    ];
    const KEYS: Words = [
        ("Mes clés", "My keys"),
        ("Pour les programmes qui lisent ou écrivent pour vous.", "For programs that read or write for you."),
    ];
    const DATA: Words = [
        ("Mes données", "My data"),
        ("Les télécharger, ou supprimer le compte.", "Download them, or delete the account."),
    ];
    [
        room("/account/needs", NEEDS, None, tongue),
        room("/saved", SAVED, None, tongue),
        Room { address: "#keys".to_owned(), ..room("", KEYS, None, tongue) },
        Room { address: "#leaving".to_owned(), ..room("", DATA, None, tongue) },
    ]
}

fn room(address: &str, [title, help]: Words, count: Option<i64>, tongue: Tongue) -> Room {
    let words = |(fr, en): (&'static str, &'static str)| tongue.say(fr, en);
    let count = count.map(|count| tongue.number(count.unsigned_abs()));
    Room {
        address: tongue.to(address),
        title: match count {
            Some(count) => format!("{} ({count})", words(title)),
            None => words(title).to_owned(),
        },
        help: words(help).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::Lang;

    use super::*;

    #[test]
    fn only_managers_are_led_to_establishments_and_everybody_to_what_is_their_own() {
        let mut counts = Counts { contributions: 1_200, subscriptions: 0, establishments: 0, decides: false };
        let titles = |counts: &Counts| -> Vec<String> {
            rooms(counts, Tongue(Lang::En)).into_iter().map(|room| room.title).collect()
        };
        let few = titles(&counts);
        assert_eq!(few[..3], ["My contributions (1,200)", "My drafts", "My subscriptions (0)"]);
        assert!(!few.iter().any(|title| title.starts_with("My establishments")));
        assert!(!few.contains(&"Moderation".to_owned()));
        (counts.establishments, counts.decides) = (2, true);
        assert!(titles(&counts).contains(&"Moderation".to_owned()));
        assert!(titles(&counts).contains(&"My establishments (2)".to_owned()));
        assert_eq!(rooms(&counts, Tongue(Lang::En))[0].address, "/account/contributions?lang=en");
    }
}
