//! Text as lines: what fits, in which order it is drawn.

use std::ops::Range;

use krilla::text::{Font, TextDirection};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::BidiInfo;

/// A font, as it is drawn and as it is measured.
pub(super) struct Typeface {
    pub drawn: Font,
    measured: Face<'static>,
}

/// The fonts of a document.
pub(super) struct Fonts {
    pub plain: Typeface,
    pub bold: Typeface,
}

/// A piece of a line that goes one way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub text: String,
    pub direction: TextDirection,
    pub width: f32,
}

/// A line: its pieces from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub runs: Vec<Run>,
    /// Whether its text begins at the right.
    pub from_right: bool,
}

impl Line {
    pub fn width(&self) -> f32 {
        self.runs.iter().map(|run| run.width).sum()
    }
}

impl Fonts {
    pub fn new() -> Option<Self> {
        let typeface = |bytes: &'static [u8]| {
            Some(Typeface { drawn: Font::new(bytes.into(), 0)?, measured: Face::from_slice(bytes, 0)? })
        };
        Some(Self { plain: typeface(dejavu::sans::regular())?, bold: typeface(dejavu::sans::bold())? })
    }
}

impl Typeface {
    /// Text as it can be drawn: spaces for what ends lines, nothing for what is invisible or turns the direction of what follows,
    /// and a mark for letters that the font does not have.
    fn drawable(&self, text: &str) -> String {
        let mut drawable = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {}
                '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
                '\u{a0}' | '\u{202f}' => drawable.push('\u{a0}'),
                _ if letter.is_whitespace() || letter.is_control() => {
                    if !drawable.is_empty() && !drawable.ends_with(' ') {
                        drawable.push(' ');
                    }
                }
                _ if self.measured.glyph_index(letter).is_some() => drawable.push(letter),
                _ => drawable.push('\u{fffd}'),
            }
        }
        drawable.truncate(drawable.trim_end_matches(' ').len());
        drawable
    }

    /// How wide a text is that goes one way.
    fn width(&self, text: &str, direction: Direction, size: f32) -> f32 {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(direction);
        let shaped = rustybuzz::shape(&self.measured, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        units as f32 * size / self.measured.units_per_em() as f32
    }

    /// The lines of a text, none wider than `most`: broken between words, and within a word that fits on no line.
    pub fn lines(&self, text: &str, size: f32, most: f32) -> Vec<Line> {
        let text = self.drawable(text);
        let bidi = BidiInfo::new(&text, None);
        let Some(paragraph) = bidi.paragraphs.first() else { return Vec::new() };
        let line = |range: Range<usize>| {
            if range.is_empty() {
                return Line { runs: Vec::new(), from_right: false };
            }
            let (levels, runs) = bidi.visual_runs(paragraph, range);
            let runs = runs.into_iter().map(|run| {
                let rtl = levels[run.start].is_rtl();
                let text = text[run].to_owned();
                let (direction, measured) = match rtl {
                    true => (TextDirection::RightToLeft, Direction::RightToLeft),
                    false => (TextDirection::LeftToRight, Direction::LeftToRight),
                };
                Run { width: self.width(&text, measured, size), text, direction }
            });
            Line { runs: runs.collect(), from_right: paragraph.level.is_rtl() }
        };
        broken(&text, |range| line(range).width() <= most).into_iter().map(line).collect()
    }
}

/// Where the lines of a text lie; a space between words ends the line before it, so that words stay apart when they are read.
fn broken(text: &str, fits: impl Fn(Range<usize>) -> bool) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in words(text) {
        if fits(start..word.end) {
            end = word.end;
            continue;
        }
        if end > start {
            lines.push(start..word.start);
            start = word.start;
        }
        while !fits(start..word.end) {
            let cut = cut(text, start..word.end, &fits);
            lines.push(start..cut);
            start = cut;
        }
        end = word.end;
    }
    if end > start {
        lines.push(start..end);
    }
    lines
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let range = at..at + word.len();
        at = range.end + 1;
        range
    })
}

/// Where a word that is too long is cut: after as many letters as fit, at least one.
fn cut(text: &str, word: Range<usize>, fits: impl Fn(Range<usize>) -> bool) -> usize {
    let ends: Vec<usize> =
        text[word.clone()].char_indices().map(|(at, letter)| word.start + at + letter.len_utf8()).collect();
    let fitting = ends.partition_point(|end| fits(word.start..*end));
    ends.get(fitting.saturating_sub(1)).copied().unwrap_or(word.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, most: f32) -> Vec<String> {
        let fonts = Fonts::new().unwrap();
        let lines = fonts.plain.lines(text, 10.0, most);
        assert!(lines.iter().all(|line| line.width() <= most.max(3.0) + 4.0), "{lines:?}");
        lines.into_iter().map(|line| line.runs.into_iter().map(|run| run.text).collect()).collect()
    }

    #[test]
    fn lines_break_between_words_and_within_a_word_that_fits_on_none() {
        assert_eq!(lines("Une porte large", 60.0), ["Une porte ", "large"]);
        let long = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson".repeat(3);
        let broken = lines(&format!("à {long} même"), 100.0);
        assert!(broken.len() > 5, "{broken:?}");
        assert_eq!(broken.concat(), format!("à {long} même"));
        assert_eq!(lines("ab", 1.0), ["a", "b"], "a letter a line at least");
        assert!(lines("", 60.0).is_empty() && lines(" \n ", 60.0).is_empty());
    }

    #[test]
    fn what_cannot_be_drawn_is_marked_and_what_turns_the_text_is_left_out() {
        assert_eq!(lines("a\nb\u{202e}c \u{2066}d\u{0}e", 100.0), ["a bc d e"]);
        assert_eq!(lines("pain \u{1f35e} 面包", 100.0), ["pain \u{fffd} \u{fffd}\u{fffd}"]);
    }

    #[test]
    fn a_text_from_right_to_left_is_drawn_from_the_right_and_numbers_in_it_are_not_turned() {
        let fonts = Fonts::new().unwrap();
        let arabic = fonts.plain.lines("مخبز النور 12", 10.0, 500.0);
        assert!(arabic[0].from_right, "{arabic:?}");
        let texts: Vec<_> = arabic[0].runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, ["12", "مخبز النور "]);
        let mixed = fonts.plain.lines("Le lieu مخبز النور est ouvert", 10.0, 500.0);
        assert!(!mixed[0].from_right, "{mixed:?}");
        assert_eq!(mixed[0].runs.len(), 3);
        assert_eq!(mixed[0].runs[1].direction, TextDirection::RightToLeft);
    }
}
