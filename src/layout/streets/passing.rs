//! How passages lie in the street graph: where they meet streets, and where two of them cross in an empty slot.
//!
//! On a passage the street before a slot is the junction 4·k, its blocks in the slot are 4·k + 1 and 4·k + 3, and the middle
//! of the slot, where it crosses the other passage, is the junction 4·k + 2.

use std::ops::RangeInclusive;

use super::stations::Station;
use super::{Axis, LineIx, NO_SEAT, Side, Spot, Streets};
use crate::geom::{GPoint, Gu};
use crate::layout::grid::{Grid, Plan, Slot};
use crate::layout::passages::Through;

/// The place of a slot: grid, column and row.
type Place = (usize, usize, usize);

impl Streets {
    /// The nodes of the passages of a grid, if it has passages: where those along x meet its streets along y, by street and
    /// row; and if it has some along y, where these meet its streets along x, by column and street, and the middle of each
    /// slot.
    pub(super) fn passage_nodes(&mut self, plan: &Plan, g: usize) -> Vec<u32> {
        let grid = &plan.grids[g];
        if !plan.has_passages(g) {
            return Vec::new();
        }
        let (nc, nr) = (grid.nc, grid.nr);
        let [along_y, along_x] = self.first_passages(plan, g);
        let row = |s: &Self, j: usize| s.row_base[g] + j as i32;
        let mut nodes = Vec::with_capacity((nc + 1) * nr + nc * (nr + 1) + nc * nr);
        let mut add = |s: &mut Self, at: GPoint, crossing: [(LineIx, i32); 2]| {
            let n = s.node(at, Spot::Junction);
            s.crossing[n as usize] = crossing;
            nodes.push(n);
        };
        for (i, j) in pairs(nc + 1, nr) {
            let at = GPoint::new(grid.street_x(i) + grid.street_w(i) / 2, between(plan, g, i, j));
            let street = (self.line(g, Axis::Y, i), 2 * row(self, j) + 1);
            add(self, at, [street, (along_x + j as LineIx, 4 * i as i32)]);
        }
        if !plan.has_column_passages(g) {
            return nodes;
        }
        for (i, j) in pairs(nc, nr + 1) {
            let at = GPoint::new(grid.middle_of_column(i), grid.street_y(j) + grid.street_d(j) / 2);
            let street = (self.line(g, Axis::X, j), 2 * i as i32 + 1);
            add(self, at, [(along_y + i as LineIx, 4 * row(self, j)), street]);
        }
        for (i, j) in pairs(nc, nr) {
            let at = GPoint::new(grid.middle_of_column(i), plan.passage_middle(g, j));
            let crossing = self.middle(plan, (g, i, j));
            add(self, at, crossing);
        }
        nodes
    }

    /// The first passage of a grid along y, and along x.
    fn first_passages(&self, plan: &Plan, g: usize) -> [LineIx; 2] {
        let grid = &plan.grids[g];
        [Axis::Y, Axis::X].map(|axis| self.line(g, axis, grid.passage(axis, 0)))
    }

    /// The passages along y and along x through a slot, with the place of its middle on each.
    fn middle(&self, plan: &Plan, (g, i, j): Place) -> [(LineIx, i32); 2] {
        let [along_y, along_x] = self.first_passages(plan, g);
        let row = self.row_base[g] + j as i32;
        [(along_y + i as LineIx, 4 * row + 2), (along_x + j as LineIx, 4 * i as i32 + 2)]
    }

    /// Whether a grid has passages along y.
    fn opens_columns(&self, grid: &Grid, g: usize) -> bool {
        self.passage[g].len() > (grid.nc + 1) * grid.nr
    }

    /// Where the passage through a row meets a street along y, in a grid with passages.
    pub(super) fn passage_end(&self, grid: &Grid, (g, i, j): Place) -> u32 {
        self.passage[g][i * grid.nr + j]
    }

    /// Where the passage through a column meets a street along x.
    fn column_end(&self, grid: &Grid, (g, i, j): Place) -> u32 {
        self.passage[g][(grid.nc + 1) * grid.nr + i * (grid.nr + 1) + j]
    }

    /// Where the passages through a slot cross.
    fn slot_middle(&self, grid: &Grid, (g, i, j): Place) -> u32 {
        self.passage[g][(grid.nc + 1) * grid.nr + grid.nc * (grid.nr + 1) + i * grid.nr + j]
    }

    /// As a place on the street before a slot, the end of the passage along an axis there, if that is open on either side.
    pub(super) fn passage_station(&self, plan: &Plan, (g, i, j): Place, along: Axis) -> Option<Station> {
        let grid = &plan.grids[g];
        let (node, before, [here, there]) = match along {
            Axis::X if !self.passage[g].is_empty() => {
                (self.passage_end(grid, (g, i, j)), i.checked_sub(1).map(|i| (i, j)), [Side::West, Side::East])
            }
            Axis::Y if self.opens_columns(grid, g) => {
                (self.column_end(grid, (g, i, j)), j.checked_sub(1).map(|j| (i, j)), [Side::North, Side::South])
            }
            _ => return None,
        };
        let open = |(i, j): (usize, usize)| i < grid.nc && j < grid.nr && plan.way_through(g, i, j).is_some();
        let side = if open((i, j)) { here } else { there };
        let at = self.at[node as usize];
        let place = if along == Axis::X { at.y } else { at.x };
        (side == here || before.is_some_and(open)).then(|| Station::new(place, side, node, Spot::Junction))
    }

    /// Notes that a station of a tray faces the end of a passage over the street between, if these two nodes are such.
    pub(super) fn face(&mut self, plan: &Plan, station: u32, end: u32) {
        let is_end = self.spot[end as usize] == Spot::Junction
            && self.crossing[end as usize].iter().any(|(_, block)| block % 2 != 0);
        let (Spot::Port { cell, side }, true) = (self.spot[station as usize], is_end) else { return };
        let (g, i, j) = plan.cells[cell].parent;
        let beyond = match side {
            Side::West => i.checked_sub(1).map(|i| (i, j)),
            Side::East => Some((i + 1, j)).filter(|(i, _)| *i < plan.grids[g].nc),
            Side::North => j.checked_sub(1).map(|j| (i, j)),
            Side::South => Some((i, j + 1)).filter(|(_, j)| *j < plan.grids[g].nr),
        };
        if let Some(through) = beyond.and_then(|(i, j)| plan.way_through(g, i, j)) {
            self.across[station as usize] = (end, seat(through));
        }
    }

    /// The passages of a grid: from the middle of each empty slot to the streets around; straight through it where there are
    /// none along y.
    pub(super) fn passages_of(&mut self, plan: &Plan, g: usize) {
        if self.passage[g].is_empty() {
            return;
        }
        let grid = &plan.grids[g];
        for (i, j) in pairs(grid.nc, grid.nr) {
            let Some(through) = plan.way_through(g, i, j) else { continue };
            let [(along_y, row), (along_x, column)] = self.middle(plan, (g, i, j));
            let (west, east) = (self.passage_end(grid, (g, i, j)), self.passage_end(grid, (g, i + 1, j)));
            if !self.opens_columns(grid, g) {
                self.stretch(west, east, Axis::X, along_x, column - 1, (None, seat(through)));
                continue;
            }
            let middle = self.slot_middle(grid, (g, i, j));
            let ends = [
                (west, Axis::X, along_x, column - 1),
                (east, Axis::X, along_x, column + 1),
                (self.column_end(grid, (g, i, j)), Axis::Y, along_y, row - 1),
                (self.column_end(grid, (g, i, j + 1)), Axis::Y, along_y, row + 1),
            ];
            for (end, axis, line, block) in ends {
                self.stretch(end, middle, axis, line, block, (None, seat(through)));
            }
        }
    }

    /// The passages through a slot, each with the blocks that lie in it.
    pub(in crate::layout) fn through(
        &self,
        plan: &Plan,
        place: Place,
    ) -> impl Iterator<Item = (LineIx, RangeInclusive<i32>)> {
        let (open, opens_columns) =
            (!self.passage[place.0].is_empty(), self.opens_columns(&plan.grids[place.0], place.0));
        let [column, row] = self.middle(plan, place);
        let there = [opens_columns.then_some(column), open.then_some(row)];
        there.into_iter().flatten().map(|(line, at)| (line, at - 1..=at + 1))
    }
}

/// The seat that must be free, or [`NO_SEAT`].
pub(super) fn seat(through: Through) -> u32 {
    if let Through::Seat(c) = through { c as u32 } else { NO_SEAT }
}

/// All columns up to one with all rows up to one.
fn pairs(columns: usize, rows: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..columns).flat_map(move |i| (0..rows).map(move |j| (i, j)))
}

/// A guess where along y passages of a row meet a street: between the middles of the trays on both sides of it.
fn between(plan: &Plan, g: usize, i: usize, j: usize) -> Gu {
    let middle = |i: usize| match plan.grids[g].slots.get(i * plan.grids[g].nr + j) {
        Some(Slot::Cell(c)) => Some(plan.cells[*c].rect.center().y),
        _ => None,
    };
    match (i.checked_sub(1).and_then(middle), middle(i)) {
        (Some(a), Some(b)) => (a + b) / 2,
        _ => plan.passage_middle(g, j),
    }
}
