//! Text as text: real `<text>` in the embedded face, which is part of the file as a web font.
//!
//! Each letter has its place, so that a text is as wide as the outlines would be, in every viewer and also where the
//! face is not read.

use std::collections::{BTreeMap, BTreeSet};

use super::face::web_font;
use super::write::{Writer, matrix, share};
use crate::export::base64::base64;
use crate::geom::number;
use crate::scene::{Node, Text};
use crate::text::{Shaped, Weight, advance, shape};

/// The name of the face in a file, and what to take where it is not read.
pub(super) const FAMILY: &str = "Inter, sans-serif";
/// How far a letter may be from where its neighbours leave it before its place is said, in thousandths of an em.
const APART: i64 = 2;

/// The characters that a picture uses of each weight.
#[derive(Default)]
pub(super) struct Fonts {
    used: BTreeMap<Weight, BTreeSet<char>>,
}

impl Fonts {
    /// Adds the texts among these entries.
    pub(super) fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.collect(&group.children),
                Node::Text(text) => self.used.entry(text.weight).or_default().extend(text.text.chars()),
                Node::Path(_) | Node::Use(_) => {}
            }
        }
    }

    /// The faces, as a style sheet.
    pub(super) fn faces(&self, out: &mut Writer) {
        out.line("<style>");
        for (weight, characters) in &self.used {
            if let Some(face) = web_font(*weight, characters.iter().copied()) {
                let number = weight_number(*weight);
                out.line(&format!(
                    "@font-face{{font-family:Inter;font-weight:{number};src:url(data:font/woff;base64,{}) format(\"woff\")}}",
                    base64(&face)
                ));
            }
        }
        out.line("</style>");
    }
}

/// A line of text.
pub(super) fn text(out: &mut Writer, text: &Text) {
    let shaped = shape(&text.text, text.weight);
    let [a, b, c, d, e, f] = text.matrix;
    // the size of the letters is that on the page, since browsers draw very small sizes badly
    let k = a.hypot(b);
    if k <= 0.0 {
        return;
    }
    let em = text.size * k;
    let plane = [a / k, b / k, c / k, d / k, e, f];
    out.open("text");
    let is_upright = [plane[0] - 1.0, plane[1], plane[2], plane[3] - 1.0].iter().all(|v| v.abs() < 1e-9);
    let mut xs = places(text, &shaped);
    if is_upright {
        for x in &mut xs {
            *x = *x * em / 1000.0 + e;
        }
    } else {
        for x in &mut xs {
            *x *= em / 1000.0;
        }
        out.attribute("transform", &matrix(plane));
    }
    let shown: Vec<String> = xs.iter().map(|x| number(*x)).collect();
    out.attribute("x", &shown.join(" "));
    if is_upright {
        out.attribute("y", &number(f));
    }
    out.attribute("font-size", &share(em));
    if text.weight != Weight::Regular {
        out.attribute("font-weight", weight_number(text.weight));
    }
    out.attribute("fill", &text.fill.to_string());
    if text.text.starts_with(' ') || text.text.ends_with(' ') || text.text.contains("  ") {
        out.attribute("xml:space", "preserve");
    }
    out.close_with_text("text", &text.text);
}

/// Where each letter begins, in thousandths of an em from the origin of the plane: all of them, or the first alone where
/// the others follow by themselves.
fn places(text: &Text, shaped: &Shaped) -> Vec<f64> {
    let start = text.start(shaped);
    let follow = text.spacing.abs() < f64::EPSILON
        && shaped.glyphs.windows(2).all(|pair| {
            let next = pair[0].x + advance(pair[0].id, text.weight);
            (pair[1].x - next).abs() <= APART
        });
    if follow || shaped.glyphs.is_empty() {
        return vec![start];
    }
    let mut out = Vec::new();
    let mut at = 0;
    for (i, (byte, _)) in text.text.char_indices().enumerate() {
        // a mark on a letter has the place of the letter
        while at + 1 < shaped.glyphs.len() && shaped.glyphs[at + 1].start <= byte && shaped.glyphs[at].start < byte {
            at += 1;
        }
        out.push(start + shaped.glyphs[at].x as f64 + text.spacing * i as f64);
    }
    out
}

fn weight_number(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "400",
        Weight::SemiBold => "600",
    }
}
