//! Lets cells change places while that makes the drawn wires less tangled.
//!
//! The lattice is first filled by a rule that knows no wires. Here cells of small plans are tried in other slots, and
//! whole rows and columns in each other's place, with the wires routed: a change stays when crossings, bends and
//! length together fall. Empty slots take part as cells that nothing ends at. The number of trials is fixed by the
//! size of the plan, never by the clock. Hill climbing after Purchase's measures; see `docs/layout.md`.
//!
//! *Invariant*: cells stay in rows of their class; copies of environments are left alone.

mod kicks;

use std::collections::BTreeSet;

use super::grid::{Leaf, NOBODY, Open, Plan, Slot, hull};
use super::lattice::STREETS;
use super::measure::{FEW_CELLS, SMALL};
use super::route::Net;
use super::streets::Streets;
use super::tangle::Tangle;
use super::template::Template;
use crate::geom::{GRect, Gu};

/// Places that are tried for each cell in one round.
const NEAR: usize = 8;
/// Rounds at most.
const ROUNDS: usize = 4;

/// Above so many bends for a hundred links wires turn too often; drawn they turn a little more often than here.
const OFTEN: usize = 180;

/// Cells that should stand in one rectangle.
#[derive(Clone, Debug)]
pub(super) struct Cohort {
    /// What each other cell costs that stands in the rectangle round them.
    pub weight: i64,
    /// All of one grid; at least two.
    pub cells: Vec<usize>,
    /// Whether they are those of a domain.
    pub is_domain: bool,
}

/// How long to climb: it ends with whichever comes first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Changes that are tried.
    pub trials: usize,
    /// Nodes that the searches for ways may go on from; see [`super::route::Router::work`].
    pub work: u64,
    /// Which dice throw cells where no single change helps.
    pub dice: u64,
}

/// Moves the cells of a plan to better slots with some trials, each of which routes a few wires. Gives what the plan costs
/// then, and whether its wires turn more often than they should in a small plan.
pub(super) fn climb(plan: &mut Plan, nets: &[Net], cohorts: &[Cohort], effort: Effort) -> (i64, bool) {
    let cells = plan.cells.len();
    let board = with_empty_slots(plan);
    let copied = board.copied();
    let free = |c: usize| !copied[board.cells[c].parent.0];
    // what lies in copies alone follows the originals
    let movable: Vec<usize> = (0..cells).filter(|c| free(*c)).collect();
    let own: Vec<Net> = nets.iter().filter(|n| n.cells().any(free)).cloned().collect();
    let streets = Streets::new(&board);
    let mut climber = Climber {
        tangle: Tangle::new(&board, &streets, &own),
        plan: &board,
        near: neighbours(&board, &own),
        sisters: (0..board.grids.len()).map(|g| board.sisters(g)).collect(),
        twins: twins(&board, &own),
        stacked: of_copies(&board),
        beside: beside(&board).filter(|_| movable.len() <= SMALL),
        copied,
        cell_at: (0..board.cells.len()).collect(),
        seat_of: (0..board.cells.len()).collect(),
        real: cells,
        cohorts,
        trials: effort.trials,
        work: effort.work,
    };
    let mut moved = false;
    for _ in 0..ROUNDS {
        let mut better = climber.lines();
        for &c in &movable {
            better |= climber.cell(c);
        }
        moved |= better;
        if !better || climber.trials == 0 {
            break;
        }
        climber.tangle.settle(effort.work);
    }
    moved |= kicks::shake(&mut climber, &movable, effort.dice);
    let seats = climber.seat_of.clone();
    let (cost, (turns, links)) = (climber.cost(), climber.tangle.turns());
    if moved {
        let at: Vec<(usize, usize, usize)> = board.cells.iter().map(|c| c.parent).collect();
        plan.reseat((0..cells).map(|c| (c, at[seats[c]])).collect());
    }
    (cost, turns * 100 > links * OFTEN)
}

struct Climber<'a> {
    tangle: Tangle<'a>,
    plan: &'a Plan,
    /// For each cell those that it is connected with.
    near: Vec<Vec<usize>>,
    /// For each grid those that share its columns, itself among them.
    sisters: Vec<Vec<usize>>,
    /// For each seat the cell that has it.
    cell_at: Vec<usize>,
    /// For each cell its seat.
    seat_of: Vec<usize>,
    /// For each seat those at its place in copies that have wires to elsewhere.
    twins: Vec<Vec<usize>>,
    /// For each grid, how many of it and its copies stand beside each other along x, and along y.
    stacked: Vec<(i64, i64)>,
    /// For each grid whether it is a copy, or in one.
    copied: Vec<bool>,
    /// The grid of what stands before the regions, if they are beside it, and how deep they are.
    beside: Option<(usize, Gu)>,
    /// How many cells are no empty slots.
    real: usize,
    cohorts: &'a [Cohort],
    trials: usize,
    /// See [`Effort::work`].
    work: u64,
}

impl Climber<'_> {
    /// What everything costs.
    fn cost(&self) -> i64 {
        let of = |g: usize| {
            // columns that are shared are paid once
            let width = if self.sisters[g][0] == g { self.width(g) } else { 0 };
            width + self.depth(g) + self.strangers(g)
        };
        self.tangle.cost + (0..self.plan.grids.len()).filter(|g| !self.copied[*g]).map(of).sum::<i64>()
    }

    /// The other seats that a cell may change to from one: those in rows of its class.
    fn others(&self, here: usize) -> impl Iterator<Item = usize> {
        let (grid, _, row) = self.plan.cells[here].parent;
        let class = self.plan.grids[grid].classes[row];
        let alike = move |s: &usize| {
            let (g, _, j) = self.plan.cells[*s].parent;
            *s != here && g == grid && self.plan.grids[g].classes[j] == class
        };
        (0..self.plan.cells.len()).filter(alike)
    }

    /// Tries the places for one cell that are nearest to its neighbours.
    fn cell(&mut self, c: usize) -> bool {
        if self.near[c].is_empty() {
            return false;
        }
        let here = self.seat_of[c];
        let mut seats: Vec<(i64, usize)> = self
            .others(here)
            .map(|s| {
                let other = self.cell_at[s];
                (self.distance(c, s) + self.distance(other, here) - self.distance(other, s), s)
            })
            .collect();
        seats.sort_unstable();
        seats.truncate(NEAR);
        let mut best = false;
        for (_, s) in seats {
            let here = self.seat_of[c];
            if s != here {
                best |= self.exchange(&[(c, s), (self.cell_at[s], here)]);
            }
        }
        best
    }

    /// Tries to change rows of one class, and columns that are neighbours, as a whole.
    fn lines(&mut self) -> bool {
        let mut better = false;
        let grids: Vec<usize> = (0..self.plan.grids.len()).filter(|g| !self.copied[*g]).collect();
        for g in grids {
            let grid = &self.plan.grids[g];
            let cell = |i: usize, j: usize| if let Slot::Cell(c) = grid.slot(i, j) { Some(c) } else { None };
            if cell(0, 0).is_none() {
                continue;
            }
            let rows = (0..grid.nr).flat_map(|a| (a + 1..grid.nr).map(move |b| (a, b)));
            let rows = rows.filter(|(a, b)| grid.classes[*a] == grid.classes[*b]);
            let mut pairs: Vec<Vec<(usize, usize)>> =
                rows.map(|(a, b)| (0..grid.nc).filter_map(|i| Some((cell(i, a)?, cell(i, b)?))).collect()).collect();
            pairs.extend(
                (1..grid.nc).map(|i| (0..grid.nr).filter_map(|j| Some((cell(i - 1, j)?, cell(i, j)?))).collect()),
            );
            for pair in pairs {
                let change: Vec<(usize, usize)> =
                    pair.iter().flat_map(|&(a, b)| [(self.cell_at[a], b), (self.cell_at[b], a)]).collect();
                better |= self.exchange(&change);
            }
        }
        better
    }

    /// Makes a change if that lowers the cost.
    fn exchange(&mut self, change: &[(usize, usize)]) -> bool {
        if self.trials == 0 || self.tangle.router.work > self.work {
            return false;
        }
        self.trials -= 1;
        let change = &self.with_copies(change)[..];
        let back: Vec<(usize, usize)> = change.iter().map(|(c, _)| (*c, self.seat_of[*c])).collect();
        let grid = self.plan.cells[change[0].1].parent.0;
        let room = |this: &Self| this.width(grid) + this.depth(grid) + this.strangers(grid);
        let before = self.tangle.cost + room(self);
        self.note(change);
        let room = room(self);
        let undo = self.tangle.seat(change, before - room);
        if undo.whole && self.tangle.cost + room < before {
            return true;
        }
        self.tangle.unseat(undo, &back);
        self.note(&back);
        false
    }

    /// A change, and the same one in all copies.
    fn with_copies(&self, change: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let in_copies = change.iter().flat_map(|&(c, s)| {
            let (from, to) = (&self.twins[self.seat_of[c]], &self.twins[s]);
            from.iter().zip(to).map(|(from, to)| (self.cell_at[*from], *to))
        });
        change.iter().copied().chain(in_copies).collect()
    }

    fn note(&mut self, change: &[(usize, usize)]) {
        for &(c, s) in change {
            self.cell_at[s] = c;
            self.seat_of[c] = s;
        }
    }

    /// How far a cell would be from those that it is connected with, in hundredths of a ground unit.
    fn distance(&self, c: usize, seat: usize) -> i64 {
        let p = self.plan.cells[seat].rect.center();
        let far = |o: &usize| {
            let q = self.plan.cells[self.seat_of[*o]].rect.center();
            i64::from(((p.x - q.x).abs() + (p.y - q.y).abs()).0)
        };
        self.near[c].iter().map(far).sum()
    }

    /// Cost of cells that stand among those of a cohort that they do not belong to.
    fn strangers(&self, grid: usize) -> i64 {
        let place = |c: usize| self.plan.cells[self.seat_of[c]].parent;
        let mut cost = 0;
        for cohort in self.cohorts.iter().filter(|k| place(k.cells[0]).0 == grid) {
            let columns = || cohort.cells.iter().map(|c| place(*c).1);
            let rows = || cohort.cells.iter().map(|c| place(*c).2);
            let span = |a: Option<usize>, b: Option<usize>| a.unwrap_or(0)..=b.unwrap_or(0);
            let (columns, rows) = (span(columns().min(), columns().max()), span(rows().min(), rows().max()));
            let inside = columns.flat_map(|i| rows.clone().map(move |j| self.plan.grids[grid].slot(i, j)));
            let real = |s: Slot| matches!(s, Slot::Cell(s) if self.cell_at[s] < self.real);
            cost += cohort.weight * (inside.filter(|s| real(*s)).count() as i64 - cohort.cells.len() as i64);
        }
        cost
    }

    /// Cost of the widths of the columns of a grid, and of those that are joined with it.
    fn width(&self, grid: usize) -> i64 {
        let sisters = &self.sisters[grid];
        let widest = |i: usize| {
            let all = sisters.iter().flat_map(|g| (0..self.plan.grids[*g].nr).map(move |j| (*g, j)));
            all.filter_map(|(g, j)| self.template(g, i, j)).map(|t| t.w.0).max().unwrap_or(0)
        };
        i64::from((0..self.plan.grids[grid].nc).map(widest).sum::<i32>()) * self.tangle.weights.room / 100
            * self.stacked[grid].0
    }

    /// What stands at a column and row of a grid.
    fn template(&self, grid: usize, i: usize, j: usize) -> Option<&Template> {
        match self.plan.grids[grid].slot(i, j) {
            Slot::Cell(s) => Some(&self.plan.cells[self.cell_at[s]].template),
            _ => None,
        }
    }

    /// Cost of the depths of the rows of a grid.
    fn depth(&self, grid: usize) -> i64 {
        let g = &self.plan.grids[grid];
        let template = |i: usize, j: usize| self.template(grid, i, j);
        let depth = |j: usize| {
            let list = || (0..g.nc).filter_map(|i| template(i, j));
            let bands = hull(list().filter_map(|t| t.zones)).map_or(1, |(a, b)| b + 1 - a) as i32;
            bands * list().map(|t| t.band.0).max().unwrap_or(0) + list().map(|t| t.lip.0).max().unwrap_or(0)
        };
        let mut deep = (0..g.nr).map(depth).sum::<i32>();
        if let Some((_, beside)) = self.beside.filter(|(front, _)| *front == grid) {
            // beside the regions there is ground in any case
            let used = (0..g.nr).filter(|j| depth(*j) > 0).count();
            deep = (deep + used as i32 * STREETS.1 as i32 - beside.0).max(0);
        }
        i64::from(deep) * self.tangle.weights.room / 100 * self.stacked[grid].1
    }
}

/// The grid of what stands before the regions, and how deep those are that stand beside it.
fn beside(plan: &Plan) -> Option<(usize, Gu)> {
    let (front, _) = plan.leaves.iter().find(|(_, leaf)| *leaf == Leaf::Front)?;
    let mut at = plan.grids[*front].parent?;
    while let Some(around) = plan.grids[at.0].parent {
        at = around;
    }
    let (root, own, j) = at;
    let others = (0..plan.grids[root].nc).filter(|i| *i != own).map(|i| plan.child_size(plan.grids[root].slot(i, j)).1);
    Some((*front, others.max()?))
}

/// Cells that nets join: each tip with the root.
fn neighbours(plan: &Plan, nets: &[Net]) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); plan.cells.len()];
    for net in nets {
        for (t, _) in &net.tips {
            near[net.root].push(*t);
            near[*t].push(net.root);
        }
    }
    near
}

/// For each seat those at the same place in copies of its grid that have wires to elsewhere.
fn twins(board: &Plan, nets: &[Net]) -> Vec<Vec<usize>> {
    let mut twins = vec![Vec::new(); board.cells.len()];
    let joined: BTreeSet<usize> = nets.iter().flat_map(Net::cells).map(|c| board.cells[c].parent.0).collect();
    for g in joined {
        let Some(original) = board.original(g) else { continue };
        for (from, to) in board.grids[original].slots.iter().zip(&board.grids[g].slots) {
            if let (Slot::Cell(from), Slot::Cell(to)) = (from, to) {
                twins[*from].push(*to);
            }
        }
    }
    twins
}

/// For each grid, how many of it and its copies in other environments and networks stand beside each other along x, and how
/// many along y: all of them become wider, or deeper, with it.
fn of_copies(board: &Plan) -> Vec<(i64, i64)> {
    let mut families: Vec<Vec<GRect>> = board.grids.iter().map(|grid| vec![grid.rect]).collect();
    for (g, grid) in board.grids.iter().enumerate() {
        let counts = |o: &usize| !board.is_mirror(g, *o) || board.is_beside(g, *o);
        if let Some(original) = grid.copy_of.filter(counts) {
            families[original].push(grid.rect);
        }
    }
    let beside = |mut spans: Vec<(Gu, Gu)>| {
        spans.sort_unstable();
        let mut count = 0;
        let mut end = Gu(i32::MIN);
        for (from, to) in spans {
            count += i64::from(from >= end);
            end = end.max(to);
        }
        count
    };
    let of = |all: &Vec<GRect>| {
        (beside(all.iter().map(|r| (r.x, r.x1())).collect()), beside(all.iter().map(|r| (r.y, r.y1())).collect()))
    };
    families.iter().map(of).collect()
}

/// A copy of the plan with a cell in every empty slot beside cells, arranged with streets of a usual width.
pub(super) fn with_empty_slots(plan: &Plan) -> Plan {
    let mut board = plan.clone();
    for g in 0..board.grids.len() {
        let (nc, nr) = (board.grids[g].nc, board.grids[g].nr);
        let slots: Vec<(usize, usize)> = (0..nc).flat_map(|i| (0..nr).map(move |j| (i, j))).collect();
        let sample = slots.iter().find_map(|&(i, j)| match board.grids[g].slot(i, j) {
            Slot::Cell(c) => Some(c),
            _ => None,
        });
        let Some(sample) = sample else { continue };
        let plate = board.cells[sample].template.plate;
        // in a larger plan a seat that wires go through is hardly ever taken again, and trials come to less
        if plan.cells.len() <= FEW_CELLS && board.grids[g].slots.contains(&Slot::Empty) {
            board.grids[g].open = Open::FreeSeats;
        }
        for (i, j) in slots {
            if board.grids[g].slot(i, j) == Slot::Empty {
                let c = board.add_cell(NOBODY, Template::empty(plate));
                board.put(g, i, j, Slot::Cell(c));
            }
        }
    }
    for level in &mut board.level {
        // what its cells have to do with changes places
        level.parts = false;
    }
    board.guess(3);
    for grid in &mut board.grids {
        grid.fill_ht(4);
    }
    board.arrange();
    board
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::detail::Detail;
    use crate::layout::world;
    use crate::model::testing::model;

    #[test]
    fn a_grid_counts_for_all_its_copies_as_they_stand() {
        let text = "[region.r]\nzones = [\"z\"]\n[environment.p]\n[environment.q]\nreplicates = \"p\"\n\
            [environment.s]\nreplicates = \"p\"\n[defaults]\nregion = \"r\"\nzones = [\"z\"]\nenvironment = \"p\"\n\
            [app.a]\nuses = [\"b\"]\n[app.b]\nuses = [\"c\"]\n[app.c]\n";
        let model = model(text);
        let world = world::World::new(&model, None, Detail::Full);
        let stacked = |columns: usize| {
            let mut choice = world.choices()[0].clone();
            choice.environment_columns = vec![columns];
            let (plan, _) = world::plan(&model, &world, None, &choice);
            let board = with_empty_slots(&plan);
            let original = board.grids.iter().find_map(|g| g.copy_of);
            original.map(|g| of_copies(&board)[g])
        };
        assert_eq!([1, 2, 3].map(stacked), [(1, 3), (2, 2), (3, 1)].map(Some));
    }
}
