//! Sizes and positions of a whole plan: one pass from the leaves up, one from the root down, both from the number of
//! tracks that each street has.

use super::grid::{Align, Grid, Plan, Row, Slot};
use super::measure::{INSET, MOST_SPREAD, PITCH};
use crate::geom::{GRect, Gu};
use crate::layout::ContainerKind;

impl Plan {
    /// Computes all sizes and positions from the tracks of the streets; the root stands at (0, 0).
    pub(super) fn arrange(&mut self) {
        for g in self.bottom_up() {
            self.grids[g].spread = Gu::ZERO;
            self.grids[g].apart.fill(Gu::ZERO);
            self.size(g);
        }
        let mut order = self.bottom_up();
        order.reverse();
        self.grids[self.root].rect.x = Gu::ZERO;
        self.grids[self.root].rect.y = Gu::ZERO;
        for &g in &order {
            self.place(g);
        }
        for k in 0..self.level.len() {
            self.level_out(k, &order);
        }
    }

    /// Notes how near to their left edges the streets of all grids can come, then gives every street some tracks for a
    /// first guess of positions.
    pub(super) fn guess(&mut self, tracks: u16) {
        self.phases();
        self.arrange();
        for grid in &mut self.grids {
            grid.least_vx.clone_from(&grid.vx);
            grid.fill_vt(tracks);
            grid.fill_ht(tracks);
        }
        self.arrange();
    }

    /// The least size of what stands in a slot, once that has its own.
    pub(super) fn child_size(&self, slot: Slot) -> (Gu, Gu) {
        match slot {
            Slot::Empty => (Gu::ZERO, Gu::ZERO),
            Slot::Cell(c) => {
                let c = &self.cells[c];
                (c.template.w.max(c.least_w), c.template.plain_depth().max(c.least_d))
            }
            Slot::Grid(g) => {
                let r = self.grids[g].rect;
                // the sides of a slab are seen in front of it: no wire runs over them
                let slab = matches!(self.grids[g].kind, Some(ContainerKind::Region(_)));
                let side = if slab { PITCH } else { Gu::ZERO };
                (r.w + side, r.d + side)
            }
        }
    }

    /// Widens the inner streets of a grid evenly, so that it comes near to a width.
    fn spread(&mut self, k: usize, width: Gu) {
        let grid = &mut self.grids[k];
        let streets = grid.nc as i32 - 1;
        let spare = width - grid.rect.w;
        if streets > 0 && spare > Gu::ZERO {
            grid.spread = Gu((spare.0 / streets).min(MOST_SPREAD.0) / PITCH.0 * PITCH.0);
            grid.lay_columns();
        }
    }

    /// Column widths, row depths and the size of one grid whose children have theirs.
    fn size(&mut self, g: usize) {
        self.join(g);
        let nr = self.grids[g].nr;
        let mut col_w = self.grids[g].least_col.clone();
        for (i, width) in col_w.iter_mut().enumerate() {
            let widest = (0..nr).map(|j| self.child_size(self.grids[g].slot(i, j)).0).max().unwrap_or_default();
            *width = (*width).max(widest).max(self.grids[g].passage_width(i)).round_up(PITCH);
        }
        self.set_columns(g, col_w);
    }

    /// Gives the columns of a grid their widths, and its rows the depths that go with them.
    pub(super) fn set_columns(&mut self, g: usize, col_w: Vec<Gu>) {
        let rows: Vec<_> = (0..self.grids[g].nr).map(|j| self.row(g, j, &col_w)).collect();
        let grid = &mut self.grids[g];
        for (j, (row, lip, depth)) in rows.into_iter().enumerate() {
            (grid.rows[j], grid.lips[j], grid.row_d[j]) = (row, lip, depth);
        }
        grid.col_w = col_w;
        grid.lay_columns();
        grid.lay_rows();
    }

    /// How a row of a grid is built, the depth of its nameplates and its own, from what stands in it and from the
    /// widths of the columns.
    fn row(&self, g: usize, j: usize, col_w: &[Gu]) -> (Row, Gu, Gu) {
        let grid = &self.grids[g];
        let cells = || {
            (0..grid.nc).filter_map(|i| match grid.slot(i, j) {
                Slot::Cell(c) => Some((i, &self.cells[c])),
                _ => None,
            })
        };
        let lips = cells()
            .filter(|(_, c)| c.template.plate)
            .map(|(i, c)| c.template.lip(fill(c.template.w.max(c.least_w), col_w[i], true)));
        let lip = lips.fold(grid.least_lip[j], Gu::max);
        let mut row = grid.rows[j];
        let depth = if let Row::Avenue { lo, hi, band } = &mut row {
            for (_, cell) in cells() {
                let (zl, zh) = cell.template.zones.unwrap_or((*lo, *hi));
                let n = (zh - zl + 1) as i32;
                *band = (*band).max(cell.template.band).max((cell.least_d - lip + INSET2 + Gu(n - 1)) / n);
            }
            let zones = (*hi - *lo + 1) as i32;
            *band = (*band).max((grid.passage_room(j) + Gu(zones - 1)) / zones);
            *band * zones + lip
        } else {
            let least = (0..grid.nc).map(|i| self.child_size(grid.slot(i, j)).1).fold(grid.least_row[j], Gu::max);
            cells()
                .filter(|(_, c)| c.template.plate)
                .map(|(_, c)| c.template.band + lip)
                .fold(least, Gu::max)
                .max(grid.passage_room(j))
        };
        (row, lip, depth.round_up(PITCH))
    }

    /// Where the tray of a cell stands in a slot that has its place, with the depth of its nameplate, and the avenue: where
    /// its back is, its first zone and the depth of each.
    fn tray(&self, cell: usize, (g, i, j): (usize, usize, usize)) -> (GRect, Gu, Option<(Gu, usize, Gu)>) {
        let grid = &self.grids[g];
        let x = grid.street_x(i) + grid.street_w(i);
        let y = grid.street_y(j) + grid.street_d(j);
        let (col_w, row_d) = (grid.col_w[i], grid.row_d[j]);
        let (t, (w, d)) = (&self.cells[cell].template, self.child_size(Slot::Cell(cell)));
        match grid.rows[j] {
            Row::Avenue { lo, hi, band } => {
                let (zl, zh) = t.zones.unwrap_or((lo, hi));
                // in a trial a tray may have zones that its row has not
                let top = y + band * (zl as i32 - lo as i32) + INSET;
                let depth = band * (zh - zl + 1) as i32 - INSET2 + grid.lips[j];
                let wide = fill(w, col_w, t.plate);
                (GRect::new(x + (col_w - wide) / 2, top, wide, depth), grid.lips[j], Some((y, lo, band)))
            }
            Row::Plain if t.plate => {
                let (wide, deep) = (fill(w, col_w, true), fill(d, row_d, true));
                let lip = if deep == row_d { grid.lips[j] } else { t.lip(wide) };
                (GRect::new(x + (col_w - wide) / 2, y + row_d - deep, wide, deep), lip, None)
            }
            Row::Plain => (GRect::new(x + (col_w - w) / 2, y + grid.in_row(row_d - d), w, d), t.lip, None),
        }
    }

    /// Where the tray of a cell would stand in the seat of another.
    pub(super) fn tray_at(&self, cell: usize, seat: usize) -> GRect {
        if cell == seat {
            return self.cells[cell].rect;
        }
        self.tray(cell, self.cells[seat].parent).0
    }

    /// Positions of the children of one grid whose own position is known.
    pub(super) fn place(&mut self, g: usize) {
        let grid = &self.grids[g];
        let mut moves = Vec::new();
        for i in 0..grid.nc {
            for j in 0..grid.nr {
                let slot = grid.slot(i, j);
                match slot {
                    Slot::Empty => {}
                    Slot::Cell(c) => {
                        let (rect, lip, avenue) = self.tray(c, (g, i, j));
                        moves.push((slot, rect, lip, avenue));
                    }
                    Slot::Grid(_) => {
                        let (w, d) = self.child_size(slot);
                        let x = grid.street_x(i) + grid.street_w(i);
                        let y = grid.street_y(j) + grid.street_d(j);
                        let dx = Gu((grid.col_w[i] - w).0 / 2 / PITCH.0 * PITCH.0);
                        let dy = grid.in_row(grid.row_d[j] - d);
                        moves.push((slot, GRect::new(x + dx, y + dy, w, d), Gu::ZERO, None));
                    }
                }
            }
        }
        for (slot, rect, lip, avenue) in moves {
            match slot {
                Slot::Cell(c) => {
                    let cell = &mut self.cells[c];
                    (cell.rect, cell.lip, cell.avenue) = (rect, lip, avenue);
                }
                Slot::Grid(k) => {
                    // a plate fills its slot, so that plates line up
                    let plates = self.grids[k].kind.is_some() && self.grids[g].kind.is_some();
                    if plates || self.grids[g].joined {
                        let (i, j) = self.grids[k].parent.map_or((0, 0), |p| (p.1, p.2));
                        let parent = &self.grids[g];
                        let (x, y) = (parent.street_x(i) + parent.street_w(i), parent.street_y(j) + parent.street_d(j));
                        let (w, d) = (parent.col_w[i], parent.row_d[j]);
                        self.spread(k, w);
                        self.grids[k].rect = GRect::new(x, y, w, d);
                        continue;
                    }
                    self.grids[k].rect.x = rect.x;
                    self.grids[k].rect.y = rect.y.round_down(PITCH);
                }
                Slot::Empty => {}
            }
        }
    }
}

impl Grid {
    /// How far from the back of its row something stands that leaves so much of the depth.
    fn in_row(&self, spare: Gu) -> Gu {
        match self.align {
            Align::Front => spare,
            Align::Middle => Gu(spare.0 / 2).round_up(PITCH).min(spare),
            Align::Back => Gu::ZERO,
        }
    }
}

/// Length of a tray's side in a slot: plates fill their slot, so that they line up, unless that makes them too large.
fn fill(least: Gu, room: Gu, plate: bool) -> Gu {
    if plate && room <= least * 3 { room } else { least }
}

/// Both insets of a tray.
const INSET2: Gu = Gu(INSET.0 * 2);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::layout::{LayoutConfig, Tray, layout};
    use crate::model::testing::model;

    const ROW: &str = "[region.r]\nzones = [\"a\", \"b\", \"c\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n\
        [app.short]\nuses = [\"long\"]\n\
        [app.long]\nlabel = \"a name that needs two lines\"\nuses = [\"wide\"]\n\
        [app.wide]\nzones = [\"a\", \"b\", \"c\"]\nuses = [\"one\", \"two\"]\n\
        [store.one]\nkind = \"s3\"\n[store.two]\nkind = \"s3\"\nlabel = \"another that needs two of them\"\n";

    /// The trays of some components, by name.
    fn trays<const N: usize>(names: [&str; N]) -> [Tray; N] {
        let model = model(ROW);
        let layout = layout(&model, &LayoutConfig::default());
        names.map(|name| {
            let is_it = |t: &&Tray| model.component(model.placement(t.placement).component).id == name;
            layout.trays.iter().find(is_it).unwrap().clone()
        })
    }

    #[test]
    fn trays_on_the_same_zones_of_a_row_end_in_one_line() {
        let [short, long, wide] = trays(["short", "long", "wide"]);
        assert_eq!((short.lines.len(), long.lines.len()), (1, 2));
        assert_eq!(short.rect.y, wide.rect.y, "one avenue");
        assert_eq!(short.rect.y1(), long.rect.y1());
        assert_eq!(short.nameplate.d, long.nameplate.d);
        // a third zone, and the same nameplate in front of it
        assert!(wide.rect.y1() > long.rect.y1());
        assert_eq!(wide.nameplate.d, long.nameplate.d);
    }

    #[test]
    fn solids_of_a_plain_row_stand_in_one_line() {
        let [one, two] = trays(["one", "two"]);
        assert_eq!((one.lines.len(), two.lines.len()), (1, 2));
        assert_eq!(one.rect.y, two.rect.y, "one row");
        assert_eq!(one.solids[0].rect.y, two.solids[0].rect.y);
        assert_eq!(one.nameplate.y, two.nameplate.y);
    }
}
