//! Lets what stands outside the regions stand level with what it has to do with inside, so that lines run straight in.
//!
//! A grid outside has ground to spare behind and in front of it, as far as its slot goes; the one farthest back may
//! reach a little over the edge of all ground. Its rows part until each stands level with what it calls, or as near to
//! it as their order allows (isotonic regression by adjacent violators; Ayer, Brunk, Ewing, Reid and Silverman, 1955).
//! Then the tracks in its streets along x move, in their order, to where a line goes straight on into a tray; and where rows
//! have parted, to that row to which a line turns off, so that it takes no way round.
//!
//! *Invariant*: rows and tracks keep their order, and stay in the slot of their grid, but for that edge.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Plan;
use super::lines::coordinate;
use super::measure::{PHASE, PITCH};
use super::ports::{Ports, over, reach, station};
use super::route::Net;
use super::streets::{Axis, Side, Spot, Streets};
use super::tracks::{Run, Tap};
use crate::geom::Gu;

/// A grid outside the regions that stands level with what its cells have to do with.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub grid: usize,
    /// Its cells, each with one that it should stand level with.
    pub pairs: Vec<(usize, usize)>,
    /// Whether its rows may part.
    pub parts: bool,
}

/// How far what stands outside may reach over the back edge of all ground.
const OVERHANG: Gu = Gu(3 * PITCH.0);
/// The most steps of a pitch that a grid moves for the sake of single wires.
const MOST_STEPS: i32 = 8;

impl Plan {
    /// Moves a grid outside, and its rows, to where they stand level, as far as the slot goes.
    pub(super) fn level_out(&mut self, k: usize, order: &[usize]) {
        let Level { grid, pairs, parts } = &self.level[k];
        let (grid, parts) = (*grid, *parts);
        let Some((top, end)) = self.slot_depth(grid) else { return };
        let own = self.grids[grid].rect;
        let rows = self.grids[grid].nr;
        let mut asked = vec![Vec::new(); if parts { rows } else { 1 }];
        for (a, b) in pairs {
            let row = if parts { self.cells[*a].parent.2 } else { 0 };
            asked[row].push(self.cells[*b].middle() - self.cells[*a].middle());
        }
        let Some(mut moves) = in_order(&asked) else { return };
        moves.resize(rows, moves[0]);
        let bound = |by: Gu| (own.y + by).min(end - own.d).max(top).round_down(PITCH) - own.y;
        let moves: Vec<Gu> = moves.into_iter().map(bound).collect();
        let g = &mut self.grids[grid];
        for (j, pair) in moves.windows(2).enumerate() {
            g.apart[j + 1] = pair[1] - pair[0];
        }
        g.lay_rows();
        g.rect.y = own.y;
        self.shift(grid, moves[0], order);
    }

    /// Moves a grid with all that is in it along y. `order` has parents before their children.
    fn shift(&mut self, grid: usize, by: Gu, order: &[usize]) {
        self.grids[grid].rect.y += by;
        let mut inside = vec![false; self.grids.len()];
        inside[grid] = true;
        for &g in order {
            if self.grids[g].parent.is_some_and(|p| inside[p.0]) {
                inside[g] = true;
            }
            if inside[g] {
                self.place(g);
            }
        }
    }

    /// From where to where the slot of a grid goes along y.
    fn slot_depth(&self, grid: usize) -> Option<(Gu, Gu)> {
        let (parent, _, j) = self.grids[grid].parent?;
        let row = &self.grids[parent];
        let top = row.street_y(j) + row.street_d(j);
        // behind all there is nobody whom its figures could hide
        let is_last = parent == self.root && j == 0 && row.ht[0] == 0;
        Some((if is_last { top - OVERHANG } else { top }, top + row.row_d[j]))
    }
}

/// By how much each row should move when rows may part but not come nearer to each other: near to the middle of what each
/// asks for. Rows that ask for nothing go with the one before them; `None` if none asks.
fn in_order(rows: &[Vec<Gu>]) -> Option<Vec<Gu>> {
    let middle = |all: &[Gu]| {
        let mut all = all.to_vec();
        all.sort_unstable();
        all[all.len() / 2]
    };
    // blocks of rows that move as one: what they ask for, and where they start
    let mut blocks: Vec<(Vec<Gu>, usize)> = Vec::new();
    for (j, asked) in rows.iter().enumerate().filter(|(_, asked)| !asked.is_empty()) {
        let mut block = (asked.clone(), j);
        while let Some(before) = blocks.pop_if(|before| middle(&before.0) > middle(&block.0)) {
            block = ([before.0, block.0].concat(), before.1);
        }
        blocks.push(block);
    }
    let first = middle(&blocks.first()?.0);
    let of = |j: usize| blocks.iter().rev().find(|b| b.1 <= j).map_or(first, |b| middle(&b.0));
    Some((0..rows.len()).map(of).collect())
}

/// A wire between a grid outside and what is on the other side of the street beside it.
struct Way {
    grid: usize,
    /// The street along x by which it comes, with its track; `None` where it comes from a tray.
    along: Option<(usize, u16)>,
    /// From where to where along y it may lie on this side of the street, and on the other.
    near: (Gu, Gu),
    far: (Gu, Gu),
    /// Where it ends on the other side.
    port: Gu,
}

impl Way {
    /// Where its track should be for the wire to go straight on, if it can. A port comes to the track, which keeps its phase;
    /// another track does not.
    fn straight(&self, phase: Gu) -> Option<Gu> {
        let (from, to) = (self.near.0.max(self.far.0), self.near.1.min(self.far.1));
        if from > to {
            return None;
        }
        let y = self.port.clamp(from, to);
        let on_phase = (y - phase + PHASE).round_down(PITCH) + phase;
        Some(if self.far.0 == self.far.1 { y } else { on_phase })
    }
}

/// Moves grids outside a little, and the tracks in their streets along x, to where most wires go straight on. Gives whether
/// anything moved.
pub(super) fn settle(plan: &mut Plan, streets: &Streets, nets: &[Net], runs: &[Run], ports: &Ports) -> bool {
    let mut moved = false;
    let mut order = plan.bottom_up();
    order.reverse();
    let mut found = ways(plan, streets, nets, runs, ports);
    for k in 0..plan.level.len() {
        let grid = plan.level[k].grid;
        let by = best_move(plan, grid, &found);
        plan.shift(grid, by, &order);
        moved |= by != Gu::ZERO;
    }
    if moved {
        found = ways(plan, streets, nets, runs, ports);
    }
    let mut wanted: BTreeMap<(usize, usize), Vec<(u16, &Way)>> = BTreeMap::new();
    for way in &found {
        if let Some((j, track)) = way.along {
            wanted.entry((way.grid, j)).or_default().push((track, way));
        }
    }
    let to_front = to_front(plan, streets, runs);
    for (g, j) in wanted.keys().chain(to_front.keys()).copied().collect::<BTreeSet<_>>() {
        let grid = &plan.grids[g];
        let own: Vec<Gu> = (0..grid.ht[j]).map(|track| grid.track_y(j, track)).collect();
        let phase = PHASE * i32::from(grid.odd);
        let mut wish: Vec<Option<Gu>> = vec![None; own.len()];
        for (track, way) in wanted.get(&(g, j)).into_iter().flatten().copied() {
            if let Some(y) = way.straight(phase) {
                wish[usize::from(track)].get_or_insert(y);
            }
        }
        let (Some(first), Some(last), Some(slot)) = (own.first(), own.last(), plan.slot_depth(g)) else { continue };
        let (from, to) = match j {
            0 => (slot.0, *last),
            _ if j == grid.nr => (*first, slot.1),
            _ => (*first, *last + grid.apart[j]),
        };
        let mut tracks = placed(&own, &wish, from, to);
        if let Some(to_front) = to_front.get(&(g, j)) {
            let mut end = to;
            for (t, y) in tracks.iter_mut().enumerate().rev() {
                if wish[t] != Some(*y) && to_front.get(&(t as u16)) == Some(&true) {
                    *y = end;
                }
                end = *y - PITCH;
            }
        }
        moved |= tracks != own;
        plan.grids[g].tracks[j] = tracks;
    }
    moved
}

/// The streets between rows that have parted, each with its tracks, and whether all that run there turn off to the front
/// alone, within their grid.
fn to_front(plan: &Plan, streets: &Streets, runs: &[Run]) -> BTreeMap<(usize, usize), BTreeMap<u16, bool>> {
    let has_parted = |g: usize| plan.grids[g].apart.iter().any(|apart| *apart > Gu::ZERO);
    let parted: BTreeSet<usize> = plan.level.iter().map(|level| level.grid).filter(|g| has_parted(*g)).collect();
    let of_parted = || runs.iter().filter(|run| parted.contains(&streets.lines[run.line as usize].grid));
    let mut down: BTreeMap<(usize, u32), usize> = BTreeMap::new();
    for run in of_parted().filter(|run| streets.lines[run.line as usize].axis == Axis::Y) {
        let grid = streets.lines[run.line as usize].grid;
        down.extend(run.nodes.iter().map(|n| ((run.wire, *n), grid)));
    }
    let mut out: BTreeMap<(usize, usize), BTreeMap<u16, bool>> = BTreeMap::new();
    for run in of_parted() {
        let street = streets.lines[run.line as usize];
        let (grid, j) = (street.grid, street.ix);
        let has_parted = street.axis == Axis::X
            && !street.is_passage(plan)
            && (1..plan.grids[grid].nr).contains(&j)
            && plan.grids[grid].apart[j] > Gu::ZERO;
        if !has_parted {
            continue;
        }
        let home = |tap: &Tap| match station(streets, tap).map(|s| streets.spot[s as usize]) {
            Some(Spot::Port { cell, .. }) => Some(plan.cells[cell].parent.0),
            _ => down.get(&(run.wire, tap.node)).copied(),
        };
        let to_front = run.taps.iter().all(|tap| tap.forward && home(tap) == Some(grid));
        *out.entry((grid, j)).or_default().entry(run.track).or_insert(true) &= to_front;
    }
    out
}

/// The wires between grids outside and what is beside them: trays, or tracks.
fn ways(plan: &Plan, streets: &Streets, nets: &[Net], runs: &[Run], ports: &Ports) -> Vec<Way> {
    let mut lines: BTreeMap<(usize, u32), &Run> = BTreeMap::new();
    for run in runs.iter().filter(|run| streets.lines[run.line as usize].axis == Axis::X) {
        lines.extend(run.nodes.iter().map(|n| ((run.wire, *n), run)));
    }
    let end = |wire: usize, tap: &Tap| match station(streets, tap) {
        Some(station) => {
            let Spot::Port { cell, side } = streets.spot[station as usize] else { return None };
            Some(End::Tray(cell, side, *ports.get(&(station, wire))?))
        }
        None => lines.get(&(wire, tap.node)).map(|run| End::Track(run)),
    };
    let mut ways = Vec::new();
    for run in runs.iter().filter(|run| streets.lines[run.line as usize].axis == Axis::Y) {
        for (a, b) in over(streets, nets, run) {
            let (Some(p), Some(q)) = (end(run.wire, &a), end(run.wire, &b)) else { continue };
            ways.extend(way(plan, streets, &p, &q).or_else(|| way(plan, streets, &q, &p)));
        }
    }
    ways
}

/// Where a wire comes to a street along y.
enum End<'a> {
    /// From the side of a tray, where its port is.
    Tray(usize, Side, Gu),
    /// Along a street.
    Track(&'a Run),
}

/// A wire between two ends on both sides of a street, where the first is of a grid outside, and the other is not.
fn way(plan: &Plan, streets: &Streets, near: &End<'_>, far: &End<'_>) -> Option<Way> {
    let outside = |g: usize| plan.level.iter().any(|level| level.grid == g);
    let home = |end: &End<'_>| match end {
        End::Tray(cell, ..) => plan.cells[*cell].parent.0,
        End::Track(run) => streets.lines[run.line as usize].grid,
    };
    let grid = home(near);
    if !outside(grid) || outside(home(far)) {
        return None;
    }
    let (far, port) = match far {
        End::Tray(cell, side, port) => (reach(&plan.cells[*cell], *side), *port),
        End::Track(run) => {
            let y = coordinate(plan, streets, run);
            ((y, y), y)
        }
    };
    let (near, along) = match near {
        End::Tray(cell, side, _) => (reach(&plan.cells[*cell], *side), None),
        End::Track(run) => {
            let (y, street) = (coordinate(plan, streets, run), streets.lines[run.line as usize]);
            let slot = plan.slot_depth(grid)?;
            match street.ix {
                _ if street.is_passage(plan) => ((y, y), None),
                0 => ((slot.0, y), Some((0, run.track))),
                j if j == plan.grids[grid].nr => ((y, slot.1), Some((j, run.track))),
                j => ((y, y + plan.grids[grid].apart[j]), Some((j, run.track))),
            }
        }
    };
    Some(Way { grid, along, near, far, port })
}

/// The move of a grid outside, within its slot, with which most of its wires go straight on; the least of these.
fn best_move(plan: &Plan, grid: usize, ways: &[Way]) -> Gu {
    let Some(slot) = plan.slot_depth(grid) else { return Gu::ZERO };
    let rect = plan.grids[grid].rect;
    let straight = |by: Gu| {
        let moved = |way: &&Way| {
            let (from, to) = (way.near.0 + by, way.near.1 + by);
            // a street at the edge goes as far as the slot in any case
            let from = if way.near.0 == slot.0 { slot.0 } else { from };
            let to = if way.near.1 == slot.1 { slot.1 } else { to };
            from.max(way.far.0) <= to.min(way.far.1)
        };
        ways.iter().filter(|way| way.grid == grid).filter(moved).count()
    };
    let steps = (-MOST_STEPS..=MOST_STEPS).map(|k| PITCH * k);
    let inside = steps.filter(|by| *by == Gu::ZERO || slot.0 <= rect.y + *by && rect.y1() + *by <= slot.1);
    inside.max_by_key(|by| (straight(*by), -by.abs(), *by)).unwrap_or_default()
}

/// Places for tracks in their order, as near to where they wish to be as these bounds and the others allow; those without
/// a wish stay where they are if they can.
fn placed(own: &[Gu], wish: &[Option<Gu>], from: Gu, to: Gu) -> Vec<Gu> {
    let n = own.len();
    let mut places = own.to_vec();
    // a wish is granted where all others have room before it and behind it; those nearer to the rows first
    let mut fixed: Vec<Option<Gu>> = vec![None; n];
    for (t, wish) in wish.iter().enumerate() {
        let Some(y) = *wish else { continue };
        let (mut low, mut high) = (from + PITCH * t as i32, to - PITCH * (n - 1 - t) as i32);
        for (k, other) in fixed.iter().enumerate() {
            match other {
                Some(o) if k < t => low = low.max(*o + PITCH * (t - k) as i32),
                Some(o) => high = high.min(*o - PITCH * (k - t) as i32),
                None => {}
            }
        }
        if low <= y && y <= high {
            fixed[t] = Some(y);
        }
    }
    for t in 0..n {
        let least = if t == 0 { places[t] } else { places[t].max(places[t - 1] + PITCH) };
        places[t] = fixed[t].unwrap_or(least);
    }
    for t in (0..n.saturating_sub(1)).rev() {
        if fixed[t].is_none() {
            places[t] = places[t].min(places[t + 1] - PITCH);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::geom::GRect;
    use crate::layout::{LayoutConfig, layout};
    use crate::model::testing::model;

    fn gu(list: &[i32]) -> Vec<Gu> {
        list.iter().map(|v| Gu(*v)).collect()
    }

    #[test]
    fn a_wire_past_what_stands_before_a_region_goes_straight_in() {
        let text = "[region.r]\nzones = [\"z\"]\n[defaults]\nregion = \"r\"\n[external.browser]\nuses = [\"cdn\", \"api\"]\n\
            [gateway.cdn]\nkind = \"cloudfront\"\nuses = [\"pages\"]\n[store.pages]\nkind = \"s3\"\n\
            [service.api]\nkind = \"api-gateway\"\nuses = [\"items\"]\n[store.items]\nkind = \"dynamodb\"\n";
        let model = model(text);
        let drawn = layout(&model, &LayoutConfig::default());
        let turns: Vec<usize> = drawn.wires.iter().flat_map(|w| &w.lines).map(|line| line.len() - 2).collect();
        // past what stands before it, it would have to turn four times to a tray that is not level with its street
        assert!(turns.iter().sum::<usize>() <= 2, "{turns:?}");
    }

    #[test]
    fn what_stands_farthest_back_reaches_over_the_edge_of_the_ground_to_stand_level() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/log-analysis.topology.toml");
        let model = model(&std::fs::read_to_string(path).unwrap());
        let drawn = layout(&model, &LayoutConfig::default());
        let id = |tray: &crate::layout::Tray| &model.component(model.placement(tray.placement).component).id;
        let analysts = drawn.trays.iter().find(|tray| *id(tray) == "analysts").unwrap();
        let slab = drawn.containers[0].rect;
        assert!(analysts.rect.y < slab.y && slab.y - analysts.rect.y <= OVERHANG, "{:?} {slab:?}", analysts.rect);
        assert!(drawn.trays.iter().all(|tray| drawn.bounds.contains(&tray.rect)));
        // along the street behind the servers, and straight in
        let from =
            |line: &&Vec<crate::geom::GPoint>| analysts.rect.grown(Gu(1)).contains(&GRect::around(line[0], Gu(0)));
        let line = drawn.wires.iter().flat_map(|w| &w.lines).find(from).unwrap();
        assert!(line.len() <= 3, "{line:?}");
    }

    #[test]
    fn where_rows_have_parted_a_line_keeps_near_to_the_row_that_it_turns_off_to() {
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nzones = [\"a\", \"b\"]\n\
            [external.users]\nkind = \"browser\"\nuses = [\"dns\", \"cdn\"]\n\
            [external.admins]\nkind = \"staff\"\nuses = [\"bastion\"]\n\
            [gateway.dns]\nkind = \"route53\"\nuses = [\"cdn\"]\n[gateway.cdn]\nkind = \"cloudfront\"\nuses = [\"pages\", \"alb\"]\n\
            [store.pages]\nkind = \"s3\"\n[gateway.alb]\nkind = \"load-balancer\"\nzones = [\"a\", \"b\"]\nuses = [\"web\"]\n\
            [app.bastion]\nuses = [\"web\"]\n[app.web]\nper-zone = 2\nuses = [\"cache\", \"db\"]\n\
            [store.cache]\nkind = \"elasticache\"\n[store.db]\nkind = \"aurora\"\n";
        let model = model(text);
        let drawn = layout(&model, &LayoutConfig::default());
        let long = |line: &Vec<crate::geom::GPoint>| -> i32 {
            line.windows(2).map(|p| (p[1].x - p[0].x).abs().0 + (p[1].y - p[0].y).abs().0).sum()
        };
        let apart = |line: &Vec<crate::geom::GPoint>| {
            let (a, b) = (line[0], line[line.len() - 1]);
            (b.x - a.x).abs().0 + (b.y - a.y).abs().0
        };
        for line in drawn.wires.iter().flat_map(|w| &w.lines) {
            assert!(long(line) <= apart(line) + 500, "{line:?}");
        }
    }

    #[test]
    fn rows_part_but_never_come_nearer() {
        let rows = |list: &[&[i32]]| in_order(&list.iter().map(|row| gu(row)).collect::<Vec<_>>());
        assert_eq!(rows(&[&[10], &[30], &[50]]), Some(gu(&[10, 30, 50])));
        // the first one gives way to two that agree
        assert_eq!(rows(&[&[50], &[10, 10]]), Some(gu(&[10, 10])));
        assert_eq!(rows(&[&[], &[10], &[], &[40]]), Some(gu(&[10, 10, 10, 40])));
        assert_eq!(rows(&[&[], &[]]), None);
    }

    #[test]
    fn tracks_take_the_places_they_wish_and_keep_their_order() {
        let p = PITCH.0;
        let own = gu(&[10 * p, 11 * p, 12 * p]);
        let wish = |list: [Option<i32>; 3]| list.map(|y| y.map(|y| Gu(y * p)));
        let placed = |list| placed(&own, &wish(list), Gu::ZERO, Gu(12 * p));
        assert_eq!(placed([None, None, None]), own);
        assert_eq!(placed([Some(3), None, None]), gu(&[3 * p, 11 * p, 12 * p]));
        // the others make room
        assert_eq!(placed([None, Some(5), None]), gu(&[4 * p, 5 * p, 12 * p]));
        // no room for the first before the second
        assert_eq!(placed([Some(7), Some(5), None]), gu(&[7 * p, 11 * p, 12 * p]));
        assert_eq!(placed([Some(-1), None, Some(13)]), own);
    }
}
