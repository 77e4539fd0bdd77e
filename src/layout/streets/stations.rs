//! Where trays, containers and passages touch the streets beside them, and how these places are strung along a street.

use super::passing::seat;
use super::{Axis, LineIx, NO_LINE, NO_SEAT, Side, Spot, Streets, blocks};
use crate::geom::{GPoint, Gu};
use crate::layout::grid::{Plan, Slot};
use crate::layout::measure::PITCH;

impl Streets {
    /// Strings stations along one block of a street. Gives those from which a way leads straight on: to a tray, or into a
    /// street.
    pub(super) fn string(
        &mut self,
        plan: &Plan,
        mut list: Vec<Station>,
        ends: (u32, u32),
        (axis, line, mut block): (Axis, LineIx, i32),
        at: impl Fn(Gu) -> GPoint,
    ) -> Vec<Exit> {
        let mut made = Vec::new();
        // the end of a passage lies between the stations of both sides
        let rank = |s: &Station| if s.spot == Spot::Junction { 1 } else { 2 * i32::from(s.side.forward()) };
        list.sort_by_key(|s| (s.along, s.shared, rank(s), s.side, s.inner));
        let mut last = ends.0;
        for s in list {
            if s.spot == Spot::Junction {
                self.stretch(last, s.inner, axis, line, block, (None, NO_SEAT));
                self.face(plan, last, s.inner);
                last = s.inner;
                continue;
            }
            // a street that goes on behind this one crosses it
            let again = s.shared.is_some() && self.crossing[last as usize][0].0 == s.line;
            let n = if again { last } else { self.node(at(s.along), s.spot) };
            if !again {
                self.stretch(last, n, axis, line, block, (None, NO_SEAT));
                self.face(plan, n, last);
            }
            if let Some((on_shared, here)) = s.shared {
                self.crossing[n as usize] = [(s.line, on_shared), (line, here)];
                block = here + 1;
            }
            self.stretch(n, s.inner, s.side.axis(), s.line, s.block, (s.gate, s.seat));
            if s.line == NO_LINE {
                let inner = self.leads_to[s.inner as usize];
                self.leads_to[n as usize] = if inner == u32::MAX { n } else { inner };
                made.push(Exit { along: s.along, node: n, line: NO_LINE, block: 0 });
            } else if s.straight {
                // who turns off here must not share a track with who comes from the other side
                let out = if s.side.forward() { 1 } else { -1 };
                self.crossing[n as usize] = [(line, block), (s.line, s.block + out)];
                made.push(Exit { along: s.along, node: n, line: s.line, block: s.block + 2 * out });
            }
            last = n;
        }
        self.stretch(last, ends.1, axis, line, block, (None, NO_SEAT));
        made
    }

    /// Where one side of a child touches the street beside it.
    pub(super) fn stations(&self, plan: &Plan, slot: Slot, side: Side, list: &mut Vec<Station>) {
        match slot {
            Slot::Empty => {}
            Slot::Cell(c) => {
                let cell = &plan.cells[c];
                // what stands on the bare ground has its label in front of it
                if side == Side::South && !cell.template.plate {
                    return;
                }
                let m = cell.rect.center();
                let along = if side.axis() == Axis::X { m.y } else { m.x };
                list.push(Station::new(along, side, self.tray[c], Spot::Port { cell: c, side }));
            }
            Slot::Grid(k) => {
                self.gates(plan, k, side, list);
                list.extend(self.exits[k][side as usize].iter().map(|e| Station {
                    line: e.line,
                    block: e.block,
                    gate: plan.gate(k),
                    straight: e.line != NO_LINE,
                    ..Station::new(e.along, side, e.node, Spot::Gate)
                }));
            }
        }
    }

    fn gates(&self, plan: &Plan, k: usize, side: Side, list: &mut Vec<Station>) {
        let child = &plan.grids[k];
        let (last_i, last_j) = (child.nc, child.nr);
        if side.axis() == Axis::X {
            let i = if side == Side::West { 0 } else { last_i };
            let end = |per: i32| if side == Side::West { -1 } else { 2 * last_i as i32 * per + 1 };
            let gate = |inner: u32, ix: usize, block: i32, seat: u32| Station {
                line: self.line(k, Axis::X, ix),
                block,
                gate: plan.gate(k),
                seat,
                straight: child.runs_out,
                ..Station::new(self.at[inner as usize].y, side, inner, Spot::Gate)
            };
            let streets = 0..=last_j;
            list.extend(streets.map(|j| gate(self.junction(plan, k, i, j), j, end(blocks(plan, k)), NO_SEAT)));
            if !self.passage[k].is_empty() {
                let edge = i.min(last_i - 1);
                let open = (0..last_j).filter_map(|j| Some((j, plan.way_through(k, edge, j)?)));
                list.extend(open.map(|(j, through)| {
                    gate(self.passage_end(child, (k, i, j)), child.passage(Axis::X, j), end(2), seat(through))
                }));
            }
        } else {
            let j = if side == Side::North { 0 } else { last_j };
            let base = self.row_base[k];
            let block = if side == Side::North { 2 * base - 1 } else { 2 * (base + last_j as i32) + 1 };
            let joined = child.parent.is_some_and(|p| plan.grids[p.0].joined);
            for i in 0..=last_i {
                // no wire leaves through a caption
                if side == Side::South && under_caption(plan, k, i) {
                    continue;
                }
                let inner = self.junction(plan, k, i, j);
                list.push(Station {
                    line: self.line(k, Axis::Y, i),
                    block,
                    gate: plan.gate(k),
                    shared: joined.then(|| (block + if side == Side::North { -1 } else { 1 }, 2 * (i as i32 + 1))),
                    ..Station::new(self.at[inner as usize].x, side, inner, Spot::Gate)
                });
            }
        }
    }
}

/// Whether a street along y, led on to the front, might cross the caption of its container.
pub(super) fn under_caption(plan: &Plan, k: usize, i: usize) -> bool {
    plan.grids[k].caption.is_some() && plan.grids[k].least_street_x(i) < plan.grids[k].caption_end() + PITCH
}

/// A node on an outermost street of a grid from which a way leads straight on inwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit {
    along: Gu,
    node: u32,
    /// The street inside that it leads to, with the block that is next outside; [`NO_LINE`] where it leads to a tray.
    line: LineIx,
    block: i32,
}

/// A place where a child touches a street, before it has a node.
pub(super) struct Station {
    along: Gu,
    side: Side,
    inner: u32,
    spot: Spot,
    line: LineIx,
    block: i32,
    gate: Option<usize>,
    /// The seat that must be free for the street that arrives here.
    seat: u32,
    /// Whether the street that arrives here may go on straight across.
    straight: bool,
    /// For a street along y of what is joined: the number of the junction here on it, and on the street that it meets.
    shared: Option<(i32, i32)>,
}

impl Station {
    /// One at which no street arrives, and that is open to all.
    pub(super) fn new(along: Gu, side: Side, inner: u32, spot: Spot) -> Self {
        let (line, block, gate, seat, straight, shared) = (NO_LINE, 0, None, NO_SEAT, false, None);
        Self { along, side, inner, spot, line, block, gate, seat, straight, shared }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::detail::Detail;
    use crate::layout::world;
    use crate::model::testing::model;

    #[test]
    fn on_both_sides_of_a_place_where_wires_turn_off_blocks_are_two_apart() {
        let text = "[region.r]\nzones = [\"a\"]\n[region.s]\nzones = [\"a\"]\n[environment.p]\n[environment.q]\n\
            [defaults]\nregion = \"r\"\nzones = [\"a\"]\nenvironment = \"p\"\n[external.x]\nuses = [\"a\", \"d\"]\n\
            [app.a]\nuses = [\"b\", \"c\"]\n[app.b]\n[app.c]\n[app.d]\nregion = \"s\"\nenvironment = \"q\"\n\
            [app.e]\nregion = \"s\"\n[app.f]\nenvironment = \"q\"\n[external.y]\nuses = [\"a\"]\n";
        let model = model(text);
        let world = world::World::new(&model, None, Detail::Full);
        let (mut plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        plan.guess(2);
        let streets = Streets::new(&plan);
        let mut ends: Vec<(LineIx, u32, i32)> = Vec::new();
        for s in streets.stretches.iter().filter(|s| s.axis == Axis::X && s.line != NO_LINE) {
            ends.extend([(s.line, s.a, s.block), (s.line, s.b, s.block)]);
        }
        ends.sort_unstable();
        let turns = |node: u32| streets.around(node).iter().any(|hop| hop.axis == Axis::Y && !hop.to_tray);
        let pairs: Vec<_> = ends.windows(2).filter(|p| (p[0].0, p[0].1) == (p[1].0, p[1].1) && turns(p[0].1)).collect();
        assert!(pairs.iter().any(|p| p[0].2 < -1), "a street that goes on out of its container");
        assert!(pairs.iter().all(|p| p[1].2 == p[0].2 || p[1].2 == p[0].2 + 2), "{pairs:?}");
    }
}
