//! The outline of a glyph as SVG path data.
//!
//! The outline is read in font units, so that each coordinate is rounded just once. Only the absolute commands
//! `M L Q C Z` are written, with integers, so that a reader of the path needs no more than these.

use std::fmt::Write;

use skrifa::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use skrifa::{Font, GlyphId};

use super::face::{Weight, font};

/// The outline of a glyph: SVG path data in thousandths of an em, y down, origin on the baseline, integers, made of
/// `M L Q C Z`. Fill it with the non-zero rule. `None` for a blank glyph, such as a space, and for an unknown one.
pub fn outline(id: u16, weight: Weight) -> Option<String> {
    let font = font(weight)?;
    let glyph = font.outline_glyphs().get(GlyphId::from(id))?;
    let mut pen = PathText::new(font);
    glyph.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen).ok()?;
    Some(pen.path).filter(|path| !path.is_empty())
}

/// Writes what is drawn as path data.
struct PathText {
    path: String,
    scale: f64,
    at: (i64, i64),
}

impl PathText {
    fn new(font: &Font) -> Self {
        Self { path: String::new(), scale: 1000.0 / f64::from(font.units_per_em()), at: (0, 0) }
    }

    /// Thousandths of an em, y down. The sum with a half turns a tie the same way on both sides of zero.
    fn milli(&self, x: f32, y: f32) -> (i64, i64) {
        let round = |v: f64| (v * self.scale + 0.5).floor() as i64;
        (round(f64::from(x)), -round(f64::from(y)))
    }

    fn command(&mut self, letter: char, points: &[(i64, i64)]) {
        self.path.push(letter);
        for (i, &(x, y)) in points.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            // Writing to a string has no way to fail.
            let _ = write!(self.path, "{gap}{x} {y}");
            self.at = (x, y);
        }
    }
}

impl PathSink for PathText {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.milli(x, y);
        self.command('M', &[to]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.milli(x, y);
        // A side shorter than the rounding adds nothing.
        if to != self.at {
            self.command('L', &[to]);
        }
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let points = [self.milli(cx, cy), self.milli(x, y)];
        self.command('Q', &points);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let points = [self.milli(cx0, cy0), self.milli(cx1, cy1), self.milli(x, y)];
        self.command('C', &points);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::shape::shape;
    use super::*;

    fn path(text: &str) -> Option<String> {
        outline(shape(text, Weight::Regular).glyphs[0].id, Weight::Regular)
    }

    /// All numbers of a path, x and y by turns.
    fn numbers(path: &str) -> Vec<i64> {
        path.split(|c: char| c.is_ascii_alphabetic() || c == ' ')
            .filter(|n| !n.is_empty())
            .map(|n| n.parse().unwrap())
            .collect()
    }

    #[test]
    fn the_letter_a_stands_on_the_baseline_inside_the_em() {
        let path = path("A").unwrap();
        assert!(path.starts_with('M') && path.ends_with('Z'), "{path}");
        let numbers = numbers(&path);
        assert!(numbers.iter().step_by(2).all(|x| (0..=1000).contains(x)), "{path}");
        assert!(numbers.iter().skip(1).step_by(2).all(|y| (-1000..=0).contains(y)), "{path}");
        assert_eq!(numbers.iter().skip(1).step_by(2).min(), Some(&-728));
    }

    #[test]
    fn a_descender_reaches_below_the_baseline() {
        assert!(numbers(&path("p").unwrap()).iter().skip(1).step_by(2).any(|&y| y > 100));
    }

    #[test]
    fn blank_and_unknown_glyphs_have_no_outline() {
        assert_eq!(path(" "), None);
        assert_eq!(outline(u16::MAX, Weight::SemiBold), None);
    }

    #[test]
    fn a_lacking_character_shows_a_box() {
        assert!(path("漢").is_some());
    }
}
