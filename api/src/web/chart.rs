//! Charts as SVG, beside a table of the same numbers: who does not see them misses nothing.

use std::fmt::Write as _;

/// Width of the drawing, in its own units.
const WIDTH: u64 = 600;
const BAR: u64 = 22;
const GAP: u64 = 10;

/// A bar of segments: class of the colour, and number.
#[derive(Debug)]
pub(super) struct Bar {
    pub segments: Vec<(&'static str, u64)>,
}

/// Bars of equal length, each split by its numbers: shares of a whole.
pub(super) fn shares(bars: &[Bar]) -> String {
    let mut shapes = String::new();
    for (place, bar) in (0..).zip(bars) {
        let whole = bar.segments.iter().map(|(_, number)| number).sum::<u64>().max(1);
        let (mut sum, y) = (0, place * (BAR + GAP));
        for (class, number) in bar.segments.iter().filter(|(_, number)| *number > 0) {
            let (from, to) = (sum * WIDTH / whole, (sum + number) * WIDTH / whole);
            sum += number;
            rectangle(&mut shapes, (from, y), to - from, class);
        }
    }
    svg(&shapes, u64::try_from(bars.len()).unwrap_or_default() * (BAR + GAP))
}

/// Bars whose lengths are their numbers.
pub(super) fn lengths(numbers: &[u64]) -> String {
    let most = numbers.iter().copied().max().unwrap_or_default().max(1);
    let mut shapes = String::new();
    for (place, number) in (0..).zip(numbers) {
        // A number that is not nothing is to be seen.
        let width = (number * WIDTH / most).max(u64::from(*number > 0));
        rectangle(&mut shapes, (0, place * (BAR + GAP)), width, "plain");
    }
    svg(&shapes, u64::try_from(numbers.len()).unwrap_or_default() * (BAR + GAP))
}

fn rectangle(shapes: &mut String, (x, y): (u64, u64), width: u64, class: &str) {
    // Writing to a String cannot fail.
    let _ = write!(shapes, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{BAR}"/>"#);
}

fn svg(shapes: &str, height: u64) -> String {
    format!(
        r#"<svg class="chart" viewBox="0 0 {WIDTH} {height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">{shapes}</svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_fill_their_bar_without_gap_or_overlap() {
        let drawn = shares(&[Bar { segments: vec![("yes", 1), ("no", 0), ("maybe", 2)] }]);
        assert!(drawn.contains(r#"<rect class="yes" x="0" y="0" width="200" height="22"/>"#), "{drawn}");
        assert!(drawn.contains(r#"<rect class="maybe" x="200" y="0" width="400" height="22"/>"#), "{drawn}");
        assert!(!drawn.contains(r#"class="no""#));
    }

    #[test]
    fn the_longest_bar_has_the_whole_width_and_a_small_number_is_seen() {
        let drawn = lengths(&[1_000_000, 1, 0]);
        assert!(drawn.contains(r#"width="600""#) && drawn.contains(r#"width="1""#), "{drawn}");
        assert!(drawn.contains(r#"width="0""#));
    }
}
