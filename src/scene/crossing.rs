//! Where wires cross: stretches along x, sorted by y, are looked up for each stretch along y.

use std::collections::BTreeMap;

use crate::geom::{GPoint, Gu};
use crate::layout::Wire;

/// A place where two wires cross.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Crossing {
    /// The wire that runs along x there.
    pub(super) along_x: usize,
    /// The wire that runs along y there.
    pub(super) along_y: usize,
    /// The place.
    pub(super) at: GPoint,
}

/// All crossings of different wires, each once; sorted by the stretch along y.
pub(super) fn crossings(wires: &[Wire]) -> Vec<Crossing> {
    let stretches = || {
        wires.iter().enumerate().flat_map(|(i, wire)| {
            wire.lines.iter().flat_map(|line| line.windows(2)).map(move |pair| (i, pair[0], pair[1]))
        })
    };
    let mut level: BTreeMap<Gu, Vec<(Gu, Gu, usize)>> = BTreeMap::new();
    for (wire, a, b) in stretches().filter(|(_, a, b)| a.y == b.y) {
        let entry = (a.x.min(b.x), a.x.max(b.x), wire);
        let row = level.entry(a.y).or_default();
        // lines of a bundle run over the same stretches
        if !row.contains(&entry) {
            row.push(entry);
        }
    }
    let mut out: Vec<Crossing> = Vec::new();
    for (wire, a, b) in stretches().filter(|(_, a, b)| a.x == b.x && a.y != b.y) {
        let (low, high) = (a.y.min(b.y), a.y.max(b.y));
        for (&y, row) in level.range(low..=high).filter(|(y, _)| **y > low && **y < high) {
            let hits = row.iter().filter(|(x0, x1, other)| *other != wire && *x0 < a.x && a.x < *x1);
            out.extend(hits.map(|&(_, _, other)| Crossing { along_x: other, along_y: wire, at: GPoint::new(a.x, y) }));
        }
    }
    out.sort_by_key(|crossing| (crossing.along_y, crossing.at, crossing.along_x));
    out.dedup();
    out
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
    fn a_crossing_with_a_trunk_counts_once_and_touching_does_not_count() {
        let trunk = wire(&[&[(0, 0), (100, 0)], &[(0, 0), (100, 0)]]);
        let across = wire(&[&[(50, -50), (50, 50)]]);
        let touching = wire(&[&[(70, 0), (70, 50)]]);
        let found = crossings(&[trunk, across, touching]);
        assert_eq!(found, [Crossing { along_x: 0, along_y: 1, at: GPoint::new(Gu(50), Gu(0)) }]);
    }
}
