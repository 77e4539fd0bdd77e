//! Looks the outlines of a finished layout over, without asking how they were made.

use std::collections::BTreeSet;

use super::field::{edges, texts as texts_on_ground, wires};
use super::{Place, least, place_of};
use crate::geom::buckets::Buckets;
use crate::geom::{GRect, Gu};
use crate::layout::{Layout, Marked, Outline, Outlined, Violation};
use crate::model::{Model, PlacementIx};

/// Lines nearer than this that run beside each other for longer than that lie on each other.
const NEAR: Gu = Gu(4);
const LONG: Gu = Gu(10);

/// Adds what is wrong with outlines and marks.
pub(in crate::layout) fn check(model: &Model, layout: &Layout, out: &mut Vec<Violation>) {
    held(model, layout, out);
    marked(model, layout, out);
    on_ground(model, layout, out);
}

/// Names of outlines and letters, as boxes with a word for each.
pub(in crate::layout) fn texts(layout: &Layout) -> impl Iterator<Item = (GRect, &str)> {
    let names = layout.outlines.iter().filter_map(|o| Some((o.name?.rect, o.label.as_str())));
    names.chain(layout.marks.iter().map(|m| (m.rect, m.letter.as_str())))
}

/// An outline holds all its members and nobody else.
fn held(model: &Model, layout: &Layout, out: &mut Vec<Violation>) {
    let trays: Vec<GRect> = layout.trays.iter().map(|t| t.rect).collect();
    let by_place = Buckets::new(trays.iter().copied());
    for outline in &layout.outlines {
        let id = || outline.of.id(model).to_owned();
        let mut inside = BTreeSet::new();
        for t in by_place.near(&outline.rect) {
            let placement = layout.trays[t].placement;
            if outline.members.binary_search(&placement).is_ok() {
                let (holds, held) = (outline.rect, trays[t]);
                if if outline.on_floor { held.contains(&holds) } else { holds.contains(&held) } {
                    inside.insert(placement);
                }
            } else if outline.rect.overlaps(&trays[t]) {
                out.push(Violation::OutlineHolds(id(), placement));
            }
        }
        let missing = outline.members.iter().filter(|p| !inside.contains(p));
        out.extend(missing.map(|p| Violation::OutlineLacks(id(), *p)));
    }
}

/// Every member of every group is inside an outline of it, or bears its letter; of a domain where it has several members in
/// one place.
fn marked(model: &Model, layout: &Layout, out: &mut Vec<Violation>) {
    let mut told: BTreeSet<(Outlined, PlacementIx)> = BTreeSet::new();
    told.extend(layout.outlines.iter().flat_map(|o| o.members.iter().map(|p| (o.of, *p))));
    for mark in &layout.marks {
        if let Marked::Tray(placement) = mark.on {
            told.insert((mark.of, placement));
        }
    }
    let drawn: BTreeSet<PlacementIx> = layout.trays.iter().map(|t| t.placement).collect();
    let trays = layout.trays.len();
    for (of, members) in Outlined::all(model).into_iter().filter(|of| of.0.is_lettered(model, trays)) {
        let placements = members.iter().flat_map(|c| &model.component(*c).placements);
        let mut here: Vec<(Place, PlacementIx)> =
            placements.filter(|p| drawn.contains(p)).map(|p| (place_of(model, *p), *p)).collect();
        here.sort_unstable();
        here.dedup();
        let shown = here.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() >= least(of.kind(model))).flatten();
        let untold = shown.filter(|(_, placement)| !told.contains(&(of, *placement)));
        out.extend(untold.map(|(_, placement)| Violation::OutlineLacks(of.id(model).to_owned(), *placement)));
    }
}

/// Outlines on the ground stay in their containers and off texts, wires and each other.
fn on_ground(model: &Model, layout: &Layout, out: &mut Vec<Violation>) {
    let outlines: Vec<&Outline> = layout.outlines.iter().filter(|o| !o.on_floor).collect();
    let id = |k: usize| outlines[k].of.id(model).to_owned();
    for (k, outline) in outlines.iter().enumerate() {
        let r = outline.rect;
        if layout.containers.iter().any(|c| c.rect.overlaps(&r) && !c.rect.contains(&r)) {
            out.push(Violation::OutlineOutside(id(k)));
        }
    }
    // edges as flat boxes: of outlines first, then of what they must not lie on
    let mut lines: Vec<GRect> = Vec::new();
    let mut owner: Vec<Owner> = Vec::new();
    for (k, outline) in outlines.iter().enumerate() {
        lines.extend(edges(&outline.rect).map(|e| e.rect(Gu::ZERO)));
        owner.extend([Owner::Outline(k); 4]);
    }
    for (wire, part) in wires(layout) {
        lines.push(part.rect(Gu::ZERO));
        owner.push(Owner::Wire(wire));
    }
    let texts: Vec<(GRect, &str)> = texts_on_ground(layout).collect();
    for (rect, _) in &texts {
        owner.push(Owner::Text(lines.len()));
        lines.push(*rect);
    }
    let first_text = lines.len() - texts.len();
    let map = Buckets::new(lines.iter().copied());
    let near = |a: usize| map.near(&lines[a].grown(NEAR));
    for (a, b) in (0..outlines.len() * 4).flat_map(|a| near(a).map(move |b| (a, b))) {
        match (owner[a], owner[b]) {
            (Owner::Outline(k), Owner::Outline(m)) if k < m && lie_on(&lines[a], &lines[b]) => {
                out.push(Violation::OutlineOnOutline(id(k), id(m)));
            }
            (Owner::Outline(k), Owner::Wire(wire)) if lie_on(&lines[a], &lines[b]) => {
                out.push(Violation::OutlineOnWire(id(k), wire));
            }
            (Owner::Outline(k), Owner::Text(text)) if lines[a].grown(Gu(1)).overlaps(&lines[b]) => {
                out.push(Violation::OutlineThroughText(id(k), texts[text - first_text].1.to_owned()));
            }
            _ => {}
        }
    }
}

/// Whose a line is.
#[derive(Clone, Copy)]
enum Owner {
    Outline(usize),
    Wire(usize),
    Text(usize),
}

/// Whether two flat boxes run beside each other so near that they are taken for one line.
fn lie_on(a: &GRect, b: &GRect) -> bool {
    let along_x = a.d == Gu::ZERO && b.d == Gu::ZERO;
    let along_y = a.w == Gu::ZERO && b.w == Gu::ZERO;
    let shared = |a0: Gu, a1: Gu, b0: Gu, b1: Gu| a1.min(b1) - a0.max(b0);
    (along_x && (a.y - b.y).abs() < NEAR && shared(a.x, a.x1(), b.x, b.x1()) > LONG)
        || (along_y && (a.x - b.x).abs() < NEAR && shared(a.y, a.y1(), b.y, b.y1()) > LONG)
}
