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
mod captions;
mod check;
mod climb;
mod copies;
mod detail;
mod district;
mod draft;
mod emit;
mod grid;
mod joined;
mod labels;
mod lattice;
mod level;
mod lines;
mod lock;
mod marks;
mod measure;
mod met;
pub mod metrics;
mod mirrors;
mod outlines;
mod pairs;
mod passages;
mod ports;
mod route;
mod sizes;
mod stacks;
mod steps;
mod streets;
mod stretch;
mod subnets;
mod taken;
mod tangle;
mod template;
mod tiers;
mod tracks;
mod twins;
pub mod types;
mod world;

pub use check::{Violation, check};
pub use detail::{Detail, layout_for, says_too_small};
pub use lock::{Lock, Slots};
pub use measure::LEAST_TEXT;
pub use metrics::{Metric, metrics};
pub use stretch::{Crossing, Stretch, crossings, shared};
pub use types::*;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ConnectionIx, LinkIx, Model, StepAt};
use grid::Plan;
use route::{Net, Way};
use streets::Streets;
use twins::Twins;

/// The most placements that are drawn; more make no picture that anyone could read.
pub const MOST_PLACEMENTS: usize = 20_000;

/// Settings of the layout.
#[derive(Clone, Debug, Default)]
pub struct LayoutConfig {
    /// Where components stood before: they stay there.
    pub lock: Option<Lock>,
    /// Where the blocks of the overview stood before.
    pub overview: Option<Lock>,
    /// How much is drawn.
    pub detail: Detail,
    /// Take the first slots that come to mind, without trying others against the wires: many times faster, with more
    /// crossings.
    pub quick: bool,
}

impl LayoutConfig {
    /// The same for the overview of a model, whose blocks have a lock of their own.
    #[must_use]
    pub fn of_overview(&self) -> Self {
        Self { lock: self.overview.clone(), overview: None, ..*self }
    }
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
    let (plans, nets) = draft::draft(model, config, after);
    let texts = texts(model, &nets);
    let mut best: Option<(i64, Lock, Routed, Layout)> = None;
    let several = plans.len() > 1;
    // room beside connections is only made for the texts that find none, since it widens whole streets
    let mut wanted = if config.quick { texts.keys().copied().collect() } else { BTreeSet::new() };
    for (plan, lock) in plans {
        let routed = Routed::new(model, plan, &nets, config.quick, after);
        let layout = routed.draw(model, &texts, &wanted, after);
        let cost = if several { metrics::cost(&layout) } else { 0 };
        if best.as_ref().is_none_or(|b| cost < b.0) {
            best = Some((cost, lock, routed, layout));
        }
    }
    let Some((_, lock, routed, mut layout)) = best else { return Layout::default() };
    let mut without = finish(model, &mut layout, &texts, &wanted);
    // what is left out altogether is worse than a disc
    let lost = |layout: &Layout, without: &BTreeSet<usize>| (layout.notes.len(), without.len());
    let mut least = lost(&layout, &without);
    for _ in 0..ROUNDS_FOR_TEXTS {
        if without.is_subset(&wanted) {
            break;
        }
        wanted.extend(&without);
        let mut next = routed.draw(model, &texts, &wanted, after);
        without = finish(model, &mut next, &texts, &wanted);
        if lost(&next, &without) < least {
            least = lost(&next, &without);
            layout = next;
        }
    }
    layout.lock = lock;
    layout.detail = config.detail;
    layout.quick = config.quick;
    layout.condensed = detail::condensed(model, config.detail).into_iter().collect();
    if let Some(old) = &config.lock {
        layout.lock.keep(old, layout.condensed.iter().map(|e| model.environment(*e).id.as_str()));
    }
    after("texts");
    layout
}

/// How often room is made for texts that have none.
const ROUNDS_FOR_TEXTS: usize = 3;

/// Sets outlines, circles and texts in a layout that has everything else. Gives the wires whose text has no good place
/// beside them.
fn finish(
    model: &Model,
    layout: &mut Layout,
    texts: &BTreeMap<usize, String>,
    wanted: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    outlines::draw(model, layout);
    let without = marks::set(model, layout, texts, wanted);
    outlines::name(model, layout);
    without
}

/// A plan whose connections have their ways along the streets.
struct Routed<'a> {
    nets: &'a [Net],
    plan: Plan,
    streets: Streets,
    twins: Twins,
    ways: Vec<Way>,
    /// The runs of all ways, before they have tracks.
    runs: Vec<tracks::Run>,
    /// The nets with a connection that a step explains.
    explained: BTreeSet<usize>,
}

impl<'a> Routed<'a> {
    /// Routes the nets of a plan.
    fn new(model: &Model, mut plan: Plan, nets: &'a [Net], quick: bool, after: &mut dyn FnMut(&'static str)) -> Self {
        subnets::make_room(model, &mut plan);
        plan.guess(NOMINAL_TRACKS);
        let streets = Streets::new(&plan);
        after("streets");
        let mut twins = Twins::new(model, &plan, nets);
        let ways = route::route(&plan, &streets, nets, &mut twins, quick);
        after("routes");
        let mut runs = tracks::runs(&streets, &ways);
        let is_head = |wire: usize, cell: usize| {
            let net: &Net = &nets[wire];
            let both = net.tips.first().is_some_and(|t| model.connection(model.link(t.1).connection).both_ways);
            both || net.inward == (cell == net.root)
        };
        tracks::make_room_for_heads(&plan, &streets, &mut runs, is_head);
        Self { nets, plan, streets, twins, ways, runs, explained: explained(model, nets) }
    }

    /// Gives everything its place, but for texts and circles; there is room beside the wires in `wanted` for their texts.
    fn draw(
        &self,
        model: &Model,
        texts: &BTreeMap<usize, String>,
        wanted: &BTreeSet<usize>,
        after: &mut dyn FnMut(&'static str),
    ) -> Layout {
        let Self { nets, streets, twins, ways, .. } = self;
        let (mut plan, mut runs) = (self.plan.clone(), self.runs.clone());
        let texts = |wire| if wanted.contains(&wire) { texts.get(&wire).map(String::as_str) } else { None };
        labels::reserve(&mut plan, streets, &mut runs, texts, &self.explained);
        tracks::assign(&mut plan, streets, &mut runs, twins);
        after("tracks");
        ports::make_room(&mut plan, streets, &runs);
        plan.arrange();
        plan.match_copies();
        plan.arrange();
        let mut places = lines::Tracks::new(&plan, streets, &runs, nets.len());
        let mut ports = ports::ports(&plan, streets, &runs, &places);
        if level::settle(&mut plan, streets, &runs, &ports) {
            places = lines::Tracks::new(&plan, streets, &runs, nets.len());
            ports = ports::ports(&plan, streets, &runs, &places);
        }
        after("ports");
        let mut layout = emit::emit(model, &plan);
        for (w, (net, way)) in nets.iter().zip(ways).enumerate() {
            layout.wires.push(wire(model, net, lines::lines(&plan, streets, w, way, &places, &ports)));
        }
        after("lines");
        layout
    }
}

/// The nets with a connection that a step explains.
fn explained(model: &Model, nets: &[Net]) -> BTreeSet<usize> {
    let steps: BTreeSet<ConnectionIx> = model
        .steps
        .iter()
        .filter_map(|s| match s.at {
            StepAt::Connection(c) => Some(c),
            StepAt::Component(_) | StepAt::Replication(_) => None,
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
