//! What the way of a net costs at least, by the sides of its trays: length, bends and ports, as if it crossed nothing.

use super::{PORT, SIDES, Tangle};
use crate::geom::GPoint;
use crate::layout::route::{Net, port_cost};
use crate::layout::streets::{Hop, LineIx, NO_SEAT, Side, Spot};

/// Where a side of a tray meets a street.
#[derive(Clone, Copy)]
struct End {
    side: Side,
    at: GPoint,
    line: LineIx,
    /// Whether a way can only turn there.
    turns: bool,
    /// From the tray to there.
    stub: i64,
}

impl Tangle<'_> {
    /// The sides by which a net may leave the trays of its tips and enter that of the root, with the least that its way can
    /// cost then: length, bends and ports, as if it crossed nothing. The least first; any sides are tried where there are
    /// several tips, of which nothing is known before.
    pub(super) fn sides(&self, net: &Net) -> Vec<(i64, Option<Side>, Option<Side>)> {
        let [(tip, _)] = net.tips[..] else {
            let all = || std::iter::once(None).chain(SIDES.map(Some));
            return all().flat_map(|a| all().map(move |b| (i64::MIN, a, b))).collect();
        };
        let against = self.against(net);
        let priced = self.by_sides(&self.ends(tip), &self.ends(net.root), net).into_iter().flatten().zip(0..);
        let mut all: Vec<_> = priced
            .filter_map(|(cost, k)| {
                let (bends, rest) = cost?;
                Some((bends * self.weights.bend + rest + against, Some(SIDES[k / 4]), Some(SIDES[k % 4])))
            })
            .collect();
        all.sort_by_key(|s| s.0);
        all
    }

    /// The least that the way of a net can cost by itself.
    pub(super) fn least(&self, net: &Net) -> i64 {
        let bend = self.weights.bend;
        let to = self.ends(net.root);
        let each = net.tips.iter().map(|(tip, _)| self.by_sides(&self.ends(*tip), &to, net));
        let own = if net.tips.len() == 1 {
            each.flatten().flatten().flatten().map(|(bends, rest)| bends * bend + rest).min().unwrap_or(0)
        } else {
            // what the lines share counts once, but for the bends
            let least = each.filter_map(|ways| {
                let ways = ways.into_iter().flatten().flatten();
                ways.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
            });
            let (turns, long) = least.fold((0, 0), |(turns, long), (bends, rest)| (turns + bends, rest.max(long)));
            turns * bend + long
        };
        own + self.against(net)
    }

    /// Where the sides of the tray of a cell meet streets.
    fn ends(&self, cell: usize) -> [Option<End>; 4] {
        SIDES.map(|side| {
            let hop = self.station(self.router.seat[cell], side)?;
            let (at, line) = (self.streets.at[hop.to as usize], self.streets.line_at(hop.to));
            Some(End { side, at, line, turns: self.turns_at(hop.to, side), stub: i64::from(hop.len) })
        })
    }

    /// The least bends that a line from a tip of a net to its root can have, and what its length and its ports cost at least;
    /// by the sides of the tip's tray and the root's.
    fn by_sides(&self, from: &[Option<End>; 4], to: &[Option<End>; 4], net: &Net) -> [[Option<(i64, i64)>; 4]; 4] {
        from.map(|a| {
            to.map(|b| {
                let (a, b) = (a?, b?);
                let bends = match (a.turns && b.turns, a.side.axis() == b.side.axis()) {
                    // along one street, or from one into another and into a third
                    (true, true) if a.line != b.line => 4,
                    (true, true) => 2 * i64::from(a.side == b.side),
                    (true, false) => 3,
                    (false, alike) => i64::from(!alike),
                };
                let length = a.stub + i64::from(((a.at.x - b.at.x).abs() + (a.at.y - b.at.y).abs()).0) + b.stub;
                let ports = port_cost(a.side, net.inward) / PORT + port_cost(b.side, !net.inward) / PORT;
                Some((bends, length * self.weights.ink / 100 + ports))
            })
        })
    }

    /// The step from a tray to where one of its sides meets a street.
    fn station(&self, cell: usize, side: Side) -> Option<&Hop> {
        let at = |hop: &&Hop| matches!(self.streets.spot[hop.to as usize], Spot::Port { side: s, .. } if s == side);
        self.streets.around(self.streets.tray[cell]).iter().find(at)
    }

    /// Whether a way can only turn at a station: no street goes straight on there.
    fn turns_at(&self, station: u32, side: Side) -> bool {
        let goes_on = |hop: &Hop| hop.seat == NO_SEAT || !self.router.taken[hop.seat as usize];
        self.streets.around(station).iter().all(|hop| hop.to_tray || hop.axis != side.axis() || !goes_on(hop))
    }
}
