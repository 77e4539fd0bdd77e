//! Finds a way on the street graph for every wire.
//!
//! Each wire is a tree: from one tray to one or more others. It is grown tip by tip with A*; a step costs its length,
//! more where others already are, a bend costs ten units, a crossing nine, and leaving a tray against the flow a few.
//! Then each wire is taken out and routed again against all others (negotiated routing, after the `PathFinder`
//! router of 1995). Streets are elastic, so every wire has a way.
//!
//! *Invariant*: whole numbers only, ties broken by node: the same input gives the same ways.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::grid::{NOBODY, Plan};
use super::streets::{ALL_SIDES, Axis, NO_GATE, NO_SEAT, Side, Spot, Streets};
use super::tangle::untangle;
use super::twins::Twins;
use crate::geom::{GPoint, Gu};
use crate::model::LinkIx;

/// A wire between trays, before it has a way.
#[derive(Clone, Debug)]
pub(super) struct Net {
    /// The tray where the tree starts to grow.
    pub root: usize,
    /// The trays at its tips, each with the link that ends there.
    pub tips: Vec<(usize, LinkIx)>,
    /// Whether requests run from the tips to the root.
    pub inward: bool,
}

impl Net {
    /// The trays at all its ends, that of the root first.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.root).chain(self.tips.iter().map(|tip| tip.0))
    }
}

/// The way of a wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// Stretches of the tree, sorted.
    pub stretches: Vec<u32>,
    /// For each tip of the net, in its order, the nodes from the tip's tray to the root's tray.
    pub paths: Vec<Vec<u32>>,
    /// Nodes that it passes straight, by direction.
    pub straight: Vec<(u32, Axis)>,
}

const BEND: i64 = 1000;
const CROSSING: i64 = 900;
const STATION: i64 = 50;
/// From this many wires on a stretch is no dearer for more.
const MOST_USED: i64 = 10;
/// From this many wires on a junction is no dearer for more.
const MOST_CROSSED: i64 = 6;
/// The haste of a search that finds the best way, and of those that find a good one sooner, and another much sooner.
const EXACT: i64 = 4;
const GOOD: i64 = 5;
const ROUGH: i64 = 7;
/// Above this many wires a rough way is enough for each.
const MANY: usize = 1000;
/// Up to this many wires are routed once more, against all others.
const FEW: usize = 300;

/// Ways for all nets, in their order. Nets of copies follow those of their originals where they can. Unless quick, the
/// others are tried by all sides of their trays.
pub(super) fn route(plan: &Plan, streets: &Streets, nets: &[Net], twins: &mut Twins, quick: bool) -> Vec<Way> {
    let mut ways = vec![Way::default(); nets.len()];
    let mut router = Router::new(plan, streets);
    let own: Vec<usize> = (0..nets.len()).filter(|k| twins.net[*k].is_none()).collect();
    let list: Vec<Net> = own.iter().map(|k| nets[*k].clone()).collect();
    let haste = haste_for(own.len());
    let hastes = if own.len() > FEW {
        vec![haste]
    } else if quick {
        // the first ways only say where there will be traffic
        vec![ROUGH, GOOD]
    } else {
        vec![haste; 2]
    };
    let mut found = negotiate(&mut router, &list, &hastes);
    if !quick && own.len() <= MANY {
        let all: Vec<usize> = (0..list.len()).collect();
        found = untangle(plan, streets, &list, found, &all);
        router = Router::new(plan, streets);
        for way in &found {
            router.commit(way, 1);
        }
    }
    for (k, way) in own.into_iter().zip(found) {
        ways[k] = way;
    }
    for k in 0..nets.len() {
        let Some(other) = twins.net[k] else { continue };
        ways[k] = if let Some(way) = twins.carry(plan, streets, &nets[k], &nets[other], &ways[other]) {
            way
        } else {
            twins.net[k] = None;
            router.grow(&nets[k])
        };
        router.commit(&ways[k], 1);
    }
    if quick || nets.len() > MANY {
        return ways;
    }
    // what runs between a copy and the outside has not met yet what runs inside
    let copied = plan.copied();
    let into_copies = |k: &usize| twins.net[*k].is_none() && nets[*k].cells().any(|c| copied[plan.cells[c].parent.0]);
    let late: Vec<usize> = (0..nets.len()).filter(into_copies).collect();
    if late.is_empty() { ways } else { untangle(plan, streets, nets, ways, &late) }
}

/// The haste with which so many wires are routed.
pub(super) fn haste_for(wires: usize) -> i64 {
    match wires {
        n if n > MANY => ROUGH,
        n if n > FEW => GOOD,
        _ => EXACT,
    }
}

/// Ways for all nets on a router without traffic, each found again against all others in further passes: as many as there
/// are hastes. The traffic of all of them is on the router then.
pub(super) fn negotiate(router: &mut Router<'_>, nets: &[Net], hastes: &[i64]) -> Vec<Way> {
    let plan = router.plan;
    let mut ways = vec![Way::default(); nets.len()];
    let mut order: Vec<usize> = (0..nets.len()).collect();
    let span = |n: &Net| {
        let r = plan.cells[n.root].rect.center();
        n.tips
            .iter()
            .map(|(t, _)| {
                let p = plan.cells[*t].rect.center();
                i64::from((p.x - r.x).abs().0) + i64::from((p.y - r.y).abs().0)
            })
            .sum::<i64>()
    };
    order.sort_by_key(|&k| (Reverse(nets[k].tips.len()), span(&nets[k]), k));
    for (pass, haste) in hastes.iter().enumerate() {
        router.haste = *haste;
        for &k in &order {
            if pass > 0 {
                router.commit(&ways[k], -1);
            }
            ways[k] = router.grow(&nets[k]);
            router.commit(&ways[k], 1);
        }
    }
    ways
}

/// What a port costs: requests leave to the east and arrive from the west.
pub(super) fn port_cost(side: Side, leaving: bool) -> i64 {
    match (side, leaving) {
        (Side::East, true) | (Side::West, false) => 0,
        (Side::North | Side::South, _) => 300,
        (Side::West, true) | (Side::East, false) => 700,
    }
}

/// The search for ways, with the traffic that there is.
#[derive(Clone)]
pub(super) struct Router<'a> {
    pub plan: &'a Plan,
    s: &'a Streets,
    /// The cell of the plan in whose place each cell is taken to stand: its own, but while places are changed for a trial.
    pub seat: Vec<usize>,
    /// By cell of the plan, whether someone has its seat: else wires go through it.
    pub taken: Vec<bool>,
    /// By stretch, how many wires are on it.
    used: Vec<i32>,
    nodes: Vec<Node>,
    /// By node and direction in which it was come to.
    reached: Vec<Reached>,
    queue: BinaryHeap<Reverse<u64>>,
    /// By how many quarters the way that is left is counted: more than four finds a good way sooner than the best.
    haste: i64,
    /// The sides by which a wire may leave the tray of a tip, and enter that of the root: a bit for each, see [`Side::bit`].
    sides: (u8, u8),
    /// The same for each tip, where they differ.
    each: Vec<u8>,
    /// Nodes that all searches so far have gone on from: how much work was done.
    pub work: u64,
    now: u32,
    /// For each grid, the last path that may enter it, and how many paths there were.
    open: Vec<u32>,
    path: u32,
}

/// What a search reads of a node.
#[derive(Clone, Copy, Default)]
struct Node {
    at: GPoint,
    /// How many wires pass it straight in each direction.
    through: [i32; 2],
    /// The directions in which the tree that grows passes it.
    tree: u8,
}

/// How a node was come to in one direction.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    /// The node and direction before, or `u32::MAX`.
    from: u32,
    /// The last search that came here, twice; and one more once it has gone on from here.
    search: u32,
}

/// A side by which the tray of a root may be entered, and where it meets its street.
#[derive(Clone, Copy)]
struct Goal {
    x: i32,
    y: i32,
    /// Between which coordinates across the side is straight ahead, by the direction in which one comes: those of the tray,
    /// and nowhere for one who comes along the side.
    across: [(i32, i32); 2],
    /// What the bends cost at least where it is not straight ahead.
    bends: [i32; 2],
    /// What its port costs.
    cost: i32,
}

impl Goal {
    /// The least that is left to go from a point where one has come in a direction: length, bends and port.
    fn far(&self, at: GPoint, axis: usize) -> i32 {
        let (lo, hi) = self.across[axis];
        let v = if axis == Axis::X.ix() { at.y.0 } else { at.x.0 };
        let bends = if lo <= v && v <= hi { 0 } else { self.bends[axis] };
        (self.x - at.x.0).abs() + (self.y - at.y.0).abs() + bends + self.cost
    }
}

/// A rectangle that bounds the tree so far.
#[derive(Clone, Copy)]
struct Bounds {
    /// Whether there is no more than the tray of the root yet.
    is_root: bool,
    x0: Gu,
    x1: Gu,
    y0: Gu,
    y1: Gu,
}

impl<'a> Router<'a> {
    /// A router without traffic.
    pub(super) fn new(plan: &'a Plan, s: &'a Streets) -> Self {
        let n = s.len();
        Self {
            plan,
            s,
            seat: (0..plan.cells.len()).collect(),
            taken: plan.cells.iter().map(|c| c.placement != NOBODY).collect(),
            used: vec![0; s.stretches.len()],
            nodes: s.at.iter().map(|at| Node { at: *at, ..Node::default() }).collect(),
            reached: vec![Reached { cost: 0, from: u32::MAX, search: 0 }; 2 * n],
            queue: BinaryHeap::new(),
            haste: EXACT,
            sides: (ALL_SIDES, ALL_SIDES),
            each: Vec::new(),
            work: 0,
            now: 0,
            open: vec![0; plan.grids.len()],
            path: 0,
        }
    }

    /// Adds the traffic of a way, or takes it off.
    pub(super) fn commit(&mut self, way: &Way, by: i32) {
        for e in &way.stretches {
            self.used[*e as usize] += by;
        }
        for (n, axis) in &way.straight {
            self.nodes[*n as usize].through[axis.ix()] += by;
        }
    }

    /// How many wires pass a node straight, across a direction.
    pub(super) fn across(&self, node: u32, axis: Axis) -> i64 {
        i64::from(self.nodes[node as usize].through[1 - axis.ix()])
    }

    /// Opens containers for the next path: those that hold one of its two cells but not the other. So no line leaves the
    /// innermost container that holds both its ends, though others of its bundle may.
    fn admit(&mut self, tip: usize, root: usize) {
        self.path += 1;
        let home = |cell: usize| Some(self.plan.cells[self.seat[cell]].parent.0);
        let around = |cell| std::iter::successors(home(cell), |g| self.plan.grids[*g].parent.map(|p| p.0));
        let (from, to): (Vec<usize>, Vec<usize>) = (around(tip).collect(), around(root).collect());
        // from the root of the plan on they are the same
        let shared = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
        for grid in from[..from.len() - shared].iter().chain(&to[..to.len() - shared]) {
            self.open[*grid] = self.path;
        }
    }

    /// A way for a net, against the traffic that there is.
    pub(super) fn grow(&mut self, net: &Net) -> Way {
        let root = self.s.tray[self.seat[net.root]];
        let r = self.plan.cells[self.seat[net.root]].rect;
        let mut bounds = Bounds { is_root: true, x0: r.x, x1: r.x1(), y0: r.y, y1: r.y1() };
        let home = r.center();
        let mut order: Vec<usize> = (0..net.tips.len()).collect();
        order.sort_by_key(|&k| {
            let p = self.plan.cells[self.seat[net.tips[k].0]].rect.center();
            ((p.x - home.x).abs() + (p.y - home.y).abs(), k)
        });
        let mut touched: Vec<u32> = Vec::new();
        let mut stretches: Vec<u32> = Vec::new();
        let mut parent: Vec<(u32, u32)> = Vec::new();
        for k in order {
            self.admit(net.tips[k].0, net.root);
            let tip = self.s.tray[self.seat[net.tips[k].0]];
            if let Some(sides) = self.each.get(k) {
                self.sides.0 = *sides;
            }
            let Some(path) = self.search(tip, root, net.inward, &bounds).map(without_loops) else { continue };
            for pair in path.windows(2) {
                let Some(e) = self.s.between(pair[0], pair[1]) else { continue };
                stretches.push(e);
                parent.push((pair[0], pair[1]));
                let axis = self.s.stretches[e as usize].axis;
                for &n in pair {
                    let node = &mut self.nodes[n as usize];
                    if node.tree == 0 {
                        touched.push(n);
                    }
                    node.tree |= 1 << axis.ix();
                    let p = node.at;
                    bounds.is_root = false;
                    bounds.x0 = bounds.x0.min(p.x);
                    bounds.x1 = bounds.x1.max(p.x);
                    bounds.y0 = bounds.y0.min(p.y);
                    bounds.y1 = bounds.y1.max(p.y);
                }
            }
            self.nodes[tip as usize].tree = 0;
        }
        for n in touched {
            self.nodes[n as usize].tree = 0;
        }
        stretches.sort_unstable();
        stretches.dedup();
        parent.sort_unstable();
        let paths = net.tips.iter().map(|(t, _)| follow(self.s.tray[self.seat[*t]], root, &parent)).collect();
        let straight = straight(self.s, &stretches);
        Way { stretches, paths, straight }
    }

    /// As [`Self::grow`], by some sides of the trays only: of the tips' and of the root's. `None` where that leaves no way.
    pub(super) fn grow_by(&mut self, net: &Net, tips: Option<Side>, root: Option<Side>) -> Option<Way> {
        self.sides = (tips.map_or(ALL_SIDES, Side::bit), root.map_or(ALL_SIDES, Side::bit));
        let way = self.grow(net);
        self.sides = (ALL_SIDES, ALL_SIDES);
        let tray = self.s.tray[self.seat[net.root]];
        way.paths.iter().all(|p| p.last() == Some(&tray)).then_some(way)
    }

    /// As [`Self::grow_by`], with sides for each tip.
    pub(super) fn grow_each(&mut self, net: &Net, tips: &[Option<Side>], root: Option<Side>) -> Option<Way> {
        self.each = tips.iter().map(|t| t.map_or(ALL_SIDES, Side::bit)).collect();
        let way = self.grow_by(net, None, root);
        self.each.clear();
        way
    }

    /// The sides by which the tray of a root may be entered, with what that costs; the tray is all that is in the bounds.
    fn goals(&self, root: u32, inward: bool, tray: &Bounds) -> [Option<Goal>; 4] {
        let mut goals = [None; 4];
        let stations = self.s.around(root).iter().filter(|hop| self.allowed(hop.to, self.sides.1));
        for (goal, hop) in goals.iter_mut().zip(stations) {
            let at = self.nodes[hop.to as usize].at;
            let (mut across, mut bends) = ([(1, 0); 2], [BEND as i32; 2]);
            let ahead = if hop.axis == Axis::X { (tray.y0.0, tray.y1.0) } else { (tray.x0.0, tray.x1.0) };
            across[hop.axis.ix()] = ahead;
            bends[hop.axis.ix()] *= 2;
            let cost = (self.port(hop.to, !inward) + STATION) as i32;
            *goal = Some(Goal { x: at.x.0, y: at.y.0, across, bends, cost });
        }
        goals
    }

    fn search(&mut self, tip: u32, root: u32, inward: bool, bounds: &Bounds) -> Option<Vec<u32>> {
        self.now += 1;
        self.queue.clear();
        let haste = self.haste;
        // what is left at least: the way to a side of the root's tray and into it where there is no tree yet, and the best is
        // looked for; else the way to the box round the tree, and a bend if that is not straight ahead
        let to_sides = bounds.is_root && haste == EXACT;
        let goals = if to_sides { self.goals(root, inward, bounds) } else { [None; 4] };
        let far = |at: GPoint, axis: usize| {
            if to_sides {
                let least = goals.iter().flatten().map(|g| g.far(at, axis)).min().unwrap_or(0);
                return i64::from(least);
            }
            let dx = (bounds.x0 - at.x).max(at.x - bounds.x1).max(Gu::ZERO);
            let dy = (bounds.y0 - at.y).max(at.y - bounds.y1).max(Gu::ZERO);
            let bend = if axis == Axis::X.ix() { dy > Gu::ZERO } else { dx > Gu::ZERO };
            (i64::from(dx.0) + i64::from(dy.0) + if bend { BEND } else { 0 }) * haste / EXACT
        };
        let (here, done) = (2 * self.now, 2 * self.now + 1);
        for hop in self.s.around(tip) {
            if !self.allowed(hop.to, self.sides.0) {
                continue;
            }
            let cost = self.port(hop.to, inward) + STATION;
            let k = 2 * hop.to as usize + hop.axis.ix();
            self.reached[k] = Reached { cost, from: u32::MAX, search: here };
            self.queue.push(entry(cost + far(self.nodes[hop.to as usize].at, hop.axis.ix()), k));
        }
        let mut goal = None;
        while let Some(Reverse(next)) = self.queue.pop() {
            let k = (next & u64::from(u32::MAX)) as usize;
            let (n, axis) = ((k / 2) as u32, k % 2);
            let Reached { cost, from, search } = self.reached[k];
            if search == done {
                continue;
            }
            self.reached[k].search = done;
            self.work += 1;
            let node = self.nodes[n as usize];
            if n == root || node.tree != 0 {
                goal = Some(k as u32);
                break;
            }
            let before = from / 2;
            let through = node.through.map(i64::from);
            for hop in self.s.around(n) {
                let o = hop.to;
                // no turning back on the spot
                if o == before
                    || o == tip
                    || (hop.to_tray && (o != root || !self.allowed(n, self.sides.1)))
                    || (hop.gate != NO_GATE && self.open[hop.gate as usize] != self.path)
                    || (hop.seat != NO_SEAT && self.taken[hop.seat as usize])
                {
                    continue;
                }
                let a = hop.axis.ix();
                let turned = a != axis;
                let mut next = cost + if turned { BEND } else { 0 };
                let there = &self.nodes[o as usize];
                if o == root {
                    next += self.port(n, !inward) + STATION;
                } else {
                    let len = i64::from(hop.len);
                    next += len + len * i64::from(self.used[hop.stretch as usize]).min(MOST_USED) / 10;
                    next += if turned {
                        // a corner lies to one side of those that go straight on: it crosses some of them, too
                        CROSSING * (through[0] + through[1]).min(2 * MOST_CROSSED) * 3 / 4
                    } else {
                        CROSSING * through[1 - a].min(MOST_CROSSED)
                    };
                    if there.tree != 0 && there.tree >> a & 1 == 0 {
                        next += BEND / 2;
                    }
                }
                let j = 2 * o as usize + a;
                let old = &mut self.reached[j];
                if old.search < here || next < old.cost {
                    // what was gone on from is not gone on from again
                    let search = old.search.max(here);
                    *old = Reached { cost: next, from: k as u32, search };
                    if search == here {
                        self.queue.push(entry(next + if o == root { 0 } else { far(there.at, a) }, j));
                    }
                }
            }
        }
        let mut k = goal?;
        let mut path = vec![k / 2];
        while self.reached[k as usize].from != u32::MAX {
            k = self.reached[k as usize].from;
            path.push(k / 2);
        }
        path.push(tip);
        path.reverse();
        Some(path)
    }

    /// Whether the side of a station is among some sides.
    fn allowed(&self, station: u32, sides: u8) -> bool {
        match self.s.spot[station as usize] {
            Spot::Port { side, .. } => side.bit() & sides != 0,
            _ => true,
        }
    }

    fn port(&self, station: u32, leaving: bool) -> i64 {
        match self.s.spot[station as usize] {
            Spot::Port { side, .. } => port_cost(side, leaving),
            _ => 0,
        }
    }
}

/// Nodes where a tree of stretches goes straight on.
pub(super) fn straight(streets: &Streets, stretches: &[u32]) -> Vec<(u32, Axis)> {
    let mut ends: Vec<(u32, Axis)> = Vec::with_capacity(2 * stretches.len());
    for e in stretches {
        let s = &streets.stretches[*e as usize];
        ends.push((s.a, s.axis));
        ends.push((s.b, s.axis));
    }
    ends.sort_unstable();
    ends.chunk_by(|p, q| p == q).filter(|c| c.len() == 2).map(|c| c[0]).collect()
}

/// An entry of the queue: the cost in the upper half, node and direction in the lower.
fn entry(cost: i64, state: usize) -> Reverse<u64> {
    Reverse((cost.clamp(0, i64::from(u32::MAX)) as u64) << 32 | state as u64)
}

/// Cuts out the way between two visits of one node.
fn without_loops(path: Vec<u32>) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(path.len());
    let mut seen: Vec<u32> = path.clone();
    seen.sort_unstable();
    if seen.windows(2).all(|p| p[0] != p[1]) {
        return path;
    }
    for n in path {
        if let Some(k) = out.iter().position(|o| *o == n) {
            out.truncate(k);
        }
        out.push(n);
    }
    out
}

/// The nodes from a tip to the root; every node of a tree has one way on.
fn follow(tip: u32, root: u32, parent: &[(u32, u32)]) -> Vec<u32> {
    let mut path = vec![tip];
    let mut at = tip;
    while at != root && path.len() <= parent.len() + 1 {
        let k = parent.partition_point(|p| p.0 < at);
        match parent.get(k) {
            Some(&(a, b)) if a == at => {
                path.push(b);
                at = b;
            }
            _ => break,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::geom::{GRect, Gu};
    use crate::layout::{LayoutConfig, layout};
    use crate::model::resolve;
    use crate::source::SourceFile;

    #[test]
    fn a_line_within_a_region_stays_there_though_others_of_its_bundle_leave() {
        let callers: String = ["a", "b", "c", "d"].map(|c| format!("[app.{c}]\nuses = [\"hub\"]\n")).concat();
        let text = format!(
            "[region.r]\nzones = [\"z\"]\n[defaults]\nregion = \"r\"\nzones = [\"z\"]\n{callers}\
             [external.x]\nuses = [\"hub\"]\n[store.hub]\nkind = \"dynamodb\"\n"
        );
        let (model, _) = resolve(&crate::syntax::parse(SourceFile::new("t.toml", text)).document);
        let layout = layout(&model, &LayoutConfig::default());
        let region = layout.containers[0].rect;
        let mixed = |lines: &[bool]| lines.contains(&true) && lines.contains(&false);
        let mut bundles = 0;
        for wire in &layout.wires {
            let home = |p| model.placement(p).region.is_some();
            let within: Vec<bool> =
                wire.links.iter().map(|l| home(model.link(*l).from) && home(model.link(*l).to)).collect();
            let stays = |line: &Vec<_>| line.iter().all(|p| region.contains(&GRect::around(*p, Gu(1))));
            assert_eq!(within, wire.lines.iter().map(stays).collect::<Vec<bool>>());
            bundles += usize::from(mixed(&within));
        }
        assert!(bundles > 0);
    }
}
