//! Moves ports off each other where they came too near.
//!
//! *Invariant*: ports keep their order on their side, and wires that run straight over a street go on to do so.

use super::{HEADS_APART, Ports, Sides, is_off, kept_free, near, over, reach, station};
use crate::geom::Gu;
use crate::layout::lines::coordinate;
use crate::layout::measure::PITCH;
use crate::layout::streets::Spot;
use crate::layout::tracks::{Run, Tap};

/// So many places on the pitch grid are tried for a port, the nearest first.
const PLACES: i32 = 9;

/// The part of a wire between its track in a street and what it turns to.
struct Stub<'a> {
    run: &'a Run,
    tap: Tap,
    /// Where it is along the street.
    at: Gu,
    /// Where its track is, across the street.
    track: Gu,
}

impl Stub<'_> {
    /// Whether the stub of another wire, at a place, runs from the other side past this one, at less than a pitch.
    fn is_near(&self, other: &Self, at: Gu) -> bool {
        let (back, front) = if self.tap.forward { (other, self) } else { (self, other) };
        let facing = self.tap.forward != other.tap.forward && front.track < back.track;
        facing && self.run.wire != other.run.wire && (self.at - at).abs() < PITCH
    }
}

impl Sides<'_> {
    /// Moves ports off others that came too near when they were moved for a straight wire, as long as their own wires turn
    /// before the tray in any case.
    pub(super) fn keep_apart(&self, station: u32, ports: &mut Ports) {
        let Some(list) = self.stations.get(&station).filter(|list| list.len() > 1) else { return };
        for run in list.iter().map(|k| &self.runs[*k]) {
            let places = self.places(run, station, ports);
            let clear = |v: Gu, least: Gu| self.may_move(ports, (station, run.wire), v, least);
            let apart = |least: Gu| places.iter().copied().find(|v| clear(*v, least));
            let found = [HEADS_APART, PITCH].into_iter().find_map(apart);
            if let Some(v) = found {
                ports.insert((station, run.wire), v);
            }
        }
    }

    /// Where the port of a run at a station may be, on its side: where it is now, then the nearest. Nowhere if the wire runs
    /// straight, for that it shall go on to do.
    fn places(&self, run: &Run, station: u32, ports: &Ports) -> Vec<Gu> {
        let (Spot::Port { cell, side }, Some(&at)) =
            (self.streets.spot[station as usize], ports.get(&(station, run.wire)))
        else {
            return Vec::new();
        };
        if self.is_straight(run, station, ports) {
            return Vec::new();
        }
        let cell = &self.plan.cells[cell];
        let ((lo, hi), kept) = (reach(cell, side), kept_free(cell, side));
        near(at, PLACES).filter(|v| *v == at || lo <= *v && *v <= hi && is_off(&kept, *v)).collect()
    }

    /// Whether a wire runs straight over the street before a tray: to a neighbour, or to its track in a street ahead.
    fn is_straight(&self, run: &Run, station: u32, ports: &Ports) -> bool {
        let is_here = |tap: &Tap| self::station(self.streets, tap) == Some(station);
        let at = |tap: &Tap| self.at(run, tap, ports);
        over(self.streets, self.nets, run).iter().any(|(a, b)| (is_here(a) || is_here(b)) && at(a) == at(b))
    }

    /// Where along its street the wire of a run turns off at a tap: at its port, or at its track in the street there.
    fn at(&self, run: &Run, tap: &Tap, ports: &Ports) -> Option<Gu> {
        match station(self.streets, tap) {
            Some(station) => ports.get(&(station, run.wire)).copied(),
            None => self.tracks.at(run.wire, tap.node, self.streets.lines[run.line as usize].axis.across()),
        }
    }

    /// Moves ports off wires that come from the other side of their street and pass them at less than a pitch.
    pub(super) fn part_facing(&self, ports: &mut Ports) {
        for on_street in self.runs.chunk_by(|p, q| p.line == q.line) {
            let mut stubs: Vec<Stub<'_>> = on_street.iter().flat_map(|run| self.stubs(run, ports)).collect();
            stubs.sort_by_key(|s| (s.at, s.run.wire, s.tap.node));
            for k in 0..stubs.len() {
                let Some(station) = station(self.streets, &stubs[k].tap) else { continue };
                if let Some(v) = self.place_apart(&stubs, k, station, ports) {
                    ports.insert((station, stubs[k].run.wire), v);
                    stubs[k].at = v;
                }
            }
        }
    }

    /// The stubs of a run.
    fn stubs<'r>(&self, run: &'r Run, ports: &Ports) -> Vec<Stub<'r>> {
        let track = coordinate(self.plan, self.streets, run);
        let stub = |tap: &Tap| Some(Stub { run, tap: *tap, at: self.at(run, tap, ports)?, track });
        run.taps.iter().filter_map(stub).collect()
    }

    /// Another place for the port of one of some stubs, at a station, where it passes none at less than a pitch; `None` where
    /// it need not move, or may not.
    fn place_apart(&self, stubs: &[Stub<'_>], k: usize, station: u32, ports: &Ports) -> Option<Gu> {
        let own = &stubs[k];
        // they are sorted by where they were before some moved
        let far = PITCH * (2 * PLACES);
        let before = stubs[..k].iter().rev().take_while(|s| own.at - s.at < far);
        let after = stubs[k + 1..].iter().take_while(|s| s.at - own.at < far);
        let around: Vec<&Stub<'_>> = before.chain(after).collect();
        let is_near = |at: Gu| around.iter().any(|other| other.is_near(own, at));
        if !is_near(own.at) {
            return None;
        }
        let may_move = |v: &Gu| self.may_move(ports, (station, own.run.wire), *v, PITCH);
        self.places(own.run, station, ports).into_iter().find(|v| !is_near(*v) && may_move(v))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::layout::stretch::{least_distance, stretches};
    use crate::layout::{LayoutConfig, layout};
    use crate::model::testing;

    #[test]
    fn wires_from_both_sides_of_a_street_do_not_pass_each_other_at_half_a_pitch() {
        let text = "[region.eu]\nzones = [\"a\"]\n[defaults]\nregion = \"eu\"\n\
            [external.users]\nkind = \"people\"\nuses = [\"partner\"]\n\
            [external.partner]\nkind = \"partner\"\nuses = [\"users\", { to = \"orders\", kind = \"async\" }]\n\
            [gateway.dns]\nkind = \"route53\"\nuses = [\"users\", \"orders\", { to = \"cache\", kind = \"async\" }]\n\
            [app.web]\nkind = \"lambda\"\nuses = [\"dns\", \"orders\"]\n\
            [store.orders]\nkind = \"rds\"\nzones = [\"a\"]\n\
            uses = [{ to = \"users\", kind = \"async\" }, { to = \"web\", kind = \"async\" }]\n\
            [store.cache]\nkind = \"elasticache\"\nzones = [\"a\"]\n\
            uses = [\"partner\", \"dns\", { to = \"web\", kind = \"async\" }]\n";
        assert!(least(text) >= PITCH);
    }

    /// The least distance of two wires side by side in the quick drawing of a text.
    fn least(text: &str) -> Gu {
        let layout = layout(&testing::model(text), &LayoutConfig { quick: true, ..LayoutConfig::default() });
        let all = stretches(&layout.wires);
        [true, false].into_iter().filter_map(|along_x| least_distance(&all, along_x)).min().unwrap()
    }
}
