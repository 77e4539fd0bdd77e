//! Tells of most labels that they fit, without shaping them.
//!
//! The widths of single letters are measured once and added up. What kerning can add is less than what is left free; a
//! test holds every pair of letters against that.

use std::cell::Cell;

use super::face::Weight;
use super::shape::width;

/// How much of a line the letters may fill by themselves, in per cent.
const FILLED: i64 = 75;

/// Whether a text is on one line no wider than `max_width` (thousandths of an em) for sure. `false` tells nothing: only
/// plain letters, digits and a few signs are looked at.
pub fn fits_for_sure(text: &str, weight: Weight, max_width: i64) -> bool {
    let mut sum = 0_i64;
    text.bytes().all(|byte| {
        sum += if is_plain(byte) { letter(byte, weight) } else { i64::MAX / 512 };
        sum <= max_width / 100 * FILLED
    })
}

/// Letters that only kerning brings nearer to each other or further apart.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.')
}

thread_local! {
    /// The widths of letters that were asked for, 0 for those that were not.
    static LETTERS: [[Cell<i64>; 128]; 2] = const { [const { [const { Cell::new(0) }; 128] }; 2] };
}

/// The width of a plain letter.
fn letter(byte: u8, weight: Weight) -> i64 {
    LETTERS.with(|letters| {
        let slot = &letters[weight as usize][usize::from(byte & 0x7f)];
        if slot.get() == 0 {
            slot.set(width(&char::from(byte).to_string(), weight).max(1));
        }
        slot.get()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_is_wider_than_its_letters_and_what_is_left_free() {
        let plain: Vec<u8> = (0..128).filter(|byte| is_plain(*byte)).collect();
        for weight in [Weight::Regular, Weight::SemiBold] {
            for a in &plain {
                for b in &plain {
                    // each letter stands in two pairs, so half of what is free beside it is for one of them
                    let pair: String = [*a, *b].map(char::from).iter().collect();
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
        assert!(fits_for_sure(text, Weight::SemiBold, own * 2));
        assert!(!fits_for_sure(text, Weight::SemiBold, own));
        assert!(!fits_for_sure("Z\u{fc}rich", Weight::SemiBold, 1_000_000));
        assert!(fits_for_sure("", Weight::SemiBold, 0));
    }
}
