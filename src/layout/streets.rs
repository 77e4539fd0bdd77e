//! The street graph: junctions where streets cross, stations where trays touch a street, gates where the streets of a
//! container meet those of the one around it.
//!
//! It has about seven nodes a cell. Its coordinates are guesses made with streets of a nominal width; routing needs no
//! more, since streets become as wide as their traffic afterwards.
//!
//! *Invariant*: a path in the graph that passes only gates of its own containers can be drawn without touching any
//! other tray or container.

mod passing;
mod stations;

use super::grid::{Plan, Slot};
use crate::geom::{GPoint, Gu};
use stations::{Exit, under_caption};

/// A direction: along x, or along y.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Axis {
    X,
    Y,
}

impl Axis {
    pub(super) fn ix(self) -> usize {
        usize::from(self == Self::Y)
    }

    /// The other one.
    pub(super) fn across(self) -> Self {
        if self == Self::X { Self::Y } else { Self::X }
    }
}

/// A side of a box. West is the least x, north the least y.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Side {
    West,
    East,
    North,
    South,
}

impl Side {
    /// The direction of a wire that leaves by this side.
    pub(super) fn axis(self) -> Axis {
        if matches!(self, Self::West | Self::East) { Axis::X } else { Axis::Y }
    }

    /// A bit of its own, for sets of sides.
    pub(super) fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Whether the wire leaves towards greater coordinates.
    pub(super) fn forward(self) -> bool {
        matches!(self, Self::East | Self::South)
    }
}

/// The set of all sides.
pub(super) const ALL_SIDES: u8 = 0b1111;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// The tray itself.
    Tray(usize),
    /// Where a side of a tray meets a street.
    Port { cell: usize, side: Side },
    /// Where a street of a container meets one around it.
    Gate,
    /// Where streets cross.
    Junction,
}

/// A street, as an index; see [`Streets::street`].
pub(super) type LineIx = u32;

/// No street: the way from a tray to its station, or straight on through the side of a container.
pub(super) const NO_LINE: LineIx = u32::MAX;

/// How many times its length counts where a wire runs round everything: it makes the sheet larger, and empty.
const AROUND: i64 = 3;

/// A stretch between two nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub a: u32,
    pub b: u32,
    pub axis: Axis,
    /// In hundredths of a ground unit; times [`AROUND`] on the outermost streets of all.
    pub len: i64,
    /// The street it is on.
    pub line: LineIx,
    /// Its block on the street: junction *j* is 2·j, the block after it 2·j + 1, the gates −1 and 2·n + 1; where the street
    /// goes straight on out of its container, junctions and blocks go on to be counted.
    pub block: i32,
    /// The container that one enters here.
    pub gate: Option<usize>,
    /// The seat that one goes through, in trials; else [`NO_SEAT`].
    pub seat: u32,
}

/// A step from a node to a neighbour: all that a search reads of its stretch, side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hop {
    pub to: u32,
    pub stretch: u32,
    /// In hundredths of a ground unit.
    pub len: i32,
    /// The container that one enters or leaves, or [`NO_GATE`].
    pub gate: u32,
    /// The seat that must be free, or [`NO_SEAT`].
    pub seat: u32,
    pub axis: Axis,
    /// Whether it leads to the tray itself.
    pub to_tray: bool,
}

/// No container is entered.
pub(super) const NO_GATE: u32 = u32::MAX;
/// No seat must be free.
pub(super) const NO_SEAT: u32 = u32::MAX;

/// A station of a tray and the end of a passage, on the two sides of a street.
#[derive(Clone, Copy, Debug)]
pub(super) struct Over {
    pub station: u32,
    pub end: u32,
}

/// A street: a grid, whether it runs along y, and which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Street {
    pub grid: usize,
    pub axis: Axis,
    pub ix: usize,
}

impl Street {
    /// Whether it is a passage through the empty slots of a row or a column.
    pub(super) fn is_passage(self, plan: &Plan) -> bool {
        plan.grids[self.grid].of_passage(self.axis, self.ix).is_some()
    }
}

/// The graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Streets {
    pub at: Vec<GPoint>,
    pub spot: Vec<Spot>,
    pub stretches: Vec<Stretch>,
    /// For junctions: the streets that cross there with the place on each: along y, along x.
    pub crossing: Vec<[(LineIx, i32); 2]>,
    pub lines: Vec<Street>,
    first: Vec<u32>,
    adj: Vec<Hop>,
    /// Node of each tray.
    pub tray: Vec<u32>,
    /// For stations of trays, and for the gates that lie straight before them: the station. Else `u32::MAX`.
    pub leads_to: Vec<u32>,
    /// For each grid, the nodes on its outermost streets from which a way leads straight on inwards, by side.
    exits: Vec<[Vec<Exit>; 4]>,
    /// For stations of trays that face the end of a passage: that end, and the seat behind it that must be free. Else
    /// `u32::MAX`, and [`NO_SEAT`].
    pub across: Vec<(u32, u32)>,
    /// For each grid with passages, the nodes of these; see [`Self::passage_nodes`].
    passage: Vec<Vec<u32>>,
    /// By grid, its first street along x, and along y.
    line_base: Vec<[LineIx; 2]>,
    /// By grid, the number of its first junction on the streets along y: what is joined shares these.
    row_base: Vec<i32>,
    junction_base: Vec<u32>,
    /// The streets round everything.
    outermost: [LineIx; 4],
}

impl Streets {
    /// The graph of a plan whose positions are known.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut s = Self::default();
        s.add_lines(plan);
        for (g, grid) in plan.grids.iter().enumerate() {
            s.junction_base.push(s.at.len() as u32);
            for i in 0..=grid.nc {
                for j in 0..=grid.nr {
                    let at =
                        GPoint::new(grid.street_x(i) + grid.street_w(i) / 2, grid.street_y(j) + grid.street_d(j) / 2);
                    s.node(at, Spot::Junction);
                    let (v, h) = (s.line(g, Axis::Y, i), s.line(g, Axis::X, j));
                    if let Some(last) = s.crossing.last_mut() {
                        *last = [(v, 2 * (s.row_base[g] + j as i32)), (h, 2 * i as i32 * blocks(plan, g))];
                    }
                }
            }
            let passages = s.passage_nodes(plan, g);
            s.passage.push(passages);
        }
        for (c, cell) in plan.cells.iter().enumerate() {
            let n = s.node(cell.rect.center(), Spot::Tray(c));
            s.tray.push(n);
        }
        s.exits = vec![<[Vec<Exit>; 4]>::default(); plan.grids.len()];
        let root = &plan.grids[plan.root];
        s.outermost = [(Axis::Y, 0), (Axis::Y, root.nc), (Axis::X, 0), (Axis::X, root.nr)]
            .map(|(axis, ix)| s.line(plan.root, axis, ix));
        // children first: their ways out are stations on the streets of their parents
        for g in plan.bottom_up() {
            s.streets_of(plan, g);
        }
        s.index();
        s
    }

    /// The streets of all grids. Those along y of what is joined are those of the first of its sisters.
    fn add_lines(&mut self, plan: &Plan) {
        self.line_base = vec![[NO_LINE; 2]; plan.grids.len()];
        self.row_base = vec![0; plan.grids.len()];
        for first in 0..plan.grids.len() {
            let mut before: Option<usize> = None;
            for g in plan.sisters(first) {
                if self.line_base[g] != [NO_LINE; 2] {
                    // with the first of its sisters that came
                    break;
                }
                let mut add = |axis, n| {
                    let first = self.lines.len() as LineIx;
                    self.lines.extend((0..=n).map(|ix| Street { grid: g, axis, ix }));
                    first
                };
                let along_y = if let Some(sister) = before {
                    self.line_base[sister][Axis::Y.ix()]
                } else {
                    let open = plan.sisters(first).into_iter().any(|g| plan.has_column_passages(g));
                    add(Axis::Y, plan.grids[g].nc * if open { 2 } else { 1 })
                };
                let along_x = add(Axis::X, plan.grids[g].nr * if plan.has_passages(g) { 2 } else { 1 });
                self.line_base[g] = [along_x, along_y];
                // between two sisters is one more junction, with the street of what holds them
                self.row_base[g] = before.map_or(0, |s| self.row_base[s] + plan.grids[s].nr as i32 + 2);
                before = Some(g);
            }
        }
    }

    /// A street of a grid by its direction and number; passages come after the streets, see [`super::grid::Grid::passage`].
    pub(super) fn line(&self, grid: usize, axis: Axis, ix: usize) -> LineIx {
        self.line_base[grid][axis.ix()] + ix as LineIx
    }

    /// As [`Self::line`]; `None` for a passage of a grid that has none.
    pub(super) fn line_of(&self, grid: usize, axis: Axis, ix: usize) -> Option<LineIx> {
        let line = self.line(grid, axis, ix);
        // those along y of what is joined are those of the first
        let first = |grid: usize| self.line_base[grid][axis.ix()];
        let is_it = |s: &Street| (s.axis, s.ix, first(s.grid)) == (axis, ix, first(grid));
        self.lines.get(line as usize).is_some_and(is_it).then_some(line)
    }

    /// How long a street is beside the row or column of one of its odd blocks: the depth or width of that; 0 where a block
    /// is beside none.
    pub(super) fn beside(&self, plan: &Plan, line: LineIx, block: i32) -> Gu {
        let street = self.lines[line as usize];
        let place = (block - 1).div_euclid(2);
        let of = |list: &[Gu], k: i32| usize::try_from(k).ok().and_then(|k| list.get(k)).copied();
        let found = if street.axis == Axis::Y {
            let sisters = plan.sisters(street.grid);
            sisters.into_iter().find_map(|g| of(&plan.grids[g].row_d, place - self.row_base[g]))
        } else {
            match (blocks(plan, street.grid), plan.grids[street.grid].slot(0, 0)) {
                (1, _) => of(&plan.grids[street.grid].col_w, place),
                (_, Slot::Grid(inner)) => of(&plan.grids[inner].col_w, place - 1),
                _ => None,
            }
        };
        found.unwrap_or_default()
    }

    /// The junction of one grid that lies as another does in a grid of the same shape; `None` if that one is in no such
    /// grid.
    pub(super) fn twin_junction(&self, node: u32, from: usize, to: usize) -> Option<u32> {
        let [_, (line, _)] = self.crossing[node as usize];
        if line == NO_LINE || self.lines[line as usize].grid != from {
            return None;
        }
        match self.passage[from].first() {
            Some(first) if node >= *first => self.passage[to].get((node - first) as usize).copied(),
            _ => Some(self.junction_base[to] + node - self.junction_base[from]),
        }
    }

    fn junction(&self, plan: &Plan, grid: usize, i: usize, j: usize) -> u32 {
        self.junction_base[grid] + (i * (plan.grids[grid].nr + 1) + j) as u32
    }

    /// The steps from a node to its neighbours.
    pub(super) fn around(&self, node: u32) -> &[Hop] {
        &self.adj[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The stretch between two neighbours.
    pub(super) fn between(&self, a: u32, b: u32) -> Option<u32> {
        self.around(a).iter().find(|hop| hop.to == b).map(|hop| hop.stretch)
    }

    /// Of two nodes the station and the end of the passage that it faces, if they are such.
    pub(super) fn over(&self, a: u32, b: u32) -> Option<Over> {
        let found = [(a, b), (b, a)].into_iter().find(|(station, end)| self.across[*station as usize].0 == *end);
        found.map(|(station, end)| Over { station, end })
    }

    /// The street that a station is on.
    pub(super) fn line_at(&self, station: u32) -> LineIx {
        self.around(station)
            .iter()
            .map(|hop| self.stretches[hop.stretch as usize].line)
            .find(|l| *l != NO_LINE)
            .unwrap_or(NO_LINE)
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    fn node(&mut self, at: GPoint, spot: Spot) -> u32 {
        self.at.push(at);
        self.spot.push(spot);
        self.crossing.push([(NO_LINE, 0); 2]);
        self.leads_to.push(u32::MAX);
        self.across.push((u32::MAX, NO_SEAT));
        self.at.len() as u32 - 1
    }

    fn stretch(&mut self, a: u32, b: u32, axis: Axis, line: LineIx, block: i32, (gate, seat): (Option<usize>, u32)) {
        let (p, q) = (self.at[a as usize], self.at[b as usize]);
        let times = if self.outermost.contains(&line) { AROUND } else { 1 };
        let len = times * (i64::from((p.x - q.x).abs().0) + i64::from((p.y - q.y).abs().0));
        self.stretches.push(Stretch { a, b, axis, len, line, block, gate, seat });
    }

    /// The stations and stretches on the streets of one grid.
    fn streets_of(&mut self, plan: &Plan, g: usize) {
        let (nc, nr) = (plan.grids[g].nc, plan.grids[g].nr);
        for i in 0..=nc {
            for j in 0..nr {
                let mut list = Vec::new();
                if i > 0 {
                    self.stations(plan, plan.grids[g].slot(i - 1, j), Side::East, &mut list);
                }
                if i < nc {
                    self.stations(plan, plan.grids[g].slot(i, j), Side::West, &mut list);
                }
                list.extend(self.passage_station(plan, (g, i, j), Axis::X));
                let x = self.at[self.junction(plan, g, i, j) as usize].x;
                let ends = (self.junction(plan, g, i, j), self.junction(plan, g, i, j + 1));
                let line = self.line(g, Axis::Y, i);
                let block = 2 * (self.row_base[g] + j as i32) + 1;
                let made = self.string(plan, list, ends, (Axis::Y, line, block), |along| GPoint::new(x, along));
                if i == 0 || i == nc {
                    self.exits[g][if i == 0 { Side::West } else { Side::East } as usize].extend(made);
                }
            }
        }
        self.passages_of(plan, g);
        for j in 0..=nr {
            for i in 0..nc {
                let mut list = Vec::new();
                if j > 0 {
                    self.stations(plan, plan.grids[g].slot(i, j - 1), Side::South, &mut list);
                }
                if j < nr {
                    self.stations(plan, plan.grids[g].slot(i, j), Side::North, &mut list);
                }
                list.extend(self.passage_station(plan, (g, i, j), Axis::Y));
                let y = self.at[self.junction(plan, g, i, j) as usize].y;
                let ends = (self.junction(plan, g, i, j), self.junction(plan, g, i + 1, j));
                let line = self.line(g, Axis::X, j);
                let block = 2 * i as i32 * blocks(plan, g) + 1;
                let made = self.string(plan, list, ends, (Axis::X, line, block), |along| GPoint::new(along, y));
                if j == 0 {
                    self.exits[g][Side::North as usize].extend(made);
                } else if j == nr && !under_caption(plan, g, i) {
                    self.exits[g][Side::South as usize].extend(made);
                }
            }
        }
    }

    fn index(&mut self) {
        let n = self.at.len();
        let mut first = vec![0u32; n + 1];
        // a way straight over a street takes the same stretch as one along it
        let over = |s: &Stretch| self.over(s.a, s.b);
        for s in &self.stretches {
            let hops = 1 + u32::from(over(s).is_some());
            first[s.a as usize + 1] += hops;
            first[s.b as usize + 1] += hops;
        }
        for k in 0..n {
            first[k + 1] += first[k];
        }
        let mut fill = first.clone();
        let none = Hop { to: 0, stretch: 0, len: 0, gate: NO_GATE, seat: NO_SEAT, axis: Axis::X, to_tray: false };
        let mut adj = vec![none; first[n] as usize];
        for (e, s) in self.stretches.iter().enumerate() {
            let gate = s.gate.map_or(NO_GATE, |g| g as u32);
            let len = i32::try_from(s.len).unwrap_or(i32::MAX);
            for (from, to) in [(s.a, s.b), (s.b, s.a)] {
                let to_tray = matches!(self.spot[to as usize], Spot::Tray(_));
                let hop = Hop { to, stretch: e as u32, len, gate, seat: s.seat, axis: s.axis, to_tray };
                let straight = over(s).map(|over| Hop {
                    axis: s.axis.across(),
                    seat: self.across[over.station as usize].1,
                    ..hop
                });
                for hop in std::iter::once(hop).chain(straight) {
                    adj[fill[from as usize] as usize] = hop;
                    fill[from as usize] += 1;
                }
            }
        }
        self.first = first;
        self.adj = adj;
    }
}

/// How many blocks a street along x has in each column: what is joined cuts them at its own streets along y.
fn blocks(plan: &Plan, g: usize) -> i32 {
    match plan.grids[g].slot(0, 0) {
        Slot::Grid(inner) if plan.grids[g].joined => plan.grids[inner].nc as i32 + 2,
        _ => 1,
    }
}
