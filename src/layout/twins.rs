//! Copies of environments: their wires run as those of the original.
//!
//! A copied environment has the lattice of its original, so a wire of it whose twin lies in the original is not routed
//! again: the way of the twin is carried over street by street. That keeps copies alike, and a system with eight
//! copies costs hardly more than one.
//!
//! *Invariant*: a way that is carried over lies in the copy alone, and ends at the twins of the cells where it did.

use std::collections::BTreeMap;

use super::grid::{Plan, Slot};
use super::route::{Net, Way, straight};
use super::streets::{LineIx, NO_LINE, Side, Spot, Streets};
use crate::model::Model;
use crate::syntax::attributes::ConnectionKind;

/// What is a copy of what.
pub(super) struct Twins {
    /// For each net the net of the original that it follows.
    pub net: Vec<Option<usize>>,
    /// By grid, the grid of the original, where both have one shape.
    grid: Vec<Option<usize>>,
    /// For each cell of a copy the cell of the original at the same slot.
    cell: Vec<Option<usize>>,
}

impl Twins {
    /// Finds the twins of grids, cells and nets.
    pub(super) fn new(model: &Model, plan: &Plan, nets: &[Net]) -> Self {
        let grid: Vec<Option<usize>> =
            (0..plan.grids.len()).map(|g| plan.original(g).filter(|o| alike(plan, &plan.grids[g], *o))).collect();
        let cell: Vec<Option<usize>> = plan
            .cells
            .iter()
            .map(|c| {
                let (g, i, j) = c.parent;
                match plan.grids[grid[g]?].slot(i, j) {
                    Slot::Cell(o) => Some(o),
                    _ => None,
                }
            })
            .collect();
        let mut this = Self { net: vec![None; nets.len()], grid, cell };
        if this.grid.iter().all(Option::is_none) {
            return this;
        }
        let originals: BTreeMap<Name, usize> =
            nets.iter().enumerate().filter_map(|(k, n)| Some((name(model, n, Some)?, k))).collect();
        for (k, net) in nets.iter().enumerate() {
            // all ends in one copy
            let home = plan.cells[net.root].parent.0;
            if net.tips.iter().all(|(t, _)| plan.cells[*t].parent.0 == home) {
                this.net[k] = name(model, net, |c| this.cell[c]).and_then(|n| originals.get(&n).copied());
            }
        }
        this
    }

    /// The street of the original that a street of a copy follows.
    pub(super) fn line(&self, streets: &Streets, line: LineIx) -> Option<LineIx> {
        let street = streets.lines[line as usize];
        let original = self.grid[street.grid]?;
        streets.line_of(original, street.axis, street.ix)
    }

    /// The way of a net that follows another, from the way of that one; `None` if that one leaves its grid.
    pub(super) fn carry(&self, plan: &Plan, streets: &Streets, net: &Net, other: &Net, way: &Way) -> Option<Way> {
        let home = plan.cells[net.root].parent.0;
        let original = self.grid[home]?;
        // the cells of the copy by their twins
        let cells: BTreeMap<usize, usize> = net.cells().filter_map(|c| Some((self.cell[c]?, c))).collect();
        let mut paths = Vec::with_capacity(net.tips.len());
        let mut stretches = Vec::new();
        for (tip, _) in &net.tips {
            let k = other.tips.iter().position(|(t, _)| Some(*t) == self.cell[*tip])?;
            let path = carry_path(streets, way.paths.get(k)?, original, home, &cells)?;
            for pair in path.windows(2) {
                stretches.push(streets.between(pair[0], pair[1])?);
            }
            paths.push(path);
        }
        stretches.sort_unstable();
        stretches.dedup();
        Some(Way { straight: straight(streets, &stretches), stretches, paths })
    }
}

/// Whether a grid has nothing where its original, of the same shape, has nothing.
fn alike(plan: &Plan, g: &super::grid::Grid, original: usize) -> bool {
    let o = &plan.grids[original];
    let cell = |s: Slot| matches!(s, Slot::Cell(_));
    (0..g.nc).all(|i| (0..g.nr).all(|j| !cell(g.slot(i, j)) || cell(o.slot(i, j))))
}

/// What tells nets apart: root, tips, kind, and which way requests run.
type Name = (usize, Vec<usize>, ConnectionKind, bool);

/// The name of a net with its cells changed; `None` when one has no counterpart.
fn name(model: &Model, net: &Net, cell: impl Fn(usize) -> Option<usize>) -> Option<Name> {
    let kind = model.connection(model.link(net.tips.first()?.1).connection).kind;
    let mut tips: Vec<usize> = net.tips.iter().map(|(t, _)| cell(*t)).collect::<Option<_>>()?;
    tips.sort_unstable();
    Some((cell(net.root)?, tips, kind, net.inward))
}

/// Carries a path from one grid to another: the nodes where it turns are looked up there, and joined along the streets.
fn carry_path(
    streets: &Streets,
    path: &[u32],
    from: usize,
    to: usize,
    cells: &BTreeMap<usize, usize>,
) -> Option<Vec<u32>> {
    let line = |a: u32, b: u32| Some(streets.stretches[streets.between(a, b)? as usize].line);
    let twin = |n: u32| match streets.spot[n as usize] {
        Spot::Tray(c) => Some(streets.tray[*cells.get(&c)?]),
        Spot::Port { cell, side } => station(streets, streets.tray[*cells.get(&cell)?], side),
        Spot::Junction => streets.twin_junction(n, from, to),
        Spot::Gate => None,
    };
    let mut out = vec![twin(*path.first()?)?];
    let mut k = 1;
    while k < path.len() {
        let street = line(path[k - 1], path[k])?;
        // to the end of the straight
        while street != NO_LINE && k + 1 < path.len() && line(path[k], path[k + 1])? == street {
            k += 1;
        }
        let end = twin(path[k])?;
        walk(streets, &mut out, end, street != NO_LINE)?;
        k += 1;
    }
    Some(out)
}

/// The station of a tray at one of its sides, on the street beside it.
fn station(streets: &Streets, tray: u32, side: Side) -> Option<u32> {
    let here = |n: &u32| matches!(streets.spot[*n as usize], Spot::Port { side: s, .. } if s == side);
    streets.around(tray).iter().map(|hop| hop.to).find(here)
}

/// Adds the nodes from the last one to another, along one street or over one stretch.
fn walk(streets: &Streets, out: &mut Vec<u32>, end: u32, along_street: bool) -> Option<()> {
    let start = *out.last()?;
    if !along_street {
        streets.between(start, end)?;
        out.push(end);
        return Some(());
    }
    let (p, q) = (streets.at[start as usize], streets.at[end as usize]);
    let along_x = p.y == q.y;
    let mut at = start;
    while at != end {
        let here = streets.at[at as usize];
        let nearer = |o: u32| {
            let there = streets.at[o as usize];
            let left = |v: crate::geom::GPoint| if along_x { (q.x - v.x).abs() } else { (q.y - v.y).abs() };
            left(there) < left(here) || (left(there) == left(here) && !out.contains(&o))
        };
        let next = streets
            .around(at)
            .iter()
            .find(|hop| {
                let s = &streets.stretches[hop.stretch as usize];
                s.line != NO_LINE && (s.axis.ix() == 0) == along_x && nearer(hop.to)
            })?
            .to;
        out.push(next);
        at = next;
    }
    Some(())
}
