//! Places components, routes connections and sets labels, on the ground.
//!
//! The architecture is laid out as a city: aligned lattices of trays with streets between them. Wires are routed on the
//! graph of the streets before any street has a width; then each street is made as wide as its traffic. Because room
//! is made rather than searched, nothing overlaps.
//!
//! *Invariant*: whole numbers only, no clock, no order of a hash map: the same model gives the same layout.

mod alike;
mod arrange;
mod badges;
mod bands;
mod bundle;
mod captions;
mod check;
mod climb;
mod connected;
mod copies;
mod detail;
mod district;
mod draft;
mod emit;
mod flow;
mod front;
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
mod packing;
mod pairs;
mod passages;
mod ports;
mod route;
mod routed;
mod shelves;
mod sizes;
mod stacks;
mod steps;
mod streets;
mod stretch;
mod subnets;
mod taken;
mod tangle;
mod template;
mod threads;
mod tiers;
mod tracks;
mod twins;
pub mod types;
mod world;

pub use check::{Violation, check};
pub use detail::{Detail, layout_for, layout_of_blocks, says_too_small};
pub use lock::{Lock, Slots};
pub use measure::LEAST_TEXT;
pub use metrics::{Metric, metrics};
pub use stretch::{Crossing, Stretch, crossings, shared};
pub use types::*;

use std::collections::BTreeMap;

use crate::geom::Paper;
use crate::model::Model;
use crate::syntax::document::GroupKind;
use grid::Plan;
use measure::SMALL;
use routed::Routed;
use threads::side_by_side;

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
    /// The paper that the drawing is for, if known: texts should not be too small to read there.
    pub paper: Option<Paper>,
    /// Take the first slots that come to mind, without trying others against the wires: many times faster, with more
    /// crossings.
    pub quick: bool,
}

impl LayoutConfig {
    /// The paper on which a drawing of a model should be read.
    fn paper_for(&self, model: &Model) -> Paper {
        self.paper.unwrap_or_else(|| Paper::usual(model.placements.len()))
    }

    /// The same for the overview of a model, whose blocks have a lock of their own.
    #[must_use]
    pub fn of_overview(&self) -> Self {
        Self { lock: self.overview.clone(), overview: None, ..*self }
    }
}

/// Lays a model out. Lengths are in hundredths of a ground unit. A model of more than [`MOST_PLACEMENTS`] takes long; the
/// caller should refuse it.
pub fn layout(model: &Model, config: &LayoutConfig) -> Layout {
    layout_in_stages(model, config, &mut |_| {})
}

/// As [`layout`]; calls a function after each stage with the name of the stage, for who wants to know where the time
/// goes. There is no clock in here.
pub fn layout_in_stages(model: &Model, config: &LayoutConfig, after: &mut dyn FnMut(&'static str)) -> Layout {
    let (plans, nets) = draft::draft(model, config, after);
    let texts = routed::texts(model, &nets);
    // small drawings are compared with their texts, and large ones where domains may be shown or not
    let several = plans.len() > 1;
    let has_domains = model.groups.iter().any(|group| group.kind == GroupKind::Domain);
    let is_small = plans.iter().all(|(plan, _)| plan.cells.len() <= SMALL);
    let whole_first = !config.quick && (is_small || (several && has_domains));
    let draw = |(plan, lock): &(Plan, Lock), after: &mut dyn FnMut(&'static str)| {
        let routed = Routed::new(model, plan.clone(), &nets, config.quick, after);
        let mut layout = routed.draw(model, &texts, &routed.first_wanted(&texts), after);
        let cost = if whole_first {
            layout = routed.with_texts(model, layout, &texts, after);
            cost_of_whole(model, &layout, routed.own)
        } else if several || (!config.quick && routed.own <= SMALL) {
            metrics::cost(&layout, routed.own)
        } else {
            0
        };
        // else less is drawn: the size of texts comes before all else
        let is_too_small = several && !is_small && !metrics::can_be_read(&layout, config.paper_for(model));
        Drawn { cost: (is_too_small, cost), lock: lock.clone(), plan: plan.clone(), routed, layout }
    };
    let mut draw_all = |plans: &[(Plan, Lock)]| match plans {
        [] => Vec::new(),
        [one] => vec![draw(one, after)],
        _ => {
            let drawn = side_by_side(plans, |plan| draw(plan, &mut |_| {}));
            after("drawings");
            drawn
        }
    };
    let mut drawn: Vec<Drawn> = draw_all(&plans);
    drawn.sort_by_key(|d| d.cost);
    // where wires turn too often, once more with bends that cost more
    let often = |d: &&Drawn| !config.quick && metrics::turns_too_many(&d.layout, d.routed.own) > 0;
    let again: Vec<(Plan, Lock)> = drawn.iter().take(AGAIN).filter(often).map(Drawn::with_dear_bends).collect();
    drawn.extend(draw_all(&again));
    drawn.sort_by_key(|d| d.cost);
    let whole = |lock: Lock, mut layout: Layout| {
        layout.lock = lock;
        layout.detail = config.detail;
        layout.quick = config.quick;
        layout.condensed = detail::condensed(model, config.detail).into_iter().collect();
        if let Some(old) = &config.lock {
            layout.lock.keep(old, layout.condensed.iter().map(|e| model.environment(*e).id.as_str()));
        }
        layout
    };
    // of plans in which something breaks a rule, the next best; and where all do, connections one by one
    let mut sound = Sound::default();
    for Drawn { lock, routed, layout, .. } in &mut drawn {
        let mut layout = std::mem::take(layout);
        if !whole_first {
            layout = routed.with_texts(model, layout, &texts, after);
        }
        let layout = whole(lock.clone(), layout);
        after("texts");
        sound.offer(check(model, &layout), layout);
        after("check");
        if sound.is_found() {
            return sound.taken();
        }
    }
    if let Some(Drawn { lock, plan, .. }) = drawn.into_iter().next() {
        let layout = whole(lock, routed::alone(model, plan, config));
        sound.offer(check(model, &layout), layout);
    }
    sound.taken()
}

/// A plan with its drawing.
struct Drawn<'a> {
    /// What the drawing costs the reader, if there are several; and before that, whether texts are too small in a large one.
    cost: (bool, i64),
    lock: Lock,
    plan: Plan,
    routed: Routed<'a>,
    layout: Layout,
}

impl Drawn<'_> {
    /// The plan for a drawing with fewer bends and more crossings.
    fn with_dear_bends(&self) -> (Plan, Lock) {
        (Plan { dear_bends: true, ..self.plan.clone() }, self.lock.clone())
    }
}

/// How many of the best drawings are drawn once more if their wires turn too often.
const AGAIN: usize = 3;

/// What a drawing costs the reader with all its texts: the domains that it shows count too, and in a small one what is left
/// out.
fn cost_of_whole(model: &Model, layout: &Layout, own: usize) -> i64 {
    if layout.trays.len() > SMALL {
        let cost = metrics::cost(layout, own);
        let (shown, all) = outlines::shown(model, layout);
        // divided first: the cost of a large sheet may be near the most that a number holds
        return cost - cost / (200 * all.max(1)) * DOMAINS * shown;
    }
    let domains = layout.outlines.iter().map(|o| o.of).filter(|of| of.kind(model) == GroupKind::Domain);
    let mut parts: BTreeMap<Outlined, i64> = BTreeMap::new();
    domains.for_each(|of| *parts.entry(of).or_default() += 1);
    let whole = if layout.trays.len() <= FEW_TRAYS { DOMAIN_OF_FEW } else { DOMAIN };
    let shown: i64 = parts.values().map(|n| if *n == 1 { whole } else { IN_PIECES }).sum();
    metrics::cost(layout, own) + LEFT_OUT * layout.notes.len() as i64 - shown
}

/// What a domain in one piece is worth, where a crossing costs 150: more among so few trays, where letters would be on half
/// of them. What one in several pieces is worth; and what something that is left out costs.
const DOMAIN: i64 = 150;
const DOMAIN_OF_FEW: i64 = 250;
const FEW_TRAYS: usize = 16;
const IN_PIECES: i64 = 60;
const LEFT_OUT: i64 = 150;
/// What all domains in one piece are worth in a large drawing, in per cent of what it costs.
const DOMAINS: i64 = 70;

/// The drawing with the fewest faults so far.
#[derive(Default)]
struct Sound(Option<(Vec<Violation>, Layout)>);

impl Sound {
    /// Takes a drawing with its faults if it has fewer than all before.
    fn offer(&mut self, faults: Vec<Violation>, layout: Layout) {
        if self.0.as_ref().is_none_or(|best| faults.len() < best.0.len()) {
            self.0 = Some((faults, layout));
        }
    }

    /// Whether one without faults is found.
    fn is_found(&self) -> bool {
        self.0.as_ref().is_some_and(|best| best.0.is_empty())
    }

    /// The one that was taken, which says what faults it has; an empty one if none was offered.
    fn taken(self) -> Layout {
        let Some((faults, mut layout)) = self.0 else { return Layout::default() };
        if let Some(first) = faults.first() {
            let places = if faults.len() == 1 { "one place".to_owned() } else { format!("{} places", faults.len()) };
            layout.notes.push(format!(
                "the drawing breaks a rule that must hold, in {places} (first: {first}); this is a fault of isoplan: please \
                 report it with the file"
            ));
        }
        layout
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn where_wires_turn_too_often_bends_cost_more() {
        let mut turned = 0;
        for (apps, stores) in (0..4_usize).flat_map(|apps| (1..6_usize).map(move |stores| (apps, stores))) {
            let head = "[region.eu]\nzones = [\"a\", \"b\", \"c\"]\n[external.users]\nuses = [\"dns\"]\n\
                [external.partner]\nuses = [\"dns\"]\n[gateway.dns]\n[defaults]\nregion = \"eu\"\n";
            let app = |k| format!("[app.web-{k}]\nzones = [\"a\", \"b\", \"c\"]\nuses = [\"dns\"]\n");
            let store = |k| format!("[store.s-{k}]\nkind = \"kinesis\"\nuses = [\"dns\"]\n");
            let tables: Vec<String> = (0..apps).map(app).chain((0..stores).map(store)).collect();
            let text = head.to_owned() + &tables.concat();
            let model = testing::model(&text);
            let of = |config: &LayoutConfig| layout(&model, config);
            let quick = of(&LayoutConfig { quick: true, ..LayoutConfig::default() });
            let drawn = of(&LayoutConfig { lock: Some(quick.lock.clone()), ..LayoutConfig::default() });
            let [before, after] = [&quick, &drawn].map(|l| metrics::turns_too_many(l, l.trays.len()));
            assert_eq!(after, 0, "{apps} apps, {stores} stores: {:?}", drawn.wires);
            turned += usize::from(before > 0);
            let again = of(&LayoutConfig { lock: Some(drawn.lock.clone()), ..LayoutConfig::default() });
            let lines = |layout: &Layout| layout.wires.iter().map(|w| w.lines.clone()).collect::<Vec<_>>();
            assert_eq!(lines(&again), lines(&drawn));
        }
        assert!(turned > 10, "the usual ways turn too often in {turned}");
    }

    #[test]
    fn a_drawing_with_faults_is_only_taken_where_there_is_no_other_and_says_so() {
        let of = |list: &[usize]| {
            let mut sound = Sound::default();
            for n in list {
                let faults = (0..*n).map(Violation::BadLine).collect();
                sound.offer(faults, Layout { notes: vec![format!("{n} faults")], ..Layout::default() });
            }
            (sound.is_found(), sound.taken().notes)
        };
        assert_eq!(of(&[2, 0, 1]), (true, vec!["0 faults".to_owned()]));
        let (found, notes) = of(&[3, 2, 4]);
        assert!(!found && notes[0] == "2 faults");
        assert!(notes[1].contains("in 2 places (first: wire 0 leaves the axes)"), "{notes:?}");
        assert!(of(&[1]).1[1].contains("in one place (first"));
        assert!(of(&[]).1.is_empty());
    }
}
