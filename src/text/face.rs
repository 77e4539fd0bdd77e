//! The embedded face: its two weights, its font bytes, its heights and the characters it lacks.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use skrifa::Font;

use super::printable::is_drawn;
use super::shape::draws_missing_glyph;

static REGULAR: &[u8] = include_bytes!("../../icons/font/Inter-Regular.ttf");
static SEMI_BOLD: &[u8] = include_bytes!("../../icons/font/Inter-SemiBold.ttf");

/// A weight of the embedded face.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Weight {
    /// 400, for ordinary labels.
    Regular,
    /// 600, for titles.
    SemiBold,
}

/// Heights of the face, each in thousandths of an em and counted away from the baseline, so none is negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Metrics {
    /// From the baseline up to the top of the line.
    pub ascent: i64,
    /// From the baseline down to the foot of the line.
    pub descent: i64,
    /// From the baseline up to the top of a flat capital, such as `H`.
    pub cap_height: i64,
    /// From the baseline up to the top of a flat small letter, such as `x`.
    pub x_height: i64,
}

/// The bytes of the TrueType file of a weight, to be embedded in other formats.
pub fn face_data(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR,
        Weight::SemiBold => SEMI_BOLD,
    }
}

/// How far a glyph leads the pen by itself, without kerning, in thousandths of an em.
pub fn advance(id: u16, weight: Weight) -> i64 {
    font(weight).map_or(0, |font| {
        let units = font.glyph_metrics().h_advance(skrifa::GlyphId::from(id));
        to_milli(f64::from(units).round() as i64, font)
    })
}

/// How far a character leads the pen by itself, without kerning, in thousandths of an em; `None` where the face lacks it.
pub(super) fn advance_of(c: char, weight: Weight) -> Option<i64> {
    font(weight)?.charmap().map_unicode(c).and_then(|id| Some(advance(u16::try_from(id.to_u32()).ok()?, weight)))
}

/// The heights of a weight.
pub fn metrics(weight: Weight) -> Metrics {
    let Some(font) = font(weight) else {
        return Metrics { ascent: 0, descent: 0, cap_height: 0, x_height: 0 };
    };
    let of_font = font.metrics();
    let milli = |units: i64| to_milli(units, font);
    let line = of_font.hhea_line.unwrap_or_default();
    Metrics {
        ascent: milli(line.ascender.to_i64()),
        descent: milli(-line.descender.to_i64()),
        cap_height: milli(of_font.cap_height.unwrap_or_default().to_i64()),
        x_height: milli(of_font.x_height.unwrap_or_default().to_i64()),
    }
}

/// The characters of a text that the face cannot draw, each once, in the order of their first use. Characters that
/// [`printable`](super::printable()) takes out are not counted, since they are never drawn.
///
/// Both weights hold the same characters, so there is no weight to name.
pub fn missing(text: &str) -> Vec<char> {
    let Some(font) = font(Weight::Regular) else {
        return Vec::new();
    };
    let charmap = font.charmap();
    let mut seen = BTreeSet::new();
    text.chars()
        .filter(|&c| charmap.map_unicode(c).is_none() && is_drawn(c) && seen.insert(c))
        // A letter with marks may still be drawn from its parts, and an odd space as a plain one.
        .filter(|&c| draws_missing_glyph(c))
        .collect()
}

/// The parsed font of a weight. It is there for as long as the embedded file is sound, which a test checks.
pub(super) fn font(weight: Weight) -> Option<&'static Font> {
    static FONTS: [OnceLock<Option<Font>>; 2] = [OnceLock::new(), OnceLock::new()];
    FONTS[weight as usize].get_or_init(|| Font::new(face_data(weight), 0)).as_ref()
}

/// Font units as thousandths of an em, rounded to the nearest, halves up.
pub(super) fn to_milli(units: i64, font: &Font) -> i64 {
    let em = i64::from(font.units_per_em());
    (units * 2000 + em).div_euclid(em * 2)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_are_sound_and_hold_the_same_characters() {
        let chars = |weight| -> Vec<u32> { font(weight).unwrap().charmap().unicodes().map(|(c, _)| c).collect() };
        assert!(chars(Weight::Regular).len() > 600);
        assert_eq!(chars(Weight::Regular), chars(Weight::SemiBold));
    }

    #[test]
    fn heights_are_in_their_usual_order() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            let m = metrics(weight);
            assert!(0 < m.descent && m.descent < m.x_height);
            assert!(m.x_height < m.cap_height && m.cap_height < m.ascent && m.ascent < 1200);
        }
    }

    #[test]
    fn characters_of_european_labels_are_there() {
        assert!(missing("Zürich Łódź Ελλάδα Київ Cafe\u{301} → ← ↔ × · … – — “a” €20 ≤ ≥ ≈ • m² CO₂ ✓").is_empty());
    }

    #[test]
    fn a_lacking_character_is_named_once_and_in_order() {
        assert_eq!(missing("漢字 a 漢 ⇄"), ['漢', '字', '⇄']);
    }

    #[test]
    fn letters_drawn_from_parts_and_unseen_characters_are_not_missing() {
        assert!(missing("ế\u{2009}a\u{200d}b\u{2011}c\n").is_empty());
    }

    #[test]
    fn thousandths_are_rounded_evenly_on_both_sides_of_zero() {
        let font = font(Weight::Regular).unwrap();
        assert_eq!(to_milli(2048, font), 1000);
        assert_eq!(to_milli(-2048, font), -1000);
        assert_eq!(to_milli(3, font), 1);
        assert_eq!(to_milli(-3, font), -1);
    }
}
