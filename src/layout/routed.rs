//! A plan with the ways of its wires, and how it becomes a drawing: tracks, places, ports, corner points, texts.
//!
//! Tracks are given for guessed places first. Once everything has its own, they are given again for what is drawn, as long
//! as that makes the drawing better; and then streets are packed.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Plan;
use super::packing::Packing;
use super::route::{Net, Way};
use super::streets::Streets;
use super::twins::Twins;
use super::{
    bands, bundle, detail, emit, labels, level, lines, marks, metrics, outlines, packing, ports, route, subnets, tracks,
};
use crate::geom::{GPoint, Paper};
use crate::layout::{Layout, LayoutConfig, Wire};
use crate::model::{ConnectionIx, LinkIx, Model, PlacementIx, StepAt};

/// Guess of the tracks in every street before routing.
pub(super) const NOMINAL_TRACKS: u16 = 2;

/// The most trays of a drawing in which room is made for the names of outlines.
const MOST_FOR_NAMES: usize = 400;

/// How often room is made for texts that have none.
const ROUNDS_FOR_TEXTS: usize = 3;

/// Sets outlines, circles and texts in a layout that has everything else. Gives the wires whose text has no good place
/// beside them, and the outlines that are not drawn since their names have none.
fn finish(model: &Model, layout: &mut Layout, texts: &BTreeMap<usize, String>, wanted: &Wanted) -> Wanted {
    outlines::draw(model, layout);
    let texts = marks::set(model, layout, texts, &wanted.texts);
    let lost = outlines::name(model, layout);
    // in a very large drawing it is one of many, and not worth drawing all anew
    Wanted { texts, names: if layout.trays.len() <= MOST_FOR_NAMES { lost } else { BTreeSet::new() } }
}

/// Texts that room is made for.
#[derive(Default)]
pub(super) struct Wanted {
    /// The wires beside which there is room for their texts.
    texts: BTreeSet<usize>,
    /// The members of the outlines behind which there is room for their names.
    names: BTreeSet<Vec<PlacementIx>>,
}

impl Wanted {
    fn len(&self) -> usize {
        self.texts.len() + self.names.len()
    }

    fn contains(&self, other: &Self) -> bool {
        other.texts.is_subset(&self.texts) && other.names.is_subset(&self.names)
    }

    fn add(&mut self, other: &Self) {
        self.texts.extend(&other.texts);
        self.names.extend(other.names.iter().cloned());
    }
}

/// A plan whose connections have their ways along the streets.
pub(super) struct Routed<'a> {
    nets: &'a [Net],
    plan: Plan,
    streets: Streets,
    twins: Twins,
    ways: Vec<Way>,
    /// The runs of all ways, before they have tracks.
    runs: Vec<tracks::Run>,
    /// The nets with a connection that a step explains.
    explained: BTreeSet<usize>,
    /// How many cells are in no copy.
    pub(super) own: usize,
    quick: bool,
}

impl<'a> Routed<'a> {
    /// Routes the nets of a plan.
    pub(super) fn new(
        model: &Model,
        mut plan: Plan,
        nets: &'a [Net],
        quick: bool,
        after: &mut dyn FnMut(&'static str),
    ) -> Self {
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
        let (explained, own) = (explained(model, nets), plan.own_cells());
        Self { nets, plan, streets, twins, ways, runs, explained, own, quick }
    }

    /// Gives everything its place, but for texts and circles; there is room for those in `wanted`.
    pub(super) fn draw(
        &self,
        model: &Model,
        texts: &BTreeMap<usize, String>,
        wanted: &Wanted,
        after: &mut dyn FnMut(&'static str),
    ) -> Layout {
        let (mut plan, mut runs) = (self.plan.clone(), self.runs.clone());
        let texts = |wire| if wanted.texts.contains(&wire) { texts.get(&wire).map(String::as_str) } else { None };
        labels::reserve(&mut plan, &self.streets, &mut runs, texts, &self.explained);
        outlines::make_room(&mut plan, &wanted.names);
        let best = if self.compares() {
            let [fixed, level] = [false, true].map(|level| self.trace_again(model, &plan, &runs, level));
            let (best, level) = if level.cost < fixed.cost { (level, true) } else { (fixed, false) };
            self.pack(model, &plan, &runs, best, level)
        } else {
            self.trace(model, plan, runs, false, Packing::None)
        };
        after("tracks");
        best.layout
    }

    /// Which texts have room made for them at first.
    pub(super) fn first_wanted(&self, texts: &BTreeMap<usize, String>) -> Wanted {
        let texts = if self.compares() { BTreeSet::new() } else { texts.keys().copied().collect() };
        Wanted { texts, names: BTreeSet::new() }
    }

    /// Sets outlines, circles and texts in a drawing with room for those in [`Self::first_wanted`]. Room is only made for
    /// further texts that find none, since it widens whole streets: then all is drawn anew.
    pub(super) fn with_texts(
        &self,
        model: &Model,
        mut layout: Layout,
        texts: &BTreeMap<usize, String>,
        after: &mut dyn FnMut(&'static str),
    ) -> Layout {
        let mut wanted = self.first_wanted(texts);
        let mut without = finish(model, &mut layout, texts, &wanted);
        // what is left out altogether is worse than a disc
        let lost = |layout: &Layout, without: &Wanted| (layout.notes.len(), without.len());
        let mut least = lost(&layout, &without);
        for _ in 0..ROUNDS_FOR_TEXTS {
            if wanted.contains(&without) {
                break;
            }
            wanted.add(&without);
            let mut next = self.draw(model, texts, &wanted, after);
            without = finish(model, &mut next, texts, &wanted);
            if lost(&next, &without) < least {
                least = lost(&next, &without);
                layout = next;
            }
        }
        layout
    }

    /// As [`Self::trace`]; then gives tracks anew, now that everything has its place, as long as that makes the drawing
    /// better.
    fn trace_again(&self, model: &Model, plan: &Plan, runs: &[tracks::Run], level: bool) -> Traced {
        let mut best = self.trace(model, plan.clone(), runs.to_vec(), level, Packing::None);
        for _ in 0..ROUNDS_OF_TRACKS {
            let next = self.trace(model, plan.clone(), self.seen(runs, &best), level, Packing::None);
            if next.cost >= best.cost {
                break;
            }
            best = next;
        }
        best
    }

    /// Runs as they lie in a drawing.
    fn seen(&self, runs: &[tracks::Run], drawn: &Traced) -> Vec<tracks::Run> {
        tracks::seen(runs, &self.streets, &drawn.places, &drawn.ports)
    }

    /// Gives tracks anew with streets packed, as long as that makes the drawing better.
    fn pack(&self, model: &Model, plan: &Plan, runs: &[tracks::Run], mut best: Traced, level: bool) -> Traced {
        let mut loose = BTreeSet::new();
        let mut seen = self.seen(runs, &best);
        for _ in 0..ROUNDS_OF_PACKING {
            let next = self.trace(model, plan.clone(), seen.clone(), level, Packing::AllBut(&loose));
            let drawn = self.seen(&next.runs, &next);
            let met = packing::met(&drawn);
            if met.is_empty() {
                if next.cost >= best.cost {
                    break;
                }
                (best, seen) = (next, drawn);
            }
            // a street of a copy has the tracks of its original
            loose.extend(met.iter().filter_map(|line| self.twins.line(&self.streets, *line)));
            loose.extend(met);
        }
        best
    }

    /// Gives tracks, places, ports and corner points. `level` lets what stands outside move to where lines go straight on.
    fn trace(
        &self,
        model: &Model,
        mut plan: Plan,
        mut runs: Vec<tracks::Run>,
        level: bool,
        packing: Packing<'_>,
    ) -> Traced {
        let Self { nets, streets, twins, ways, .. } = self;
        tracks::assign(&mut plan, streets, &mut runs, twins, packing);
        ports::make_room(&mut plan, streets, &runs);
        plan.arrange();
        plan.match_copies();
        plan.arrange();
        let mut places = lines::Tracks::new(&plan, streets, &runs, nets.len());
        let mut ports = ports::ports(&plan, streets, nets, &runs, &places);
        if level && level::settle(&mut plan, streets, nets, &runs, &ports) {
            places = lines::Tracks::new(&plan, streets, &runs, nets.len());
            ports = ports::ports(&plan, streets, nets, &runs, &places);
        }
        let mut layout = emit::emit(model, &plan);
        for (w, (net, way)) in nets.iter().zip(ways).enumerate() {
            layout.wires.push(wire(model, net, lines::lines(&plan, streets, w, way, &places, &ports)));
        }
        layout.bands = bands::bands(model, &plan, &layout.wires);
        let cost = if self.compares() { metrics::cost(&layout, self.own) } else { 0 };
        Traced { layout, cost, runs, places, ports }
    }

    /// Whether tracks are given more than once, and the best drawing is taken.
    fn compares(&self) -> bool {
        !self.quick && self.nets.len() <= MANY
    }
}

/// A layout with its wires, and where their runs, tracks and ports are.
struct Traced {
    layout: Layout,
    /// What it costs the reader, where it is compared with others.
    cost: i64,
    runs: Vec<tracks::Run>,
    places: lines::Tracks,
    ports: ports::Ports,
}

/// Above this many wires tracks are given once; else so often again.
const MANY: usize = 1000;
const ROUNDS_OF_TRACKS: usize = 3;
const ROUNDS_OF_PACKING: usize = 3;

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
pub(super) fn texts(model: &Model, nets: &[Net]) -> BTreeMap<usize, String> {
    nets.iter()
        .enumerate()
        .filter_map(|(k, net)| {
            let link = model.link(net.tips.first()?.1);
            let text = model.connection(link.connection).label.clone()?;
            (!text.is_empty()).then_some((k, text))
        })
        .collect()
}

fn wire(model: &Model, net: &Net, mut lines: Vec<Vec<GPoint>>) -> Wire {
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

/// What a plan costs the reader when it is drawn at once, without texts; and before that, whether they would be too small
/// to read on some paper.
pub(super) fn rough(model: &Model, plan: &Plan, nets: &[Net], paper: Paper) -> (bool, i64) {
    let routed = Routed::new(model, plan.clone(), nets, true, &mut |_| {});
    let layout = routed.draw(model, &BTreeMap::new(), &Wanted::default(), &mut |_| {});
    (!metrics::can_be_read(&layout, paper), metrics::cost(&layout, routed.own))
}

/// The drawing of a plan with every connection by itself, for where bundles come to a fault.
pub(super) fn alone(model: &Model, plan: Plan, config: &LayoutConfig) -> Layout {
    let condensed: Vec<_> = detail::condensed(model, config.detail).into_iter().collect();
    let nets = bundle::alone(model, &plan, &condensed);
    let routed = Routed::new(model, plan, &nets, true, &mut |_| {});
    let texts = texts(model, &nets);
    let drawn = routed.draw(model, &texts, &routed.first_wanted(&texts), &mut |_| {});
    let mut layout = routed.with_texts(model, drawn, &texts, &mut |_| {});
    layout.notes.push("connections are drawn one by one: bundled, they would break a rule that must hold".to_owned());
    layout
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::detail::Detail;
    use crate::layout::{check, world};
    use crate::model::testing::model;

    #[test]
    fn tracks_are_given_again_for_where_wires_are_drawn() {
        let model = model(
            "[region.r]\nzones = [\"z\"]\n[defaults]\nregion = \"r\"\nzones = [\"z\"]\n[external.x]\nuses = [\"a\", \"c\"]\n\
             [app.a]\nuses = [\"b\", \"d\"]\n[app.b]\nuses = [\"e\"]\n[app.c]\nuses = [\"b\", \"e\"]\n[app.d]\n[app.e]\n",
        );
        let world = world::World::new(&model, None, Detail::Full);
        let (plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        let nets = bundle::nets(&model, &plan, &[]);
        let routed = Routed::new(&model, plan, &nets, false, &mut |_| {});
        let traced = routed.trace(&model, routed.plan.clone(), routed.runs.clone(), false, Packing::None);
        let seen = routed.seen(&routed.runs, &traced);
        let mut at_ports = 0;
        for (guess, run) in routed.runs.iter().zip(&seen) {
            assert_eq!((guess.lo, guess.hi, &guess.nodes), (run.lo, run.hi, &run.nodes));
            for tap in &run.taps {
                let port = traced.ports.get(&(routed.streets.leads_to[tap.node as usize], run.wire));
                at_ports += usize::from(port == Some(&tap.along));
                assert!(port.is_none_or(|port| *port == tap.along) && (run.from..=run.to).contains(&tap.along));
            }
        }
        assert!(at_ports >= 2 * nets.len());
        // what is drawn in the end is no worse
        let drawn = routed.draw(&model, &BTreeMap::new(), &Wanted::default(), &mut |_| {});
        assert!(metrics::cost(&drawn, routed.own) <= traced.cost);
    }

    #[test]
    fn a_street_between_regions_is_as_wide_as_its_busiest_place() {
        let app = |k: usize, region: &str, uses: &str| {
            format!("[app.{region}{k}]\nregion = \"{region}\"\nzones = [\"z\"]\nuses = [{uses}]\n")
        };
        let regions = ["e", "w"].map(|r| format!("[region.{r}]\nzones = [\"z\"]\n")).concat();
        let from = |k: usize| app(k, "e", &format!("\"w{}\"", (k + 1) % 8));
        let apps: String = (0..8).map(|k| from(k) + &app(k, "w", "")).collect();
        let model = model(&(regions + &apps));
        let world = world::World::new(&model, None, Detail::Full);
        let choices = world.choices();
        let aside = choices.iter().find(|choice| choice.aside).unwrap_or(&choices[0]);
        let (plan, _) = world::plan(&model, &world, None, aside);
        let nets = bundle::nets(&model, &plan, &[]);
        let routed = Routed::new(&model, plan, &nets, false, &mut |_| {});
        let traced = routed.trace_again(&model, &routed.plan, &routed.runs, false);
        let before = traced.layout.bounds;
        let packed = routed.pack(&model, &routed.plan, &routed.runs, traced, false);
        assert!(packed.layout.bounds.w < before.w, "{before:?} {:?}", packed.layout.bounds);
        assert_eq!(packing::met(&routed.seen(&packed.runs, &packed)), BTreeSet::new());
        assert_eq!(check(&model, &packed.layout), []);
    }

    #[test]
    fn connections_can_be_drawn_one_by_one() {
        let callers = ["a", "b", "c", "d", "e", "f"].map(|id| format!("[app.{id}]\nuses = [\"hub\"]\n")).concat();
        let places = "[region.r]\nzones = [\"z\"]\n[defaults]\nregion = \"r\"\nzones = [\"z\"]\n";
        let model = model(&format!("{places}{callers}[store.hub]\nkind = \"s3\"\n"));
        let bundled = crate::layout::layout(&model, &LayoutConfig::default());
        assert_eq!(bundled.wires.len(), 1);
        let world = world::World::new(&model, None, Detail::Full);
        let (plan, _) = world::plan(&model, &world, None, &world.choices()[0]);
        let drawn = alone(&model, plan, &LayoutConfig::default());
        assert_eq!(drawn.wires.len(), 6);
        assert_eq!(check(&model, &drawn), []);
        assert!(drawn.notes[0].starts_with("connections are drawn one by one"));
    }
}
