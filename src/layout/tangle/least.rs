//! What the way of a net costs at least, by the sides of its trays: length, bends and ports, as if it crossed nothing.

use super::{PORT, SIDES, Tangle};
use crate::layout::route::{Net, port_cost};
use crate::layout::streets::{Hop, NO_SEAT, Side, Spot};

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
        let priced = self.by_sides(tip, net).into_iter().flatten().zip(0..);
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
        let ways = |tip: usize| self.by_sides(tip, net).into_iter().flatten().flatten();
        let bend = self.weights.bend;
        let own = if let [(tip, _)] = net.tips[..] {
            ways(tip).map(|(bends, rest)| bends * bend + rest).min().unwrap_or(0)
        } else {
            // what the lines share counts once, but for the bends
            let turns: i64 = net.tips.iter().map(|(t, _)| ways(*t).map(|w| w.0).min().unwrap_or(0)).sum();
            let long = net.tips.iter().map(|(t, _)| ways(*t).map(|w| w.1).min().unwrap_or(0)).max();
            turns * bend + long.unwrap_or(0)
        };
        own + self.against(net)
    }

    /// The least bends that a line from a tip of a net to its root can have, and what its length and its ports cost at least;
    /// by the sides of the tip's tray and the root's.
    fn by_sides(&self, tip: usize, net: &Net) -> [[Option<(i64, i64)>; 4]; 4] {
        let ends = |cell: usize| {
            SIDES.map(|side| {
                let hop = self.station(self.router.seat[cell], side)?;
                let (at, line) = (self.streets.at[hop.to as usize], self.streets.line_at(hop.to));
                Some((side, at, line, self.turns_at(hop.to, side), i64::from(hop.len)))
            })
        };
        let (from, to) = (ends(tip), ends(net.root));
        from.map(|a| {
            to.map(|b| {
                let ((s, p, from, turns, out), (t, q, to, also, into)) = (a?, b?);
                let bends = match (turns && also, s.axis() == t.axis()) {
                    // along one street, or from one into another and into a third
                    (true, true) if from != to => 4,
                    (true, true) => 2 * i64::from(s == t),
                    (true, false) => 3,
                    (false, alike) => i64::from(!alike),
                };
                let length = out + i64::from(((p.x - q.x).abs() + (p.y - q.y).abs()).0) + into;
                let ports = port_cost(s, net.inward) / PORT + port_cost(t, !net.inward) / PORT;
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
