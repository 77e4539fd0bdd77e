//! The street graph: junctions where streets cross, stations where trays touch a street, gates where the streets of a
//! container meet those of the one around it.
//!
//! It has about seven nodes a cell. Its coordinates are guesses made with streets of a nominal width; routing needs no
//! more, since streets become as wide as their traffic afterwards.
//!
//! *Invariant*: a path in the graph that passes only gates of its own containers can be drawn without touching any
//! other tray or container.

use super::grid::{Plan, Slot};
use super::measure::PITCH;
use crate::geom::{GPoint, Gu};

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

/// A stretch between two nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub a: u32,
    pub b: u32,
    pub axis: Axis,
    pub len: i64,
    /// The street it is on.
    pub line: LineIx,
    /// Its block on the street: junction *j* is 2·j, the block after it 2·j + 1, the gates −1 and 2·n + 1.
    pub block: i32,
    /// The container that one enters here.
    pub gate: Option<usize>,
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
    pub axis: Axis,
    /// Whether it leads to the tray itself.
    pub to_tray: bool,
}

/// No container is entered.
pub(super) const NO_GATE: u32 = u32::MAX;

/// A street: a grid, whether it runs along y, and which.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Street {
    pub grid: usize,
    pub axis: Axis,
    pub ix: usize,
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
    /// For each grid, the nodes on its outermost streets from which a way leads straight to a tray at that side: west,
    /// east, north.
    exits: Vec<[Vec<(Gu, u32)>; 3]>,
    line_base: Vec<u32>,
    junction_base: Vec<u32>,
}

impl Streets {
    /// The graph of a plan whose positions are known.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut s = Self::default();
        for (g, grid) in plan.grids.iter().enumerate() {
            s.line_base.push(s.lines.len() as u32);
            s.lines.extend((0..=grid.nc).map(|ix| Street { grid: g, axis: Axis::Y, ix }));
            s.lines.extend((0..=grid.nr).map(|ix| Street { grid: g, axis: Axis::X, ix }));
            s.junction_base.push(s.at.len() as u32);
            for i in 0..=grid.nc {
                for j in 0..=grid.nr {
                    let at =
                        GPoint::new(grid.street_x(i) + grid.street_w(i) / 2, grid.street_y(j) + grid.street_d(j) / 2);
                    s.node(at, Spot::Junction);
                    let (v, h) = (s.line_y(g, i), s.line_x(plan, g, j));
                    if let Some(last) = s.crossing.last_mut() {
                        *last = [(v, 2 * j as i32), (h, 2 * i as i32)];
                    }
                }
            }
        }
        for (c, cell) in plan.cells.iter().enumerate() {
            let n = s.node(cell.rect.center(), Spot::Tray(c));
            s.tray.push(n);
        }
        s.exits = vec![<[Vec<(Gu, u32)>; 3]>::default(); plan.grids.len()];
        // children first: their ways out are stations on the streets of their parents
        for g in plan.bottom_up() {
            s.streets_of(plan, g);
        }
        s.index();
        s
    }

    /// The street along y of a grid.
    pub(super) fn line_y(&self, grid: usize, i: usize) -> LineIx {
        self.line_base[grid] + i as u32
    }

    /// The street along x of a grid.
    pub(super) fn line_x(&self, plan: &Plan, grid: usize, j: usize) -> LineIx {
        self.line_base[grid] + (plan.grids[grid].nc + 1 + j) as u32
    }

    /// A street of a grid by its direction and number.
    pub(super) fn line(&self, grid: usize, axis: Axis, ix: usize) -> LineIx {
        // streets along y come first
        let first = self.line_base[grid];
        if axis == Axis::Y {
            return first + ix as u32;
        }
        let columns = self.lines[first as usize..].iter().take_while(|s| s.axis == Axis::Y).count();
        first + (columns + ix) as u32
    }

    /// The junction of one grid that lies as another does in a grid of the same shape; `None` if that one is in no such
    /// grid.
    pub(super) fn twin_junction(&self, node: u32, from: usize, to: usize) -> Option<u32> {
        let [(line, _), _] = self.crossing[node as usize];
        if line == NO_LINE || self.lines[line as usize].grid != from {
            return None;
        }
        Some(self.junction_base[to] + node - self.junction_base[from])
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
        self.at.len() as u32 - 1
    }

    fn stretch(&mut self, a: u32, b: u32, axis: Axis, line: LineIx, block: i32, gate: Option<usize>) {
        let (p, q) = (self.at[a as usize], self.at[b as usize]);
        let len = i64::from((p.x - q.x).abs().0) + i64::from((p.y - q.y).abs().0);
        self.stretches.push(Stretch { a, b, axis, len, line, block, gate });
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
                let x = self.at[self.junction(plan, g, i, j) as usize].x;
                let ends = (self.junction(plan, g, i, j), self.junction(plan, g, i, j + 1));
                let line = self.line_y(g, i);
                let made = self.string(list, ends, Axis::Y, line, 2 * j as i32 + 1, |along| GPoint::new(x, along));
                if i == 0 || i == nc {
                    self.exits[g][usize::from(i == nc)].extend(made);
                }
            }
        }
        for j in 0..=nr {
            for i in 0..nc {
                let mut list = Vec::new();
                if j > 0 {
                    self.stations(plan, plan.grids[g].slot(i, j - 1), Side::South, &mut list);
                }
                if j < nr {
                    self.stations(plan, plan.grids[g].slot(i, j), Side::North, &mut list);
                }
                let y = self.at[self.junction(plan, g, i, j) as usize].y;
                let ends = (self.junction(plan, g, i, j), self.junction(plan, g, i + 1, j));
                let line = self.line_x(plan, g, j);
                let made = self.string(list, ends, Axis::X, line, 2 * i as i32 + 1, |along| GPoint::new(along, y));
                if j == 0 {
                    self.exits[g][2].extend(made);
                }
            }
        }
    }

    /// Strings stations along one block of a street. Gives those that lead straight to a tray.
    fn string(
        &mut self,
        mut list: Vec<Station>,
        ends: (u32, u32),
        axis: Axis,
        line: LineIx,
        block: i32,
        at: impl Fn(Gu) -> GPoint,
    ) -> Vec<(Gu, u32)> {
        let mut made = Vec::new();
        list.sort_by_key(|s| (s.along, s.side, s.inner));
        let mut last = ends.0;
        for s in list {
            let n = self.node(at(s.along), s.spot);
            self.stretch(last, n, axis, line, block, None);
            self.stretch(n, s.inner, s.side.axis(), s.line, s.block, s.gate);
            if s.line == NO_LINE {
                let inner = self.leads_to[s.inner as usize];
                self.leads_to[n as usize] = if inner == u32::MAX { n } else { inner };
                made.push((s.along, n));
            }
            last = n;
        }
        self.stretch(last, ends.1, axis, line, block, None);
        made
    }

    /// Where one side of a child touches the street beside it.
    fn stations(&self, plan: &Plan, slot: Slot, side: Side, list: &mut Vec<Station>) {
        match slot {
            Slot::Empty => {}
            Slot::Cell(c) => {
                let cell = &plan.cells[c];
                // what stands on the bare ground has its label in front of it
                if side == Side::South && !cell.template.plate {
                    return;
                }
                let m = cell.rect.center();
                list.push(Station {
                    along: if side.axis() == Axis::X { m.y } else { m.x },
                    side,
                    inner: self.tray[c],
                    spot: Spot::Port { cell: c, side },
                    line: NO_LINE,
                    block: 0,
                    gate: None,
                });
            }
            Slot::Grid(k) => {
                self.gates(plan, k, side, list);
                let exits = match side {
                    Side::West => &self.exits[k][0],
                    Side::East => &self.exits[k][1],
                    Side::North => &self.exits[k][2],
                    Side::South => return,
                };
                list.extend(exits.iter().map(|&(along, inner)| Station {
                    along,
                    side,
                    inner,
                    spot: Spot::Gate,
                    line: NO_LINE,
                    block: 0,
                    gate: Some(k),
                }));
            }
        }
    }

    fn gates(&self, plan: &Plan, k: usize, side: Side, list: &mut Vec<Station>) {
        let child = &plan.grids[k];
        let (last_i, last_j) = (child.nc, child.nr);
        if side.axis() == Axis::X {
            let i = if side == Side::West { 0 } else { last_i };
            for j in 0..=last_j {
                let inner = self.junction(plan, k, i, j);
                list.push(Station {
                    along: self.at[inner as usize].y,
                    side,
                    inner,
                    spot: Spot::Gate,
                    line: self.line_x(plan, k, j),
                    block: if side == Side::West { -1 } else { 2 * last_i as i32 + 1 },
                    gate: Some(k),
                });
            }
        } else {
            let j = if side == Side::North { 0 } else { last_j };
            for i in 0..=last_i {
                // no wire leaves through a caption
                if side == Side::South && under_caption(plan, k, i) {
                    continue;
                }
                let inner = self.junction(plan, k, i, j);
                list.push(Station {
                    along: self.at[inner as usize].x,
                    side,
                    inner,
                    spot: Spot::Gate,
                    line: self.line_y(k, i),
                    block: if side == Side::North { -1 } else { 2 * last_j as i32 + 1 },
                    gate: Some(k),
                });
            }
        }
    }

    fn index(&mut self) {
        let n = self.at.len();
        let mut first = vec![0u32; n + 1];
        for s in &self.stretches {
            first[s.a as usize + 1] += 1;
            first[s.b as usize + 1] += 1;
        }
        for k in 0..n {
            first[k + 1] += first[k];
        }
        let mut fill = first.clone();
        let none = Hop { to: 0, stretch: 0, len: 0, gate: NO_GATE, axis: Axis::X, to_tray: false };
        let mut adj = vec![none; 2 * self.stretches.len()];
        for (e, s) in self.stretches.iter().enumerate() {
            let gate = s.gate.map_or(NO_GATE, |g| g as u32);
            let len = i32::try_from(s.len).unwrap_or(i32::MAX);
            for (from, to) in [(s.a, s.b), (s.b, s.a)] {
                let to_tray = matches!(self.spot[to as usize], Spot::Tray(_));
                adj[fill[from as usize] as usize] = Hop { to, stretch: e as u32, len, gate, axis: s.axis, to_tray };
                fill[from as usize] += 1;
            }
        }
        self.first = first;
        self.adj = adj;
    }
}

/// Whether a street along y, led on to the front, might cross the caption of its container.
fn under_caption(plan: &Plan, k: usize, i: usize) -> bool {
    plan.grids[k].caption.is_some() && plan.grids[k].least_street_x(i) < plan.grids[k].caption_end() + PITCH
}

/// A place where a child touches a street, before it has a node.
struct Station {
    along: Gu,
    side: Side,
    inner: u32,
    spot: Spot,
    line: LineIx,
    block: i32,
    gate: Option<usize>,
}
