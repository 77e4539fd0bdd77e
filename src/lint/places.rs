//! What rules ask about places: where a component serves, in how many zones, with how many instances.

use std::collections::BTreeMap;

use crate::catalog::{Scope, Trait};
use crate::model::{Component, ComponentIx, ConnectionIx, Model, Placement, RegionIx};
use crate::syntax::attributes::{ConnectionKind, Criticality};
use crate::syntax::document::{PlacementRole, Role};

/// The placements of a component that serve.
pub(crate) fn active(model: &Model, c: ComponentIx) -> impl Iterator<Item = &Placement> {
    model.places(c).filter(|p| p.role == PlacementRole::Active)
}

/// The regions in which a component serves, without repetition.
pub(crate) fn active_regions(model: &Model, c: ComponentIx) -> Vec<RegionIx> {
    let mut regions: Vec<RegionIx> = active(model, c).filter_map(|p| p.region).collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

/// Pairs of a region that stands in, and the region that it stands in for.
pub(crate) fn stand_ins(model: &Model) -> impl Iterator<Item = (RegionIx, RegionIx)> {
    model.regions.iter().enumerate().filter_map(|(at, r)| Some((RegionIx(at as u32), r.stands_in_for?)))
}

/// Zones of a region in which a placement has instances, by index.
pub(crate) fn used_zones(placement: &Placement) -> Vec<usize> {
    let mut zones: Vec<usize> = placement.zones.iter().filter(|z| z.count > 0).map(|z| z.zone).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// The number of zones in which a component serves, by region; `None` when the file does not say for one of them.
pub(crate) fn zone_counts(model: &Model, c: ComponentIx) -> Option<BTreeMap<RegionIx, usize>> {
    let mut zones: BTreeMap<RegionIx, Vec<usize>> = BTreeMap::new();
    for placement in active(model, c) {
        if !placement.zones_stated {
            return None;
        }
        zones.entry(placement.region?).or_default().extend(used_zones(placement));
    }
    Some(
        zones
            .into_iter()
            .map(|(region, mut list)| {
                list.sort_unstable();
                list.dedup();
                (region, list.len())
            })
            .collect(),
    )
}

/// The names of zones, such as `a` and `b`.
pub(crate) fn zone_names(model: &Model, region: RegionIx, zones: &[usize]) -> Vec<String> {
    let known = &model.regions[region.ix()].zones;
    zones.iter().map(|&zone| known.get(zone).cloned().unwrap_or_else(|| format!("{}", zone + 1))).collect()
}

/// Whether it runs in zones that somebody chose, and serves: neither what keeps state, nor a way out that is wanted
/// once a zone, nor a job that nobody waits for, nor a tool of those who run the system.
pub(crate) fn serves_from_zones(component: &Component) -> bool {
    let has = |wanted| component.kind.traits.has(wanted);
    let attributes = &component.attributes;
    let job = has(Trait::Batch) || has(Trait::Analytics) || attributes.schedule.is_some();
    let short = attributes.ephemeral.as_ref().is_some_and(|e| e.value);
    let tool = has(Trait::Operators) || has(Trait::Deploy) || has(Trait::Configure);
    component.kind.scope == Scope::Zonal
        && component.role != Role::External
        && !keeps_state(component)
        && !tool
        && !has(Trait::SurvivesZoneLoss)
        && !has(Trait::ZonalGateway)
        && !has(Trait::Outlines)
        && !job
        && !short
}

/// Whether requests begin there that anybody may send, rather than people of the organisation itself.
pub(crate) fn is_public(component: &Component) -> bool {
    component.kind.traits.has(Trait::Client) && !component.kind.traits.has(Trait::Insiders)
}

/// Whether losing it loses data.
pub(crate) fn keeps_state(component: &Component) -> bool {
    component.role == Role::Store || component.kind.traits.has(Trait::Stateful)
}

/// Whether it can be made again from other data: said so, or a cache of which nothing is said.
pub(crate) fn is_rebuildable(component: &Component) -> bool {
    match &component.attributes.rebuildable {
        Some(said) => said.value,
        None => component.kind.traits.has(Trait::Cache),
    }
}

/// Whether what it keeps is nowhere else: neither made again from other data, nor messages on their way.
pub(crate) fn is_original(component: &Component) -> bool {
    !is_rebuildable(component) && !carries_messages(component)
}

/// Whether it holds messages on their way: a queue, a stream or a topic.
pub(crate) fn carries_messages(component: &Component) -> bool {
    [Trait::Queue, Trait::Stream, Trait::Topic].into_iter().any(|wanted| component.kind.traits.has(wanted))
}

/// Whether the number of instances is only the least that a group which scales by itself may have.
pub(crate) fn follows_from_bounds(model: &Model, c: ComponentIx, placement: &Placement) -> bool {
    let Some(scale) = placement.autoscale else { return false };
    let attributes = &model.component(c).attributes;
    let least = scale.min.max(used_zones(placement).len() as u32);
    attributes.count.is_none() && attributes.per_zone.is_none() && placement.instances == least
}

/// The share of the peak that is enough while something is lost: what the component says, else what the rule asks for.
pub(crate) fn enough_without(model: &Model, c: ComponentIx, asked: f64) -> f64 {
    model.component(c).attributes.degraded_ok.as_ref().map_or(asked, |said| said.value)
}

/// What holds a copy of its data, or what it holds a copy of: the other ends of its connections of kind `replication`.
pub(crate) fn peers(model: &Model, c: ComponentIx) -> impl Iterator<Item = ComponentIx> + '_ {
    copied_to(model, c).chain(copied_from(model, c))
}

/// What holds a copy of its data.
fn copied_to(model: &Model, c: ComponentIx) -> impl Iterator<Item = ComponentIx> + '_ {
    model.outgoing(c).filter(|link| copies(model, *link)).map(|link| model.connection(link).to)
}

/// What it holds a copy of.
fn copied_from(model: &Model, c: ComponentIx) -> impl Iterator<Item = ComponentIx> + '_ {
    model.incoming(c).filter(|link| copies(model, *link)).map(|link| model.connection(link).from)
}

fn copies(model: &Model, link: ConnectionIx) -> bool {
    model.connection(link).kind == ConnectionKind::Replication
}

/// Whether it holds a copy of what another store keeps, and is not copied back there.
pub(crate) fn is_copy(model: &Model, c: ComponentIx) -> bool {
    let back = |other: ComponentIx| copied_to(model, c).any(|to| to == other);
    copied_from(model, c).any(|other| keeps_state(model.component(other)) && !back(other))
}

/// Whether a region that the file declares has one zone only, so that nothing there can stand in two.
pub(crate) fn has_one_zone(model: &Model, region: RegionIx) -> bool {
    let region = model.region(region);
    !region.id.is_empty() && region.zones.len() == 1
}

/// Whether it is critical and keeps what is nowhere else.
pub(crate) fn is_critical_original(component: &Component) -> bool {
    component.criticality >= Criticality::Critical && keeps_state(component) && is_original(component)
}

/// The critical components that serve from a region.
pub(crate) fn critical_in(model: &Model, region: RegionIx) -> Vec<ComponentIx> {
    important_in(model, region, Criticality::Critical)
}

/// The components of at least this criticality that serve from a region.
pub(crate) fn important_in(model: &Model, region: RegionIx, least: Criticality) -> Vec<ComponentIx> {
    model
        .base_components()
        .filter(|&c| model.component(c).criticality >= least)
        .filter(|&c| active_regions(model, c).contains(&region))
        .collect()
}

/// How a zone is called in a message: with its region where there are several.
pub(crate) fn zone_name(model: &Model, region: RegionIx, zone: usize) -> String {
    let name = zone_names(model, region, &[zone]).join("");
    if model.regions.len() > 1 {
        format!("zone `{name}` of `{}`", model.region(region).id)
    } else {
        format!("zone `{name}`")
    }
}

/// How a region is called in a message: its id in backticks, or that it is the only one.
pub(crate) fn region_name(model: &Model, region: RegionIx) -> String {
    let id = &model.region(region).id;
    if id.is_empty() { "the region".to_owned() } else { format!("`{id}`") }
}
