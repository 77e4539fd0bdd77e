//! Tells of most labels that they fit, without shaping them.
//!
//! The widths of single letters are looked up once and added up. What kerning can add is less than what is left free; a
//! test holds every pair of letters against that.

use std::cell::Cell;

use super::face::{Weight, advance_of};

/// How much of a line the letters may fill by themselves, in per cent.
const FILLED: i64 = 75;

/// Whether [`wrap`](super::wrap()) sets a text for sure in `max_lines` lines no wider than `max_width` (thousandths of an em)
/// without cutting it. `false` tells nothing: only plain letters, digits and a few signs are looked at.
///
/// Words are set as `wrap` does it: as many on a line as fit. What fits here fits there, where a line may hold more.
pub fn fits_for_sure(text: &str, weight: Weight, max_width: i64, max_lines: usize) -> bool {
    let room = max_width / 100 * FILLED;
    let (mut lines, mut filled) = (1, 0_i64);
    // a space at the end of a line is not drawn, but counts here
    let is_set = text.split_inclusive([' ', '-']).all(|part| {
        let mut long = 0_i64;
        let is_short = part.chars().all(|c| {
            long += letter(c, weight);
            long <= room
        });
        filled += long;
        if filled > room {
            (lines, filled) = (lines + 1, long);
        }
        is_short && lines <= max_lines
    });
    // a line does not end between such signs
    is_set && !text.as_bytes().windows(2).any(|pair| matches!(pair, b"  " | b"- " | b"--" | b"-."))
}

/// Letters and signs that only kerning brings nearer to each other or further apart.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '\u{b7}')
}

/// What has no width that is known: wider than any line.
const UNKNOWN: i64 = i64::MAX / 512;

/// Characters whose widths are kept.
const KEPT: usize = 256;

thread_local! {
    /// The widths of letters that were asked for, 0 for those that were not.
    static LETTERS: [[Cell<i64>; KEPT]; 2] = const { [const { [const { Cell::new(0) }; KEPT] }; 2] };
}

/// The width of a plain letter; that of others is not known.
fn letter(c: char, weight: Weight) -> i64 {
    LETTERS.with(|letters| {
        let Some(slot) = letters[weight as usize].get(c as usize).filter(|_| is_plain(c)) else { return UNKNOWN };
        if slot.get() == 0 {
            slot.set(advance_of(c, weight).unwrap_or(UNKNOWN).max(1));
        }
        slot.get()
    })
}

#[cfg(test)]
mod tests {
    use super::super::shape::width;
    use super::super::wrap::wrap;
    use super::*;

    fn plain() -> impl Iterator<Item = char> {
        ('\0'..'\u{800}').filter(|c| is_plain(*c))
    }

    #[test]
    fn every_plain_letter_is_kept() {
        assert!(plain().all(|c| (c as usize) < KEPT) && plain().count() > 60);
    }

    #[test]
    fn a_letter_is_as_wide_as_it_is_shaped() {
        for c in plain() {
            for weight in [Weight::Regular, Weight::SemiBold] {
                assert_eq!(letter(c, weight), width(&c.to_string(), weight), "{c}");
            }
        }
    }

    #[test]
    fn no_pair_is_wider_than_its_letters_and_what_is_left_free() {
        let plain: Vec<char> = plain().collect();
        for weight in [Weight::Regular, Weight::SemiBold] {
            for a in &plain {
                for b in &plain {
                    // each letter stands in two pairs, so half of what is free beside it is for one of them
                    let pair = String::from_iter([*a, *b]);
                    let sum = letter(*a, weight) + letter(*b, weight);
                    let more = width(&pair, weight) - sum;
                    assert!(more * FILLED <= (100 - FILLED) * sum / 2, "{pair}: {more} on {sum}");
                }
            }
        }
    }

    #[test]
    fn what_fits_for_sure_fits() {
        let text = "Voter registration 12";
        let own = width(text, Weight::SemiBold);
        assert!(fits_for_sure(text, Weight::SemiBold, own * 2, 1));
        assert!(!fits_for_sure(text, Weight::SemiBold, own, 1));
        assert!(fits_for_sure(text, Weight::SemiBold, own, 2));
        assert!(!fits_for_sure("Z\u{fc}rich", Weight::SemiBold, 1_000_000, 2));
        assert!(fits_for_sure("", Weight::SemiBold, 0, 1));
    }

    #[test]
    fn nothing_that_fits_for_sure_is_cut() {
        let words = [
            "AVAVA",
            "to",
            "fifty.five",
            "WAVY",
            "Toll",
            "y",
            "Llama.",
            "rrrr",
            "Kiosk",
            "0.1",
            "A-B-C",
            "0x1",
            "-",
            "\u{b7}",
        ];
        let mut sure = 0;
        for a in words {
            for b in words {
                for c in words {
                    for text in [format!("{a} {b} {c}"), format!("{a}.{b} {c}"), format!("{a}-{c}")] {
                        for max_width in (1000..20_000).step_by(1500) {
                            for lines in 1..4 {
                                if fits_for_sure(&text, Weight::SemiBold, max_width, lines) {
                                    sure += 1;
                                    assert!(!wrap(&text, Weight::SemiBold, max_width, lines).cut, "{text} {max_width}");
                                }
                            }
                        }
                    }
                }
            }
        }
        assert!(sure > 10_000, "{sure}");
    }
}
