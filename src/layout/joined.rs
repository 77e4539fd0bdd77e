//! The blocks of the networks of one environment, and of what stands in none, one before the other on one set of streets
//! along y.
//!
//! They have the same columns, each as wide in all of them, and a street along y is one street through all of them, with
//! one order of tracks. So a wire runs straight from one plate into the next.
//!
//! *Invariant*: in grids that are joined, streets along y with one number have one place and one width.

use super::grid::{Align, Grid, Plan, Slot};
use super::measure::PAD;
use super::streets::Side;
use crate::geom::Gu;

impl Grid {
    /// Adds empty columns at the end until there are so many.
    fn add_columns(&mut self, nc: usize) {
        self.nc = nc;
        self.slots.resize(nc * self.nr, Slot::Empty);
        self.vt.resize(2 * nc + 1, 0);
        self.least_v.resize(2 * nc + 1, Gu::ZERO);
        for list in [&mut self.least_col, &mut self.col_w] {
            list.resize(nc, Gu::ZERO);
        }
        for list in [&mut self.vx, &mut self.least_vx] {
            list.resize(nc + 1, Gu::ZERO);
        }
    }
}

impl Plan {
    /// Some grids one before the other, as one grid.
    pub(super) fn column(&mut self, list: &[usize]) -> usize {
        if let [one] = list {
            return *one;
        }
        let mut grid = Grid::new(1, list.len());
        grid.align = Align::Middle;
        let g = self.add_grid(grid);
        for (j, inner) in list.iter().enumerate() {
            self.put(g, 0, j, Slot::Grid(*inner));
        }
        g
    }

    /// Puts grids one before the other into a new one, joined. Gives that, or the only one as it is.
    pub(super) fn joined(&mut self, list: &[usize]) -> usize {
        if let [one] = list {
            return *one;
        }
        let columns = list.iter().map(|g| self.grids[*g].nc).max().unwrap_or(0);
        for &inner in list {
            let grid = &mut self.grids[inner];
            grid.add_columns(columns);
            // what has no plate stands as far from the edge as what has one
            grid.pad = PAD;
        }
        let outer = self.column(list);
        self.grids[outer].joined = true;
        self.grids[outer].copy_of = self.original_of(outer);
        outer
    }

    /// Puts grids side by side into a new one, with their backs in one line. Gives that, or the only one as it is.
    pub(super) fn beside(&mut self, list: &[usize]) -> usize {
        if let [one] = list {
            return *one;
        }
        let mut grid = Grid::new(list.len(), 1);
        grid.align = Align::Back;
        let outer = self.add_grid(grid);
        for (i, inner) in list.iter().enumerate() {
            self.put(outer, i, 0, Slot::Grid(*inner));
        }
        self.grids[outer].copy_of = self.original_of(outer);
        outer
    }

    /// The grid that holds the originals of all in a grid in the same way, and nothing else.
    fn original_of(&self, outer: usize) -> Option<usize> {
        let originals: Vec<usize> = self.inside(outer).map(|g| self.grids[g].copy_of).collect::<Option<_>>()?;
        let original = self.grids[*originals.first()?].parent?.0;
        let is_alike = self.grids[original].joined == self.grids[outer].joined;
        (is_alike && self.inside(original).eq(originals)).then_some(original)
    }

    /// The grids that share the streets along y with one, itself among them, the first first.
    pub(super) fn sisters(&self, g: usize) -> Vec<usize> {
        match self.grids[g].parent {
            Some((outer, ..)) if self.grids[outer].joined => self.inside(outer).collect(),
            _ => vec![g],
        }
    }

    /// The grids in a grid that holds nothing else, the first first.
    pub(super) fn inside(&self, outer: usize) -> impl Iterator<Item = usize> {
        self.grids[outer].slots.iter().filter_map(|s| if let Slot::Grid(g) = s { Some(*g) } else { None })
    }

    /// The container that one enters through the side of a grid. What has no plate among plates is open to all.
    pub(super) fn gate(&self, g: usize) -> Option<usize> {
        let grid = &self.grids[g];
        let open = grid.kind.is_none() && grid.parent.is_some_and(|p| self.grids[p.0].joined);
        (!open).then_some(g)
    }

    /// Gives the tracks along x of every grid their phase. Tracks that face each other over a street must have different
    /// ones; see [`Self::facing`]. Where both sides ask for the same, tracks may run straight out as far as what they face;
    /// else only to the sides of the grid.
    pub(super) fn phases(&mut self) {
        for g in 0..self.grids.len() {
            let parent = self.grids[g].parent;
            let column = |side| self.facing(parent, side).filter(|f| f.1).map(|f| f.0);
            let (west, east) = (column(Side::West), column(Side::East));
            let runs_out = west.zip(east).is_none_or(|(w, e)| w % 2 == e % 2);
            let own = parent.map_or(0, |p| p.1);
            let place = if runs_out { west.or(east).unwrap_or(own) } else { own };
            self.grids[g].odd = place % 2 == 1;
            self.grids[g].runs_out = runs_out;
        }
    }

    /// What decides the phase of all that leaves a place by one side: the column (or row) of the place in its grid; at the
    /// edge of the grid that of the first container round it that is not at an edge too, or of the outermost, and whether
    /// there is such a one, which has something on its other side.
    pub(super) fn facing(&self, place: Option<(usize, usize, usize)>, side: Side) -> Option<(usize, bool)> {
        let (g, i, j) = place?;
        let grid = &self.grids[g];
        let (k, edge) = match side {
            Side::West => (i, i == 0),
            Side::East => (i, i + 1 == grid.nc),
            Side::North => (j, j == 0),
            Side::South => (j, j + 1 == grid.nr),
        };
        if !edge {
            return Some((k, true));
        }
        self.facing(grid.parent, side).or(Some((k, false)))
    }

    /// Gives the grids in one that joins them columns and streets of one width, once each has its own; does nothing with
    /// any other.
    pub(super) fn join(&mut self, outer: usize) {
        if !self.grids[outer].joined {
            return;
        }
        let list: Vec<usize> = self.inside(outer).collect();
        let grids = || list.iter().map(|g| &self.grids[*g]);
        let columns = most(grids().map(|g| &g.col_w));
        let streets = most(grids().map(|g| &g.least_v));
        let tracks = most(grids().map(|g| &g.vt));
        let left = grids().map(|g| g.left).max().unwrap_or_default();
        for &g in &list {
            let grid = &mut self.grids[g];
            grid.least_v.clone_from(&streets);
            grid.vt.clone_from(&tracks);
            grid.left = left;
            self.set_columns(g, columns.clone());
        }
        let wide = list.iter().map(|g| self.grids[*g].rect.w).max().unwrap_or_default();
        for g in list {
            self.grids[g].rect.w = wide;
        }
    }
}

/// The greatest of each place in lists of one length.
fn most<'a, T: Copy + Ord + 'a>(lists: impl Iterator<Item = &'a Vec<T>>) -> Vec<T> {
    let greater = |a: Vec<T>, b: Vec<T>| a.into_iter().zip(b).map(|(a, b)| a.max(b)).collect();
    lists.cloned().reduce(greater).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::layout::detail::Detail;
    use crate::layout::streets::{Axis, Streets};
    use crate::layout::{LayoutConfig, check, layout, world};
    use crate::model::testing::model;

    const TWO: &str = "[defaults]\nregion = \"r\"\nzones = [\"a\"]\n[region.r]\nzones = [\"a\"]\n\
        [network.n]\nregion = \"r\"\n[network.m]\nregion = \"r\"\n\
        [app.a]\nnetwork = \"n\"\nuses = [\"b\"]\n[app.b]\nnetwork = \"n\"\nuses = [\"c\"]\n\
        [app.c]\nnetwork = \"n\"\nuses = [\"d\", \"e\", \"f\"]\n\
        [app.d]\nnetwork = \"m\"\nper-zone = 6\n[app.e]\nnetwork = \"m\"\n[app.f]\n[store.g]\nkind = \"s3\"\n";

    #[test]
    fn streets_along_y_have_one_place_in_all_plates() {
        let model = model(TWO);
        let world = world::World::new(&model, None, Detail::Full);
        let (mut plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        plan.guess(2);
        let outer = (0..plan.grids.len()).find(|g| plan.grids[*g].joined).unwrap();
        let list: Vec<usize> = plan.inside(outer).collect();
        assert_eq!(list.len(), 3);
        let streets = Streets::new(&plan);
        let first = &plan.grids[list[0]];
        for &g in &list {
            let grid = &plan.grids[g];
            assert_eq!(plan.sisters(g), list);
            assert_eq!(grid.nc, first.nc);
            for i in 0..=grid.nc {
                assert_eq!((grid.street_x(i), grid.street_w(i)), (first.street_x(i), first.street_w(i)));
                assert_eq!(streets.line(g, Axis::Y, i), streets.line(list[0], Axis::Y, i));
            }
            assert_ne!(streets.line(g, Axis::X, 0), streets.line(outer, Axis::X, 0));
            // its last row is found again from its place on the shared street: two blocks a row, four more a plate before it
            let (rows, before) =
                (grid.nr, list.iter().take_while(|o| **o != g).map(|o| plan.grids[*o].nr + 2).sum::<usize>());
            let block = 2 * (before + rows) as i32 - 1;
            assert_eq!(streets.beside(&plan, streets.line(g, Axis::Y, 0), block), grid.row_d[rows - 1]);
        }
        // a plate is entered by who belongs there; the bare ground before the plates is open to all
        assert_eq!([plan.gate(list[0]), plan.gate(list[2])], [Some(list[0]), None]);
    }

    #[test]
    fn wires_run_straight_from_plate_to_plate() {
        let model = model(TWO);
        let layout = layout(&model, &LayoutConfig::default());
        assert_eq!(check(&model, &layout), []);
        let turns = |line: &Vec<crate::geom::GPoint>| line.len().saturating_sub(2);
        let all: Vec<usize> = layout.wires.iter().flat_map(|w| &w.lines).map(turns).collect();
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|n| *n <= 2), "{all:?}");
    }
}
