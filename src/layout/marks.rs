//! Sets what stands on or beside connections: the numbered circles of steps on the wire they explain or beside the
//! component, then texts, then lettered discs for the texts that have no room.

use std::collections::BTreeMap;

use super::measure::STEP_RADIUS;
use super::stretch::{Stretch, stretches};
use super::taken::{Taken, Taker};
use super::{badges, labels};
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Layout, StepMark, Wire};
use crate::model::{ComponentIx, ConnectionIx, Model, StepAt};

/// How far along an axis of the ground an upright circle reaches: in the isometric view 2 / √3 of its radius.
const REACH: Gu = Gu(STEP_RADIUS.0 * 231 / 200);

/// Sets circles, texts and discs in a layout that has everything else. `texts` are those of the wires that have one.
pub(super) fn set(model: &Model, layout: &mut Layout, texts: &BTreeMap<usize, String>) {
    let all = stretches(&layout.wires);
    let mut taken = Taken::of(layout, &all);
    layout.steps = steps(model, layout, &mut taken);
    let mut parts: Vec<Vec<Stretch>> = vec![Vec::new(); layout.wires.len()];
    for s in all.into_iter().filter(|s| texts.contains_key(&s.wire)) {
        parts[s.wire].push(s);
    }
    let (labels, without) = labels::place(&layout.wires, &parts, texts, &mut taken);
    let (mut discs, none) = badges::place(&layout.wires, &parts, texts, &without, &mut taken);
    badges::letter(&mut discs);
    (layout.wire_labels, layout.badges) = (labels, discs);
    for wire in none {
        let connection = model.connection(layout.wires[wire].connections[0]);
        let text = texts.get(&wire).map_or("", String::as_str);
        let (from, to) = (model.name(connection.from), model.name(connection.to));
        layout.notes.push(format!("the text `{text}` of `{from} -> {to}` is left out: no room beside the connection"));
    }
}

/// The circles of all steps that have something to stand at.
fn steps(model: &Model, layout: &Layout, taken: &mut Taken) -> Vec<StepMark> {
    let mut wires: BTreeMap<ConnectionIx, Vec<&Wire>> = BTreeMap::new();
    let mut trays: BTreeMap<ComponentIx, Vec<GRect>> = BTreeMap::new();
    for step in &model.steps {
        match step.at {
            StepAt::Connection(c) => drop(wires.entry(c).or_default()),
            StepAt::Component(c) => drop(trays.entry(c).or_default()),
        }
    }
    for wire in &layout.wires {
        for connection in &wire.connections {
            if let Some(list) = wires.get_mut(connection) {
                list.push(wire);
            }
        }
    }
    for tray in &layout.trays {
        if let Some(list) = trays.get_mut(&model.placement(tray.placement).component) {
            list.push(tray.rect);
        }
    }
    let mut out = Vec::new();
    for step in &model.steps {
        let spots: Vec<GPoint> = match step.at {
            StepAt::Connection(c) => wires
                .get(&c)
                .into_iter()
                .flatten()
                .flat_map(|w| own_lines(model, w, c))
                .flat_map(|line| along(&line, model.connection(c).label.is_some()))
                .collect(),
            StepAt::Component(c) => trays.get(&c).into_iter().flatten().map(beside).collect(),
        };
        // the best spot: far from other circles and clear of trays; the first of equals
        let mut best: Option<((bool, bool), GPoint)> = None;
        for p in spots {
            let found = (is_far(taken, p), is_clear(taken, p));
            if best.is_none_or(|(known, _)| found > known) {
                best = Some((found, p));
            }
            if found == (true, true) {
                break;
            }
        }
        if let Some((_, at)) = best {
            taken.add(GRect::around(at, REACH), Taker::Mark);
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

/// The right end of the back edge of a tray.
fn beside(tray: &GRect) -> GPoint {
    GPoint::new(tray.x1() - STEP_RADIUS, tray.y)
}

/// Whether a circle at a point keeps away from all others.
fn is_far(taken: &Taken, p: GPoint) -> bool {
    let is_near = |other: &GRect, taker: Taker| {
        let q = other.center();
        taker == Taker::Mark && (q.x - p.x).abs() + (q.y - p.y).abs() < STEP_RADIUS * 3
    };
    taken.first(&GRect::around(p, STEP_RADIUS * 2), is_near).is_none()
}

/// Whether a circle at a point touches no text, and no tray's label or solids.
fn is_clear(taken: &Taken, p: GPoint) -> bool {
    let is_in_way = |_: &GRect, taker| matches!(taker, Taker::Tray | Taker::Text);
    taken.first(&GRect::around(p, REACH), is_in_way).is_none()
}
