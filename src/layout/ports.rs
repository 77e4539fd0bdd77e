//! Chooses where on the side of a tray each wire ends.
//!
//! On each side, ports are sorted so that wires do not cross in front of it: those that turn back first, the nearest
//! track outermost, those that go straight in the middle. East and west ports of odd columns, and north and south ports
//! of odd rows, are moved by half a pitch, so that stubs from the two sides of a street never lie on one line.
//! Neighbours in one street whose ways meet there are joined by a straight line.
//!
//! *Invariant*: two wires never share a port coordinate on a side.

use std::collections::BTreeMap;

use super::grid::{Cell, Plan};
use super::measure::{PHASE, PITCH};
use super::streets::{Axis, Side, Spot, Streets};
use super::tracks::Run;
use crate::geom::Gu;

/// Coordinates of ports, by station and wire: y for east and west sides, x for north and south.
pub(super) type Ports = BTreeMap<(u32, usize), Gu>;

/// Space kept free at both ends of a side.
const CORNER: Gu = Gu(18);

/// The wires at each station with the runs that they turn into.
pub(super) fn stations(streets: &Streets, runs: &[Run]) -> BTreeMap<u32, Vec<usize>> {
    let mut at: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (k, run) in runs.iter().enumerate() {
        for tap in &run.taps {
            if matches!(streets.spot[tap.node as usize], Spot::Port { .. }) {
                at.entry(tap.node).or_default().push(k);
            }
        }
    }
    at
}

/// Makes cells large enough for the ports on their sides. Gives whether any had to grow.
pub(super) fn make_room(plan: &mut Plan, streets: &Streets, runs: &[Run]) -> bool {
    let mut grown = false;
    for (station, list) in stations(streets, runs) {
        let Spot::Port { cell, side } = streets.spot[station as usize] else { continue };
        let need = PITCH * (list.len() as i32 + 1) + CORNER * 2;
        let c = &mut plan.cells[cell];
        if side.axis() == Axis::X {
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

/// All ports, after tracks have places.
pub(super) fn ports(plan: &Plan, streets: &Streets, runs: &[Run]) -> Ports {
    let stations = stations(streets, runs);
    let mut ports = Ports::new();
    for (&station, list) in &stations {
        let Spot::Port { cell, side } = streets.spot[station as usize] else { continue };
        let order = order(streets, runs, station, side, list);
        for (run, at) in order.iter().zip(spread(&plan.cells[cell], side, order.len())) {
            ports.insert((station, runs[*run].wire), at);
        }
    }
    straighten(plan, streets, runs, &stations, &mut ports);
    ports
}

/// The runs at one station in the order of their ports, by growing coordinate.
fn order(streets: &Streets, runs: &[Run], station: u32, side: Side, list: &[usize]) -> Vec<usize> {
    let p = streets.at[station as usize];
    let here = if side.axis() == Axis::X { p.y } else { p.x };
    let mut order: Vec<((i32, i64, usize), usize)> = list
        .iter()
        .map(|&k| {
            let run = &runs[k];
            let lean = (run.from + run.to).0 - 2 * here.0;
            let far = if side.forward() { i64::from(run.track) } else { -i64::from(run.track) };
            let way = lean.signum();
            // towards lesser coordinates: the nearest track takes the least port; towards greater: the greatest
            let rank = if way <= 0 { far } else { -far };
            ((way, rank, run.wire), k)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, k)| k).collect()
}

/// Evenly spread coordinates for some ports on one side, on the side's own phase of the pitch grid.
fn spread(cell: &Cell, side: Side, n: usize) -> Vec<Gu> {
    let (_, i, j) = cell.parent;
    let (lo, len, odd) =
        if side.axis() == Axis::X { (cell.rect.y, cell.rect.d, i % 2) } else { (cell.rect.x, cell.rect.w, j % 2) };
    let phase = PHASE * odd as i32;
    let (lo, len, middle) = match (side.axis(), cell.template.plate) {
        // wires of a figure on the bare ground end beside the figure, not beside its label
        (Axis::X, false) if n * 36 + 36 < (len - cell.template.lip).0 as usize => {
            (lo, len - cell.template.lip, lo + (len - cell.template.lip) * 6 / 10)
        }
        _ => (lo, len, lo + len / 2),
    };
    let room = len - CORNER * 2;
    let step = if n > 1 { ((room / (n as i32 - 1)).0 / PITCH.0).clamp(1, 2) } else { 1 };
    let width = PITCH * step * (n as i32 - 1);
    let first = (middle - width / 2).max(lo + CORNER).min((lo + len - CORNER - width).max(lo));
    // down to the grid, up again if that leaves the side
    let mut at = Gu((first - phase).0.div_euclid(PITCH.0) * PITCH.0) + phase;
    if at < lo + Gu(6) {
        at += PITCH;
    }
    (0..n as i32).map(|k| at + PITCH * step * k).collect()
}

/// Joins neighbours over one street by a straight line where their sides face each other.
fn straighten(plan: &Plan, streets: &Streets, runs: &[Run], stations: &BTreeMap<u32, Vec<usize>>, ports: &mut Ports) {
    for run in runs {
        let Some((back, front)) = facing(streets, run) else { continue };
        let (Spot::Port { side, .. }, Spot::Port { cell, .. }) =
            (streets.spot[back as usize], streets.spot[front as usize])
        else {
            continue;
        };
        let Some(&at) = ports.get(&(back, run.wire)) else { continue };
        let c = &plan.cells[cell];
        let (lo, hi) = if side.axis() == Axis::X { (c.rect.y, c.rect.y1()) } else { (c.rect.x, c.rect.x1()) };
        if at < lo + CORNER || at > hi - CORNER {
            continue;
        }
        // the order of the ports at the far side must stay
        let Some(others) = stations.get(&front) else { continue };
        let mine = ports.get(&(front, run.wire)).copied().unwrap_or(at);
        let clear = others.iter().all(|&k| {
            let w = runs[k].wire;
            if w == run.wire {
                return true;
            }
            let Some(&o) = ports.get(&(front, w)) else { return true };
            (o < mine) == (o < at) && (o - at).abs() >= PHASE
        });
        if clear {
            ports.insert((front, run.wire), at);
        }
    }
}

/// For a run inside one block that only joins two trays on both sides of its street: the stations on the lesser and on
/// the greater side.
fn facing(streets: &Streets, run: &Run) -> Option<(u32, u32)> {
    if run.lo != run.hi || run.lo % 2 == 0 || run.taps.len() != 2 || run.taps[0].forward == run.taps[1].forward {
        return None;
    }
    if !run.taps.iter().all(|t| matches!(streets.spot[t.node as usize], Spot::Port { .. })) {
        return None;
    }
    // a tap that leaves forward ends at a tray on the greater side
    Some(if run.taps[0].forward { (run.taps[1].node, run.taps[0].node) } else { (run.taps[0].node, run.taps[1].node) })
}
