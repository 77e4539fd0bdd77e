//! Paints a form as seen from above: a card of its footprint with the glyph on it and a strip in the family's colour.

use super::form::{Card, Form};
use super::look::Look;
use crate::geom::Pt;
use crate::scene::color::Color;
use crate::scene::icon::Chip;
use crate::scene::outline::{ellipse, polygon, rounded};
use crate::scene::types::{Fill, Node, Paint, Path, Segment, Stroke, Use};

/// Height of the strip in page units.
const STRIP: f64 = 4.6;
/// Radius of the corners.
const CORNER: f64 = 4.0;
/// Side of the chip that stands for a figure, in the figure's units.
const FIGURE_CHIP: f64 = 18.0;

/// The card of a form, `w` by `d` page units, its corner at the page's origin.
pub(super) fn card(form: &Form, look: &Look, glyph: Option<&str>, chip: Option<&Chip>, w: f64, d: f64) -> Vec<Node> {
    let mut out = Vec::new();
    let (middle, r) = (Pt::new(w / 2.0, d / 2.0), w.min(d) / 2.0);
    let (ground, strip, share): (_, _, f64) = match form.card {
        Card::Figure => {
            return figure(form, look, glyph, chip, r * 2.0 / 24.0, Pt::new(w / 2.0, d * 0.5 + r * 0.95));
        }
        Card::Square => (rounded(0.0, 0.0, w, d, CORNER), foot(w, d), 0.74),
        Card::Hexagon => {
            let corner = |i: u32| {
                let angle = f64::from(i) * std::f64::consts::FRAC_PI_3;
                Pt::new(middle.x + w / 2.0 * angle.cos(), middle.y + d / 2.0 * angle.sin())
            };
            let all: Vec<Pt> = (0..6).map(corner).collect();
            let (a, b) = (all[1], all[2]);
            // the sides next to the lowest one rise by this much for each unit across
            let slope = d / w * 3f64.sqrt();
            let out = STRIP / slope.max(0.1);
            let strip = [a, b, Pt::new(b.x - out, b.y - STRIP), Pt::new(a.x + out, a.y - STRIP)];
            (polygon(&all), polygon(&strip), 0.6)
        }
        Card::Disc => (ellipse(middle, w / 2.0, d / 2.0), segment(middle, w / 2.0, d / 2.0), 0.62),
    };
    let (shadow, opacity) = look.shadow;
    let moved = ground.iter().map(|s| s.map(|p| Pt::new(p.x + 1.6, p.y + 2.1))).collect();
    let fill = Fill { paint: Paint::Plain(shadow), opacity };
    out.push(Node::Path(Path { segments: moved, fill: Some(fill), ..Path::default() }));
    let body = if look.trim.is_some() { look.top } else { look.left };
    out.push(filled(ground.clone(), body));
    let strip_color = look.trim.map_or(look.right, |[left, _]| left);
    out.push(filled(strip, strip_color));
    out.push(Node::Path(Path { segments: ground, stroke: Some(look.silhouette.clone()), ..Path::default() }));
    if let Some(chip) = chip {
        let room = w.min(d) - STRIP;
        out.extend(chip.at(Pt::new(middle.x, middle.y - STRIP * 0.5), room * share.clamp(0.7, 0.84) * 1.04));
    }
    if let Some(name) = glyph {
        let k = w.min(d) * share / 24.0;
        let matrix = [k, 0.0, 0.0, k, middle.x - 12.0 * k, middle.y - STRIP * 0.35 - 12.0 * k];
        out.push(Node::Use(Use { symbol: super::glyph_symbol(name), matrix, stroke: Some(look.glyph) }));
    }
    out
}

/// The upright drawings of a form; `at` is where they stand, `k` page units for each of theirs.
pub(super) fn figure(form: &Form, look: &Look, glyph: Option<&str>, chip: Option<&Chip>, k: f64, at: Pt) -> Vec<Node> {
    use super::form::FigureFill;
    if form.figure.is_empty() {
        return Vec::new();
    }
    let (shadow, opacity) = look.shadow;
    let ground = Path {
        segments: ellipse(Pt::new(at.x + k, at.y - 0.5 * k), 9.5 * k, 2.2 * k),
        fill: Some(Fill { paint: Paint::Plain(shadow), opacity }),
        ..Path::default()
    };
    if let (Some(chip), None) = (chip, form.figure_glyph) {
        // the drawing itself says what it is: the icon stands in its place
        let mut out = vec![Node::Path(ground)];
        out.extend(chip.at(Pt::new(at.x, at.y - FIGURE_CHIP / 2.0 * k), FIGURE_CHIP * k));
        return out;
    }
    let drawn = form.figure.iter().map(|figure| {
        let color = match figure.fill {
            FigureFill::Front => look.figure[0],
            FigureFill::Back => look.figure[1],
            FigureFill::Body => look.top,
            FigureFill::Family => look.family,
        };
        Node::Path(Path {
            segments: crate::scene::outline::parsed(&figure.d, [k, 0.0, 0.0, k, at.x, at.y]),
            fill: Some(Fill::plain(color)),
            stroke: Some(if figure.outlined { look.silhouette.clone() } else { parting(look) }),
            ..Path::default()
        })
    });
    let mut out: Vec<Node> = std::iter::once(Node::Path(ground)).chain(drawn).collect();
    if let (Some(chip), Some([x, y, size])) = (chip, form.figure_glyph) {
        out.extend(chip.at(Pt::new(at.x + x * k, at.y + y * k), size * k));
    }
    if let (Some(name), Some([x, y, size])) = (glyph, form.figure_glyph) {
        let s = size * k / 24.0;
        let matrix = [s, 0.0, 0.0, s, at.x + x * k - 12.0 * s, at.y + y * k - 12.0 * s];
        out.push(Node::Use(Use { symbol: super::glyph_symbol(name), matrix, stroke: Some(look.glyph) }));
    }
    out
}

/// A line in the colour of the paper that parts figures that stand before each other.
fn parting(look: &Look) -> Stroke {
    Stroke { color: look.parting, width: 1.0, ..look.silhouette.clone() }
}

fn filled(segments: Vec<Segment>, color: Color) -> Node {
    Node::Path(Path { segments, fill: Some(Fill::plain(color)), ..Path::default() })
}

/// The strip at the foot of a square with round corners.
fn foot(w: f64, d: f64) -> Vec<Segment> {
    let k = CORNER * 0.448;
    vec![
        Segment::Move(Pt::new(0.0, d - STRIP)),
        Segment::Line(Pt::new(w, d - STRIP)),
        Segment::Line(Pt::new(w, d - CORNER)),
        Segment::Cubic(Pt::new(w, d - k), Pt::new(w - k, d), Pt::new(w - CORNER, d)),
        Segment::Line(Pt::new(CORNER, d)),
        Segment::Cubic(Pt::new(k, d), Pt::new(0.0, d - k), Pt::new(0.0, d - CORNER)),
        Segment::Close,
    ]
}

/// The part of an ellipse under a level line.
fn segment(middle: Pt, rx: f64, ry: f64) -> Vec<Segment> {
    let from = (1.0 - STRIP * 1.2 / ry).clamp(0.0, 0.95).asin();
    let span = (std::f64::consts::PI - 2.0 * from) / 2.0;
    let k = 4.0 / 3.0 * (span / 4.0).tan();
    let at = |c: f64, s: f64| Pt::new(middle.x + rx * c, middle.y + ry * s);
    let mut out = vec![Segment::Move(at(from.cos(), from.sin()))];
    for i in 0..2 {
        let a = from + span * f64::from(i);
        let b = a + span;
        out.push(Segment::Cubic(
            at(a.cos() - k * a.sin(), a.sin() + k * a.cos()),
            at(b.cos() + k * b.sin(), b.sin() - k * b.cos()),
            at(b.cos(), b.sin()),
        ));
    }
    out.push(Segment::Close);
    out
}
