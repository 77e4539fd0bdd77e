//! Chooses where on the side of a tray each wire ends.
//!
//! On each side, ports are sorted so that wires do not cross in front of it: those that turn back first, the nearest
//! track outermost, those that go straight in the middle. East and west ports of odd columns, and north and south ports
//! of odd rows, are moved by half a pitch, so that stubs from the two sides of a street never lie on one line.
//! Neighbours in one street whose ways meet there are joined by a straight line.
//!
//! *Invariant*: two wires never share a port coordinate on a side.

mod apart;

use std::collections::BTreeMap;

use super::grid::{Cell, Plan};
use super::lines::{Tracks, coordinate};
use super::measure::{BAND_NAME, CORNER, PHASE, PITCH, SMALL, ZONE_EDGE};
use super::route::Net;
use super::streets::{Axis, Side, Spot, Streets};
use super::tracks::{Run, Tap};
use crate::geom::Gu;

/// Coordinates of ports, by station and wire: y for east and west sides, x for north and south.
pub(super) type Ports = BTreeMap<(u32, usize), Gu>;

/// How far wires end from each other on a side so that their arrowheads do not touch.
const HEADS_APART: Gu = Gu(42);

/// The wires at each station with the runs that they turn into.
pub(super) fn stations(streets: &Streets, runs: &[Run]) -> BTreeMap<u32, Vec<usize>> {
    let mut at: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (k, run) in runs.iter().enumerate() {
        for tap in &run.taps {
            if let Some(station) = station(streets, tap) {
                at.entry(station).or_default().push(k);
            }
        }
    }
    at
}

/// Makes cells large enough for the ports on their sides. Gives whether any had to grow.
pub(super) fn make_room(plan: &mut Plan, streets: &Streets, runs: &[Run]) -> bool {
    let mut grown = false;
    let passing = passing(plan, streets, runs, |_| Gu::ZERO);
    for (station, list) in stations(streets, runs) {
        let Spot::Port { cell, side } = streets.spot[station as usize] else { continue };
        let c = &mut plan.cells[cell];
        // beside the name of each zone two or three ports are lost
        let names = if side == Side::West && c.parent.1 == 0 { zone_edges(c).len() as i32 } else { 0 };
        let need = PITCH * (list.len() as i32 + 1 + 3 * names) + CORNER * 2;
        let need = if list.len() < 3 { PITCH * 3 } else { need };
        let need = need + PITCH * passing.get(&station).map_or(0, Vec::len) as i32;
        if side.axis() == Axis::X {
            // on the bare ground no wire ends beside the label
            let need = if c.template.plate { need } else { need + c.template.lip };
            if c.rect.d < need && c.least_d < need {
                c.least_d = need;
                grown = true;
            }
        } else if c.rect.w < need && c.least_w < need {
            c.least_w = need;
            grown = true;
        }
    }
    grown
}

/// What ends, in the passage that a station faces, at the street between: the wires with the coordinates of their runs.
fn passing(plan: &Plan, streets: &Streets, runs: &[Run], at: impl Fn(&Run) -> Gu) -> BTreeMap<u32, Vec<(usize, Gu)>> {
    let faced =
        |end: &u32| streets.around(*end).iter().map(|hop| hop.to).find(|n| streets.across[*n as usize].0 == *end);
    let mut passing: BTreeMap<u32, Vec<(usize, Gu)>> = BTreeMap::new();
    for run in runs.iter().filter(|run| streets.lines[run.line as usize].is_passage(plan)) {
        for station in run.nodes.iter().filter_map(faced) {
            passing.entry(station).or_default().push((run.wire, at(run)));
        }
    }
    passing
}

/// All ports, after tracks have places.
pub(super) fn ports(plan: &Plan, streets: &Streets, nets: &[Net], runs: &[Run], tracks: &Tracks) -> Ports {
    let stations = stations(streets, runs);
    let passing = passing(plan, streets, runs, |run| coordinate(plan, streets, run));
    let mut ports = Ports::new();
    for (&station, list) in &stations {
        let Spot::Port { cell, side } = streets.spot[station as usize] else { continue };
        let passing = passing.get(&station).map_or(&[][..], Vec::as_slice);
        let order = order(streets, runs, station, side, list, passing);
        let cell = &plan.cells[cell];
        let even = spread(plan, cell, side, order.len(), passing);
        let wires: Vec<usize> = order.iter().map(|run| runs[*run].wire).collect();
        let at = through_passage(cell, side, &wires, &even, passing).unwrap_or(even);
        ports.extend(wires.into_iter().map(|wire| (station, wire)).zip(at));
    }
    let sides = Sides { plan, streets, nets, runs, tracks, stations: &stations, passing: &passing };
    sides.straighten(&mut ports);
    // one that moves away makes room for its neighbour
    for _ in 0..2 {
        sides.go_straight_on(&mut ports);
    }
    for station in stations.keys() {
        sides.keep_apart(*station, &mut ports);
    }
    sides.part_facing(&mut ports);
    ports
}

/// What decides where ports may move.
struct Sides<'a> {
    plan: &'a Plan,
    streets: &'a Streets,
    nets: &'a [Net],
    runs: &'a [Run],
    tracks: &'a Tracks,
    stations: &'a BTreeMap<u32, Vec<usize>>,
    /// See [`passing`].
    passing: &'a BTreeMap<u32, Vec<(usize, Gu)>>,
}

impl Sides<'_> {
    /// The wires that end at a station.
    fn wires(&self, station: u32) -> impl Iterator<Item = usize> {
        self.stations.get(&station).into_iter().flatten().map(|k| self.runs[*k].wire)
    }

    /// Whether the port that a wire has at a station may be at a coordinate: the order of the ports there stays, and none of
    /// the others is nearer than so much.
    fn may_move(&self, ports: &Ports, (station, wire): (u32, usize), at: Gu, least: Gu) -> bool {
        let mine = ports.get(&(station, wire)).copied().unwrap_or(at);
        if self.passing.get(&station).is_some_and(|passing| is_passed(passing, at, |w| w == wire)) {
            return false;
        }
        self.wires(station).all(|w| {
            let other = ports.get(&(station, w)).copied();
            w == wire || other.is_none_or(|o| (o < mine) == (o < at) && (o - at).abs() >= least)
        })
    }

    /// All pairs of taps that [`over`] gives, with their runs.
    fn pairs(&self) -> impl Iterator<Item = (&Run, (Tap, Tap))> {
        self.runs.iter().flat_map(|run| over(self.streets, self.nets, run).into_iter().map(move |pair| (run, pair)))
    }

    /// Joins neighbours over one street by a straight line where their sides face each other.
    fn straighten(&self, ports: &mut Ports) {
        for (run, (back, front)) in self.pairs() {
            let (Some(back), Some(front)) = (station(self.streets, &back), station(self.streets, &front)) else {
                continue;
            };
            let (Spot::Port { cell: back_cell, side }, Spot::Port { cell: front_cell, side: front_side }) =
                (self.streets.spot[back as usize], self.streets.spot[front as usize])
            else {
                continue;
            };
            let (b, f) = (&self.plan.cells[back_cell], &self.plan.cells[front_cell]);
            let Some(&at) = ports.get(&(back, run.wire)) else { continue };
            let (from, to) = (reach(b, side), reach(f, side));
            let (lo, hi) = (from.0.max(to.0), from.1.min(to.1));
            let kept = [kept_free(b, side), kept_free(f, front_side)].concat();
            let on_both = |v: &Gu| lo <= *v && *v <= hi && is_off(&kept, *v);
            let clear = |v: Gu, least: Gu| {
                [back, front].iter().all(|station| self.may_move(ports, (*station, run.wire), v, least))
            };
            // on the grid of the back side, the nearest to where the wire starts now; with room for heads beside it if there is
            let apart = |least: Gu| near(at, 60).filter(on_both).find(|v| clear(*v, least));
            // half a pitch can be seen on paper as long as the plan is small
            let least = if self.plan.cells.len() > SMALL { PITCH } else { PHASE };
            let found = [HEADS_APART, PITCH, least].into_iter().find_map(apart);
            if let Some(v) = found {
                ports.insert((back, run.wire), v);
                ports.insert((front, run.wire), v);
            }
        }
    }

    /// Where a wire crosses the street before a tray only to reach its track in a street beyond, the port takes the
    /// coordinate of that track if it is on the side and has room, or others make room: then the wire goes straight on.
    fn go_straight_on(&self, ports: &mut Ports) {
        for (run, (a, b)) in self.pairs() {
            let (near, far) = match (station(self.streets, &a), station(self.streets, &b)) {
                (Some(near), None) => (near, b),
                (None, Some(near)) => (near, a),
                _ => continue,
            };
            let Spot::Port { cell, side } = self.streets.spot[near as usize] else { continue };
            let Some(at) = self.tracks.at(run.wire, far.node, side.axis()) else { continue };
            let cell = &self.plan.cells[cell];
            let (lo, hi) = reach(cell, side);
            if at < lo || at > hi || !is_off(&kept_free(cell, side), at) {
                continue;
            }
            let may_move = |least: Gu| self.may_move(ports, (near, run.wire), at, least);
            if may_move(PITCH) {
                ports.insert((near, run.wire), at);
            } else if may_move(PHASE) {
                let before: Vec<_> =
                    self.wires(near).filter_map(|wire| Some(((near, wire), *ports.get(&(near, wire))?))).collect();
                ports.insert((near, run.wire), at);
                self.keep_apart(near, ports);
                if self.least(near, ports) < PITCH {
                    ports.extend(before);
                }
            }
        }
    }

    /// The least distance of two ports at a station.
    fn least(&self, station: u32, ports: &Ports) -> Gu {
        let mut all: Vec<Gu> = self.wires(station).filter_map(|wire| ports.get(&(station, wire)).copied()).collect();
        all.sort_unstable();
        all.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(Gu(i32::MAX))
    }
}

/// So many coordinates on the pitch grid of one, the nearest to it first.
fn near(at: Gu, count: i32) -> impl Iterator<Item = Gu> {
    (0..count).map(move |k| at + PITCH * ((k + 1) / 2) * if k % 2 == 0 { 1 } else { -1 })
}

/// Whether a coordinate is in none of some spans.
fn is_off(spans: &[(Gu, Gu)], at: Gu) -> bool {
    spans.iter().all(|(from, to)| at < *from || *to < at)
}

/// Whether a wire in the passage ahead lies too near to a coordinate, other than some that may.
fn is_passed(passing: &[(usize, Gu)], at: Gu, may: impl Fn(usize) -> bool) -> bool {
    passing.iter().any(|(wire, y)| !may(*wire) && (*y - at).abs() < PHASE)
}

/// The runs at one station in the order of their ports, by growing coordinate.
fn order(
    streets: &Streets,
    runs: &[Run],
    station: u32,
    side: Side,
    list: &[usize],
    passing: &[(usize, Gu)],
) -> Vec<usize> {
    let p = streets.at[station as usize];
    let here = if side.axis() == Axis::X { p.y } else { p.x };
    let mut order: Vec<((i32, i64, usize), usize)> = list
        .iter()
        .map(|&k| {
            let run = &runs[k];
            // into the passage ahead in the order there
            if let Some((_, y)) = passing.iter().find(|(wire, _)| *wire == run.wire) {
                return ((0, i64::from(y.0), run.wire), k);
            }
            let lean = (run.from + run.to).0 - 2 * here.0;
            let track = if side.forward() { i64::from(run.track) } else { -i64::from(run.track) };
            // streets of outer containers are farther away than any track of the nearest street
            let outer = i64::from(run.line != streets.line_at(station));
            let far = track + outer * 100_000;
            let way = lean.signum();
            // between neighbours that stand level, the order is the same at both ends
            if way == 0 && is_between_neighbours(streets, run) {
                return ((way, i64::from(run.track), run.wire), k);
            }
            // towards lesser coordinates: the nearest track takes the least port; towards greater: the greatest
            let rank = if way <= 0 { far } else { -far };
            ((way, rank, run.wire), k)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, k)| k).collect()
}

/// Evenly spread coordinates for some ports on one side, on the side's own phase of the pitch grid, off what passes it.
fn spread(plan: &Plan, cell: &Cell, side: Side, n: usize, passing: &[(usize, Gu)]) -> Vec<Gu> {
    let (lo, len) = if side.axis() == Axis::X { (cell.rect.y, cell.rect.d) } else { (cell.rect.x, cell.rect.w) };
    let phase = PHASE * i32::from(odd(plan, cell, side));
    let figure = cell.figure();
    let own = if side.axis() == Axis::X { (figure.y, figure.d) } else { (figure.x, figure.w) };
    let (lo, len, middle) = match (side.axis(), cell.template.plate) {
        // wires of a figure on the bare ground end at the figure, or at least not beside its label
        (_, false) if PITCH * (n as i32 - 1) <= own.1 - CORNER * 2 => (own.0, own.1, own.0 + own.1 / 2),
        (Axis::X, false) if PITCH * (n as i32 + 1) < len - cell.template.lip => {
            (lo, len - cell.template.lip, figure.center().y)
        }
        _ => (lo, len, lo + len / 2),
    };
    let room = len - CORNER * 2;
    // in a small drawing a circle on one wire leaves the next in sight
    let most = if plan.grids[cell.parent.0].is_wide() { 4 } else { 2 };
    let step = if n > 1 { ((room / (n as i32 - 1)).0 / PITCH.0).clamp(1, most) } else { 1 };
    let width = PITCH * step * (n as i32 - 1);
    let first = (middle - width / 2).max(lo + CORNER).min((lo + len - CORNER - width).max(lo));
    // down to the grid, up again if that leaves the side
    let mut at = (first - phase).round_down(PITCH) + phase;
    if at < lo + Gu(6) {
        at += PITCH;
    }
    let even: Vec<Gu> = (0..n as i32).map(|k| at + PITCH * step * k).collect();
    let kept = kept_free(cell, side);
    let is_free = |at: &Gu| is_off(&kept, *at) && !is_passed(passing, *at, |_| false);
    if even.iter().all(is_free) {
        return even;
    }
    let free = |(lo, hi): (Gu, Gu)| -> Vec<Gu> {
        let all = (0..).map(|k| at - PITCH * 40 + PITCH * k).skip_while(|v| *v < lo).take_while(|v| *v <= hi);
        all.filter(is_free).collect()
    };
    let ranges = [(lo + Gu(6), lo + len - Gu(6)), beside_label(cell, side)];
    let Some(mut free) = ranges.into_iter().map(free).find(|free| free.len() >= n) else { return even };
    free.sort_by_key(|v| ((*v - middle).abs(), *v));
    free.truncate(n);
    free.sort_unstable();
    free
}

/// Coordinates for the ports of some wires on a side, in their order, with those that go into the passage ahead level with
/// their tracks there, and the others as near as they can to where they were; `None` if that leaves the side.
fn through_passage(cell: &Cell, side: Side, wires: &[usize], even: &[Gu], passing: &[(usize, Gu)]) -> Option<Vec<Gu>> {
    let ahead = |wire: &usize| passing.iter().find(|(w, _)| w == wire).map(|(_, y)| *y);
    let (first, last) =
        (wires.iter().position(|w| ahead(w).is_some())?, wires.iter().rposition(|w| ahead(w).is_some())?);
    let kept = kept_free(cell, side);
    let is_free = |at: Gu| is_off(&kept, at) && !is_passed(passing, at, |wire| wires.contains(&wire));
    let within = |(lo, hi): (Gu, Gu)| {
        let mut at: Vec<Gu> = wires.iter().zip(even).map(|(wire, even)| ahead(wire).unwrap_or(*even)).collect();
        let mut give_way = |k: usize, by: Gu, next: usize| {
            while (at[k] - at[next]).0.signum() != by.0.signum() || (at[k] - at[next]).abs() < PITCH || !is_free(at[k])
            {
                at[k] += by;
                if at[k] < lo || hi < at[k] {
                    return None;
                }
            }
            Some(())
        };
        (0..first).rev().try_for_each(|k| give_way(k, -PITCH, k + 1))?;
        (last + 1..wires.len()).try_for_each(|k| give_way(k, PITCH, k - 1))?;
        let in_order = at.windows(2).all(|pair| pair[1] - pair[0] >= PITCH);
        (in_order && at.iter().all(|at| lo <= *at && *at <= hi)).then_some(at)
    };
    within(reach(cell, side)).or_else(|| within(beside_label(cell, side)))
}

/// Where no wire should run on to a side of a cell in an avenue: on the edges of its zones, where it could not be told from
/// them, and on their names. Wires may run straight through the strip with these before the first column.
fn kept_free(cell: &Cell, side: Side) -> Vec<(Gu, Gu)> {
    if side.axis() != Axis::X {
        return Vec::new();
    }
    let names = side == Side::West && cell.parent.1 == 0;
    let of = |end: Gu| if names { end - BAND_NAME.0 - Gu(6) } else { end - ZONE_EDGE };
    zone_edges(cell).into_iter().map(|end| (of(end), end + ZONE_EDGE)).collect()
}

/// The front edges of the zones beside a cell, and of the zone before them.
fn zone_edges(cell: &Cell) -> Vec<Gu> {
    let Some((y, lo, band)) = cell.avenue else { return Vec::new() };
    let (first, last) = cell.template.zones.unwrap_or((lo, lo));
    (first..=last + 1).map(|z| y + band * (z + 1 - lo) as i32).collect()
}

/// Whether the ports of a side are moved by half a pitch; see [`Plan::facing`]. Wires of a cell at the edge of its grid may
/// run straight on out of that.
fn odd(plan: &Plan, cell: &Cell, side: Side) -> bool {
    plan.facing(Some(cell.parent), side).is_some_and(|(place, _)| place % 2 == 1)
}

/// From where to where a side of a cell takes wires: the plate without its corners, or the figure on bare ground.
pub(super) fn reach(cell: &Cell, side: Side) -> (Gu, Gu) {
    let (r, corner) = if cell.template.plate { (cell.rect, CORNER) } else { (cell.figure(), CORNER / 2) };
    if side.axis() == Axis::X { (r.y + corner, r.y1() - corner) } else { (r.x + corner, r.x1() - corner) }
}

/// As [`reach`], but on the bare ground all that is not beside the label: for where the figure has not enough room.
fn beside_label(cell: &Cell, side: Side) -> (Gu, Gu) {
    let r = cell.rect;
    match (cell.template.plate, side.axis()) {
        (true, _) => reach(cell, side),
        (false, Axis::X) => (r.y + Gu(6), r.y1() - cell.template.lip - Gu(6)),
        (false, Axis::Y) => (r.x + Gu(6), r.x1() - Gu(6)),
    }
}

/// The station that a tap leads to; `None` for one into another street.
pub(super) fn station(streets: &Streets, tap: &Tap) -> Option<u32> {
    let station = streets.leads_to[tap.node as usize];
    (station != u32::MAX).then_some(station)
}

/// The pairs of taps on the two sides of a street between which a wire goes straight over it if they are level: those of a
/// run that has no others, and in a bundle each beside the one to the tray that all share. First the one on the lesser side.
pub(super) fn over(streets: &Streets, nets: &[Net], run: &Run) -> Vec<(Tap, Tap)> {
    let mut taps = run.taps.clone();
    taps.sort_by_key(|tap| (tap.along, tap.node));
    let of_all = |tap: &Tap| match station(streets, tap).map(|s| streets.spot[s as usize]) {
        Some(Spot::Port { cell, .. }) => cell == nets[run.wire].root,
        _ => false,
    };
    let alone = taps.len() == 2;
    let pair = |pair: &[Tap]| {
        let over = pair[0].forward != pair[1].forward && (alone || pair.iter().any(of_all));
        // a tap that leaves forward ends on the greater side
        over.then(|| if pair[0].forward { (pair[1], pair[0]) } else { (pair[0], pair[1]) })
    };
    taps.windows(2).filter_map(pair).collect()
}

/// Whether a run inside one block only joins two trays on both sides of its street.
fn is_between_neighbours(streets: &Streets, run: &Run) -> bool {
    let [a, b] = &run.taps[..] else { return false };
    let ends = || [a, b].iter().all(|tap| station(streets, tap).is_some());
    run.lo == run.hi && run.lo % 2 == 1 && a.forward != b.forward && ends()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::detail::Detail;
    use super::super::world;
    use super::*;
    use crate::layout::{LayoutConfig, layout};
    use crate::model::{resolve, testing};
    use crate::source::SourceFile;

    /// The layout of a third party with some callers.
    fn called_by(callers: usize) -> crate::layout::Layout {
        let app = |c: usize| format!("[app.a{c}]\nuses = [{{ to = \"x\", kind = \"batch\", label = \"{c}\" }}]\n");
        let callers: String = (0..callers).map(app).collect();
        let places = "[region.r]\nzones = [\"a\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\"]\n[external.x]\n";
        let text = format!("{places}{callers}");
        let (model, _) = resolve(&crate::syntax::parse(SourceFile::new("t.toml", text)).document);
        layout(&model, &LayoutConfig::default())
    }

    #[test]
    fn wires_end_at_the_figure_on_the_bare_ground() {
        let layout = called_by(4);
        let bare = layout.trays.iter().find(|t| !t.plate).unwrap();
        let figure = bare.solids[0].rect;
        let ends: Vec<_> = layout.wires.iter().flat_map(|w| &w.lines).filter_map(|l| l.last()).collect();
        assert_eq!(ends.len(), 4);
        for p in ends {
            assert!(figure.x <= p.x && p.x <= figure.x1() && figure.y <= p.y && p.y <= figure.y1(), "{p:?} {figure:?}");
        }
    }

    #[test]
    fn no_wire_ends_beside_the_label_on_the_bare_ground() {
        let layout = called_by(24);
        let label = layout.trays.iter().find(|t| !t.plate).unwrap().label_rect();
        let ends: Vec<_> = layout.wires.iter().flat_map(|w| &w.lines).filter_map(|l| l.last()).collect();
        assert_eq!(ends.len(), 24);
        assert!(ends.iter().all(|p| p.y <= label.y), "{ends:?} {label:?}");
    }

    #[test]
    fn ports_make_way_for_a_passage_beyond_the_figure_on_the_bare_ground() {
        let model = testing::model("[external.x]\n");
        let world = world::World::new(&model, None, Detail::Full);
        let (mut plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        plan.arrange();
        let cell = &plan.cells[0];
        let even = spread(&plan, cell, Side::East, 3, &[]);
        // the last wire goes into the passage ahead, and another one, there, comes by where the middle one would end
        let passing = [(9, even[1]), (3, even[2])];
        let at = through_passage(cell, Side::East, &[1, 2, 3], &even, &passing).unwrap();
        assert_eq!(at[2], even[2]);
        assert!(at[1] <= even[1] - PITCH && at[0] <= at[1] - PITCH, "{at:?} {even:?}");
        let (lo, hi) = beside_label(cell, Side::East);
        assert!(at.iter().all(|v| lo <= *v && *v <= hi), "{at:?} {lo:?} {hi:?}");
        // so do those that turn in the street
        let crowded = [(9, even[0]), (8, even[1]), (7, even[2])];
        let at = spread(&plan, cell, Side::East, 3, &crowded);
        assert!(at.iter().all(|v| !is_passed(&crowded, *v, |_| false)), "{at:?} {even:?}");
    }

    #[test]
    fn a_wire_goes_straight_on_to_its_track_in_the_street_ahead() {
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[external.users]\nkind = \"people\"\n\
            [gateway.dns]\nkind = \"route53\"\n\
            uses = [\"users\", { to = \"cdn\", kind = \"async\", label = \"writes\" }, \"web\", \"api\"]\n\
            [gateway.cdn]\nkind = \"cloudfront\"\n\
            [app.web]\nkind = \"ec2\"\nregion = \"r\"\nzones = [\"a\", \"b\"]\nper-zone = 2\n\
            [app.api]\nkind = \"lambda\"\nregion = \"r\"\n[[step]]\nat = \"dns -> users\"\ntext = \"Names.\"\n";
        let model = testing::model(text);
        let layout = layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let to_web = |w: &&crate::layout::Wire| {
            w.connections.iter().any(|c| model.component(model.connection(*c).to).id == "web")
        };
        let line = &layout.wires.iter().find(to_web).unwrap().lines[0];
        // along the street, and straight on into the tray: one corner
        assert_eq!(line.len(), 3, "{line:?}");
    }

    #[test]
    fn neighbours_that_call_each_other_are_joined_by_two_straight_lines() {
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n\
            [app.a]\nuses = [\"b\", { to = \"b\", kind = \"batch\" }]\n[app.b]\nuses = [\"a\"]\n";
        let (model, _) = resolve(&crate::syntax::parse(SourceFile::new("t.toml", text)).document);
        let layout = layout(&model, &LayoutConfig::default());
        let lines: Vec<_> = layout.wires.iter().flat_map(|w| &w.lines).collect();
        assert!(lines.len() >= 2 && lines.iter().all(|line| line.len() == 2), "{lines:?}");
    }

    #[test]
    fn in_a_bundle_a_wire_goes_straight_over_the_street_to_what_all_share() {
        let text = "[region.eu]\nzones = [\"a\", \"b\", \"c\"]\n[external.users]\nkind = \"people\"\nuses = [\"dns\"]\n\
            [external.partner]\nkind = \"partner\"\nuses = [\"dns\"]\n[gateway.dns]\nkind = \"route53\"\n\
            [defaults]\nregion = \"eu\"\n[app.web]\nkind = \"container\"\nzones = [\"a\", \"b\", \"c\"]\nuses = [\"dns\"]\n\
            [store.orders]\nkind = \"rds\"\nzones = [\"a\", \"b\", \"c\"]\nuses = [\"dns\"]\n\
            [store.log]\nkind = \"kinesis\"\nuses = [\"dns\"]\n";
        let layout = layout(&testing::model(text), &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let [bundle] = &layout.wires[..] else { panic!("{:?}", layout.wires) };
        assert_eq!(bundle.lines.len(), 5);
        assert!(bundle.lines.iter().any(|line| line.len() == 2), "{:?}", bundle.lines);
    }

    #[test]
    fn ports_that_came_too_near_move_apart() {
        let text = "[region.eu]\nzones = [\"a\", \"b\"]\n[region.us]\nzones = [\"a\", \"b\"]\n\
            [external.users]\nkind = \"people\"\nuses = [\"partner\"]\n\
            [external.partner]\nkind = \"partner\"\nuses = [\"dns\", \"web\", \"api\"]\n\
            [gateway.dns]\nkind = \"route53\"\nuses = [\"worker\"]\n[defaults]\nregion = \"eu\"\n\
            [app.web]\nkind = \"ec2\"\nzones = [\"a\", \"b\"]\nper-zone = 2\n\
            [app.api]\nkind = \"container\"\nzones = [\"a\", \"b\"]\n\
            [app.worker]\nkind = \"ec2\"\nzones = [\"a\", \"b\"]\nuses = [\"search\", \"jobs\"]\n\
            [app.search]\nkind = \"ec2\"\nregion = \"us\"\nuses = [\"watch\"]\n\
            [store.jobs]\nkind = \"sqs\"\nregion = \"us\"\n\
            [service.watch]\nkind = \"cloudwatch\"\nuses = [\"mail\"]\n[service.mail]\nkind = \"ses\"\n";
        let layout = layout(&testing::model(text), &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let mut ends: Vec<_> =
            layout.wires.iter().flat_map(|w| &w.lines).flat_map(|l| [l[0], l[l.len() - 1]]).collect();
        ends.sort_unstable();
        let near = |p: crate::geom::GPoint, q: crate::geom::GPoint| (p.x - q.x).abs() + (p.y - q.y).abs();
        let least = ends.windows(2).map(|p| near(p[0], p[1])).filter(|d| *d > Gu::ZERO).min();
        assert!(least >= Some(PITCH), "{least:?}");
    }
}
