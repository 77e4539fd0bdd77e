//! Turns a line of text into placed glyphs, and tells how wide it is.
//!
//! The whole line is shaped in one run, left to right, with one plan for the Latin script: the face holds only scripts
//! that are set this way, and its kerning is the same for all of them. Making the plan is the costly part, so each
//! thread keeps one plan, one font view and one buffer for each weight, and the widths that it found.
//!
//! *Invariant*: `shape(t, w).advance == width(t, w)`, since both add up the same font units and round the sum once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{Buffer, Direction, GlyphInfo, GlyphPosition, Script, ShapeOptions, ShapePlan, ShaperFont};

use super::face::{Weight, font, to_milli};

/// A line of text as glyphs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shaped {
    /// The glyphs from left to right, blank ones included.
    pub glyphs: Vec<PlacedGlyph>,
    /// The width of the line, in thousandths of an em.
    pub advance: i64,
}

/// A glyph and where its origin lies, counted from the start of the baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlacedGlyph {
    /// The number of the glyph in the face, as [`outline`](super::outline()) takes it.
    pub id: u16,
    /// To the right, in thousandths of an em.
    pub x: i64,
    /// Upwards, in thousandths of an em.
    pub y: i64,
    /// Where the letter begins that it is a part of: a byte of the text.
    pub start: usize,
}

/// The width of a shaped and kerned line, in thousandths of an em.
pub fn width(text: &str, weight: Weight) -> i64 {
    let find = || with_shaped(text, weight, |_, positions, milli| milli(advance(positions)));
    WIDTHS.with(|all| known(&all[weight as usize], text, find))
}

/// The width of a line at a size, in the unit of the size.
pub fn width_at(text: &str, weight: Weight, size: f64) -> f64 {
    width(text, weight) as f64 * size / 1000.0
}

/// Shapes a line. A character that the face lacks becomes glyph 0, a box that reads `NO GLYPH`.
pub fn shape(text: &str, weight: Weight) -> Shaped {
    with_shaped(text, weight, |infos, positions, milli| {
        let mut pen = 0;
        let mut glyphs = Vec::with_capacity(infos.len());
        for (info, position) in infos.iter().zip(positions) {
            glyphs.push(PlacedGlyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                x: milli(pen + i64::from(position.x_offset)),
                y: milli(i64::from(position.y_offset)),
                start: info.cluster as usize,
            });
            pen += i64::from(position.x_advance);
        }
        Shaped { glyphs, advance: milli(pen) }
    })
}

/// Where the clusters of a line end: byte offset into the text and distance from its start in thousandths of an em.
/// A cluster is a letter with its marks; a line must not be cut inside of one.
pub(super) fn cluster_ends(text: &str, weight: Weight) -> Ends {
    ENDS.with(|all| known(&all[weight as usize], text, || find_cluster_ends(text, weight).into()))
}

fn find_cluster_ends(text: &str, weight: Weight) -> Vec<(usize, i64)> {
    with_shaped(text, weight, |infos, positions, milli| {
        let mut pen = 0;
        let mut ends = Vec::with_capacity(infos.len());
        for (i, position) in positions.iter().enumerate() {
            pen += i64::from(position.x_advance);
            let next = infos.get(i + 1).map_or(text.len(), |info| info.cluster as usize);
            if next != infos[i].cluster as usize {
                ends.push((next, milli(pen)));
            }
        }
        ends
    })
}

/// Whether a character comes out as the glyph that stands for a missing one.
pub(super) fn draws_missing_glyph(c: char) -> bool {
    let mut bytes = [0; 4];
    with_shaped(c.encode_utf8(&mut bytes), Weight::Regular, |infos, _, _| infos.iter().any(|info| info.glyph_id == 0))
}

/// What is reused from one line to the next.
struct Shaper {
    font: ShaperFont<'static, 'static>,
    plan: ShapePlan,
    buffer: Buffer,
}

/// The clusters of a text: where each ends, and how far that is from the start.
type Ends = Rc<[(usize, i64)]>;

/// What was found out about texts.
type Memory<T> = RefCell<HashMap<Box<str>, T>>;

/// How many texts are remembered. A picture measures the same labels, and parts of them, many times over.
const MOST_KNOWN: usize = 1 << 14;

/// What is known of a text; else finds it out and remembers it.
fn known<T: Clone>(memory: &Memory<T>, text: &str, find: impl FnOnce() -> T) -> T {
    if let Some(found) = memory.borrow().get(text) {
        return found.clone();
    }
    let found = find();
    let mut memory = memory.borrow_mut();
    if memory.len() >= MOST_KNOWN {
        memory.clear();
    }
    memory.insert(text.into(), found.clone());
    found
}

thread_local! {
    static WIDTHS: [Memory<i64>; 2] = [RefCell::default(), RefCell::default()];
    static ENDS: [Memory<Ends>; 2] = [RefCell::default(), RefCell::default()];
    static SHAPERS: [RefCell<Option<Shaper>>; 2] = const { [const { RefCell::new(None) }; 2] };
}

/// Shapes a line and hands the glyphs, their positions in font units and the rounding to thousandths to `read`.
fn with_shaped<T>(
    text: &str,
    weight: Weight,
    read: impl FnOnce(&[GlyphInfo], &[GlyphPosition], &dyn Fn(i64) -> i64) -> T,
) -> T {
    let Some(font) = font(weight) else {
        return read(&[], &[], &|units| units);
    };
    SHAPERS.with(|shapers| {
        let mut slot = shapers[weight as usize].borrow_mut();
        let shaper = slot.get_or_insert_with(|| Shaper {
            font: ShaperFont::new(font),
            plan: ShapePlan::new(font, Direction::LeftToRight, Some(Script::LATIN), None, &[]),
            buffer: Buffer::new(),
        });
        shaper.buffer.clear();
        shaper.buffer.push_str(text);
        shaper.buffer.set_direction(Direction::LeftToRight);
        shaper.buffer.set_script(Some(Script::LATIN));
        let options = ShapeOptions::new().plan(Some(&shaper.plan));
        // The plan fits the buffer by the lines above, so shaping has nothing to refuse.
        if harfrust::shape(&shaper.font, &mut shaper.buffer, options).is_err() {
            shaper.buffer.clear();
        }
        read(shaper.buffer.glyph_infos(), shaper.buffer.glyph_positions(), &|units| to_milli(units, font))
    })
}

fn advance(positions: &[GlyphPosition]) -> i64 {
    positions.iter().map(|position| i64::from(position.x_advance)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: [Weight; 2] = [Weight::Regular, Weight::SemiBold];

    #[test]
    fn a_longer_text_is_wider() {
        for weight in WEIGHTS {
            let text = "voter-registration-api";
            let widths: Vec<i64> = (0..=text.len()).map(|end| width(&text[..end], weight)).collect();
            assert_eq!(widths[0], 0);
            assert!(widths.is_sorted_by(|a, b| a < b), "{widths:?}");
        }
        assert!(width("api", Weight::Regular) < width("api", Weight::SemiBold));
    }

    #[test]
    fn kerning_draws_a_and_v_together() {
        for weight in WEIGHTS {
            assert!(width("AV", weight) < width("A", weight) + width("V", weight) - 10);
        }
    }

    #[test]
    fn the_advance_of_a_shaped_line_is_its_width() {
        for text in ["", " ", "AV", "Orders & Zürich → Łódź", "漢字", "e\u{301}\u{302}", "a\u{202e}b\n"] {
            for weight in WEIGHTS {
                assert_eq!(shape(text, weight).advance, width(text, weight), "{text:?}");
            }
        }
    }

    #[test]
    fn glyphs_stand_in_order_and_marks_take_no_room() {
        let shaped = shape("orders-db", Weight::Regular);
        assert_eq!(shaped.glyphs.len(), 9);
        assert!(shaped.glyphs.is_sorted_by(|a, b| a.x < b.x && a.y == 0));
        assert_eq!(width("q\u{301}", Weight::Regular), width("q", Weight::Regular));
    }

    #[test]
    fn a_lacking_character_is_glyph_zero() {
        let shaped = shape("漢", Weight::Regular);
        assert_eq!(shaped.glyphs.len(), 1);
        assert_eq!(shaped.glyphs[0].id, 0);
        assert!(shaped.advance > 0);
    }

    #[test]
    fn cluster_ends_keep_a_letter_and_its_marks_together() {
        let text = "aq\u{301}\u{302}b";
        let ends: Vec<usize> = cluster_ends(text, Weight::Regular).iter().map(|(end, _)| *end).collect();
        assert_eq!(ends, [1, 6, 7]);
    }

    #[test]
    fn width_follows_the_size() {
        let thousandths = width("api", Weight::Regular) as f64;
        assert!((width_at("api", Weight::Regular, 12.0) - thousandths * 0.012).abs() < 1e-9);
    }

    #[test]
    fn a_very_long_line_is_measured() {
        let once = width("ab ", Weight::Regular);
        let many = width(&"ab ".repeat(5000), Weight::Regular);
        assert!((many - once * 5000).abs() < 5000);
    }
}
