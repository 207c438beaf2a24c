use strsim::osa_distance;

/// Finds the keys that a misspelt word is near to. A scan, but most keys are out by their length or letters, so that
/// 35,000 names take some ten microseconds.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// Length in bytes, letters, number of the key; by length.
    entries: Vec<(u16, u64, u32)>,
}

/// Typing errors that a word of so many letters may have when names are compared.
pub(super) fn allowed(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

impl Spellings {
    /// Of keys with their numbers. A key with a digit is never near to anything.
    pub(super) fn new<'a>(keys: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut entries: Vec<_> = keys
            .filter(|(_, key)| !has_digit(key))
            .map(|(number, key)| (u16::try_from(key.len()).unwrap_or(u16::MAX), letters(key), number))
            .collect();
        entries.sort_unstable();
        entries.shrink_to_fit();
        Self { entries }
    }

    /// The numbers of the keys with the fewest errors, at most `most`, that begin with the same letter.
    pub(super) fn nearest<'a>(&self, text: &str, most: usize, key: impl Fn(u32) -> &'a str) -> Vec<u32> {
        let mut best = (most, Vec::new());
        if most == 0 || has_digit(text) {
            return best.1;
        }
        let (first, mask) = (text.as_bytes().first(), letters(text));
        let from = self.entries.partition_point(|entry| usize::from(entry.0) + most < text.len());
        for (length, others, number) in &self.entries[from..] {
            if usize::from(*length) > text.len() + most {
                break;
            }
            // One error changes two letters at most.
            if (mask ^ others).count_ones() as usize > 2 * best.0 || key(*number).as_bytes().first() != first
            {
                continue;
            }
            let distance = osa_distance(text, key(*number));
            if distance < best.0 {
                best = (distance, vec![*number]);
            } else if distance == best.0 {
                best.1.push(*number);
            }
        }
        best.1
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |mask, byte| mask | 1 << (byte % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(text: &str, most: usize) -> Vec<&'static str> {
        let keys = ["grenoble", "marseille", "lyon", "lille", "paris 12e", "maville"];
        let spellings = Spellings::new(keys.iter().enumerate().map(|(at, key)| (at as u32, *key)));
        let found = spellings.nearest(text, most, |number| keys[number as usize]);
        found.into_iter().map(|number| keys[number as usize]).collect()
    }

    #[test]
    fn swapped_missing_and_wrong_letters_are_errors() {
        assert_eq!(nearest("grenbole", 1), ["grenoble"]);
        assert_eq!(nearest("marseile", 1), ["marseille"]);
        assert_eq!(nearest("marsele", 2), ["marseille"]);
        assert_eq!(nearest("grrenobbles", 2), [""; 0]);
    }

    #[test]
    fn digits_and_first_letters_are_never_wrong() {
        assert_eq!(nearest("paris 13e", 2), [""; 0]);
        assert_eq!(nearest("brenoble", 2), [""; 0]);
        assert_eq!(nearest("lyom", allowed(4)), [""; 0]);
    }
}
