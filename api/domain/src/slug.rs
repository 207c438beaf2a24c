use crate::{EstablishmentId, text};

/// The decoration of a URL: name and commune in ASCII, then the end of the id, which keeps it unique. At most 100
/// characters.
pub fn slug(name: &str, commune: &str, id: EstablishmentId) -> String {
    const WORDS: usize = 87;
    let words = format!("{} {}", text::fold(name), text::fold(commune));
    let mut slug = String::with_capacity(100);
    for word in words.split(' ').filter(|word| word.is_ascii() && !word.is_empty()) {
        if slug.len() + word.len() + 1 > WORDS {
            break;
        }
        slug.push_str(word);
        slug.push('-');
    }
    // The last 48 bits of a UUID are random in versions 4 and 7 and part of the hash in version 5.
    let id = id.as_uuid().simple().to_string();
    slug.push_str(&id[20..]);
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_short_ascii_and_ends_with_the_id() {
        let id: EstablishmentId = "0570478e-4cfc-5243-84df-c547aec78358".parse().unwrap();
        assert_eq!(
            slug("L'Échoppe du Cœur", "Saint-Étienne", id),
            "l-echoppe-du-coeur-saint-etienne-c547aec78358"
        );
        assert_eq!(slug("日本", "—", id), "c547aec78358");
        assert!(slug(&"long ".repeat(60), "Lyon", id).len() <= 100);
    }
}
