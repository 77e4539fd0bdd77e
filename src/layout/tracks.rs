//! Gives each wire a track in every street that it uses, so that few wires cross.
//!
//! A wire's stretch on one street is a *run* with the blocks that it spans and the *taps* where it turns off. Two runs
//! that share a block need different tracks; which of them comes first decides how many of their taps cross the other.
//! The order is found by sifting (Matuszewski, Schönfeld and Molitor, 1999). Then track after track takes, in that order, all
//! runs that it can: those that must come first have theirs, and none that needs another track is on it.
//!
//! *Invariant*: runs that share a block, junctions included, never have the same track, unless their street is packed (see
//! [`super::packing`]): then those that come near each other.

use std::collections::BTreeMap;

use super::grid::Plan;
use super::lines::Tracks;
use super::measure::MARGIN;
use super::packing::Packing;
use super::pairs::{self, Cost, End};
use super::ports::Ports;
use super::route::Way;
use super::streets::{Axis, LineIx, NO_LINE, Spot, Streets};
use super::twins::Twins;
use crate::geom::Gu;

/// Where a run turns off its street.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tap {
    /// Guessed place along the street.
    pub along: Gu,
    /// Towards greater coordinates across the street.
    pub forward: bool,
    /// The node where it turns off, on the street.
    pub node: u32,
}

/// A wire's stretch on one street.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub wire: usize,
    pub line: LineIx,
    /// First and last block or junction; see [`super::streets::Stretch::block`].
    pub lo: i32,
    pub hi: i32,
    /// Guessed ends along the street.
    pub from: Gu,
    pub to: Gu,
    pub nodes: Vec<u32>,
    pub taps: Vec<Tap>,
    pub ends: [Option<End>; 2],
    pub track: u16,
    /// Whether an arrowhead on the lesser side of its street needs more room than the first track leaves.
    pub crowds: bool,
    /// A block where a text beside the wire wants free tracks on the lesser side.
    pub label: Option<i32>,
}

#[cfg(test)]
impl Run {
    /// One that turns off nowhere.
    pub(super) fn bare(wire: usize, line: LineIx) -> Self {
        let (nodes, taps) = (Vec::new(), Vec::new());
        let (from, to) = (Gu::ZERO, Gu::ZERO);
        Self { wire, line, lo: 0, hi: 0, from, to, nodes, taps, ends: [None; 2], track: 0, crowds: false, label: None }
    }
}

/// Tracks that a text needs.
pub(super) const LABEL_TRACKS: u16 = 2;

/// All runs of all ways, by street.
pub(super) fn runs(streets: &Streets, ways: &[Way]) -> Vec<Run> {
    let mut runs: Vec<Run> = ways.iter().enumerate().flat_map(|(w, way)| runs_of(streets, w, way)).collect();
    runs.sort_by_key(|r| (r.line, r.lo, r.hi, r.wire));
    runs
}

/// Finds the runs with an arrowhead on the lesser side of their street, where the first track is nearer to that side than
/// a head is long: no run of such a street takes that track. `is_head` says whether a wire has a head at a cell.
pub(super) fn make_room_for_heads(
    plan: &Plan,
    streets: &Streets,
    runs: &mut [Run],
    is_head: impl Fn(usize, usize) -> bool,
) {
    for run in runs {
        let street = streets.lines[run.line as usize];
        if street.is_passage(plan) {
            continue;
        }
        let grid = &plan.grids[street.grid];
        let first = match street.axis {
            Axis::Y => grid.track_x(street.ix, 0) - grid.street_x(street.ix),
            Axis::X => grid.track_y(street.ix, 0) - grid.street_y(street.ix),
        };
        let head = |tap: &Tap| match streets.spot.get(streets.leads_to[tap.node as usize] as usize) {
            Some(Spot::Port { cell, .. }) => !tap.forward && is_head(run.wire, *cell),
            _ => false,
        };
        run.crowds = first < MARGIN && run.taps.iter().any(head);
    }
}

/// The runs of one way.
pub(super) fn runs_of(streets: &Streets, wire: usize, way: &Way) -> Vec<Run> {
    let mut on: Vec<(LineIx, u32)> = way
        .stretches
        .iter()
        .map(|e| (streets.stretches[*e as usize].line, *e))
        .filter(|(line, _)| *line != NO_LINE)
        .collect();
    on.sort_unstable();
    let mut around: Vec<(u32, u32)> = Vec::new();
    for e in &way.stretches {
        let s = &streets.stretches[*e as usize];
        around.push((s.a, *e));
        around.push((s.b, *e));
    }
    around.sort_unstable();
    let mut out = Vec::new();
    for chunk in on.chunk_by(|p, q| p.0 == q.0) {
        for part in connected(streets, chunk) {
            out.push(run(streets, wire, chunk[0].0, &part, &around));
        }
    }
    out
}

/// Splits the stretches of a wire on one street into pieces that hang together. Along a street stretches are numbered in
/// their order, block by block; only its ends, which belong to the street around, come later.
fn connected(streets: &Streets, chunk: &[(LineIx, u32)]) -> Vec<Vec<u32>> {
    let stretch = |e: &u32| &streets.stretches[*e as usize];
    let mut along: Vec<u32> = chunk.iter().map(|c| c.1).collect();
    along.sort_by_key(|e| (stretch(e).block, *e));
    let touch = |e: &u32, f: &u32| {
        let (s, t) = (stretch(e), stretch(f));
        s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b
    };
    along.chunk_by(touch).map(<[u32]>::to_vec).collect()
}

fn run(streets: &Streets, wire: usize, line: LineIx, part: &[u32], around: &[(u32, u32)]) -> Run {
    let axis = streets.lines[line as usize].axis;
    let along = |n: u32| if axis == Axis::X { streets.at[n as usize].x } else { streets.at[n as usize].y };
    let across = |n: u32| if axis == Axis::X { streets.at[n as usize].y } else { streets.at[n as usize].x };
    let (mut lo, mut hi) = (i32::MAX, i32::MIN);
    let mut nodes = Vec::new();
    for e in part {
        let s = &streets.stretches[*e as usize];
        lo = lo.min(s.block);
        hi = hi.max(s.block);
        nodes.push(s.a);
        nodes.push(s.b);
    }
    nodes.sort_unstable();
    nodes.dedup();
    let mut taps = Vec::new();
    for &n in &nodes {
        for &(l, j) in &streets.crossing[n as usize] {
            if l == line {
                lo = lo.min(j);
                hi = hi.max(j);
            }
        }
        let k = around.partition_point(|a| a.0 < n);
        for &(_, e) in around[k..].iter().take_while(|a| a.0 == n) {
            let s = &streets.stretches[e as usize];
            let other = if s.a == n { s.b } else { s.a };
            // straight over the street at the end of a passage is no turn
            let straight_on = streets.across[other as usize].0 == n;
            if s.line != line && !straight_on {
                taps.push(Tap { along: along(n), forward: across(other) > across(n), node: n });
            }
        }
    }
    let from = nodes.iter().map(|n| along(*n)).min().unwrap_or_default();
    let to = nodes.iter().map(|n| along(*n)).max().unwrap_or_default();
    let ends = pairs::ends(&taps, from, to);
    Run { wire, line, lo, hi, from, to, nodes, taps, ends, track: 0, crowds: false, label: None }
}

/// Runs with their taps where they are drawn, not where they were guessed to be, so that tracks can be given anew.
pub(super) fn seen(runs: &[Run], streets: &Streets, places: &Tracks, ports: &Ports) -> Vec<Run> {
    let seen = |run: &Run| {
        let axis = streets.lines[run.line as usize].axis;
        let across = axis.across();
        let at = |node: u32| {
            let port = ports.get(&(streets.leads_to[node as usize], run.wire)).copied();
            port.or_else(|| places.at(run.wire, node, across))
        };
        let taps: Vec<Tap> = run.taps.iter().map(|t| Tap { along: at(t.node).unwrap_or(t.along), ..*t }).collect();
        let ends = run.nodes.iter().filter_map(|n| at(*n));
        let (from, to) = (ends.clone().min().unwrap_or(run.from), ends.max().unwrap_or(run.to));
        Run { ends: pairs::ends(&taps, from, to), taps, from, to, ..run.clone() }
    };
    runs.iter().map(seen).collect()
}

/// Sets the track of every run, and the number of tracks of every street in the plan. A street of a copy takes over the
/// tracks of the original when all its runs do.
pub(super) fn assign(plan: &mut Plan, streets: &Streets, runs: &mut [Run], twins: &Twins, packing: Packing<'_>) {
    for grid in &mut plan.grids {
        grid.vt.fill(0);
        grid.ht.fill(0);
    }
    let follows = |chunk: &[Run]| {
        twins.line(streets, chunk[0].line).is_some() && chunk.iter().all(|r| twins.net[r.wire].is_some())
    };
    let beside = beside(runs, |chunk| !follows(chunk), packing);
    let mut later = Vec::new();
    let mut given: BTreeMap<(LineIx, usize, i32), (u16, i32)> = BTreeMap::new();
    for (chunk, beside) in runs.chunk_by_mut(|p, q| p.line == q.line).zip(&beside) {
        let Some(beside) = beside else {
            later.push(chunk);
            continue;
        };
        let tracks = on_street(chunk, beside);
        given.extend(chunk.iter().map(|r| ((r.line, r.wire, r.lo), (r.track, r.hi))));
        widen(plan, streets, chunk[0].line, tracks);
    }
    for chunk in later {
        let line = twins.line(streets, chunk[0].line).unwrap_or(NO_LINE);
        let known = |r: &Run| given.get(&(line, twins.net[r.wire]?, r.lo)).filter(|g| g.1 == r.hi).map(|g| g.0);
        let tracks: Option<Vec<u16>> = chunk.iter().map(known).collect();
        let count = match tracks {
            Some(tracks) => {
                chunk.iter_mut().zip(&tracks).for_each(|(r, t)| r.track = *t);
                tracks.iter().max().map_or(0, |t| t + 1)
            }
            None => alone(chunk, packing),
        };
        widen(plan, streets, chunk[0].line, count);
    }
    set_apart(plan, streets, runs);
}

/// In plans with wide streets leaves every other track free, so that circles and arrowheads have room between wires.
fn set_apart(plan: &mut Plan, streets: &Streets, runs: &mut [Run]) {
    for run in runs {
        if plan.grids[streets.lines[run.line as usize].grid].is_wide() {
            run.track *= 2;
        }
    }
    for grid in plan.grids.iter_mut().filter(|grid| grid.is_wide()) {
        grid.vt.iter_mut().chain(&mut grid.ht).for_each(|tracks| *tracks = (*tracks * 2).saturating_sub(1));
    }
}

fn widen(plan: &mut Plan, streets: &Streets, line: LineIx, tracks: u16) {
    let street = streets.lines[line as usize];
    let grid = &mut plan.grids[street.grid];
    if street.axis == Axis::Y {
        grid.vt[street.ix] = tracks;
    } else {
        grid.ht[street.ix] = tracks;
    }
}

/// For each run of a street those that need another track, and what it costs to lie before and after them.
type Beside = Vec<Vec<(usize, Cost)>>;

/// That of each street; nothing for those that do not count. Runs are sorted by street and first block.
fn beside(runs: &[Run], counts: impl Fn(&[Run]) -> bool, packing: Packing<'_>) -> Vec<Option<Beside>> {
    let mut pairs = Vec::new();
    let mut streets = Vec::new();
    let mut from = 0;
    for chunk in runs.chunk_by(|p, q| p.line == q.line) {
        let to = from + chunk.len();
        let own = counts(chunk).then_some(from..to);
        let mut active: Vec<usize> = Vec::new();
        for i in own.clone().into_iter().flatten() {
            active.retain(|k| runs[*k].hi >= runs[i].lo);
            let apart = active.iter().filter(|k| packing.parts(&runs[**k], &runs[i]));
            pairs.extend(apart.map(|k| (*k, i)));
            active.push(i);
        }
        streets.push(own);
        from = to;
    }
    pairs.sort_unstable();
    let mut all = vec![Vec::new(); runs.len()];
    for (&(i, k), (a, b)) in pairs.iter().zip(pairs::costs(runs, &pairs)) {
        all[i].push((k, (a, b)));
        all[k].push((i, (b, a)));
    }
    let local = |own: std::ops::Range<usize>| {
        let start = own.start;
        all[own].iter().map(|list| list.iter().map(|(k, cost)| (k - start, *cost)).collect()).collect()
    };
    streets.into_iter().map(|own| own.map(local)).collect()
}

/// Tracks for the runs of one street, as if there were no other; gives their number.
fn alone(runs: &mut [Run], packing: Packing<'_>) -> u16 {
    let beside = beside(runs, |_| true, packing).into_iter().flatten().next();
    on_street(runs, &beside.unwrap_or_default())
}

/// Tracks for the runs of one street, sorted by their first block; gives their number.
fn on_street(runs: &mut [Run], beside: &Beside) -> u16 {
    let n = runs.len();
    let mut order = sift(runs, beside);
    let mut position = vec![0; n];
    for (p, i) in order.iter().enumerate() {
        position[*i] = p;
    }
    let reserve = |r: &Run, o: &Run| match r.label {
        Some(b) if o.lo <= b && b <= o.hi => LABEL_TRACKS,
        _ => 0,
    };
    // where it makes no difference which of two comes first, either may
    let precedes = |i: usize, k: usize, (before, after): Cost| before != after && position[i] < position[k];
    let mut waits_for = vec![0u32; n];
    for (i, list) in beside.iter().enumerate() {
        for (k, cost) in list {
            waits_for[*k] += u32::from(precedes(i, *k, *cost));
        }
    }
    let first = u16::from(runs.iter().any(|r| r.crowds));
    let mut least: Vec<u16> = runs.iter().map(|r| if r.label.is_some() { LABEL_TRACKS } else { first }).collect();
    let mut track = 0;
    while !order.is_empty() {
        order.retain(|&i| {
            if waits_for[i] > 0 || least[i] > track {
                return true;
            }
            runs[i].track = track;
            for (k, cost) in &beside[i] {
                least[*k] = least[*k].max(track + 1 + reserve(&runs[*k], &runs[i]));
                waits_for[*k] -= u32::from(precedes(i, *k, *cost));
            }
            false
        });
        track += 1;
    }
    runs.iter().map(|r| r.track + 1).max().unwrap_or(0)
}

/// An order of the runs with few crossings: each is moved to its best place, in a few rounds.
fn sift(runs: &[Run], beside: &Beside) -> Vec<usize> {
    let n = runs.len();
    let lean = |r: &Run| {
        let s: i64 = r.taps.iter().map(|t| if t.forward { 1 } else { -1 }).sum();
        s * 1000 / r.taps.len().max(1) as i64
    };
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&i| (lean(&runs[i]), runs[i].wire, i));
    let mut position: Vec<usize> = vec![0; n];
    for (p, &i) in order.iter().enumerate() {
        position[i] = p;
    }
    let mut turn: Vec<usize> = (0..n).collect();
    turn.sort_by_key(|&i| (std::cmp::Reverse(beside[i].len()), i));
    for _ in 0..6 {
        let mut moved = false;
        for &i in &turn {
            let mut list: Vec<(usize, i64)> =
                beside[i].iter().map(|&(k, (before, after))| (position[k], after - before)).collect();
            list.sort_unstable();
            // the cost of standing before all of them is the base; walk past them one by one
            let (mut sum, mut best, mut at) = (0, 0, None);
            let mut here = 0;
            for &(p, d) in &list {
                sum += d;
                if p < position[i] {
                    here = sum;
                }
                if sum < best {
                    best = sum;
                    at = Some(p);
                }
            }
            if best >= here {
                continue;
            }
            let from = position[i];
            let to = match at {
                Some(p) if p < from => p + 1,
                Some(p) => p,
                None => list.first().map_or(from, |f| f.0),
            };
            if to == from {
                continue;
            }
            moved = true;
            order.remove(from);
            order.insert(to, i);
            for p in from.min(to)..=from.max(to) {
                position[order[p]] = p;
            }
        }
        if !moved {
            break;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(wire: usize, lo: i32, hi: i32, taps: &[(i32, bool)]) -> Run {
        Run {
            lo,
            hi,
            from: Gu(taps.iter().map(|t| t.0).min().unwrap_or(0)),
            to: Gu(taps.iter().map(|t| t.0).max().unwrap_or(0)),
            taps: taps.iter().map(|&(p, forward)| Tap { along: Gu(p), forward, node: 0 }).collect(),
            ..Run::bare(wire, 0)
        }
    }

    #[test]
    fn nested_runs_do_not_cross() {
        // the inner one turns forward inside the outer one, so it must come after it
        let mut runs = [run(0, 0, 9, &[(0, true), (90, true)]), run(1, 3, 5, &[(30, true), (50, true)])];
        let tracks = alone(&mut runs, Packing::None);
        assert_eq!(tracks, 2);
        assert!(runs[0].track < runs[1].track);
    }

    #[test]
    fn runs_that_share_no_block_share_a_track() {
        let mut runs = [run(0, 0, 2, &[(0, true), (20, false)]), run(1, 3, 5, &[(30, true), (50, false)])];
        assert_eq!(alone(&mut runs, Packing::None), 1);
    }

    #[test]
    fn a_run_that_crosses_nothing_takes_any_free_track() {
        // each overlaps the next alone, and their order makes no difference: two tracks are enough for all
        let mut runs: Vec<Run> = (0..6).map(|k| run(k as usize, k * 2, k * 2 + 2, &[])).collect();
        assert_eq!(alone(&mut runs, Packing::None), 2);
        assert!(runs.windows(2).all(|pair| pair[0].track != pair[1].track));
    }

    #[test]
    fn a_text_keeps_tracks_free() {
        let mut runs = [run(0, 0, 9, &[(0, false), (90, false)]), run(1, 0, 9, &[(0, true), (90, true)])];
        runs[1].label = Some(3);
        alone(&mut runs, Packing::None);
        assert!(runs[1].track >= runs[0].track + 1 + LABEL_TRACKS || runs[0].track > runs[1].track);
    }
}
