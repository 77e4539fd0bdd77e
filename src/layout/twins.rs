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
use super::streets::{Axis, LineIx, NO_LINE, Side, Spot, Streets};
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
    let street = |a: u32, b: u32| {
        let stretch = streets.stretches[streets.between(a, b)? as usize];
        Some((stretch.line, stretch.axis))
    };
    let twin = |n: u32| match streets.spot[n as usize] {
        Spot::Tray(c) => Some(streets.tray[*cells.get(&c)?]),
        Spot::Port { cell, side } => station(streets, streets.tray[*cells.get(&cell)?], side),
        Spot::Junction => streets.twin_junction(n, from, to),
        Spot::Gate => None,
    };
    let mut out = vec![twin(*path.first()?)?];
    let mut k = 1;
    while k < path.len() {
        let (line, axis) = street(path[k - 1], path[k])?;
        // to the end of the straight
        while line != NO_LINE && k + 1 < path.len() && street(path[k], path[k + 1])?.0 == line {
            k += 1;
        }
        let end = twin(path[k])?;
        if line == NO_LINE {
            streets.between(*out.last()?, end)?;
            out.push(end);
        } else {
            walk(streets, &mut out, end, axis)?;
        }
        k += 1;
    }
    Some(out)
}

/// The station of a tray at one of its sides, on the street beside it.
fn station(streets: &Streets, tray: u32, side: Side) -> Option<u32> {
    let here = |n: &u32| matches!(streets.spot[*n as usize], Spot::Port { side: s, .. } if s == side);
    streets.around(tray).iter().map(|hop| hop.to).find(here)
}

/// Adds the nodes from the last one to another, along one street. Nodes of a street may lie at one place, so the way there is
/// told by their order alone.
fn walk(streets: &Streets, out: &mut Vec<u32>, end: u32, axis: Axis) -> Option<()> {
    let start = *out.last()?;
    let left = |n: u32| {
        let (here, there) = (streets.at[n as usize], streets.at[end as usize]);
        if axis == Axis::X { (there.x - here.x).abs() } else { (there.y - here.y).abs() }
    };
    let beside = |at: u32| {
        let along = streets.around(at).iter().filter(move |hop| hop.axis == axis);
        along.filter(|hop| streets.stretches[hop.stretch as usize].line != NO_LINE).map(|hop| hop.to)
    };
    for first in beside(start) {
        let (mut before, mut way) = (start, vec![first]);
        let mut at = first;
        while at != end && left(at) <= left(before) {
            let Some(next) = beside(at).find(|next| *next != before) else { break };
            (before, at) = (at, next);
            way.push(at);
        }
        if at == end {
            out.extend(way);
            return Some(());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::LayoutConfig;
    use crate::layout::draft::draft;
    use crate::layout::route::route;
    use crate::layout::routed::NOMINAL_TRACKS;
    use crate::model::testing::model;

    /// How many nets lie in a copy of services that call each other at random, and how many nets take the ways of others.
    fn carried(quick: bool) -> (usize, usize) {
        let head = "[region.r]\nzones = [\"a\", \"b\"]\n[environment.p]\n[environment.q]\nreplicates = \"p\"\n\
             scale = 0.5\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\nenvironment = \"p\"\n";
        let service = |k: usize| {
            let calls = |n: usize| format!("\"s{}\"", (k + 1 + (k * k + n * (k + 7)) % 38) % 40);
            format!("[app.s{k}]\nper-zone = {}\nuses = [{}, {}]\n", k % 4 + 1, calls(3), calls(11))
        };
        let text = head.to_owned() + &(0..40).map(service).collect::<Vec<_>>().concat();
        let model = model(&text);
        let (plans, nets) = draft(&model, &LayoutConfig { quick, ..LayoutConfig::default() }, &mut |_| ());
        let mut plan = plans[0].0.clone();
        plan.guess(NOMINAL_TRACKS);
        let streets = Streets::new(&plan);
        let mut twins = Twins::new(&model, &plan, &nets);
        route(&plan, &streets, &nets, &mut twins, quick);
        let copied = plan.copied();
        let inside = nets.iter().filter(|net| net.cells().all(|c| copied[plan.cells[c].parent.0])).count();
        (inside, twins.net.iter().flatten().count())
    }

    #[test]
    fn what_lies_in_a_copy_takes_the_ways_of_its_original() {
        for quick in [false, true] {
            let (inside, carried) = carried(quick);
            assert!(inside > 20 && inside == carried, "quick {quick}: {carried} of {inside}");
        }
    }
}
