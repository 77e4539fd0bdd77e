//! How tangled the wires of a plan are, kept up to date while cells change places.
//!
//! All wires are routed once; when two cells change places only the wires that end at them are routed again. The
//! tangle is a sum of crossings, bends and length: crossings at junctions are products of straight traffic, crossings
//! in streets the least that each pair of wires can have in all that it shares; see [`super::pairs`]. No tracks are given,
//! so it is a close guess, and cheap.
//!
//! *Invariant*: adding and taking off the same way leaves everything as it was.

mod least;

use std::rc::Rc;

use super::grid::{NOBODY, Plan};
use super::measure::{FEW_CELLS, PITCH, SMALL};
use super::pairs::{self, Cost};
use super::route::{Net, Router, Way, haste_for, negotiate, port_cost};
use super::streets::{Axis, NO_LINE, Side, Spot, Streets};
use super::tracks::{self, Run};
use crate::geom::{GPoint, Gu};
use crate::model::LinkIx;

/// Cost of a crossing.
const CROSSING: i64 = 100;
/// Cost of a link that runs against the flow between two that stand outside the regions, where everyone looks for the way
/// in.
const AGAINST_OUTSIDE: i64 = 1200;
/// Further cost of a ground unit of a path that is more than [`Weights::far`] times as long as its ends are apart: no way
/// runs round everything only to cross nothing.
const DETOUR: i64 = 20;
/// What of the cost of a port in a search counts here.
const PORT: i64 = 10;

/// How many times the usual a bend costs where wires turn too often.
const DEAR: i64 = 6;

/// What depends on the size of a plan.
#[derive(Clone, Copy)]
pub(super) struct Weights {
    /// Cost of a bend.
    bend: i64,
    /// Cost of a ground unit of length.
    ink: i64,
    /// Cost of a ground unit of width or depth.
    pub room: i64,
    /// Cost of a link whose end does not lie further along the flow than its start.
    against: i64,
    /// Cost of a ground unit along x from who stands outside the regions to what is called there: the way in is looked for
    /// at their front.
    deep: i64,
    /// How many times as long as its ends are apart a way may be before it costs [`DETOUR`].
    far: i64,
    /// How far further along the flow the end of a link lies at least, in hundredths of a ground unit: seats of one column
    /// may differ by a little. In large plans, where that was tried, it came to more crossings.
    ahead: i64,
}

impl Weights {
    /// Where there are few wires, the eye follows single lines; in a small drawing each crossing is seen.
    fn of(plan: &Plan) -> Self {
        let cells = plan.cells.iter().filter(|c| c.placement != NOBODY).count();
        let usual = Self::usual(cells);
        Self { bend: if plan.dear_bends { usual.bend * DEAR } else { usual.bend }, ..usual }
    }

    fn usual(cells: usize) -> Self {
        if cells <= FEW_CELLS {
            Self { bend: 100, ink: 5, room: 120, against: 200, deep: 10, far: 2, ahead: 100 }
        } else if cells <= SMALL {
            Self { bend: 100, ink: 3, room: 150, against: 250, deep: 10, far: 2, ahead: 100 }
        } else {
            Self { bend: 160, ink: 6, room: 185, against: 200, deep: 0, far: 3, ahead: 1 }
        }
    }
}

/// The wires of a plan with their cost.
#[derive(Clone)]
pub(super) struct Tangle<'a> {
    pub router: Router<'a>,
    streets: &'a Streets,
    nets: &'a [Net],
    ways: Vec<Rc<Routed>>,
    /// Runs by street.
    on: Vec<Vec<Rc<Run>>>,
    /// Nets by cell.
    of: Vec<Vec<usize>>,
    pub weights: Weights,
    /// What all wires cost.
    pub cost: i64,
}

/// The most tips of a net of which each is tried by all sides, and the most cells of a plan where that is done, empty slots
/// among them.
const TIPS: usize = 12;
const CELLS: usize = 160;

/// The cheapest way for a net so far, and the stretches of all that were looked at.
struct Found {
    price: i64,
    routed: Rc<Routed>,
    seen: Vec<Vec<u32>>,
}

/// What is needed to take a change back.
pub(super) struct Undo {
    old: Vec<(usize, Rc<Routed>)>,
    /// The cost before.
    cost: i64,
    /// Whether all that the change touches has a way; else the limit was reached before.
    pub whole: bool,
}

/// A way with its runs.
#[derive(Clone, Debug, Default)]
struct Routed {
    way: Way,
    runs: Vec<Rc<Run>>,
}

impl<'a> Tangle<'a> {
    /// Routes all nets of a plan.
    pub(super) fn new(plan: &'a Plan, streets: &'a Streets, nets: &'a [Net]) -> Self {
        let mut scratch = Router::new(plan, streets);
        let ways = negotiate(&mut scratch, nets, &[haste_for(nets.len()); 2]);
        Self::of(plan, streets, nets, ways)
    }

    /// With the ways that nets have.
    pub(super) fn of(plan: &'a Plan, streets: &'a Streets, nets: &'a [Net], ways: Vec<Way>) -> Self {
        let mut of = vec![Vec::new(); plan.cells.len()];
        for (k, net) in nets.iter().enumerate() {
            of[net.root].push(k);
            for (t, _) in &net.tips {
                of[*t].push(k);
            }
        }
        for list in &mut of {
            list.sort_unstable();
            list.dedup();
        }
        let mut this = Self {
            router: Router::new(plan, streets),
            streets,
            nets,
            ways: vec![Rc::default(); nets.len()],
            on: vec![Vec::new(); streets.lines.len()],
            of,
            weights: Weights::of(plan),
            cost: 0,
        };
        for (k, way) in ways.into_iter().enumerate() {
            let routed = this.routed(k, way);
            this.add(k, routed);
        }
        this
    }

    /// Lets cells change places: each of the pairs gives a cell and its new seat. Routes what ends at them anew, and stops
    /// as soon as the cost can not come below a limit: then the change must be taken back.
    pub(super) fn seat(&mut self, changes: &[(usize, usize)], limit: i64) -> Undo {
        let mut touched: Vec<usize> = changes.iter().flat_map(|(c, _)| self.of[*c].iter().copied()).collect();
        for &(cell, seat) in changes {
            // what goes through a seat makes way
            if self.router.plan.cells[cell].placement != NOBODY && !self.router.taken[seat] {
                touched.extend(self.through(seat));
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let cost = self.cost;
        let old: Vec<(usize, Rc<Routed>)> = touched.iter().map(|k| (*k, self.take(*k))).collect();
        self.sit(changes);
        let least: Vec<i64> = touched.iter().map(|k| self.least(&self.nets[*k])).collect();
        let mut left: i64 = least.iter().sum();
        for (k, least) in touched.into_iter().zip(least) {
            if self.cost + left >= limit {
                return Undo { old, cost, whole: false };
            }
            left -= least;
            let way = self.router.grow(&self.nets[k]);
            let routed = self.routed(k, way);
            self.add(k, routed);
        }
        Undo { old, cost, whole: true }
    }

    /// Takes a change back; `changes` are the seats from before.
    pub(super) fn unseat(&mut self, undo: Undo, changes: &[(usize, usize)]) {
        for (k, _) in &undo.old {
            self.lift(*k);
        }
        self.sit(changes);
        for (k, way) in undo.old {
            self.lay(k, way);
        }
        self.cost = undo.cost;
    }

    /// Gives cells other seats.
    fn sit(&mut self, changes: &[(usize, usize)]) {
        for &(cell, seat) in changes {
            self.router.seat[cell] = seat;
            self.router.taken[seat] = self.router.plan.cells[cell].placement != NOBODY;
        }
    }

    /// The nets with a wire through a seat.
    fn through(&self, seat: usize) -> impl Iterator<Item = usize> {
        let through = self.streets.through(self.router.plan, self.router.plan.cells[seat].parent);
        let on = through.flat_map(|(line, blocks)| {
            let inside = move |run: &&Rc<Run>| run.lo <= *blocks.end() && *blocks.start() <= run.hi;
            self.on[line as usize].iter().filter(inside)
        });
        on.map(|run| run.wire)
    }

    /// Routes every net once more against all others, by all sides of its trays that could make its way cheaper, and keeps
    /// the way that costs least; stops once the searches have gone on from so many nodes. Gives whether any changed.
    pub(super) fn settle(&mut self, work: u64) -> bool {
        self.settle_some(0..self.nets.len(), work)
    }

    /// As [`Self::settle`], for some nets.
    fn settle_some(&mut self, nets: impl Iterator<Item = usize>, work: u64) -> bool {
        let mut changed = false;
        for k in nets {
            if self.router.work > work {
                break;
            }
            let old = self.take(k);
            let mut found = Found { price: self.price(k, &old), seen: vec![old.way.stretches.clone()], routed: old };
            let mut by = (None, None);
            for (least, tips, root) in self.sides(&self.nets[k]) {
                if least >= found.price {
                    break;
                }
                let way = self.router.grow_by(&self.nets[k], tips, root);
                if self.better(k, way, &mut found) {
                    by = (tips, root);
                    changed = true;
                }
            }
            changed |= self.settle_tips(k, by, &mut found);
            self.add(k, found.routed);
        }
        changed
    }

    /// Tries other sides for one tip of a net after the other. Gives whether that made its way cheaper.
    fn settle_tips(&mut self, k: usize, (tips, root): (Option<Side>, Option<Side>), found: &mut Found) -> bool {
        let net = &self.nets[k];
        if !(2..=TIPS).contains(&net.tips.len()) || self.router.plan.cells.len() > CELLS {
            return false;
        }
        let mut changed = false;
        let mut each = vec![tips; net.tips.len()];
        for t in 0..each.len() {
            for side in SIDES {
                let before = each[t].replace(side);
                let way = self.router.grow_each(net, &each, root);
                if self.better(k, way, found) {
                    changed = true;
                } else {
                    each[t] = before;
                }
            }
        }
        changed
    }

    /// Keeps a way for a net if it is the cheapest so far. Gives whether it is.
    fn better(&self, k: usize, way: Option<Way>, found: &mut Found) -> bool {
        let Some(way) = way.filter(|way| !found.seen.contains(&way.stretches)) else { return false };
        found.seen.push(way.stretches.clone());
        let routed = self.routed(k, way);
        let price = self.price(k, &routed);
        let better = price < found.price;
        if better {
            (found.price, found.routed) = (price, routed);
        }
        better
    }

    /// What a way adds to the cost.
    fn price(&self, k: usize, routed: &Routed) -> i64 {
        self.own(&self.nets[k], &routed.way) + CROSSING * self.met(routed)
    }

    fn routed(&self, k: usize, way: Way) -> Rc<Routed> {
        let runs = tracks::runs_of(self.streets, k, &way).into_iter().map(Rc::new).collect();
        Rc::new(Routed { way, runs })
    }

    fn add(&mut self, k: usize, routed: Rc<Routed>) {
        self.cost += self.price(k, &routed);
        self.lay(k, routed);
    }

    fn take(&mut self, k: usize) -> Rc<Routed> {
        let routed = self.lift(k);
        self.cost -= self.price(k, &routed);
        routed
    }

    /// Gives a net a way, but leaves the cost as it is.
    fn lay(&mut self, k: usize, routed: Rc<Routed>) {
        self.router.commit(&routed.way, 1);
        for run in &routed.runs {
            self.on[run.line as usize].push(Rc::clone(run));
        }
        self.ways[k] = routed;
    }

    /// Takes the way of a net, but leaves the cost as it is.
    fn lift(&mut self, k: usize) -> Rc<Routed> {
        let routed = std::mem::take(&mut self.ways[k]);
        for run in &routed.runs {
            self.on[run.line as usize].retain(|o| o.wire != k);
        }
        self.router.commit(&routed.way, -1);
        routed
    }

    /// Crossings of a way with all others.
    fn met(&self, routed: &Routed) -> i64 {
        let straight = routed.way.straight.iter();
        let at_junctions: i64 = straight.map(|(n, axis)| self.router.across(*n, *axis)).sum();
        let mut shared: Vec<(&Run, &Run, Cost)> = Vec::new();
        for run in &routed.runs {
            let others = self.on[run.line as usize].iter().filter(|o| pairs::overlap(o, run));
            shared.extend(others.map(|o| (&**run, &**o, pairs::cost(run, o))));
        }
        shared.sort_by_key(|(_, o, _)| o.wire);
        at_junctions + shared.chunk_by(|a, b| a.1.wire == b.1.wire).map(pairs::least).sum::<i64>()
    }

    /// Bends and length of a way, and its ends that lie against the flow.
    fn own(&self, net: &Net, way: &Way) -> i64 {
        if way.stretches.is_empty() {
            return 0;
        }
        let ink: i64 = way.stretches.iter().map(|e| self.streets.stretches[*e as usize].len).sum();
        (ink * self.weights.ink + self.detour(net, way, ink) * DETOUR) / 100
            + self.weights.bend * self.turns_of(net, way) as i64
            + self.ports(net, way)
            + self.against(net)
    }

    /// How often the links turn, and how many there are.
    pub(super) fn turns(&self) -> (usize, usize) {
        let turns = self.nets.iter().zip(&self.ways).map(|(net, routed)| self.turns_of(net, &routed.way));
        (turns.sum(), self.nets.iter().map(|net| net.tips.len()).sum())
    }

    /// How often the links of a way turn.
    fn turns_of(&self, net: &Net, way: &Way) -> usize {
        net.tips.iter().zip(&way.paths).map(|((t, _), p)| self.bends(p, (*t, net.root))).sum()
    }

    /// Cost of the links that lie against the flow, and of those from outside by how far they lead in.
    fn against(&self, net: &Net) -> i64 {
        let x = |cell: usize| self.router.plan.cells[self.router.seat[cell]].rect.center().x;
        let against = net.tips.iter().map(|(t, _)| {
            let (from, to) = if net.inward { (*t, net.root) } else { (net.root, *t) };
            let outside = |cell: usize| !self.router.plan.cells[cell].template.plate;
            let far = i64::from((x(to) - x(from)).0);
            match (outside(from), outside(to)) {
                (true, true) if far < self.weights.ahead => AGAINST_OUTSIDE,
                _ if far < self.weights.ahead => self.weights.against,
                (true, false) => self.weights.deep * far / 100,
                _ => 0,
            }
        });
        against.sum()
    }

    /// Cost of the sides by which a way leaves and enters trays.
    fn ports(&self, net: &Net, way: &Way) -> i64 {
        let mut stations: Vec<(u32, bool)> = Vec::with_capacity(2 * way.paths.len());
        for path in &way.paths {
            if let [_, tip, .., root, _] = path[..] {
                stations.push((tip, net.inward));
                stations.push((root, !net.inward));
            }
        }
        stations.sort_unstable();
        stations.dedup();
        let cost = |&(n, leaving): &(u32, bool)| match self.streets.spot[n as usize] {
            Spot::Port { side, .. } => port_cost(side, leaving) / PORT,
            _ => 0,
        };
        stations.iter().map(cost).sum()
    }

    /// By how much the paths of a way are longer than they may be by the distances of their ends along the axes. `ink` is
    /// the length of all of them together.
    fn detour(&self, net: &Net, way: &Way, ink: i64) -> i64 {
        let center = |c: usize| self.router.plan.cells[self.router.seat[c]].rect.center();
        let apart = |p: GPoint, q: GPoint| i64::from((p.x - q.x).abs().0) + i64::from((p.y - q.y).abs().0);
        let root = center(net.root);
        let of = |((tip, _), path): (&(usize, LinkIx), &Vec<u32>)| {
            let least = self.weights.far * apart(center(*tip), root);
            if ink <= least {
                return 0;
            }
            let at = |n: u32| self.streets.at[n as usize];
            let long: i64 = path.windows(2).map(|pair| apart(at(pair[0]), at(pair[1]))).sum();
            (long - least).max(0)
        };
        net.tips.iter().zip(&way.paths).map(of).sum()
    }

    /// Whether a straight line has room from one to the other of the two trays that a path joins over a street.
    fn face(&self, path: &[u32], ends: (usize, usize)) -> bool {
        let [_, a, .., b, _] = path[..] else { return false };
        let (Spot::Port { cell: p, side }, Spot::Port { cell: q, side: other }) =
            (self.streets.spot[a as usize], self.streets.spot[b as usize])
        else {
            return false;
        };
        let plan = self.router.plan;
        let (seats, cells) = ((&plan.cells[p], &plan.cells[q]), (&plan.cells[ends.0], &plan.cells[ends.1]));
        if side == other {
            return false;
        }
        // in an avenue a tray covers the bands of its zones
        if side.axis() == Axis::X
            && seats.0.parent.0 == seats.1.parent.0
            && let (Some(z), Some(y)) = (cells.0.template.zones, cells.1.template.zones)
        {
            return z.0.max(y.0) <= z.1.min(y.1);
        }
        let (p, q) = (plan.tray_at(ends.0, p), plan.tray_at(ends.1, q));
        let shared =
            if side.axis() == Axis::X { p.y1().min(q.y1()) - p.y.max(q.y) } else { p.x1().min(q.x1()) - p.x.max(q.x) };
        shared >= PITCH * 3
    }

    /// Corners of a path; none where it only joins neighbours over one block of a street, for those are drawn straight.
    fn bends(&self, path: &[u32], ends: (usize, usize)) -> usize {
        let stretch =
            |pair: &[u32]| self.streets.between(pair[0], pair[1]).map(|e| &self.streets.stretches[e as usize]);
        let inner = || path.windows(2).filter_map(stretch).filter(|s| s.line != NO_LINE);
        if self.face(path, ends)
            && let Some(first) = inner().next()
            && inner().all(|s| (s.line, s.block) == (first.line, first.block))
        {
            return 0;
        }
        let axis = |pair: &[u32]| stretch(pair).map(|s| if self.over(pair, ends) { s.axis.across() } else { s.axis });
        let mut axes = path.windows(2).filter_map(axis);
        let mut last = axes.next();
        axes.filter(|a| last.replace(*a) != Some(*a)).count()
    }

    /// Whether two nodes are the station of an end of a path and the passage that it faces, and a straight line has room from
    /// the one to the other.
    fn over(&self, pair: &[u32], (tip, root): (usize, usize)) -> bool {
        let Some(over) = self.streets.over(pair[0], pair[1]) else { return false };
        let Spot::Port { cell: seat, side } = self.streets.spot[over.station as usize] else { return false };
        let at = self.streets.at[over.end as usize];
        let end = [tip, root].into_iter().find(|cell| self.router.seat[*cell] == seat);
        let within = |lo: Gu, v: Gu, hi: Gu| lo + PITCH <= v && v <= hi - PITCH;
        end.map(|cell| self.router.plan.tray_at(cell, seat)).is_some_and(|r| match side.axis() {
            Axis::X => within(r.y, at.y, r.y1()),
            Axis::Y => within(r.x, at.x, r.x1()),
        })
    }
}

/// All sides, each for itself.
const SIDES: [Side; 4] = [Side::West, Side::East, Side::North, Side::South];

/// Rounds in which better ways are looked for, and nodes from which the searches may go on.
const ROUNDS: usize = 3;
const WORK: u64 = 1_000_000;

/// Better ways for those nets of some, found by routing each against all others. All have a way before.
pub(super) fn untangle(plan: &Plan, streets: &Streets, nets: &[Net], ways: Vec<Way>, those: &[usize]) -> Vec<Way> {
    let mut tangle = Tangle::of(plan, streets, nets, ways);
    for _ in 0..ROUNDS {
        if !tangle.settle_some(those.iter().copied(), WORK) {
            break;
        }
    }
    tangle.ways.iter().map(|r| r.way.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::arrange::Arrangement;
    use super::super::climb::with_empty_slots;
    use super::super::detail::Detail;
    use super::super::lattice;
    use super::super::streets::Axis;
    use super::super::{bundle, world};
    use super::*;
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax::parse;

    const RING: &str = "[region.r]\nzones = [\"a\", \"b\"]\n[defaults]\nzones = [\"a\", \"b\"]\n\
        [app.a]\nuses = [\"c\", \"f\"]\n[app.b]\nuses = [\"d\", \"e\"]\n[app.c]\nuses = [\"e\"]\n\
        [app.d]\nuses = [\"f\"]\n[app.e]\nuses = [\"a\"]\n[app.f]\nuses = [\"b\"]\n";

    #[test]
    fn a_cell_that_takes_a_free_seat_moves_out_what_goes_through_it() {
        let holes = "[region.r]\nzones = [\"z\"]\n[defaults]\nzones = [\"z\"]\n[app.a]\nuses = [\"b\", \"c\", \"d\", \"f\"]\n\
            [app.b]\nuses = [\"f\"]\n[app.c]\nuses = [\"e\"]\n[app.d]\nuses = [\"f\"]\n[app.e]\nuses = [\"f\"]\n[app.f]\n";
        let (model, _) = resolve(&parse(SourceFile::new("holes.toml", holes)).document);
        let world = world::World::new(&model, None, Detail::Full);
        // every rank in columns of its own leaves seats free
        let layered = Arrangement { fill: lattice::Fill::Layers, ..world.choices()[0].clone() };
        let (plan, _) = world::plan(&model, &world, None, &layered);
        let nets = bundle::nets(&model, &plan, &[]);
        let board = with_empty_slots(&plan);
        let streets = Streets::new(&board);
        let mut tangle = Tangle::new(&board, &streets, &nets);
        let cost = tangle.cost;
        let free: Vec<usize> = (plan.cells.len()..board.cells.len()).collect();
        let passed: Vec<usize> = free.iter().copied().filter(|seat| tangle.through(*seat).next().is_some()).collect();
        assert!(!passed.is_empty(), "of {} free seats", free.len());
        for seat in passed {
            let undo = tangle.seat(&[(0, seat), (seat, 0)], i64::MAX);
            assert_eq!(tangle.through(seat).count(), 0);
            tangle.unseat(undo, &[(0, 0), (seat, seat)]);
            assert_eq!(tangle.cost, cost);
            assert!(tangle.through(seat).next().is_some());
        }
    }

    #[test]
    fn no_way_costs_less_than_what_is_the_least() {
        let more = "[external.users]\nuses = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n[store.s]\nkind = \"s3\"\n";
        let (model, _) = resolve(&parse(SourceFile::new("ring.toml", format!("{RING}{more}"))).document);
        let world = world::World::new(&model, None, Detail::Full);
        let (plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        let nets = bundle::nets(&model, &plan, &[]);
        assert!(nets.iter().any(|net| net.tips.len() > 1));
        let board = with_empty_slots(&plan);
        let streets = Streets::new(&board);
        let mut tangle = Tangle::new(&board, &streets, &nets);
        let mut as_little = 0;
        for (a, b) in [(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (1, 4)] {
            let (p, q) = (tangle.router.seat[a], tangle.router.seat[b]);
            if board.cells[p].parent.0 == board.cells[q].parent.0 {
                tangle.seat(&[(a, q), (b, p)], i64::MAX);
            }
            for (net, routed) in nets.iter().zip(&tangle.ways) {
                let (least, own) = (tangle.least(net), tangle.own(net, &routed.way));
                assert!(least <= own, "{least} {own}");
                as_little += usize::from(least == own);
            }
        }
        assert!(as_little > 0, "the least is never reached");
        // a change that must cost too much is not routed at all
        let seat = |c: usize| tangle.router.seat[c];
        let (p, q) = (seat(0), seat(1));
        let undo = tangle.seat(&[(0, q), (1, p)], 0);
        assert!(!undo.whole);
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let loaded = parse(SourceFile::new("ring.toml", RING));
        let (model, _) = resolve(&loaded.document);
        let world = world::World::new(&model, None, Detail::Full);
        let (mut plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        let nets = bundle::nets(&model, &plan, &[]);
        plan.guess(2);
        let streets = Streets::new(&plan);
        let mut tangle = Tangle::new(&plan, &streets, &nets);
        let (cost, seats) = (tangle.cost, tangle.router.seat.clone());
        assert!(cost > 0);
        for (a, b) in [(0, 5), (1, 4), (2, 3), (0, 1)] {
            // with and without a stop half way
            for limit in [i64::MAX, cost] {
                let undo = tangle.seat(&[(a, b), (b, a)], limit);
                tangle.unseat(undo, &[(a, a), (b, b)]);
                assert_eq!((tangle.cost, &tangle.router.seat), (cost, &seats));
            }
        }
        let passing = |t: &Tangle| -> i64 {
            (0..streets.len() as u32).map(|n| t.router.across(n, Axis::X) + t.router.across(n, Axis::Y)).sum()
        };
        let all = passing(&tangle);
        for k in 0..nets.len() {
            tangle.take(k);
        }
        assert_eq!(tangle.cost, 0);
        assert!(all > 0 && passing(&tangle) == 0);
    }
}
