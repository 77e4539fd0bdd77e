//! The embedded face as a web font: the glyphs that are used, as a WOFF file.
//!
//! The crate that cuts the face down is made for PDF and leaves out which character is which glyph (`cmap`) and what a
//! browser asks for beside (`OS/2`). Both are put back here, and the tables are packed as WOFF 1.0, which every browser
//! reads. Kerning is not among them: who writes the text says where each letter stands. Sources: the `OpenType`
//! specification, chapters `cmap` and `otff`; W3C, "WOFF File Format 1.0".

use std::collections::BTreeMap;

use subsetter::{GlyphRemapper, subset};

use crate::text::{Weight, face_data, shape};

/// How hard compression tries: much smaller files at little cost.
const LEVEL: u8 = 9;

/// A table of a face: its name and its bytes.
type Table = ([u8; 4], Vec<u8>);

/// The face of a weight with the glyphs of some characters, as a WOFF file; `None` if it can not be cut down.
pub(super) fn web_font(weight: Weight, characters: impl Iterator<Item = char>) -> Option<Vec<u8>> {
    let mut glyphs: BTreeMap<u32, u16> = BTreeMap::new();
    for c in characters {
        let shaped = shape(c.encode_utf8(&mut [0; 4]), weight);
        if let [glyph] = shaped.glyphs.as_slice() {
            glyphs.insert(u32::from(c), glyph.id);
        }
    }
    let mut remapper = GlyphRemapper::new();
    for id in glyphs.values_mut() {
        *id = remapper.remap(*id);
    }
    let whole = face_data(weight);
    let mut tables = tables(&subset(whole, 0, &remapper).ok()?)?;
    tables.retain(|(name, _)| !matches!(name, b"cmap" | b"OS/2"));
    tables.push((*b"cmap", cmap(&glyphs)));
    tables.extend(self::tables(whole)?.into_iter().filter(|(name, _)| name == b"OS/2"));
    tables.sort();
    Some(woff(tables))
}

/// The tables of a face.
fn tables(data: &[u8]) -> Option<Vec<Table>> {
    let long = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = u16::from_be_bytes(data.get(4..6)?.try_into().ok()?);
    (0..usize::from(count))
        .map(|i| {
            let entry = 12 + 16 * i;
            let name: [u8; 4] = data.get(entry..entry + 4)?.try_into().ok()?;
            let (at, length) = (long(entry + 8)?, long(entry + 12)?);
            Some((name, data.get(at..at + length)?.to_vec()))
        })
        .collect()
}

/// Which character is which glyph: a table with one list of all (format 12).
fn cmap(glyphs: &BTreeMap<u32, u16>) -> Vec<u8> {
    // characters that follow each other and whose glyphs do are one entry
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for (&c, &glyph) in glyphs {
        match runs.last_mut() {
            Some((first, last, of_first)) if *last + 1 == c && *of_first + (c - *first) == u32::from(glyph) => {
                *last = c;
            }
            _ => runs.push((c, c, u32::from(glyph))),
        }
    }
    let mut out = Vec::new();
    // version, number of tables, platform Windows, full Unicode, where it begins
    for short in [0u16, 1, 3, 10] {
        out.extend(short.to_be_bytes());
    }
    out.extend(12u32.to_be_bytes());
    for short in [12u16, 0] {
        out.extend(short.to_be_bytes());
    }
    let length = 16 + 12 * runs.len() as u32;
    for long in [length, 0, runs.len() as u32] {
        out.extend(long.to_be_bytes());
    }
    for (first, last, glyph) in runs {
        for long in [first, last, glyph] {
            out.extend(long.to_be_bytes());
        }
    }
    out
}

/// The sum of a table, as the directory of a face holds it.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut four = [0; 4];
        four[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

/// Packs tables, sorted by name, as a WOFF file.
fn woff(mut tables: Vec<Table>) -> Vec<u8> {
    let padded = |length: usize| length.next_multiple_of(4);
    let sfnt = 12 + 16 * tables.len() + tables.iter().map(|(_, bytes)| padded(bytes.len())).sum::<usize>();
    settle(&mut tables);
    let mut entries = Vec::new();
    let mut bodies: Vec<u8> = Vec::new();
    let start = 44 + 20 * tables.len();
    for (name, bytes) in &tables {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(bytes, LEVEL);
        let body = if packed.len() < bytes.len() { &packed } else { bytes };
        entries.extend(name);
        for long in [start + bodies.len(), body.len(), bytes.len()] {
            entries.extend((long as u32).to_be_bytes());
        }
        entries.extend(checksum(bytes).to_be_bytes());
        bodies.extend(body);
        bodies.resize(padded(bodies.len()), 0);
    }
    let mut out = b"wOFF".to_vec();
    out.extend(0x0001_0000u32.to_be_bytes());
    out.extend(((start + bodies.len()) as u32).to_be_bytes());
    for short in [tables.len() as u16, 0] {
        out.extend(short.to_be_bytes());
    }
    out.extend((sfnt as u32).to_be_bytes());
    // version of the face, then no metadata and no private data
    for short in [1u16, 0] {
        out.extend(short.to_be_bytes());
    }
    out.extend([0; 20]);
    out.extend(entries);
    out.extend(bodies);
    out
}

/// Sets the sum of the whole face in its head, as if it were a plain file with these tables.
fn settle(tables: &mut [Table]) {
    for (name, bytes) in tables.iter_mut() {
        if name == b"head" && bytes.len() >= 12 {
            bytes[8..12].fill(0);
        }
    }
    let count = tables.len() as u16;
    let power = 15 - count.max(1).leading_zeros() as u16;
    let range = 16u16 << power;
    let mut header = 0x0001_0000u32.to_be_bytes().to_vec();
    for short in [count, range, power, count * 16 - range] {
        header.extend(short.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    for (name, bytes) in &*tables {
        header.extend(name);
        for long in [checksum(bytes), at as u32, bytes.len() as u32] {
            header.extend(long.to_be_bytes());
        }
        at += bytes.len().next_multiple_of(4);
    }
    let sum = tables.iter().fold(checksum(&header), |sum, (_, bytes)| sum.wrapping_add(checksum(bytes)));
    for (name, bytes) in tables.iter_mut() {
        if name == b"head" && bytes.len() >= 12 {
            bytes[8..12].copy_from_slice(&0xb1b0_afba_u32.wrapping_sub(sum).to_be_bytes());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The tables of a WOFF file.
    fn unpacked(woff: &[u8]) -> BTreeMap<[u8; 4], Vec<u8>> {
        let long = |at: usize| u32::from_be_bytes(woff[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(&woff[..4], b"wOFF");
        assert_eq!(long(8), woff.len());
        (0..usize::from(u16::from_be_bytes([woff[12], woff[13]])))
            .map(|i| {
                let entry = 44 + 20 * i;
                let (at, packed, length) = (long(entry + 4), long(entry + 8), long(entry + 12));
                let body = &woff[at..at + packed];
                let body = if packed < length {
                    miniz_oxide::inflate::decompress_to_vec_zlib(body).unwrap()
                } else {
                    body.to_vec()
                };
                assert_eq!((body.len(), checksum(&body)), (length, long(entry + 16) as u32));
                (woff[entry..entry + 4].try_into().unwrap(), body)
            })
            .collect()
    }

    #[test]
    fn a_web_font_has_what_browsers_ask_for_and_little_else() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            let woff = web_font(weight, "Web shop →".chars()).unwrap();
            assert!(woff.len() < 6000, "{}", woff.len());
            let tables = unpacked(&woff);
            for name in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"glyf", b"loca"] {
                assert!(tables.contains_key(name), "{}", String::from_utf8_lossy(name));
            }
            // eight letters, a space and an arrow, and the glyph of what is missing
            assert_eq!(u16::from_be_bytes([tables[b"maxp"][4], tables[b"maxp"][5]]), 10);
        }
    }

    #[test]
    fn characters_are_found_in_their_table() {
        let table = cmap(&[(97, 1), (98, 2), (100, 3), (0x2192, 4)].into_iter().collect());
        let long = |at: usize| u32::from_be_bytes(table[at..at + 4].try_into().unwrap());
        assert_eq!((long(16), long(24)), (16 + 12 * 3, 3));
        assert_eq!([long(28), long(32), long(36)], [97, 98, 1]);
        assert_eq!(table.len(), 12 + 16 + 36);
    }
}
