//! Whatever the bytes, reading ends: each line is a row, or a reject that says where and why.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use plainpied_criteria::schema;
use plainpied_opendata::national_csv::Reader;
use proptest::prelude::*;
use proptest::sample::Index;

const SAMPLE: &[u8] = include_bytes!("../../../fixtures/sample.csv");

/// Lines read: rows and rejects.
fn read(bytes: &[u8]) -> (u64, u64) {
    let (mut rows, mut rejects) = (0, 0);
    let Ok(mut reader) = Reader::new(schema(), bytes) else {
        return (0, 0);
    };
    while let Ok(Some(line)) = reader.next_line() {
        match line {
            Ok(row) => {
                assert!(row.line > 1);
                rows += 1;
            }
            Err(reject) => {
                assert!(reject.line > 1 && !reject.faults.is_empty(), "{reject:?}");
                rejects += 1;
            }
        }
        assert!(rows + rejects <= bytes.len() as u64, "reading goes on for ever");
    }
    (rows, rejects)
}

/// The first lines of a real file.
fn beginning(lines: usize) -> Vec<u8> {
    SAMPLE.split_inclusive(|byte| *byte == b'\n').take(lines + 1).flatten().copied().collect()
}

#[test]
fn the_sample_is_read_whole() {
    assert_eq!(read(SAMPLE), (2_000, 0));
}

proptest! {
    #[test]
    fn random_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
        read(&bytes);
    }

    #[test]
    fn random_bytes_under_a_real_header_end_without_a_panic(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'"'), Just(b'\n')], 0..4_000),
    ) {
        let mut file = beginning(0);
        file.extend(bytes);
        read(&file);
    }

    #[test]
    fn a_damaged_file_gives_rows_or_rejects_and_loses_no_line_without_a_word(
        damage in prop::collection::vec((any::<Index>(), any::<u8>()), 1..12),
    ) {
        let mut file = beginning(30);
        let body = beginning(0).len();
        for (place, byte) in damage {
            // Quotes and ends of lines join and part rows: the number of lines is another then.
            let at = body + place.index(file.len() - body);
            if !matches!(byte, b'"' | b'\n' | b'\r') && !matches!(file[at], b'"' | b'\n' | b'\r') {
                file[at] = byte;
            }
        }
        let (rows, rejects) = read(&file);
        prop_assert_eq!(rows + rejects, 30);
    }

    #[test]
    fn a_file_cut_anywhere_gives_every_whole_line_before_the_cut(cut in any::<Index>()) {
        let file = beginning(30);
        let end = cut.index(file.len());
        let (rows, rejects) = read(&file[..end]);
        prop_assert!(rows + rejects <= 30 && rejects <= 1, "{rows} rows, {rejects} rejects");
    }
}
