//! Sets the texts beside connections.
//!
//! Before tracks are given, a wire with a text asks for two free tracks beside the longest block of its longest run, and
//! a wire that joins neighbours asks for a street as wide as its text. After everything has its place, the first box
//! along the wire that nothing else enters is taken.
//!
//! *Invariant*: a text that is set overlaps nothing; one that finds no room is named in the layout's notes.

use std::collections::{BTreeMap, BTreeSet};

use super::buckets::cells;
use super::grid::Plan;
use super::measure::{PITCH, STEP_RADIUS, WIRE_LABEL_SIZE};
use super::streets::{Axis, Streets};
use super::tracks::Run;
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Layout, WireLabel};
use crate::model::Model;
use crate::text::{Weight, width};

/// Depth of the box of a text.
const DEPTH: Gu = Gu(58);
/// From the wire to the box.
const GAP: Gu = Gu(10);

/// Length of a text on the ground, with a little room at both ends.
fn length(text: &str) -> Gu {
    Gu((width(text, Weight::Regular) * i64::from(WIRE_LABEL_SIZE.0) / 1000) as i32 + 20)
}

/// Asks for room for the texts, by wire.
/// Wires that a step explains have a circle too; `explained` are those.
pub(super) fn reserve(
    plan: &mut Plan,
    streets: &Streets,
    runs: &mut [Run],
    texts: &BTreeMap<usize, String>,
    explained: &BTreeSet<usize>,
) {
    let mut best: BTreeMap<usize, (Gu, usize)> = BTreeMap::new();
    for (k, run) in runs.iter().enumerate() {
        let street = streets.lines[run.line as usize];
        // a short line between neighbours shows beside its circle
        if explained.contains(&run.wire) && run.lo == run.hi && street.axis == Axis::Y {
            let least = &mut plan.grids[street.grid].least_v[street.ix];
            *least = (*least).max(STEP_RADIUS * 9 / 2);
        }
        if texts.contains_key(&run.wire) {
            let b = best.entry(run.wire).or_insert((Gu(-1), k));
            // a run along x reads better
            let x = streets.lines[run.line as usize].axis == Axis::X;
            let long = (run.to - run.from) * if x { 2 } else { 1 };
            if long > b.0 {
                *b = (long, k);
            }
        }
    }
    for (wire, (_, k)) in best {
        let circle = if explained.contains(&wire) { STEP_RADIUS * 3 } else { Gu::ZERO };
        let need = length(&texts[&wire]) + Gu(30) + circle;
        let street = streets.lines[runs[k].line as usize];
        if runs[k].lo == runs[k].hi {
            let grid = &mut plan.grids[street.grid];
            if street.axis == Axis::Y {
                grid.least_v[street.ix] = grid.least_v[street.ix].max(need);
            } else if street.axis == Axis::X {
                runs[k].label = Some(runs[k].lo);
            }
            continue;
        }
        let first = runs[k].lo | 1;
        let grid = &plan.grids[street.grid];
        let size = |b: i32| {
            let i = ((b - 1) / 2).max(0) as usize;
            if street.axis == Axis::X { grid.col_w.get(i) } else { grid.row_d.get(i) }.copied().unwrap_or_default()
        };
        runs[k].label = (first..=runs[k].hi).step_by(2).filter(|b| *b > 0).max_by_key(|b| (size(*b), -*b));
    }
}

/// The texts that have room, and notes for those that have none.
pub(super) fn place(model: &Model, layout: &Layout, texts: &BTreeMap<usize, String>) -> (Vec<WireLabel>, Vec<String>) {
    let mut taken = Taken::new(layout);
    let (mut labels, mut notes) = (Vec::new(), Vec::new());
    for (&wire, text) in texts {
        let found = layout.wires[wire]
            .lines
            .iter()
            .find_map(|l| candidates(l, length(text)).into_iter().find(|c| taken.free(&c.0)));
        if let Some((rect, along_x)) = found {
            taken.add(rect);
            labels.push(WireLabel { wire, text: text.clone(), rect, along_x, size: WIRE_LABEL_SIZE });
        } else {
            let c = model.connection(layout.wires[wire].connections[0]);
            notes.push(format!(
                "the text `{text}` of `{} -> {}` is left out: no room beside the connection",
                model.name(c.from),
                model.name(c.to)
            ));
        }
    }
    (labels, notes)
}

/// Boxes along the straights of a line, the longest straight first, on both sides, from the middle outwards.
fn candidates(line: &[GPoint], need: Gu) -> Vec<(GRect, bool)> {
    let mut straights: Vec<(GPoint, GPoint)> = line.windows(2).map(|p| (p[0], p[1])).collect();
    let size = |(a, b): &(GPoint, GPoint)| (a.x - b.x).abs() + (a.y - b.y).abs();
    straights.sort_by_key(|s| (s.0.y != s.1.y, std::cmp::Reverse(size(s))));
    let mut out = Vec::new();
    for s in straights {
        let along_x = s.0.y == s.1.y;
        let (lo, hi) =
            if along_x { (s.0.x.min(s.1.x), s.0.x.max(s.1.x)) } else { (s.0.y.min(s.1.y), s.0.y.max(s.1.y)) };
        let spare = hi - lo - need;
        if spare < Gu::ZERO {
            continue;
        }
        let steps = (spare / PITCH.0).0.min(60);
        for k in 0..=steps {
            // middle, one to the left, one to the right, …
            let half = spare / 2;
            let off = PITCH * ((k + 1) / 2) * if k % 2 == 0 { 1 } else { -1 };
            let at = lo + (half + off).max(Gu::ZERO).min(spare);
            for side in [-1, 1] {
                let across = |c: Gu| if side < 0 { c - GAP - DEPTH } else { c + GAP };
                out.push(if along_x {
                    (GRect::new(at, across(s.0.y), need, DEPTH), true)
                } else {
                    (GRect::new(across(s.0.x), at, DEPTH, need), false)
                });
            }
        }
    }
    out
}

/// Boxes that are in use, by bucket.
struct Taken {
    map: BTreeMap<(i32, i32), Vec<GRect>>,
}

impl Taken {
    fn new(layout: &Layout) -> Self {
        let mut t = Self { map: BTreeMap::new() };
        // the trunk of a bundle is in each of its lines, but takes its room once
        let mut straights: BTreeSet<GRect> = BTreeSet::new();
        for p in layout.wires.iter().flat_map(|w| &w.lines).flat_map(|line| line.windows(2)) {
            straights.insert(GRect::between(p[0], p[1]).grown(Gu(5)));
        }
        for r in straights {
            t.add(r);
        }
        for r in layout.trays.iter().map(|t| t.rect) {
            t.add(r);
        }
        for c in &layout.containers {
            t.add(c.caption_rect);
            // nothing lies across the edge of a slab
            let r = c.rect;
            for edge in [
                GRect::new(r.x, r.y, r.w, Gu(4)),
                GRect::new(r.x, r.y1() - Gu(4), r.w, Gu(4)),
                GRect::new(r.x, r.y, Gu(4), r.d),
                GRect::new(r.x1() - Gu(4), r.y, Gu(4), r.d),
            ] {
                t.add(edge);
            }
        }
        for b in &layout.bands {
            t.add(b.label_rect);
        }
        for edge in super::outlines::edges(layout) {
            t.add(edge);
        }
        for s in &layout.steps {
            t.add(GRect::around(s.at, s.radius));
        }
        t
    }

    fn add(&mut self, r: GRect) {
        for c in cells(&r) {
            self.map.entry(c).or_default().push(r);
        }
    }

    fn free(&self, r: &GRect) -> bool {
        cells(r).all(|c| self.map.get(&c).is_none_or(|list| list.iter().all(|o| !o.overlaps(r))))
    }
}
