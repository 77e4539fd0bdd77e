//! DRP307: a standby that requests reach without a guard that stands before the original.
//!
//! Two searches over the placements that requests reach: with all of them, and without those of one sort of guard.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::places::region_name;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Link, Model, Placement, PlacementIx};
use crate::syntax::document::PlacementRole;
use std::collections::VecDeque;

/// One finding for each component and sort of guard.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP307", name: "failover-bypasses-edge" },
    family: "recovery",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/failover-bypasses-edge.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let waits = |place: &Placement| place.role == PlacementRole::Standby;
    if !model.placements.iter().any(waits) {
        return;
    }
    let ways = Ways::new(model);
    let all = ways.reach(|_| false);
    let guards = [
        (Trait::Waf, "a firewall"),
        (Trait::Gateway, "an API gateway"),
        (Trait::Cdn, "a CDN"),
        (Trait::Identity, "a service that says who somebody is"),
    ];
    for (guard, word) in guards {
        let is_guard = |c: ComponentIx| model.component(c).kind.traits.has(guard);
        if !model.base_components().any(is_guard) {
            continue;
        }
        let open = ways.reach(is_guard);
        let is_bypassed = |at: usize| {
            let place = &model.placements[at];
            let original = place.stands_in_for.map(PlacementIx::ix);
            let guarded = |at: usize| all[at] != Reached::Not && open[at] == Reached::Not;
            waits(place) && model.is_base(place.component) && open[at] != Reached::Not && original.is_some_and(guarded)
        };
        for at in (0..model.placements.len()).filter(|&at| is_bypassed(at)) {
            // what stands behind another one that is reached in this way is no news
            let Reached::By(link) = open[at] else { continue };
            let link: &Link = &model.links[link];
            if !is_bypassed(link.from.ix()) {
                report(model, sink, at, link.connection, word, guard);
            }
        }
    }
}

fn report(model: &Model, sink: &mut Sink<'_>, at: usize, link: ConnectionIx, word: &str, guard: Trait) {
    let place = &model.placements[at];
    let connection = model.connection(link);
    let (name, from) = (model.name(place.component), model.name(connection.from));
    let there = place.region.map_or_else(|| "the other region".to_owned(), |region| region_name(model, region));
    let first = model.base_components().find(|&c| model.component(c).kind.traits.has(guard));
    let Some(first) = first else { return };
    let mut draft = Draft::about(
        model,
        place.component,
        format!("requests reach the standby of `{name}` in {there} without {word}, which stands before the original"),
        "",
    )
    .primary(connection.span, format!("leads from `{from}` to the standby at once"))
    .also(connection.from)
    .related(model.component(first).span, format!("`{}` stands before the original", model.name(first)))
    .help(format!("lead this connection through `{}` too", model.name(first)));
    draft.diagnostic.witness = vec![from, name];
    sink.push(draft);
}

/// How a placement was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Not at all.
    Not,
    /// Requests begin there.
    Entry,
    /// By this link.
    By(usize),
}

/// The links between placements that requests take, by the placement that calls.
struct Ways<'a> {
    model: &'a Model,
    by_caller: Vec<(PlacementIx, usize)>,
    entries: Vec<ComponentIx>,
}

impl<'a> Ways<'a> {
    fn new(model: &'a Model) -> Self {
        let carries = |link: &Link| carries_requests(model.connection(link.connection));
        let links = model.links.iter().enumerate().filter(|(_, link)| carries(link));
        let mut by_caller: Vec<(PlacementIx, usize)> = links.map(|(at, link)| (link.from, at)).collect();
        by_caller.sort_unstable();
        Self { model, by_caller, entries: model.entries() }
    }

    /// How each placement was reached. Components that the filter takes
    /// out are not entered.
    fn reach(&self, out: impl Fn(ComponentIx) -> bool) -> Vec<Reached> {
        let mut by = vec![Reached::Not; self.model.placements.len()];
        let mut open = VecDeque::new();
        for &entry in self.entries.iter().filter(|&&entry| !out(entry)) {
            for &place in &self.model.component(entry).placements {
                by[place.ix()] = Reached::Entry;
                open.push_back(place);
            }
        }
        while let Some(place) = open.pop_front() {
            let first = self.by_caller.partition_point(|(caller, _)| *caller < place);
            for &(_, at) in self.by_caller[first..].iter().take_while(|(caller, _)| *caller == place) {
                let to = self.model.links[at].to;
                if by[to.ix()] == Reached::Not && !out(self.model.placement(to).component) {
                    by[to.ix()] = Reached::By(at);
                    open.push_back(to);
                }
            }
        }
        by
    }
}
