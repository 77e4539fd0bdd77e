//! Text as outlines: each glyph of the face once as a symbol, and lines of references to them.

use std::collections::BTreeMap;

use super::write::{Writer, matrix};
use crate::geom::number;
use crate::scene::{Node, Text};
use crate::text::{Shaped, Weight, outline, shape};

/// The texts of a picture, shaped, and the outlines of their glyphs.
#[derive(Default)]
pub(super) struct Glyphs {
    /// By weight and text: the same names come many times.
    shaped: BTreeMap<(u8, String), Shaped>,
    /// By weight and glyph; blank glyphs have no outline and are left out.
    outlines: BTreeMap<(u8, u16), Option<String>>,
}

impl Glyphs {
    /// Adds the texts among these entries.
    pub(super) fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Group(group) => self.collect(&group.children),
                Node::Text(text) => self.add(text),
                Node::Path(_) | Node::Use(_) => {}
            }
        }
    }

    fn add(&mut self, text: &Text) {
        let key = (number_of(text.weight), text.text.clone());
        if self.shaped.contains_key(&key) {
            return;
        }
        let shaped = shape(&text.text, text.weight);
        for glyph in &shaped.glyphs {
            self.outlines.entry((key.0, glyph.id)).or_insert_with(|| outline(glyph.id, text.weight));
        }
        self.shaped.insert(key, shaped);
    }

    /// A symbol for each glyph, a thousand units an em.
    pub(super) fn symbols(&self, out: &mut Writer) {
        for (&(weight, id), d) in &self.outlines {
            let Some(d) = d else {
                continue;
            };
            out.open("symbol");
            out.attribute("id", &name(weight, id));
            out.attribute("overflow", "visible");
            out.close(false);
            out.open("path");
            out.attribute("d", d);
            out.close(true);
            out.line("</symbol>");
        }
    }

    /// A line of text.
    pub(super) fn text(&self, out: &mut Writer, text: &Text) {
        let weight = number_of(text.weight);
        let Some(shaped) = self.shaped.get(&(weight, text.text.clone())) else {
            return;
        };
        let start = text.start(shaped);
        let k = text.size / 1000.0;
        let [a, b, c, d, e, f] = text.matrix;
        out.open("g");
        out.attribute("transform", &matrix([a * k, b * k, c * k, d * k, e + a * k * start, f + b * k * start]));
        out.attribute("fill", &text.fill.to_string());
        out.attribute("role", "img");
        out.attribute("aria-label", &text.text);
        out.close(false);
        out.element_with_text("title", &text.text);
        for (i, glyph) in shaped.glyphs.iter().enumerate() {
            if !matches!(self.outlines.get(&(weight, glyph.id)), Some(Some(_))) {
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

fn name(weight: u8, id: u16) -> String {
    format!("t{weight}-{id}")
}
