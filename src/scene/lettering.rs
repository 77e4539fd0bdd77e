//! Sets lines of text: where the baseline lies, how wide the ink is, and the group that names it.

use super::color::Color;
use super::types::{Anchor, Group, Node, Tag, Text};
use crate::geom::Pt;
use crate::text::{Weight, metrics, width};

/// How a line of text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) weight: Weight,
    /// Size of the em in the units of the matrix.
    pub(super) size: f64,
    pub(super) fill: Color,
    pub(super) anchor: Anchor,
    /// Extra room after each character, in thousandths of the em.
    pub(super) spacing: f64,
}

impl Style {
    pub(super) fn new(weight: Weight, size: f64, fill: Color) -> Self {
        Self { weight, size, fill, anchor: Anchor::Start, spacing: 0.0 }
    }

    pub(super) fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }

    /// The width of a line, in the units of the matrix.
    pub(super) fn width(&self, text: &str) -> f64 {
        (width(text, self.weight) as f64 + self.spacing * text.chars().count() as f64) * self.size / 1000.0
    }

    /// How far under the middle of the capitals the baseline lies.
    pub(super) fn drop(&self) -> f64 {
        metrics(self.weight).cap_height as f64 * self.size / 2000.0
    }
}

/// A line of text whose baseline begins (or has its middle, or its end) at the origin of the matrix.
pub(super) fn text(content: &str, style: Style, matrix: [f64; 6]) -> Text {
    let w = style.width(content);
    let x0 = match style.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -w / 2.0,
        Anchor::End => -w,
    };
    let of_face = metrics(style.weight);
    let up = -(of_face.cap_height as f64) * 1.08 * style.size / 1000.0;
    let down = 0.22 * style.size;
    let [a, b, c, d, e, f] = matrix;
    let at = |x: f64, y: f64| Pt::new(a * x + c * y + e, b * x + d * y + f);
    Text {
        text: content.to_owned(),
        weight: style.weight,
        size: style.size,
        matrix,
        anchor: style.anchor,
        fill: style.fill,
        spacing: style.spacing,
        quad: [at(x0, up), at(x0 + w, up), at(x0 + w, down), at(x0, down)],
    }
}

/// Upright text at a page point.
pub(super) fn upright(content: &str, style: Style, at: Pt) -> Text {
    text(content, style, [1.0, 0.0, 0.0, 1.0, at.x, at.y])
}

/// A text on the drawing, with what it belongs to.
pub(super) fn label(of: &str, text: Text) -> Node {
    let quad: Vec<String> =
        text.quad.iter().map(|p| format!("{},{}", crate::geom::number(p.x), crate::geom::number(p.y))).collect();
    let tag = Tag::new("label").with("for", of).with("quad", quad.join(" "));
    Node::Group(Group { tag, children: vec![Node::Text(text)] })
}
