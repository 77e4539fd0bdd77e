//! AVL102: all requests for a critical component pass one that stands in fewer zones.
//!
//! What every path from the users to a component passes are its dominators in the graph of hard connections (Lengauer
//! and Tarjan 1979). If one of them stands in fewer zones, the further zones of the component buy nothing for users.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::{active, active_regions, keeps_state, used_zones, zone_counts, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural, texts};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Connection, Model, RegionIx};
use crate::syntax::attributes::{Count, Criticality, Need};

/// One finding for each weaker component, with all that it weakens.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL102", name: "weaker-zone-upstream" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "min-gap", value: SettingValue::Number(1.0) },
        Setting { key: "min-offload", value: SettingValue::Number(0.9) },
    ],
    page: include_str!("../../../../docs/rules/weaker-zone-upstream.md"),
    check: Check::Model(check),
};

/// Most components in a row that are looked at before a critical one, so that a long chain does not cost its square.
const DEEPEST: usize = 64;

/// A critical component that something weakens.
struct Victim {
    component: ComponentIx,
    zones: usize,
    upstream_zones: usize,
}

fn check(model: &Model, sink: &mut Sink<'_>) {
    let gap = sink.number("min-gap").max(1.0) as usize;
    let dominators = model.dominators();
    let cells: Vec<OnceCell<Option<BTreeMap<RegionIx, usize>>>> = vec![OnceCell::new(); model.components.len()];
    let zones = |c: ComponentIx| cells[c.ix()].get_or_init(|| zone_counts(model, c)).as_ref();
    let mut weaker: BTreeMap<ComponentIx, Vec<Victim>> = BTreeMap::new();
    for v in model.base_components().filter(|&c| model.component(c).criticality == Criticality::Critical) {
        if dominators.nearest(v).is_none() {
            continue;
        }
        let Some(own) = zones(v) else {
            sink.not_stated(v, &["zones"]);
            continue;
        };
        for u in std::iter::successors(dominators.nearest(v), |&u| dominators.nearest(u)).take(DEEPEST) {
            let Some(upstream) = zones(u) else { continue };
            if let Some((zones, upstream_zones)) = weakest(own, upstream, gap) {
                weaker.entry(u).or_default().push(Victim { component: v, zones, upstream_zones });
            }
        }
    }
    if weaker.is_empty() {
        return;
    }
    let entries = model.entries();
    let ways_in = Paths::from(model, &entries, is_needed);
    let offload = Offload::of(model, &entries, sink.number("min-offload"));
    for (u, victims) in weaker {
        report(model, sink, u, &victims, &ways_in, &offload);
    }
}

/// The zones of both in the first region where the upstream one has clearly fewer.
fn weakest(
    zones: &BTreeMap<RegionIx, usize>,
    upstream: &BTreeMap<RegionIx, usize>,
    gap: usize,
) -> Option<(usize, usize)> {
    zones.iter().find_map(|(region, &n)| {
        let above = *upstream.get(region)?;
        (above > 0 && above.saturating_add(gap) <= n).then_some((n, above))
    })
}

fn report(
    model: &Model,
    sink: &mut Sink<'_>,
    u: ComponentIx,
    victims: &[Victim],
    ways_in: &Paths<'_>,
    offload: &Offload<'_>,
) {
    let Some(first) = victims.first() else { return };
    let name = model.name(u);
    let names: Vec<String> = victims.iter().map(|v| model.name(v.component)).collect();
    let label = format!("stands in {}", plural(first.upstream_zones, "zone"));
    let mut path = ways_in.to(u);
    path.extend(Paths::from(model, &[u], is_needed).to(first.component));
    let mut draft = Draft::about(
        model,
        u,
        format!(
            "critical `{}` stands in {}, but every request for it passes `{name}` in {}",
            names[0],
            plural(first.zones, "zone"),
            plural(first.upstream_zones, "zone"),
        ),
        label,
    )
    .weight(Criticality::Critical)
    .related(model.component(first.component).span, format!("stands in {}", plural(first.zones, "zone")))
    .path(model, &path)
    .help(format!(
        "give `{name}` as many zones, or let users reach {} without it",
        if names.len() == 1 { format!("`{}`", names[0]) } else { "them".to_owned() }
    ));
    if names.len() > 1 {
        draft = draft.note(format!("the same holds for {}", listed(&names[1..])));
    }
    if let Some(zones) = together(model, u, victims) {
        draft = draft.propose(model, u, "zones", texts(&zones));
    }
    if offload.covers(model, u) {
        draft = draft.severity(Severity::Info).note(format!("a CDN serves most of what users ask of `{name}`"));
    }
    sink.push(draft);
}

/// The zones of a component and of those that it weakens; `None` when naming them would not put it there: it serves from
/// several regions, stands in a subnet, or its instances are counted and too few.
fn together(model: &Model, u: ComponentIx, victims: &[Victim]) -> Option<Vec<String>> {
    let &[region] = active_regions(model, u).as_slice() else { return None };
    let attributes = &model.component(u).attributes;
    let mut zones: Vec<usize> = std::iter::once(u)
        .chain(victims.iter().map(|victim| victim.component))
        .flat_map(|c| active(model, c).filter(|place| place.region == Some(region)).flat_map(used_zones))
        .collect();
    zones.sort_unstable();
    zones.dedup();
    let spread = match attributes.count.as_ref().map(|count| &count.value) {
        Some(Count::Total(total)) => *total as usize >= zones.len(),
        Some(Count::By(_)) => false,
        None => attributes.per_zone.is_some() || !keeps_state(model.component(u)),
    };
    (spread && attributes.subnet.is_none()).then(|| zone_names(model, region, &zones))
}

/// The links over which dominators are found; alternatives are ways of their own.
fn is_needed(link: &Connection) -> bool {
    link.need == Need::Hard
}

/// What users reach without passing a CDN that serves most requests by itself.
struct Offload<'a> {
    least: f64,
    without_declared: Paths<'a>,
    without_any: Paths<'a>,
}

impl<'a> Offload<'a> {
    fn of(model: &'a Model, entries: &[ComponentIx], least: f64) -> Self {
        let is_cdn = |c: &Component| c.kind.traits.has(Trait::Cdn);
        Self {
            least,
            without_declared: Paths::from(model, entries, |link| {
                let to = model.component(link.to);
                carries_requests(link) && !(is_cdn(to) && serves_most(to, least))
            }),
            without_any: Paths::from(model, entries, |link| {
                carries_requests(link) && !is_cdn(model.component(link.to))
            }),
        }
    }

    /// Whether a CDN stands in every way to the component, and it or the component says that it serves enough.
    fn covers(&self, model: &Model, u: ComponentIx) -> bool {
        !self.without_declared.reached(u)
            || (serves_most(model.component(u), self.least) && !self.without_any.reached(u))
    }
}

fn serves_most(component: &Component, least: f64) -> bool {
    component.attributes.offload.as_ref().is_some_and(|share| share.value >= least)
}
