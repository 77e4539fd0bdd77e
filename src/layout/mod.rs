//! Places components, routes connections and sets labels, on the ground.
//!
//! The architecture is laid out as a city: aligned lattices of trays with streets between them. Wires are routed on the
//! graph of the streets before any street has a width; then each street is made as wide as its traffic. Because room
//! is made rather than searched, nothing overlaps.
//!
//! *Invariant*: whole numbers only, no clock, no order of a hash map: the same model gives the same layout.

mod arrange;
mod badges;
mod buckets;
mod bundle;
mod check;
mod district;
mod emit;
mod grid;
mod labels;
mod lattice;
mod lines;
mod lock;
mod marks;
mod measure;
mod met;
pub mod metrics;
mod ports;
mod route;
mod streets;
mod stretch;
mod taken;
mod template;
mod tiers;
mod tracks;
pub mod types;
mod world;

pub use check::{Violation, check};
pub use lock::{Lock, Slots};
pub use metrics::{Metric, metrics};
pub use stretch::{Crossing, Stretch, crossings, shared};
pub use types::*;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ConnectionIx, LinkIx, Model, StepAt};
use route::Net;
use streets::Streets;

/// The most placements that are drawn; more make no picture that anyone could read.
pub const MOST_PLACEMENTS: usize = 20_000;

/// Settings of the layout.
#[derive(Clone, Debug, Default)]
pub struct LayoutConfig {
    /// Where components stood before: they stay there.
    pub lock: Option<Lock>,
}

/// Guess of the tracks in every street before routing.
const NOMINAL_TRACKS: u16 = 2;

/// Lays a model out. Lengths are in hundredths of a ground unit. A model of more than [`MOST_PLACEMENTS`] takes long; the
/// caller should refuse it.
pub fn layout(model: &Model, config: &LayoutConfig) -> Layout {
    layout_in_stages(model, config, &mut |_| {})
}

/// As [`layout`]; calls a function after each stage with the name of the stage, for who wants to know where the time
/// goes. There is no clock in here.
pub fn layout_in_stages(model: &Model, config: &LayoutConfig, after: &mut dyn FnMut(&'static str)) -> Layout {
    let (mut plan, lock) = world::plan(model, config.lock.as_ref());
    plan.guess(NOMINAL_TRACKS);
    after("slots");
    let streets = Streets::new(&plan);
    after("streets");
    let nets = bundle::nets(model, &plan);
    after("bundles");
    let ways = route::route(&plan, &streets, &nets);
    after("routes");
    let mut runs = tracks::runs(&streets, &ways);
    let texts = texts(model, &nets);
    labels::reserve(&mut plan, &streets, &mut runs, &texts, &explained(model, &nets));
    tracks::assign(&mut plan, &streets, &mut runs);
    after("tracks");
    plan.match_copies();
    ports::make_room(&mut plan, &streets, &runs);
    plan.arrange();
    let ports = ports::ports(&plan, &streets, &runs);
    after("ports");
    let places = lines::Tracks::new(&plan, &streets, &runs);
    let mut layout = emit::emit(model, &plan);
    layout.lock = lock;
    for (w, (net, way)) in nets.iter().zip(&ways).enumerate() {
        layout.wires.push(wire(model, net, lines::lines(&plan, &streets, w, way, &places, &ports)));
    }
    after("lines");
    marks::set(model, &mut layout, &texts);
    after("texts");
    layout
}

/// The nets with a connection that a step explains.
fn explained(model: &Model, nets: &[Net]) -> BTreeSet<usize> {
    let steps: BTreeSet<ConnectionIx> = model
        .steps
        .iter()
        .filter_map(|s| match s.at {
            StepAt::Connection(c) => Some(c),
            StepAt::Component(_) => None,
        })
        .collect();
    let explains = |net: &Net| net.tips.iter().any(|t| steps.contains(&model.link(t.1).connection));
    nets.iter().enumerate().filter(|(_, n)| explains(n)).map(|(k, _)| k).collect()
}

/// The texts of the nets that have one.
fn texts(model: &Model, nets: &[Net]) -> BTreeMap<usize, String> {
    nets.iter()
        .enumerate()
        .filter_map(|(k, net)| {
            let link = model.link(net.tips.first()?.1);
            let text = model.connection(link.connection).label.clone()?;
            (!text.is_empty()).then_some((k, text))
        })
        .collect()
}

fn wire(model: &Model, net: &Net, mut lines: Vec<Vec<crate::geom::GPoint>>) -> Wire {
    if !net.inward {
        for l in &mut lines {
            l.reverse();
        }
    }
    let links: Vec<LinkIx> = net.tips.iter().map(|t| t.1).collect();
    let mut connections: Vec<_> = links.iter().map(|l| model.link(*l).connection).collect();
    connections.sort_unstable();
    connections.dedup();
    let first = model.connection(connections[0]);
    Wire { links, kind: first.kind, both_ways: first.both_ways, connections, lines }
}
