//! Straight parts of wires: merged, crossed, and measured from each other.
//!
//! Lines of a bundle run over the same ground, so the parts of each wire are merged first. Crossings are found by a
//! sweep along x: stretches along x are open between their ends, each stretch along y asks which open ones it meets
//! (Bentley and Ottmann's plane sweep, for the two directions there are). *n* stretches with *k* crossings take
//! O((n + k) log n).

use std::collections::{BTreeMap, BTreeSet};

use crate::geom::{GPoint, GRect, Gu};
use crate::layout::Wire;

/// A straight part of a wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stretch {
    /// Whether it runs along x, else along y.
    pub along_x: bool,
    /// The index of its wire.
    pub wire: usize,
    /// Its coordinate across.
    pub level: Gu,
    /// Its lower end.
    pub from: Gu,
    /// Its upper end.
    pub to: Gu,
}

impl Stretch {
    /// Its length.
    pub fn length(&self) -> Gu {
        self.to - self.from
    }

    /// Its box, which is flat.
    pub fn rect(&self) -> GRect {
        if self.along_x {
            GRect::new(self.from, self.level, self.length(), Gu::ZERO)
        } else {
            GRect::new(self.level, self.from, Gu::ZERO, self.length())
        }
    }
}

/// The straight parts of all wires; parts of one wire that touch on one line are one. Sorted.
pub(super) fn stretches(wires: &[Wire]) -> Vec<Stretch> {
    let mut all = Vec::new();
    for (wire, w) in wires.iter().enumerate() {
        for pair in w.lines.iter().flat_map(|line| line.windows(2)) {
            let (a, b) = (pair[0], pair[1]);
            if a.y == b.y && a.x != b.x {
                all.push(Stretch { along_x: true, wire, level: a.y, from: a.x.min(b.x), to: a.x.max(b.x) });
            } else if a.x == b.x && a.y != b.y {
                all.push(Stretch { along_x: false, wire, level: a.x, from: a.y.min(b.y), to: a.y.max(b.y) });
            }
        }
    }
    all.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(all.len());
    for s in all {
        match merged.last_mut() {
            Some(last)
                if (last.along_x, last.wire, last.level) == (s.along_x, s.wire, s.level) && s.from <= last.to =>
            {
                last.to = last.to.max(s.to);
            }
            _ => merged.push(s),
        }
    }
    merged
}

/// The stretches that at least this many lines of a wire share, sorted.
pub fn shared(wire: usize, w: &Wire, least: usize) -> Vec<Stretch> {
    let mut ends: Vec<(bool, Gu, Gu, i32)> = Vec::new();
    for pair in w.lines.iter().flat_map(|line| line.windows(2)) {
        let (a, b) = (pair[0], pair[1]);
        let along_x = a.y == b.y;
        let (level, p, q) = if along_x { (a.y, a.x, b.x) } else { (a.x, a.y, b.y) };
        if p != q {
            ends.push((along_x, level, p.min(q), 1));
            ends.push((along_x, level, p.max(q), -1));
        }
    }
    ends.sort_unstable();
    let mut out: Vec<Stretch> = Vec::new();
    let mut lines = 0;
    for pair in ends.windows(2) {
        let ((along_x, level, from, change), to) = (pair[0], pair[1].2);
        lines += change;
        if lines >= least as i32 && from < to {
            match out.last_mut() {
                Some(last) if (last.along_x, last.level, last.to) == (along_x, level, from) => last.to = to,
                _ => out.push(Stretch { along_x, wire, level, from, to }),
            }
        }
    }
    out.sort_unstable();
    out
}

/// What happens at one x in the sweep, in this order: stretches that only touch do not cross.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Close,
    Ask,
    Open,
}

/// A point where two wires cross.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Crossing {
    /// The index of the wire that runs along x there.
    pub along_x: usize,
    /// The index of the wire that runs along y there.
    pub along_y: usize,
    /// The point.
    pub at: GPoint,
}

/// All points where different wires cross, sorted; wires that only touch do not cross, and a bundle is crossed once
/// where its lines run together.
pub fn crossings(wires: &[Wire]) -> Vec<Crossing> {
    crossings_of(&stretches(wires))
}

/// The crossings of the stretches of some wires, sorted.
pub(super) fn crossings_of(stretches: &[Stretch]) -> Vec<Crossing> {
    let mut events: Vec<(Gu, Event, usize)> = Vec::with_capacity(stretches.len() * 2);
    for (k, s) in stretches.iter().enumerate() {
        if s.along_x {
            events.push((s.from, Event::Open, k));
            events.push((s.to, Event::Close, k));
        } else {
            events.push((s.level, Event::Ask, k));
        }
    }
    events.sort_unstable();
    let mut open: BTreeSet<(Gu, usize)> = BTreeSet::new();
    let mut out = Vec::new();
    for (_, event, k) in events {
        let s = &stretches[k];
        match event {
            Event::Open => {
                open.insert((s.level, k));
            }
            Event::Close => {
                open.remove(&(s.level, k));
            }
            Event::Ask => {
                let inside = (s.from + Gu(1), 0)..(s.to, 0);
                if inside.start < inside.end {
                    let others = open.range(inside).map(|(_, other)| &stretches[*other]).filter(|o| o.wire != s.wire);
                    out.extend(others.map(|o| Crossing {
                        along_x: o.wire,
                        along_y: s.wire,
                        at: GPoint::new(s.level, o.level),
                    }));
                }
            }
        }
    }
    out.sort_unstable();
    out
}

/// The least distance of two wires that run beside each other along x or along y; `None` when none do.
pub(super) fn least_distance(stretches: &[Stretch], along_x: bool) -> Option<Gu> {
    let mut sorted: Vec<&Stretch> = stretches.iter().filter(|s| s.along_x == along_x).collect();
    sorted.sort_unstable_by_key(|s| (s.level, s.from, s.to, s.wire));
    // what is seen from above: by start, the end and the last stretch that covers it
    let mut seen: BTreeMap<Gu, (Gu, &Stretch)> = BTreeMap::new();
    let mut least: Option<Gu> = None;
    for s in sorted {
        let mut covered: Vec<Gu> = seen.range(s.from..s.to).map(|(start, _)| *start).collect();
        if let Some((start, (end, _))) = seen.range(..s.from).next_back()
            && *end > s.from
        {
            covered.push(*start);
        }
        for start in covered {
            let Some((end, below)) = seen.remove(&start) else { continue };
            if below.wire != s.wire {
                let distance = s.level - below.level;
                least = Some(least.map_or(distance, |known| known.min(distance)));
            }
            if start < s.from {
                seen.insert(start, (s.from, below));
            }
            if end > s.to {
                seen.insert(s.to, (end, below));
            }
        }
        seen.insert(s.from, (s.to, s));
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::attributes::ConnectionKind;

    fn wire(lines: &[&[(i32, i32)]]) -> Wire {
        let line = |points: &&[(i32, i32)]| points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect();
        Wire {
            links: Vec::new(),
            connections: Vec::new(),
            kind: ConnectionKind::Sync,
            lines: lines.iter().map(line).collect(),
            both_ways: false,
        }
    }

    #[test]
    fn a_trunk_is_crossed_once_and_touching_is_no_crossing() {
        let trunk = wire(&[&[(0, 0), (60, 0), (60, 40)], &[(0, 0), (100, 0)]]);
        let across = wire(&[&[(50, -50), (50, 50)]]);
        let touching = wire(&[&[(70, 0), (70, 50)], &[(100, -5), (100, 5)]]);
        let wires = [trunk, across, touching];
        let found = stretches(&wires);
        assert_eq!(found.len(), 5, "the trunk is one stretch: {found:?}");
        let at = GPoint::new(Gu(50), Gu(0));
        assert_eq!(crossings(&wires), [Crossing { along_x: 0, along_y: 1, at }]);
    }

    #[test]
    fn the_trunk_is_what_all_lines_share() {
        let bundle = wire(&[&[(0, 0), (60, 0), (60, 40)], &[(0, 0), (40, 0), (100, 0)], &[(0, 0), (60, 0), (60, -9)]]);
        let trunk = Stretch { along_x: true, wire: 3, level: Gu(0), from: Gu(0), to: Gu(60) };
        assert_eq!(shared(3, &bundle, 3), [trunk]);
        assert_eq!(shared(3, &bundle, 1).len(), 2);
        let lone = wire(&[&[(0, 0), (60, 0), (60, 40)]]);
        assert_eq!(shared(0, &lone, 1), stretches(&[lone]));
    }

    #[test]
    fn a_grid_of_wires_crosses_everywhere() {
        let along_x = (0..7).map(|k| wire(&[&[(0, 10 + k * 10), (200, 10 + k * 10)]]));
        let along_y = (0..9).map(|k| wire(&[&[(10 + k * 10, 0), (10 + k * 10, 200)]]));
        let wires: Vec<Wire> = along_x.chain(along_y).collect();
        let found = crossings(&wires);
        assert_eq!(found.len(), 63);
        assert!(found.is_sorted() && found.iter().all(|c| c.along_x < 7 && c.along_y >= 7));
    }
}
