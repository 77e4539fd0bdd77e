//! The embedded face: which glyphs are used, and the objects that make them readable as text again.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::{GlyphRemapper, subset};

use super::{LEVEL, Numbers, PdfError};
use crate::scene::{Node, Scene};
use crate::text::{Shaped, Weight, advance, face_data, metrics, shape};

/// How glyphs are numbered.
const SYSTEM: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The texts of a scene, shaped, and the glyphs that they need of each weight.
pub(super) struct Fonts {
    shaped: BTreeMap<(Weight, String), Shaped>,
    faces: BTreeMap<Weight, Face>,
}

/// The glyphs that are used of one weight.
#[derive(Default)]
struct Face {
    /// The text that each glyph stands for, by its number in the face.
    texts: BTreeMap<u16, String>,
    /// New numbers.
    numbers: BTreeMap<u16, u16>,
}

impl Fonts {
    /// Those of a scene.
    pub(super) fn of(scene: &Scene) -> Self {
        let mut out = Self { shaped: BTreeMap::new(), faces: BTreeMap::new() };
        for symbol in &scene.symbols {
            out.collect(&symbol.nodes);
        }
        out.collect(&scene.nodes);
        for face in out.faces.values_mut() {
            face.numbers =
                face.texts.keys().filter(|old| **old > 0).zip(1u16..).map(|(old, new)| (*old, new)).collect();
        }
        out
    }

    fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.collect(&group.children),
                Node::Text(text) => self.add(&text.text, text.weight),
                Node::Path(_) | Node::Use(_) => {}
            }
        }
    }

    fn add(&mut self, text: &str, weight: Weight) {
        let key = (weight, text.to_owned());
        if self.shaped.contains_key(&key) {
            return;
        }
        let shaped = shape(text, weight);
        let face = self.faces.entry(weight).or_default();
        for (glyph, part) in shaped.glyphs.iter().zip(parts(text, &shaped)) {
            face.texts.entry(glyph.id).or_insert_with(|| part.to_owned());
        }
        self.shaped.insert(key, shaped);
    }

    /// A text as glyphs.
    pub(super) fn shaped(&self, text: &str, weight: Weight) -> Option<&Shaped> {
        self.shaped.get(&(weight, text.to_owned()))
    }

    /// The number of a glyph in the embedded face.
    pub(super) fn number(&self, weight: Weight, id: u16) -> u16 {
        self.faces.get(&weight).and_then(|face| face.numbers.get(&id)).copied().unwrap_or(0)
    }

    /// Whether the glyphs of a text, each read by itself, give the text.
    pub(super) fn reads_back(&self, text: &str, weight: Weight) -> bool {
        let (Some(shaped), Some(face)) = (self.shaped(text, weight), self.faces.get(&weight)) else {
            return true;
        };
        let read: String =
            shaped.glyphs.iter().filter_map(|glyph| face.texts.get(&glyph.id)).map(String::as_str).collect();
        read == text
    }

    /// Embeds the weights that are used; their numbers.
    pub(super) fn write(&self, out: &mut Pdf, numbers: &mut Numbers) -> Result<Vec<(Weight, Ref)>, PdfError> {
        self.faces.iter().map(|(weight, face)| Ok((*weight, face.write(*weight, out, numbers)?))).collect()
    }
}

/// The part of a text that each glyph stands for: the first glyph of a letter for all of it, further ones for nothing.
fn parts<'a>(text: &'a str, shaped: &Shaped) -> Vec<&'a str> {
    let starts: Vec<usize> = shaped.glyphs.iter().map(|glyph| glyph.start).collect();
    starts
        .iter()
        .enumerate()
        .map(|(i, &start)| {
            if i > 0 && starts[i - 1] == start {
                return "";
            }
            let end = starts[i..].iter().find(|next| **next > start).map_or(text.len(), |next| *next);
            text.get(start..end).unwrap_or_default()
        })
        .collect()
}

/// The name of a weight in the file.
pub(super) fn name(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "F4",
        Weight::SemiBold => "F6",
    }
}

impl Face {
    fn write(&self, weight: Weight, out: &mut Pdf, numbers: &mut Numbers) -> Result<Ref, PdfError> {
        let [font, cid, about, file, unicode] = std::array::from_fn(|_| numbers.next());
        let mut remapper = GlyphRemapper::new();
        for id in self.numbers.keys() {
            remapper.remap(*id);
        }
        let data = subset(face_data(weight), 0, &remapper).map_err(|error| PdfError::Face(error.to_string()))?;
        let new = |id: &u16| self.numbers.get(id).copied().unwrap_or(0);
        debug_assert!(self.numbers.iter().all(|(old, new)| remapper.get(*old) == Some(*new)));
        let full = match weight {
            Weight::Regular => format!("{}+Inter-Regular", prefix(self.texts.keys())),
            Weight::SemiBold => format!("{}+Inter-SemiBold", prefix(self.texts.keys())),
        };
        let full = Name(full.as_bytes());
        out.type0_font(font)
            .base_font(full)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(unicode);
        let mut widths: Vec<(u16, f32)> =
            self.texts.keys().map(|id| (new(id), advance(*id, weight) as f32)).filter(|(id, _)| *id > 0).collect();
        widths.sort_by_key(|(id, _)| *id);
        let mut descendant = out.cid_font(cid);
        descendant.subtype(CidFontType::Type2).base_font(full).system_info(SYSTEM).font_descriptor(about);
        descendant.default_width(advance(0, weight) as f32).cid_to_gid_map_predefined(Name(b"Identity"));
        if let Some((first, _)) = widths.first() {
            descendant.widths().consecutive(*first, widths.iter().map(|(_, width)| *width));
        }
        descendant.finish();
        let heights = metrics(weight);
        out.font_descriptor(about)
            .name(full)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(-800.0, -(heights.descent as f32) - 100.0, 2600.0, heights.ascent as f32 + 150.0))
            .italic_angle(0.0)
            .ascent(heights.ascent as f32)
            .descent(-(heights.descent as f32))
            .cap_height(heights.cap_height as f32)
            .x_height(heights.x_height as f32)
            .stem_v(if weight == Weight::Regular { 80.0 } else { 120.0 })
            .font_file2(file);
        let bytes = miniz_oxide::deflate::compress_to_vec_zlib(&data, LEVEL);
        out.stream(file, &bytes).filter(Filter::FlateDecode).pair(Name(b"Length1"), data.len() as i32);
        let mut map = UnicodeCmap::new(Name(b"isoplan"), SYSTEM);
        for (id, text) in self.texts.iter().filter(|(_, text)| !text.is_empty()) {
            map.pair_with_multiple(new(id), text.chars());
        }
        let map = miniz_oxide::deflate::compress_to_vec_zlib(map.finish().as_slice(), LEVEL);
        out.cmap(unicode, &map).filter(Filter::FlateDecode);
        Ok(font)
    }
}

/// Six capitals that tell one choice of glyphs from another.
fn prefix<'a>(ids: impl Iterator<Item = &'a u16>) -> String {
    let mut sum = ids.fold(0xcbf2_9ce4_8422_2325_u64, |sum, id| (sum ^ u64::from(*id)).wrapping_mul(0x0100_0000_01b3));
    (0..6)
        .map(|_| {
            let letter = char::from(b'A' + (sum % 26) as u8);
            sum /= 26;
            letter
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_is_read_from_its_first_glyph() {
        let text = "aq\u{301}b";
        let shaped = shape(text, Weight::Regular);
        assert_eq!(parts(text, &shaped).concat(), text);
    }
}
