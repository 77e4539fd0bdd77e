//! Makes copies of environments look as their originals: the same columns, rows and streets.
//!
//! *Invariant*: nothing becomes smaller.

use super::grid::{Plan, Row, Slot};

impl Plan {
    /// For each grid whether it is a copy of another, or in one.
    pub(super) fn copied(&self) -> Vec<bool> {
        self.copies(|_, _| true)
    }

    /// For each grid whether it is a copy of another that counts, or in one. What counts is asked with a copy and its
    /// original.
    fn copies(&self, counts: impl Fn(usize, usize) -> bool) -> Vec<bool> {
        let mut copied = vec![false; self.grids.len()];
        for g in self.bottom_up().into_iter().rev() {
            let is_copy = self.grids[g].copy_of.is_some_and(|original| counts(g, original));
            copied[g] = is_copy || self.grids[g].parent.is_some_and(|p| copied[p.0]);
        }
        copied
    }

    /// What a grid is a copy of, where both have as many columns and rows.
    pub(super) fn original(&self, g: usize) -> Option<usize> {
        let shape = |g: usize| (self.grids[g].nc, self.grids[g].nr);
        self.grids[g].copy_of.filter(|o| shape(*o) == shape(g))
    }

    /// Whether a copy is of the same environment, in another region or network: each of the two keeps its own sizes.
    pub(super) fn is_mirror(&self, copy: usize, original: usize) -> bool {
        let environment = |g: usize| self.grids[g].place.map(|place| place.1);
        environment(copy) == environment(original)
    }

    /// Whether a copy is a network beside its original, in one region and environment.
    pub(super) fn is_beside(&self, copy: usize, original: usize) -> bool {
        self.grids[copy].place == self.grids[original].place
    }

    /// How many cells are in no copy of another region or environment. Networks that are built alike have wires of their own
    /// to what they share.
    pub(super) fn own_cells(&self) -> usize {
        self.cells_outside(&self.copies(|copy, original| !self.is_beside(copy, original)))
    }

    /// How many cells are in no copy at all: those that trials move.
    pub(super) fn free_cells(&self) -> usize {
        self.cells_outside(&self.copied())
    }

    /// How many cells are in none of some grids.
    fn cells_outside(&self, copied: &[bool]) -> usize {
        self.cells.iter().filter(|c| !copied[c.parent.0]).count()
    }

    /// Gives copies and their originals columns, rows and streets of one width, so that they look the same. All sizes must
    /// be known.
    pub(super) fn match_copies(&mut self) {
        for back in [false, true] {
            for g in 0..self.grids.len() {
                let Some(o) = self.original(g) else { continue };
                let (from, to) = if back { (o, g) } else { (g, o) };
                self.match_streets(from, to);
                if !self.is_mirror(g, o) && self.full_copy(from, to) {
                    self.match_cells(from, to);
                }
            }
        }
    }

    /// Makes the streets of a grid as wide as those of another, for their tracks and for the texts and circles in them.
    fn match_streets(&mut self, from: usize, to: usize) {
        let other = &self.grids[from];
        let (vt, ht) = (other.vt.clone(), other.ht.clone());
        let (least_v, least_h, for_names) = (other.least_v.clone(), other.least_h.clone(), other.for_names.clone());
        let grid = &mut self.grids[to];
        grid.vt.iter_mut().zip(vt).chain(grid.ht.iter_mut().zip(ht)).for_each(|(a, b)| *a = (*a).max(b));
        let widths = grid.least_v.iter_mut().zip(least_v).chain(grid.least_h.iter_mut().zip(least_h));
        widths.chain(grid.for_names.iter_mut().zip(for_names)).for_each(|(a, b)| *a = (*a).max(b));
    }

    /// Whether two grids of one shape have cells in the same slots.
    fn full_copy(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.grids[a], &self.grids[b]);
        let cell = |s: Slot| matches!(s, Slot::Cell(_));
        (0..a.nc).all(|i| (0..a.nr).all(|j| cell(a.slot(i, j)) == cell(b.slot(i, j))))
    }

    fn match_cells(&mut self, from: usize, to: usize) {
        let (nc, nr) = (self.grids[to].nc, self.grids[to].nr);
        for (i, j) in (0..nc).flat_map(|i| (0..nr).map(move |j| (i, j))) {
            let pair = (self.grids[from].slot(i, j), self.grids[to].slot(i, j));
            let (Slot::Cell(a), Slot::Cell(b)) = pair else { continue };
            let (w, d) = self.child_size(Slot::Cell(a));
            let own = self.child_size(Slot::Cell(b));
            let cell = &mut self.cells[b];
            cell.least_w = own.0.max(w);
            if cell.template.zones.is_none() {
                cell.least_d = own.1.max(d);
            }
        }
        let original = &self.grids[from];
        let (col_w, row_d) = (original.col_w.clone(), original.row_d.clone());
        let (rows, lips) = (original.rows.clone(), original.lips.clone());
        let grid = &mut self.grids[to];
        for (i, w) in col_w.into_iter().enumerate() {
            grid.col_w[i] = grid.col_w[i].max(w);
            grid.least_col[i] = grid.col_w[i];
        }
        for (j, (d, row)) in row_d.into_iter().zip(rows).enumerate() {
            grid.lips[j] = grid.lips[j].max(lips[j]);
            grid.least_lip[j] = grid.lips[j];
            if let (Row::Avenue { lo, hi, band }, Row::Avenue { lo: l, hi: h, band: b }) = (&mut grid.rows[j], row) {
                (*lo, *hi, *band) = ((*lo).min(l), (*hi).max(h), (*band).max(b));
            } else {
                grid.row_d[j] = grid.row_d[j].max(d);
                grid.least_row[j] = grid.row_d[j];
            }
        }
    }
}
