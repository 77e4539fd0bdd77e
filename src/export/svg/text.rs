//! Text as outlines: each glyph of the face once as a symbol, and lines of references to them.

use std::collections::BTreeSet;

use super::write::{Writer, matrix};
use crate::geom::number;
use crate::scene::{Anchor, Node, Text};
use crate::text::{Weight, outline, shape};

/// The glyphs that a picture uses, sorted.
#[derive(Default)]
pub(super) struct Glyphs {
    used: BTreeSet<(u8, u16)>,
}

impl Glyphs {
    /// Adds the glyphs of all texts among these entries.
    pub(super) fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.collect(&group.children),
                Node::Text(text) => {
                    let glyphs = shape(&text.text, text.weight).glyphs;
                    self.used.extend(glyphs.iter().map(|glyph| (number_of(text.weight), glyph.id)));
                }
                Node::Path(_) | Node::Use(_) => {}
            }
        }
        if nodes.is_empty() {
            return;
        }
        // blank glyphs have no outline and need no symbol
        self.used.retain(|&(weight, id)| outline(id, weight_of(weight)).is_some());
    }

    /// A symbol for each glyph, a thousand units an em.
    pub(super) fn symbols(&self, out: &mut Writer) {
        for &(weight, id) in &self.used {
            let Some(d) = outline(id, weight_of(weight)) else {
                continue;
            };
            out.open("symbol");
            out.attribute("id", &name(weight, id));
            out.attribute("overflow", "visible");
            out.close(false);
            out.open("path");
            out.attribute("d", &d);
            out.close(true);
            out.line("</symbol>");
        }
    }

    /// A line of text.
    pub(super) fn text(&self, out: &mut Writer, text: &Text) {
        let shaped = shape(&text.text, text.weight);
        let width = shaped.advance as f64 + text.spacing * shaped.glyphs.len() as f64;
        let start = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        };
        let k = text.size / 1000.0;
        let [a, b, c, d, e, f] = text.matrix;
        out.open("g");
        out.attribute("transform", &matrix([a * k, b * k, c * k, d * k, e + a * k * start, f + b * k * start]));
        out.attribute("fill", &text.fill.to_string());
        out.attribute("aria-label", &text.text);
        out.close(false);
        out.element_with_text("title", &text.text);
        let weight = number_of(text.weight);
        for (i, glyph) in shaped.glyphs.iter().enumerate() {
            if !self.used.contains(&(weight, glyph.id)) {
                continue;
            }
            out.open("use");
            out.attribute("href", &format!("#{}", name(weight, glyph.id)));
            out.attribute("x", &number(glyph.x as f64 + text.spacing * i as f64));
            if glyph.y != 0 {
                out.attribute("y", &number(-glyph.y as f64));
            }
            out.close(true);
        }
        out.line("</g>");
    }
}

fn number_of(weight: Weight) -> u8 {
    match weight {
        Weight::Regular => 4,
        Weight::SemiBold => 6,
    }
}

fn weight_of(number: u8) -> Weight {
    if number == 4 { Weight::Regular } else { Weight::SemiBold }
}

fn name(weight: u8, id: u16) -> String {
    format!("t{weight}-{id}")
}
