use std::str::FromStr;

/// How many items a page holds: 1 to 100, 20 unless asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u16);

/// Why a text is not a page size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a whole number from 1 to {max}", max = Limit::MAX)]
pub struct LimitError(String);

impl Limit {
    /// The largest page.
    pub const MAX: u16 = 100;

    /// The number of items.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }

    /// Asked of the store, to learn whether a next page exists: one more than the page.
    pub fn and_one(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        match text.parse::<u16>() {
            Ok(count @ 1..=Self::MAX) => Ok(Self(count)),
            _ => Err(LimitError(text.chars().take(40).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_one_to_a_hundred_items() {
        assert_eq!("100".parse::<Limit>().unwrap().get(), 100);
        for wrong in ["0", "101", "-1", "", "ten", "1e3"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
