//! Turns ways, tracks and ports into corner points on the ground.

use super::grid::Plan;
use super::ports::Ports;
use super::route::Way;
use super::streets::{Axis, NO_LINE, Side, Spot, Streets};
use super::tracks::Run;
use crate::geom::{GPoint, Gu};

/// A straight part of a path: the coordinate that stays the same, and the direction in which it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Part {
    fixed: Gu,
    axis: Axis,
}

/// Coordinates of runs, by wire, node and direction.
pub(super) struct Tracks {
    /// Sorted for each wire.
    at: Vec<((u32, usize), Gu)>,
    /// Where those of each wire start, and the number of all.
    first: Vec<usize>,
}

impl Tracks {
    /// Looks up where every run of some wires lies.
    pub(super) fn new(plan: &Plan, streets: &Streets, runs: &[Run], wires: usize) -> Self {
        let mut first = vec![0; wires + 1];
        for run in runs {
            first[run.wire + 1] += run.nodes.len();
        }
        for w in 0..wires {
            first[w + 1] += first[w];
        }
        let mut next = first.clone();
        let mut at = vec![((0, 0), Gu::ZERO); first[wires]];
        for run in runs {
            let axis = streets.lines[run.line as usize].axis.ix();
            let c = coordinate(plan, streets, run);
            for n in &run.nodes {
                at[next[run.wire]] = ((*n, axis), c);
                next[run.wire] += 1;
            }
        }
        for w in 0..wires {
            at[first[w]..first[w + 1]].sort_unstable();
        }
        Self { at, first }
    }

    fn of(&self, wire: usize, node: u32, axis: Axis) -> Gu {
        self.at(wire, node, axis).unwrap_or_default()
    }

    /// The coordinate across its street of the run along an axis that a wire has at a node, if it has one there.
    pub(super) fn at(&self, wire: usize, node: u32, axis: Axis) -> Option<Gu> {
        let own = &self.at[self.first[wire]..self.first[wire + 1]];
        own.binary_search_by_key(&(node, axis.ix()), |e| e.0).ok().map(|k| own[k].1)
    }
}

/// The coordinate of a run across its street.
pub(super) fn coordinate(plan: &Plan, streets: &Streets, run: &Run) -> Gu {
    let street = streets.lines[run.line as usize];
    let grid = &plan.grids[street.grid];
    match (street.axis, grid.of_passage(street.axis, street.ix)) {
        (Axis::X, Some(j)) => plan.passage_y(street.grid, j, run.track),
        (Axis::X, None) => grid.track_y(street.ix, run.track),
        (Axis::Y, Some(i)) => grid.passage_x(i, run.track),
        (Axis::Y, None) => grid.track_x(street.ix, run.track),
    }
}

/// The corner points of each path of a way, from tip to root.
pub(super) fn lines(
    plan: &Plan,
    streets: &Streets,
    wire: usize,
    way: &Way,
    tracks: &Tracks,
    ports: &Ports,
) -> Vec<Vec<GPoint>> {
    way.paths.iter().map(|p| line(plan, streets, wire, p, tracks, ports)).collect()
}

fn line(plan: &Plan, streets: &Streets, wire: usize, path: &[u32], tracks: &Tracks, ports: &Ports) -> Vec<GPoint> {
    let mut parts: Vec<Part> = Vec::new();
    let mut ends = Vec::new();
    for pair in path.windows(2) {
        let Some(e) = streets.between(pair[0], pair[1]) else { continue };
        let s = &streets.stretches[e as usize];
        let part = if s.line == NO_LINE {
            let station = streets.leads_to[pair[0] as usize].min(streets.leads_to[pair[1] as usize]);
            let Some(Spot::Port { cell, side }) = streets.spot.get(station as usize).copied() else { continue };
            let at = ports.get(&(station, wire)).copied().unwrap_or_default();
            if pair.iter().any(|n| matches!(streets.spot[*n as usize], Spot::Tray(_))) {
                ends.push(end(plan, cell, side, at));
            }
            Part { fixed: at, axis: s.axis }
        } else {
            let at = tracks.of(wire, pair[0], s.axis);
            Part { fixed: at, axis: s.axis }
        };
        if parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return Vec::new() };
    let mut points = vec![*first];
    for pair in parts.windows(2) {
        let (p, q) = (pair[0], pair[1]);
        match (p.axis, q.axis) {
            (Axis::X, Axis::Y) => points.push(GPoint::new(q.fixed, p.fixed)),
            (Axis::Y, Axis::X) => points.push(GPoint::new(p.fixed, q.fixed)),
            _ => {}
        }
    }
    points.push(*last);
    clean(points)
}

/// Where a wire meets a tray: the edge of its plate, or for what stands on the bare ground the figure's own edge.
fn end(plan: &Plan, cell: usize, side: Side, at: Gu) -> GPoint {
    let c = &plan.cells[cell];
    let mut r = c.rect;
    if !c.template.plate {
        r = c.figure();
    }
    match side {
        Side::West => GPoint::new(r.x, at),
        Side::East => GPoint::new(r.x1(), at),
        Side::North => GPoint::new(at, r.y),
        Side::South => GPoint::new(at, r.y1()),
    }
}

/// Drops repeated points and those in the middle of a straight line.
pub(super) fn clean(points: Vec<GPoint>) -> Vec<GPoint> {
    let mut out: Vec<GPoint> = Vec::with_capacity(points.len());
    for p in points {
        if out.last() == Some(&p) {
            continue;
        }
        if let [.., a, b] = out[..]
            && ((a.x == b.x && b.x == p.x) || (a.y == b.y && b.y == p.y))
        {
            out.pop();
        }
        out.push(p);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_keeps_only_corners() {
        let p = |x, y| GPoint::new(Gu(x), Gu(y));
        let line = clean(vec![p(0, 0), p(5, 0), p(5, 0), p(9, 0), p(9, 4)]);
        assert_eq!(line, [p(0, 0), p(9, 0), p(9, 4)]);
    }
}
