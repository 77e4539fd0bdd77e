//! Draws connections: lines on the ground along the two axes, with round corners, flat arrowheads and port marks.
//!
//! The lines of a bundle share a trunk. The first line is drawn whole; each other one only where it leaves those
//! drawn before, from a corner's radius before it does to a corner's radius after, so that it joins like a ramp and
//! dashes never lie on dashes. What is drawn where two wires cross is in [`super::crossing`].

use std::collections::BTreeMap;

use super::outline::{polygon, round};
use super::theme::Line;
use super::track::{cut, length, shared_end, shared_start};
use super::tray::FLOOR;
use super::types::{Fill, Node, Path, Segment, Stroke, Tag};
use super::{Pen, crossing};
use crate::geom::{GPoint, Gu, Pt};
use crate::layout::{Layout, Solid, Tray, Wire};
use crate::model::PlacementIx;
use crate::syntax::Words as _;

/// Radius of a corner: it is round before a wire crosses the track beside it.
const RADIUS: f64 = 0.2;
/// How long and how wide to each side an arrowhead is: those on tracks beside each other stay apart.
const HEAD: (f64, f64) = (0.3, 0.13);
/// How far the tip stays away from the tray that it points at.
const TIP: f64 = 0.05;
/// How far a line goes under its arrowhead.
const UNDER_HEAD: f64 = 0.23;
/// Radius of a port mark.
const PORT: f64 = 0.1;
/// How much thicker a trunk is for each doubling of its lines.
const TRUNK: f64 = 0.16;

/// Draws all wires, bundles last, and then their crossings.
pub(super) fn wires(pen: &Pen, layout: &Layout) -> Vec<Node> {
    let mut order: Vec<usize> = (0..layout.wires.len()).collect();
    order.sort_by_key(|&i| (layout.wires[i].lines.len() > 1, i));
    let trays: BTreeMap<PlacementIx, &Tray> = layout.trays.iter().map(|tray| (tray.placement, tray)).collect();
    let mut lines: Vec<Vec<Segment>> = vec![Vec::new(); order.len()];
    let mut out = Vec::new();
    for wire in order {
        let (segments, nodes) = draw(pen, wire, &layout.wires[wire], &trays);
        lines[wire] = segments;
        out.extend(nodes);
    }
    out.extend(crossing::draw(pen, layout, &lines));
    out
}

/// The width of a trunk of some lines.
pub(super) fn trunk_width(line: &Line, lines: usize) -> f64 {
    line.width * (1.0 + TRUNK * (lines as f64).log2())
}

/// The outline of a wire, and all that is drawn of it.
fn draw(pen: &Pen, index: usize, wire: &Wire, trays: &BTreeMap<PlacementIx, &Tray>) -> (Vec<Segment>, Vec<Node>) {
    let line = pen.theme.wire.line(wire.kind);
    let mut segments = Vec::new();
    let mut trunks: Vec<Vec<GPoint>> = Vec::new();
    let mut out = Vec::new();
    let mut tips: Vec<Tip> = Vec::new();
    let mut ports: Vec<[GPoint; 2]> = Vec::new();
    for (i, points) in wire.lines.iter().enumerate().filter(|(_, points)| points.len() >= 2) {
        let (first, last) = ([points[1], points[0]], [points[points.len() - 2], points[points.len() - 1]]);
        let all = length(points);
        let before = &wire.lines[..i];
        let head = before.iter().map(|other| shared_start(points, other)).max().unwrap_or_default();
        let tail = before.iter().map(|other| shared_end(points, other)).max().unwrap_or_default();
        let link = wire.links.get(i).map(|link| &pen.model.links[link.ix()]);
        let gap = |end, placement: Option<PlacementIx>| {
            tip_gap(pen, end, placement.and_then(|placement| trays.get(&placement)).copied())
        };
        let (first_gap, last_gap) = (gap(first, link.map(|link| link.from)), gap(last, link.map(|link| link.to)));
        let is_tip = |end: [GPoint; 2]| tips.iter().any(|tip| tip.end == end);
        let is_new_start = !ports.contains(&first) && !is_tip(first);
        let is_new_end = !is_tip(last);
        if is_new_start {
            if wire.both_ways {
                tips.push(Tip { end: first, gap: first_gap });
            } else if wire.lines.len() > 1 {
                ports.push(first);
            }
        }
        if is_new_end {
            tips.push(Tip { end: last, gap: last_gap });
        }
        if head + tail >= all && i > 0 {
            continue;
        }
        let ramp = Gu::from_units(RADIUS);
        let from = if head > Gu::ZERO { (head - ramp).max(Gu::ZERO) } else { Gu::ZERO };
        let to = if tail > Gu::ZERO { (all - tail + ramp).min(all) } else { all };
        for shared in [cut(points, Gu::ZERO, head), cut(points, all - tail, all)] {
            if shared.len() >= 2 && !trunks.contains(&shared) {
                trunks.push(shared);
            }
        }
        let short = |gap: f64| Gu::from_units(UNDER_HEAD + gap);
        let from = if from == Gu::ZERO && wire.both_ways { short(first_gap).min(all / 2) } else { from };
        let to = if to == all { (all - short(last_gap)).max(all / 2) } else { to };
        segments.extend(rounded(pen, &cut(points, from, to)));
    }
    let stroke = Stroke { round: false, ..line.stroke() };
    if line.dash.is_empty() && !trunks.is_empty() {
        let width = trunk_width(line, wire.lines.len());
        let thick = Stroke { width, ..stroke.clone() };
        let trunk = trunks.iter().flat_map(|points| {
            let all = length(points);
            let short = Gu::from_units(UNDER_HEAD + TIP);
            rounded(pen, &cut(points, Gu::ZERO, (all - short).max(all / 2)))
        });
        out.push(Node::Path(Path {
            tag: Some(Tag::new("trunk")),
            segments: trunk.collect(),
            stroke: Some(thick),
            ..Path::default()
        }));
    }
    let tag = Some(tag(pen, index, wire));
    out.push(Node::Path(Path { tag, segments: segments.clone(), stroke: Some(stroke), ..Path::default() }));
    let marks = ports.iter().map(|&end| port(pen, end)).chain(tips.iter().map(|tip| arrow(pen, tip)));
    let marks: Vec<Segment> = marks.flatten().collect();
    out.push(Node::Path(Path { segments: marks, fill: Some(Fill::plain(line.color)), ..Path::default() }));
    (segments, out)
}

fn tag(pen: &Pen, index: usize, wire: &Wire) -> Tag {
    let ends = |pick: fn(&crate::model::Link) -> PlacementIx, trays: bool| -> String {
        let mut names: Vec<&str> = Vec::new();
        for link in &wire.links {
            let placement = pick(&pen.model.links[link.ix()]);
            let component = pen.model.placements[placement.ix()].component;
            let name = if trays { pen.tray_name(placement) } else { &pen.model.components[component.ix()].id };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(" ")
    };
    let mut title = Vec::new();
    for connection in wire.connections.iter().map(|ix| &pen.model.connections[ix.ix()]) {
        if connection.from == connection.to {
            let label = &pen.model.components[connection.from.ix()].label;
            title.push(format!("{label}: its data is copied to its other places"));
            continue;
        }
        let [from, to] = [connection.from, connection.to].map(|ix| pen.model.components[ix.ix()].label.as_str());
        let label = connection.label.as_deref().map(|label| format!(": {label}")).unwrap_or_default();
        let arrow = if connection.both_ways { '↔' } else { '→' };
        title.push(format!("{from} {arrow} {to}{label}"));
    }
    Tag {
        title: (!title.is_empty()).then(|| title.join(", ")),
        ..Tag::new("wire")
            .with("wire", (index + 1).to_string())
            .with("from", ends(|link| link.from, false))
            .with("to", ends(|link| link.to, false))
            .with("kind", wire.kind.word())
            .with("from-tray", ends(|link| link.from, true))
            .with("to-tray", ends(|link| link.to, true))
    }
}

/// The course of one line with round corners, up to under its arrowhead.
pub(super) fn course(pen: &Pen, points: &[GPoint]) -> Vec<Segment> {
    let all = length(points);
    rounded(pen, &cut(points, Gu::ZERO, (all - Gu::from_units(UNDER_HEAD + TIP)).max(all / 2)))
}

/// The arrowhead of one line at the tray that it leads to.
pub(super) fn head(pen: &Pen, points: &[GPoint], to: Option<&Tray>) -> Vec<Segment> {
    let [.., before, last] = points else { return Vec::new() };
    let end = [*before, *last];
    arrow(pen, &Tip { end, gap: tip_gap(pen, end, to) })
}

/// A line with round corners; the control point of each curve is the true corner.
fn rounded(pen: &Pen, points: &[GPoint]) -> Vec<Segment> {
    let mut out = Vec::new();
    for (i, &p) in points.iter().enumerate() {
        let here = pen.projection.point(p, Gu::ZERO);
        if i == 0 {
            out.push(Segment::Move(here));
        } else if i + 1 == points.len() {
            out.push(Segment::Line(here));
        } else {
            out.push(Segment::Line(toward(pen, p, points[i - 1])));
            out.push(Segment::Quad(here, toward(pen, p, points[i + 1])));
        }
    }
    out
}

/// The page point a corner's radius from `p`, or half way if that is nearer.
fn toward(pen: &Pen, p: GPoint, other: GPoint) -> Pt {
    let (dx, dy) = ((other.x - p.x).units(), (other.y - p.y).units());
    let whole = dx.abs() + dy.abs();
    let share = if whole > 0.0 { (RADIUS / whole).min(0.5) } else { 0.0 };
    pen.projection.at(p.x.units() + dx * share, p.y.units() + dy * share, 0.0)
}

/// An arrowhead: at the second point, coming from the first; its tip keeps a gap.
struct Tip {
    end: [GPoint; 2],
    gap: f64,
}

/// How far a tip keeps from its end, so that nothing hides it.
///
/// The floor of a tray hides a little of the ground behind it. What stands on bare ground hides as much as it is high,
/// but no more than lies beside the line: a tip at the back edge of a block is seen where the block's outline is.
fn tip_gap(pen: &Pen, end: [GPoint; 2], tray: Option<&Tray>) -> f64 {
    let ([ux, uy], [x, y]) = direction(end);
    let Some(tray) = tray.filter(|_| ux + uy > 0.0) else {
        return TIP;
    };
    let shadow = pen.projection.shadow();
    if tray.plate {
        return TIP + FLOOR.units() * shadow;
    }
    let beside = |solid: &Solid| {
        let r = &solid.rect;
        let beside = if ux > 0.0 { r.y1().units() - y } else { r.x1().units() - x };
        (solid.h.units() * shadow).min(beside.max(0.0))
    };
    TIP + tray.solids.iter().map(beside).fold(0.0, f64::max)
}

/// A flat arrowhead.
fn arrow(pen: &Pen, tip: &Tip) -> Vec<Segment> {
    let ([ux, uy], [x, y]) = direction(tip.end);
    let gap = tip.gap;
    let at = |back: f64, side: f64| pen.projection.at(x - ux * back - uy * side, y - uy * back + ux * side, 0.0);
    polygon(&[at(gap, 0.0), at(gap + HEAD.0, HEAD.1), at(gap + HEAD.0, -HEAD.1)])
}

/// A flat disc where a line leaves its tray: the second point, coming from the first.
fn port(pen: &Pen, end: [GPoint; 2]) -> Vec<Segment> {
    let ([ux, uy], [x, y]) = direction(end);
    let (cx, cy) = (x - ux * PORT, y - uy * PORT);
    round(|dx, dy| pen.projection.at(cx + PORT * dx, cy + PORT * dy, 0.0))
}

fn direction([from, to]: [GPoint; 2]) -> ([f64; 2], [f64; 2]) {
    let (dx, dy) = ((to.x - from.x).0.signum(), (to.y - from.y).0.signum());
    ([f64::from(dx), f64::from(dy)], [to.x.units(), to.y.units()])
}
