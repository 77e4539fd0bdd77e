//! Marks over everything else: texts beside connections, lettered discs, and numbered circles.

use super::lettering::{Style, label, text, upright};
use super::loss::{self, Mark};
use super::outline::circle;
use super::types::{Fill, Group, Node, Path, Stroke, Tag, Text};
use super::{Color, Pen, finding};
use crate::diag::Severity;
use crate::geom::{GPoint, Gu, Projection, Pt};
use crate::layout::{Badge, Layout, StepMark, Wire};
use crate::model::Link;
use crate::text::Weight;

/// Width of the ring round a numbered circle.
const RING: f64 = 2.0;
/// Width of the ring of a lettered disc, by its radius.
const LETTER_RING: f64 = 0.2;
/// Size of one, two, three letters, by the radius of their disc.
const LETTER_SIZES: [f64; 3] = [1.3, 1.0, 0.7];
/// Size of one, two, three digits, by the radius of their circle.
const STEP_SIZES: [f64; 3] = [1.12, 0.95, 0.7];

/// The texts beside connections, lying on the ground.
pub(super) fn wire_labels(pen: &Pen, layout: &Layout) -> Vec<Node> {
    let one = |mark: &crate::layout::WireLabel| {
        let style = Style::new(Weight::Regular, mark.size.units(), pen.theme.wire.text).middle();
        let r = &mark.rect;
        let (x, y) = (r.x.units() + r.w.units() / 2.0, r.y.units() + r.d.units() / 2.0);
        let matrix = if mark.along_x {
            pen.projection.plane(x, y + style.drop(), 0.0)
        } else {
            pen.projection.plane_up(x + style.drop(), y, 0.0)
        };
        label(&format!("wire-{}", mark.wire + 1), text(&mark.text, style, matrix))
    };
    layout.wire_labels.iter().filter(|_| !pen.upright).map(one).collect()
}

/// A disc with a number or a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Disc {
    /// The number of a step.
    Step(usize),
    /// The letter of a text.
    Letter(String),
    /// The number of a finding, and how bad it is.
    Finding(usize, Severity),
    /// The mark of what a loss does.
    Loss(Mark),
}

/// Draws a disc round a point of the page: orange with a number, or white with a dark ring and a letter.
pub(super) fn disc(pen: &Pen, disc: &Disc, at: Pt, r: f64) -> Vec<Node> {
    match disc {
        Disc::Finding(number, severity) => finding::mark(pen, *number, *severity, at, r),
        Disc::Loss(mark) => loss::draw(pen, *mark, at, r),
        Disc::Step(number) => joined(numbered(pen, *number, at, r)),
        Disc::Letter(letter) => joined(lettered_disc(pen, letter, at, r)),
    }
}

fn joined((shape, text): (Node, Text)) -> Vec<Node> {
    vec![shape, Node::Text(text)]
}

fn numbered(pen: &Pen, number: usize, at: Pt, r: f64) -> (Node, Text) {
    let theme = &pen.theme.mark;
    let ring = Stroke::plain(theme.text, RING);
    disc_and_text(&number.to_string(), theme.step, theme.step_text, ring, STEP_SIZES, at, r)
}

fn lettered_disc(pen: &Pen, letter: &str, at: Pt, r: f64) -> (Node, Text) {
    let theme = &pen.theme.mark;
    let ring = Stroke::plain(theme.badge, r * LETTER_RING);
    disc_and_text(letter, theme.text, theme.badge, ring, LETTER_SIZES, at, r)
}

fn disc_and_text(
    words: &str,
    fill: Color,
    ink: Color,
    stroke: Stroke,
    sizes: [f64; 3],
    at: Pt,
    r: f64,
) -> (Node, Text) {
    let size = r * sizes[words.chars().count().clamp(1, 3) - 1];
    let style = Style::new(Weight::SemiBold, size, ink).middle();
    let shape = Node::Path(Path {
        segments: circle(at, r - stroke.width / 2.0),
        fill: Some(Fill::plain(fill)),
        stroke: Some(stroke),
        ..Path::default()
    });
    (shape, upright(words, style, Pt::new(at.x, at.y + style.drop())))
}

/// The numbered circles, upright.
pub(super) fn steps(pen: &Pen, layout: &Layout) -> Vec<Node> {
    layout.steps.iter().map(|mark| step(pen, mark)).collect()
}

fn step(pen: &Pen, mark: &StepMark) -> Node {
    let at = pen.projection.point(mark.at, Gu::ZERO);
    let (shape, number) = numbered(pen, mark.number, at, radius(&pen.projection, mark.radius));
    let id = pen.ids.next(&format!("step-{}", mark.number));
    let said = pen.model.steps.iter().find(|step| step.number == mark.number).map(|step| step.text.clone());
    let digits = number.text.clone();
    let children = vec![shape, label(&id, number)];
    let tag = Tag { id: Some(id), title: said, ..Tag::new("step").with("step", digits) };
    Node::Group(Group { tag, children })
}

/// The lettered discs of texts that have no room beside their connections, upright.
pub(super) fn badges(pen: &Pen, layout: &Layout) -> Vec<Node> {
    layout.badges.iter().map(|badge| lettered(pen, badge, &layout.wires[badge.wire])).collect()
}

fn lettered(pen: &Pen, badge: &Badge, wire: &Wire) -> Node {
    let at = pen.projection.point(badge.at, Gu::ZERO);
    let (shape, letter) = lettered_disc(pen, &badge.letter, at, radius(&pen.projection, badge.radius));
    let mut ends: Vec<&str> = Vec::new();
    for pick in [|link: &Link| link.from, |link: &Link| link.to] {
        for link in &wire.links {
            let placement = pick(&pen.model.links[link.ix()]);
            let id = pen.model.components[pen.model.placements[placement.ix()].component.ix()].id.as_str();
            if !ends.contains(&id) {
                ends.push(id);
            }
        }
    }
    let number = (badge.wire + 1).to_string();
    let children = vec![shape, label(&format!("step-{}", badge.letter), letter)];
    let tag =
        Tag::new("step lettered").with("for", ends.join(" ")).with("letter", badge.letter.clone()).with("wire", number);
    Node::Group(Group { tag: Tag { title: Some(badge.text.clone()), ..tag }, children })
}

/// The radius on the page.
pub(super) fn radius(projection: &Projection, radius: Gu) -> f64 {
    (radius.units() * projection.unit()).max(4.0)
}

/// What a numbered circle or a lettered disc covers.
pub(super) fn extent(projection: &Projection, at: GPoint, r: Gu) -> Vec<Pt> {
    let at = projection.point(at, Gu::ZERO);
    let r = radius(projection, r) + 1.0;
    [(-r, -r), (r, -r), (r, r), (-r, r)].map(|(dx, dy)| Pt::new(at.x + dx, at.y + dy)).to_vec()
}
