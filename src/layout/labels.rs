//! Sets the texts beside connections.
//!
//! Before tracks are given, a wire with a text asks for two free tracks beside the longest block of its longest run, and
//! a wire that joins neighbours asks for a street as wide as its text. After everything has its place, each straight
//! part of the wire is tried on both sides, from its middle outwards: a box slides along it, past everything that is in
//! its way, until it is free.
//!
//! *Invariant*: a text that is set overlaps nothing. What finds no room, or is too long to stand anywhere, gets a
//! lettered disc instead ([`super::badges`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::grid::Plan;
use super::measure::{BADGE_RADIUS, STEP_RADIUS, WIRE_LABEL_SIZE, reach};
use super::steps::REACH;
use super::streets::{Axis, Streets};
use super::stretch::{Stretch, shared};
use super::taken::{Slide, Taken, Taker};
use super::tracks::{Run, Tap};
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Wire, WireLabel};
use crate::text::{Weight, width};

/// Longest text that is set beside a connection, in characters.
const LONGEST_TEXT: usize = 60;

/// Depth of the box of a text.
const DEPTH: Gu = Gu(58);
/// From the wire to the box.
const GAP: Gu = Gu(6);
/// From the wire to the box of a text behind the circle on the wire.
const BEHIND_CIRCLE: Gu = Gu(REACH.0 + 8);
/// From text to text, more than between their boxes, so that none is read as the next line of another.
const APART: Gu = Gu(8);

/// Length of a text on the ground, with a little room at both ends.
fn length(text: &str) -> Gu {
    Gu((width(text, Weight::Regular) * i64::from(WIRE_LABEL_SIZE.0) / 1000) as i32 + 20)
}

/// Whether a text may stand beside a connection at all.
fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT
}

/// Asks for room for the texts, by wire.
/// Wires that a step explains have a circle too; `explained` are those.
pub(super) fn reserve<'t>(
    plan: &mut Plan,
    streets: &Streets,
    runs: &mut [Run],
    texts: impl Fn(usize) -> Option<&'t str>,
    explained: &BTreeSet<usize>,
) {
    let mut best: BTreeMap<usize, (Gu, usize)> = BTreeMap::new();
    for (k, run) in runs.iter().enumerate() {
        let street = streets.lines[run.line as usize];
        // a short line between neighbours shows beside its circle; where there is room, so does the end of a branch
        let ends = |tap: &Tap| streets.leads_to[tap.node as usize] != u32::MAX;
        let is_passage = street.is_passage(plan);
        let is_branch = || plan.grids[street.grid].is_wide() && run.taps.len() > 2 && run.taps.iter().any(ends);
        if explained.contains(&run.wire) && !is_passage && (run.lo == run.hi || is_branch()) {
            let grid = &mut plan.grids[street.grid];
            let least = if street.axis == Axis::Y { &mut grid.least_v } else { &mut grid.least_h };
            least[street.ix] = least[street.ix].max(STEP_RADIUS * 9 / 2);
        }
        if texts(run.wire).is_some_and(is_short) && !is_passage {
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
        let need = length(texts(wire).unwrap_or_default()) + Gu(40);
        let street = streets.lines[runs[k].line as usize];
        if runs[k].lo == runs[k].hi {
            let grid = &mut plan.grids[street.grid];
            if street.axis == Axis::Y {
                grid.least_v[street.ix] = grid.least_v[street.ix].max(need);
            } else {
                runs[k].label = Some(runs[k].lo);
                // or for a disc, beside that of the way back, and for a circle
                let circle = if explained.contains(&wire) { STEP_RADIUS * 3 } else { Gu::ZERO };
                let least = reach(BADGE_RADIUS) * 5 + circle;
                grid.least_h[street.ix] = grid.least_h[street.ix].max(least);
            }
            continue;
        }
        let first = runs[k].lo | 1;
        let size = |b: i32| streets.beside(plan, runs[k].line, b);
        runs[k].label = (first..=runs[k].hi).step_by(2).filter(|b| *b > 0).max_by_key(|b| (size(*b), -*b));
    }
}

/// The texts that are set, and the wires of those that are not, or only across the edge of a zone.
#[derive(Default)]
pub(super) struct Texts {
    pub set: Vec<WireLabel>,
    pub without: Vec<usize>,
    pub squeezed: Vec<usize>,
}

/// Sets the texts that have room, each with its wire, and takes that room. Room was made beside the wires in `wanted`.
pub(super) fn place<'t>(
    wires: &[Wire],
    parts: &[Vec<Stretch>],
    texts: impl Iterator<Item = (usize, &'t str)>,
    wanted: &BTreeSet<usize>,
    taken: &mut Taken,
) -> Texts {
    let mut out = Texts::default();
    // nobody else takes the room that was made for some
    let mut order: Vec<(usize, &str)> = texts.collect();
    order.sort_by_key(|(wire, _)| (!wanted.contains(wire), *wire));
    for (wire, text) in order {
        let found = is_short(text)
            .then(|| {
                let own = in_turn(wire, &wires[wire], &parts[wire]);
                [true, false].into_iter().find_map(|strict| {
                    room(&wires[wire], &own, length(text), taken, strict).map(|place| (place, strict))
                })
            })
            .flatten();
        if let Some(((rect, along_x), strict)) = found {
            taken.add(rect.grown(APART), Taker::Text);
            out.squeezed.extend((!strict).then_some(wire));
            out.set.push(WireLabel { wire, text: text.to_owned(), rect, along_x, size: WIRE_LABEL_SIZE });
        } else {
            out.without.push(wire);
        }
    }
    out.set.sort_by_key(|label| label.wire);
    out.without.sort_unstable();
    out
}

/// The straight parts of a wire in the order in which a text tries them: of a bundle the trunk first, for the text is
/// that of all its lines; along x before along y, for that reads better; the longest first; of equals the one nearer to
/// the caller.
pub(super) fn in_turn(number: usize, wire: &Wire, stretches: &[Stretch]) -> Vec<Stretch> {
    let caller = caller(wire);
    let sorted = |mut list: Vec<Stretch>| {
        list.sort_by_key(|s| (!s.along_x, Reverse(s.length()), distance(&s.rect(), caller), *s));
        list
    };
    let mut out = if wire.lines.len() > 1 { sorted(shared(number, wire, wire.lines.len())) } else { Vec::new() };
    out.extend(sorted(stretches.to_vec()));
    out
}

/// Where a wire begins.
pub(super) fn caller(wire: &Wire) -> GPoint {
    wire.lines.first().and_then(|line| line.first()).copied().unwrap_or_default()
}

/// How far a flat box is from a point, along the axes.
fn distance(r: &GRect, p: GPoint) -> Gu {
    let outside = |low: Gu, high: Gu, v: Gu| (low - v).max(v - high).max(Gu::ZERO);
    outside(r.x, r.x1(), p.x) + outside(r.y, r.y1(), p.y)
}

/// Whether something is in the way of a text; when not strict, only what it must not meet.
fn is_in_way(taker: Taker, strict: bool) -> bool {
    strict || taker != Taker::Head
}

/// The free box nearest to the middle of the first straight part that has one, and whether it runs along x: close to the
/// wire, or else behind the circle that stands on it.
fn room(wire: &Wire, parts: &[Stretch], need: Gu, taken: &Taken, strict: bool) -> Option<(GRect, bool)> {
    let caller = caller(wire);
    let close = parts.iter().find_map(|s| beside(s, GAP, need, caller, taken, strict).map(|rect| (rect, s.along_x)));
    close.or_else(|| {
        let own = |s: &Stretch, taker| matches!(taker, Taker::Mark | Taker::Zone) || is_part_of(taker, s);
        parts.iter().find_map(|s| {
            let rect = beside(s, BEHIND_CIRCLE, need, caller, taken, strict)?;
            // nothing but the circle is between the two, so nobody takes it for the text of another wire
            let line = if s.along_x {
                GRect::new(rect.x, s.level, rect.w, Gu::ZERO)
            } else {
                GRect::new(s.level, rect.y, Gu::ZERO, rect.d)
            };
            let is_clear = taken.all(&rect.union(&line)).iter().all(|(_, taker)| own(s, *taker));
            is_clear.then_some((rect, s.along_x))
        })
    })
}

/// Whether room is taken by the wire of a straight part, along it, or by an arrowhead, which has a wire of its own.
fn is_part_of(taker: Taker, s: &Stretch) -> bool {
    taker == Taker::Wire { wire: s.wire, along_x: s.along_x } || taker == Taker::Head
}

/// The free box beside a straight part, at some distance, that is nearest to its middle. Of boxes equally near, that on
/// the lesser side of the wire comes first, where tracks were left free; then that nearer to the caller.
fn beside(s: &Stretch, gap: Gu, need: Gu, caller: GPoint, taken: &Taken, strict: bool) -> Option<GRect> {
    if s.length() < need {
        return None;
    }
    let middle = s.from + (s.length() - need) / 2;
    let caller_is_up = if s.along_x { caller.x } else { caller.y } > middle + need / 2;
    let mut best: Option<(Gu, GRect)> = None;
    for across in [s.level - gap - DEPTH, s.level + gap] {
        let start =
            if s.along_x { GRect::new(middle, across, need, DEPTH) } else { GRect::new(across, middle, DEPTH, need) };
        for up in [caller_is_up, !caller_is_up] {
            // no farther than the best so far
            let reach = best.map_or(s.length(), |(off, _)| off - Gu(1));
            let limit = if up { (middle + reach).min(s.to - need) } else { (middle - reach).max(s.from) };
            let slide = Slide { along_x: s.along_x, up, limit };
            if let Some(rect) = taken.slide(start, slide, |_, taker| is_in_way(taker, strict)) {
                let at = if s.along_x { rect.x } else { rect.y };
                best = Some(((at - middle).abs(), rect));
            }
        }
    }
    best.map(|(_, rect)| rect)
}

#[cfg(test)]
mod tests {
    use crate::layout::{LayoutConfig, check, layout};
    use crate::model::testing::model;

    #[test]
    fn a_text_has_room_behind_the_circle_on_its_wire() {
        for text in ["reads", "reads and", "reads and writes of all the orders of today"] {
            let file = format!(
                "[app.a]\nuses = [{{ to = \"b\", label = \"{text}\" }}]\n[app.b]\n\
                 [[step]]\nat = \"a -> b\"\ntext = \"One step.\"\n"
            );
            let model = model(&file);
            let layout = layout(&model, &LayoutConfig::default());
            assert_eq!((layout.wire_labels.len(), layout.steps.len(), layout.notes.len()), (1, 1, 0), "{text}");
            assert_eq!(check(&model, &layout), [], "{text}");
        }
    }

    #[test]
    fn a_short_wire_along_y_has_room_for_a_circle_and_a_disc() {
        let file = "[region.r]\nzones = [\"z\"]\n[store.b]\nkind = \"rds\"\nregion = \"r\"\nzones = [\"z\"]\n\
            [app.a]\nkind = \"lambda\"\nregion = \"r\"\nuses = [{ to = \"b\", label = \"copies of files\" }]\n\
            [[step]]\nat = \"a -> b\"\ntext = \"One step.\"\n";
        let layout = layout(&model(file), &LayoutConfig::default());
        assert!(layout.wires[0].lines[0].iter().all(|p| p.x == layout.wires[0].lines[0][0].x), "along y");
        assert_eq!((layout.wire_labels.len() + layout.badges.len(), layout.notes.len()), (1, 0));
    }
}
