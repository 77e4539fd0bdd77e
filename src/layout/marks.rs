//! Sets the numbered circles of steps: on the wire they explain, or beside the component.

use super::measure::STEP_RADIUS;
use crate::geom::{GPoint, GRect};
use crate::layout::{Layout, StepMark, Wire};
use crate::model::{ConnectionIx, Model, StepAt};

/// The circles of all steps that have something to stand at.
pub(super) fn steps(model: &Model, layout: &Layout) -> Vec<StepMark> {
    let mut placed: Vec<GPoint> = Vec::new();
    let mut out = Vec::new();
    for step in &model.steps {
        let spots = match step.at {
            StepAt::Connection(c) => layout
                .wires
                .iter()
                .filter(|w| w.connections.contains(&c))
                .flat_map(|w| own_lines(model, w, c))
                .flat_map(|line| along(&line, model.connection(c).label.is_some()))
                .collect(),
            StepAt::Component(c) => beside(model, layout, c),
        };
        let free = |p: &GPoint| {
            let far = placed.iter().all(|q| (q.x - p.x).abs() + (q.y - p.y).abs() >= STEP_RADIUS * 3);
            (far, clear(layout, *p))
        };
        // the best spot: far from other circles and clear of trays; the first of equals
        let mut best: Option<((bool, bool), GPoint)> = None;
        for p in spots {
            let f = free(&p);
            if best.is_none_or(|(b, _)| f > b) {
                best = Some((f, p));
            }
        }
        if let Some((_, at)) = best {
            placed.push(at);
            out.push(StepMark { number: step.number, at, radius: STEP_RADIUS });
        }
    }
    out
}

/// The lines of one connection in a wire; of a bundle only the part that no other connection uses.
fn own_lines(model: &Model, wire: &Wire, connection: ConnectionIx) -> Vec<Vec<GPoint>> {
    let mine = |k: usize| model.link(wire.links[k]).connection == connection;
    let mut out = Vec::new();
    for (k, line) in wire.lines.iter().enumerate().filter(|(k, _)| mine(*k)) {
        let shared = |p: &GPoint, q: &GPoint| {
            wire.lines
                .iter()
                .enumerate()
                .any(|(j, other)| j != k && other.windows(2).any(|o| covers(o[0], o[1], *p) && covers(o[0], o[1], *q)))
        };
        let own: Vec<Vec<GPoint>> = line.windows(2).filter(|s| !shared(&s[0], &s[1])).map(<[GPoint]>::to_vec).collect();
        if own.is_empty() {
            out.push(line.clone());
        } else {
            out.extend(own);
        }
    }
    out
}

/// Whether a point lies on a straight.
fn covers(a: GPoint, b: GPoint, p: GPoint) -> bool {
    a.x.min(b.x) <= p.x && p.x <= a.x.max(b.x) && a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y)
}

/// Points on a line, the middle of its longest straight first, then other places on its straights; the ends first where
/// the middle is for a text.
fn along(line: &[GPoint], has_text: bool) -> Vec<GPoint> {
    let mut straights: Vec<(GPoint, GPoint)> = line.windows(2).map(|p| (p[0], p[1])).collect();
    let length = |(a, b): &(GPoint, GPoint)| (a.x - b.x).abs() + (a.y - b.y).abs();
    straights.sort_by_key(|s| std::cmp::Reverse(length(s)));
    let mut out = Vec::new();
    for (a, b) in straights {
        let short = length(&(a, b)) < STEP_RADIUS * 6;
        let order = match (has_text, short) {
            (true, _) => [1, 7, 2, 6, 3, 5, 4],
            // the head of a short arrow stays in sight
            (false, true) => [3, 4, 2, 5, 1, 6, 7],
            (false, false) => [4, 3, 5, 2, 6, 1, 7],
        };
        for eighths in order {
            out.push(GPoint::new(a.x + (b.x - a.x) * eighths / 8, a.y + (b.y - a.y) * eighths / 8));
        }
    }
    out
}

/// The right end of the back edge of the trays of a component.
fn beside(model: &Model, layout: &Layout, component: crate::model::ComponentIx) -> Vec<GPoint> {
    layout
        .trays
        .iter()
        .filter(|t| model.placement(t.placement).component == component)
        .map(|t| GPoint::new(t.rect.x1() - STEP_RADIUS, t.rect.y))
        .collect()
}

/// Whether a circle at a point touches no tray's label or solids.
fn clear(layout: &Layout, p: GPoint) -> bool {
    let disc = GRect::around(p, STEP_RADIUS);
    layout.trays.iter().all(|t| !t.rect.overlaps(&disc))
        && layout.containers.iter().all(|c| !c.caption_rect.overlaps(&disc))
}
