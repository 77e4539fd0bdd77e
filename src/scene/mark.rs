//! Marks over everything else: texts beside connections and numbered circles.

use super::Pen;
use super::lettering::{Style, label, text, upright};
use super::outline::circle;
use super::types::{Fill, Group, Node, Path, Stroke, Tag};
use crate::geom::{Gu, Projection, Pt};
use crate::layout::{Layout, StepMark};
use crate::text::Weight;

/// Width of the ring round a numbered circle.
const RING: f64 = 2.0;

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
    layout.wire_labels.iter().map(one).collect()
}

/// The numbered circles, upright.
pub(super) fn steps(pen: &Pen, layout: &Layout) -> Vec<Node> {
    layout.steps.iter().map(|mark| step(pen, mark)).collect()
}

fn step(pen: &Pen, mark: &StepMark) -> Node {
    let at = pen.projection.point(mark.at, Gu::ZERO);
    let r = radius(&pen.projection, mark);
    let digits = mark.number.to_string();
    let size = if digits.len() > 1 { r * 0.95 } else { r * 1.12 };
    let style = Style::new(Weight::SemiBold, size, pen.theme.mark.step_text).middle();
    let id = pen.ids.next(&format!("step-{}", mark.number));
    let said = pen.model.steps.iter().find(|step| step.number == mark.number).map(|step| step.text.clone());
    let disc = Node::Path(Path {
        segments: circle(at, r - RING / 2.0),
        fill: Some(Fill::plain(pen.theme.mark.step)),
        stroke: Some(Stroke::plain(pen.theme.mark.text, RING)),
        ..Path::default()
    });
    let number = label(&id, upright(&digits, style, Pt::new(at.x, at.y + style.drop())));
    let tag = Tag { id: Some(id), title: said, ..Tag::new("step").with("step", digits) };
    Node::Group(Group { tag, children: vec![disc, number] })
}

/// The radius on the page.
fn radius(projection: &Projection, mark: &StepMark) -> f64 {
    (mark.radius.units() * projection.unit()).max(4.0)
}

/// What a numbered circle covers.
pub(super) fn extent(projection: &Projection, mark: &StepMark) -> Vec<Pt> {
    let at = projection.point(mark.at, Gu::ZERO);
    let r = radius(projection, mark) + 1.0;
    [(-r, -r), (r, -r), (r, r), (-r, r)].map(|(dx, dy)| Pt::new(at.x + dx, at.y + dy)).to_vec()
}
