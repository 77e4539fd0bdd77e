//! Passages: ways straight through the empty slots of a row, along x, and of a column, along y.
//!
//! Where nothing stands in a slot, wires need not run round it. The empty slots of a row are a street of their own, as
//! deep as the row; its tracks lie level with the middle of the trays there, off the edges of zones and, where it leads
//! out past them, off their names. So are the empty slots of a column, as wide as the column. In a slot the two cross, and
//! wires may turn (cells through which wires are fed are an old device of the layout of circuits).
//!
//! *Invariant*: the tracks of a passage lie inside its row or column, on the phase of the tracks along its direction.

use super::grid::{Grid, Open, Plan, Row, Slot};
use super::measure::{BAND_NAME, CORNER, PHASE, PITCH, ZONE_EDGE};
use super::streets::Axis;
use crate::geom::Gu;

/// How a wire may go through a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Through {
    /// Nothing stands there.
    Empty,
    /// As long as nobody has this seat.
    Seat(usize),
}

impl Grid {
    /// The number, among the streets along x, of the passage through a row; or among those along y, through a column.
    pub(super) fn passage(&self, axis: Axis, place: usize) -> usize {
        place + 1 + if axis == Axis::X { self.nr } else { self.nc }
    }

    /// The row that a street along x, or the column that one along y, is the passage of; `None` for the others.
    pub(super) fn of_passage(&self, axis: Axis, ix: usize) -> Option<usize> {
        ix.checked_sub(self.passage(axis, 0))
    }

    /// Width that the tracks of the passage through a column need.
    pub(super) fn passage_width(&self, i: usize) -> Gu {
        let tracks = i32::from(self.vt[self.passage(Axis::Y, i)]);
        if tracks == 0 { Gu::ZERO } else { CORNER * 2 + PITCH * (tracks + 1) }
    }

    /// The middle of a column.
    pub(super) fn middle_of_column(&self, i: usize) -> Gu {
        self.street_x(i) + self.street_w(i) + self.col_w[i] / 2
    }

    /// x of a track of the passage through a column: they lie in the middle of the column, as trays do.
    pub(super) fn passage_x(&self, i: usize, track: u16) -> Gu {
        let tracks = self.vt[self.passage(Axis::Y, i)].max(track + 1);
        let first = self.middle_of_column(i) - PITCH * i32::from(tracks - 1) / 2 - self.phase_x();
        first.round_down(PITCH) + self.phase_x() + PITCH * i32::from(track)
    }

    /// Depth that the tracks of the passage through a row need, in a row of so many zones.
    pub(super) fn passage_room(&self, j: usize) -> Gu {
        let tracks = i32::from(self.ht[self.passage(Axis::X, j)]);
        let lost = match self.rows[j] {
            Row::Avenue { lo, hi, .. } => (hi + 1 - lo) as i32 * if self.passes_names(j) { 4 } else { 1 },
            Row::Plain => 0,
        };
        if tracks == 0 { Gu::ZERO } else { CORNER * 2 + PITCH * (tracks + 1 + lost) }
    }

    /// Whether the passage through a row leads over the names of zones, before the first column.
    fn passes_names(&self, j: usize) -> bool {
        matches!(self.rows[j], Row::Avenue { .. }) && self.slot(0, j) == Slot::Empty
    }
}

/// The most cells of a plan in which wires go through empty slots along y too: in a larger one that makes few ways shorter,
/// and all searches longer.
const MOST_CELLS: usize = 1000;

impl Plan {
    /// Whether the passages of a grid run along y too.
    pub(super) fn has_column_passages(&self, g: usize) -> bool {
        self.cells.len() <= MOST_CELLS && self.has_passages(g)
    }

    /// Whether a grid holds trays, and has slots without.
    pub(super) fn has_passages(&self, g: usize) -> bool {
        let grid = &self.grids[g];
        let holds_trays = || grid.slots.iter().any(|s| matches!(s, Slot::Cell(_)));
        grid.open == Open::FreeSeats || grid.slots.contains(&Slot::Empty) && holds_trays()
    }

    /// Whether wires may go through a slot: always where nothing stands, and in trials, where what stands there may change,
    /// as long as the seat is free. `None` where they may not.
    pub(super) fn way_through(&self, g: usize, i: usize, j: usize) -> Option<Through> {
        match self.grids[g].slot(i, j) {
            Slot::Empty => Some(Through::Empty),
            Slot::Cell(c) if self.grids[g].open == Open::FreeSeats => Some(Through::Seat(c)),
            _ => None,
        }
    }

    /// Where the tracks of the passage through a row are best: level with the middle of the trays there.
    pub(super) fn passage_middle(&self, g: usize, j: usize) -> Gu {
        let grid = &self.grids[g];
        let mut middles: Vec<Gu> = (0..grid.nc)
            .filter_map(|i| if let Slot::Cell(c) = grid.slot(i, j) { Some(self.cells[c].middle()) } else { None })
            .collect();
        middles.sort_unstable();
        let row = grid.street_y(j) + grid.street_d(j);
        middles.get(middles.len() / 2).copied().unwrap_or(row + grid.row_d[j] / 2)
    }

    /// y of a track of the passage through a row.
    pub(super) fn passage_y(&self, g: usize, j: usize, track: u16) -> Gu {
        let grid = &self.grids[g];
        let tracks = usize::from(grid.ht[grid.passage(Axis::X, j)]).max(usize::from(track) + 1);
        let top = grid.street_y(j) + grid.street_d(j);
        let (depth, edges) = match grid.rows[j] {
            Row::Plain => (grid.row_d[j], Vec::new()),
            Row::Avenue { lo, hi, band } => {
                let zones = (hi + 1 - lo) as i32;
                (band * zones, (0..=zones).map(|k| top + band * k).collect())
            }
        };
        let before = if grid.passes_names(j) { BAND_NAME.0 + Gu(6) } else { ZONE_EDGE };
        let is_off = |y: Gu| edges.iter().all(|edge| y < *edge - before || *edge + ZONE_EDGE < y);
        let first = top.round_down(PITCH) + PHASE * i32::from(grid.odd);
        let free: Vec<Gu> = (0..=depth.0 / PITCH.0 + 1)
            .map(|k| first + PITCH * k)
            .filter(|y| top + CORNER <= *y && *y <= top + depth - CORNER && is_off(*y))
            .collect();
        let middle = self.passage_middle(g, j);
        let far = |list: &[Gu]| (list[0] + list[list.len() - 1] - middle * 2).abs();
        let best = free.windows(tracks).min_by_key(|list| (far(list), list[0]));
        best.map_or(first + PITCH * (1 + i32::from(track)), |list| list[usize::from(track)])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::layout::detail::Detail;
    use crate::layout::streets::{NO_LINE, Streets};
    use crate::layout::{Layout, LayoutConfig, check, layout, world};
    use crate::model::testing::model;

    fn plan_of(text: &str) -> Plan {
        let model = model(text);
        let world = world::World::new(&model, None, Detail::Full);
        let (mut plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        plan.guess(2);
        plan
    }

    #[test]
    fn in_a_very_large_plan_there_are_none_along_y() {
        let apps: Vec<String> = (0..7).map(|k| format!("[app.a{k}]\nuses = [\"a{}\"]\n", (k + 1) % 7)).collect();
        let mut plan = plan_of(&format!("{PLACES}{}", apps.concat()));
        let g = (0..plan.grids.len()).find(|g| plan.has_passages(*g)).unwrap();
        let along_y = |plan: &Plan| {
            let streets = Streets::new(plan);
            let is_one = |line: u32| {
                let street = streets.lines[line as usize];
                street.axis == Axis::Y && street.is_passage(plan)
            };
            streets.stretches.iter().filter(|s| s.line != NO_LINE && is_one(s.line)).count()
        };
        assert!(along_y(&plan) > 0 && plan.has_column_passages(g));
        let more = plan.cells[0].clone();
        plan.cells.resize(MOST_CELLS + 1, more);
        assert!(along_y(&plan) == 0 && plan.has_passages(g));
    }

    /// The layout of some apps, in these columns and rows.
    fn placed(text: &str, slots: &[(&str, (usize, usize))]) -> Layout {
        let model = model(text);
        let mut lock = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() }).lock;
        let district = lock.districts.values_mut().next().unwrap();
        district.0 = slots.iter().map(|(name, slot)| ((*name).to_owned(), *slot)).collect();
        let drawn = layout(&model, &LayoutConfig { lock: Some(lock), ..LayoutConfig::default() });
        assert_eq!(check(&model, &drawn), []);
        drawn
    }

    const PLACES: &str = "[region.r]\nzones = [\"z\", \"y\"]\n[defaults]\nregion = \"r\"\nzones = [\"z\", \"y\"]\n";

    #[test]
    fn a_wire_goes_straight_through_empty_slots() {
        let text = format!("{PLACES}[app.a]\nuses = [\"c\"]\n[app.b]\n[app.c]\n[app.d]\n");
        let drawn = placed(&text, &[("a", (0, 0)), ("b", (1, 1)), ("c", (3, 0)), ("d", (2, 1))]);
        assert_eq!(drawn.wires[0].lines[0].len(), 2, "{:?}", drawn.wires[0].lines);
        // not where something stands between
        let drawn = placed(&text, &[("a", (0, 0)), ("b", (1, 0)), ("c", (3, 0)), ("d", (2, 1))]);
        assert!(drawn.wires[0].lines[0].len() > 2);
    }

    #[test]
    fn several_wires_keep_apart_in_a_passage() {
        let kinds = ["sync", "async", "batch", "replication", "deploy", "failover"];
        let uses = kinds.map(|kind| format!("{{ to = \"c\", kind = \"{kind}\" }}")).join(", ");
        let text = format!("{PLACES}[app.a]\nuses = [{uses}]\n[app.b]\n[app.c]\nuses = [\"a\"]\n");
        let drawn = placed(&text, &[("a", (0, 0)), ("b", (1, 1)), ("c", (2, 0))]);
        let straight = drawn.wires.iter().flat_map(|w| &w.lines).filter(|line| line.len() == 2).count();
        assert!(straight > 3, "{straight} of {}", drawn.wires.len());
    }

    #[test]
    fn a_wire_goes_along_y_through_empty_slots_too_and_turns_in_them() {
        let text = format!("{PLACES}[app.a]\nuses = [\"c\"]\n[app.b]\n[app.c]\n[app.d]\n");
        let line = |slots: &[(&str, (usize, usize))]| placed(&text, slots).wires[0].lines[0].clone();
        // one corner, in the slot that both see
        let corner = line(&[("a", (0, 0)), ("b", (0, 1)), ("c", (1, 1)), ("d", (2, 0))]);
        assert_eq!(corner.len(), 3, "{corner:?}");
        let straight = line(&[("a", (0, 0)), ("b", (1, 0)), ("c", (0, 2)), ("d", (1, 1))]);
        assert_eq!((straight.len(), straight[0].x), (2, straight[1].x));
        // not where something stands between
        let taken = line(&[("a", (0, 0)), ("b", (0, 1)), ("c", (0, 2)), ("d", (1, 1))]);
        assert!(taken.len() > 2, "{taken:?}");
    }

    #[test]
    fn a_column_becomes_as_wide_as_its_passage() {
        let text =
            "[region.r]\n[defaults]\nregion = \"r\"\n[service.a]\nuses = [\"b\", \"c\"]\n[service.b]\n[service.c]\n";
        let mut plan = plan_of(text);
        let g = plan.grids.iter().position(|grid| grid.slots.iter().any(|s| matches!(s, Slot::Cell(_)))).unwrap();
        let before = plan.grids[g].col_w[0];
        let passage = plan.grids[g].passage(Axis::Y, 0);
        plan.grids[g].vt[passage] = 30;
        plan.arrange();
        let grid = &plan.grids[g];
        assert!(grid.col_w[0] > before);
        let left = grid.street_x(0) + grid.street_w(0);
        let tracks: Vec<Gu> = (0..30).map(|track| grid.passage_x(0, track)).collect();
        assert!(tracks[0] >= left + CORNER && tracks[29] <= left + grid.col_w[0] - CORNER, "{tracks:?}");
        assert!(tracks.windows(2).all(|pair| pair[1] - pair[0] == PITCH));
    }

    #[test]
    fn what_comes_from_outside_enters_through_empty_slots_too() {
        let text = format!("{PLACES}[external.x]\nuses = [\"c\"]\n[app.b]\n[app.c]\n");
        let drawn = placed(&text, &[("b", (0, 1)), ("c", (1, 0))]);
        assert_eq!(drawn.wires[0].lines[0].len(), 2, "{:?}", drawn.wires[0].lines);
    }
}
