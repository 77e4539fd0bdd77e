//! SYN004: a component that stands where it can not stand.
//!
//! Zones that a region lacks, and networks and subnets of other places, are found while names are resolved. Here the
//! places are held against each other: a subnet is in one zone, a network has subnets in some zones, and a service of a
//! region is in no subnet, one of no region in no region.

use crate::catalog::{Scope, Trait};
use crate::diag::{Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Model, Network, Placement, RegionIx, Subnet};
use crate::source::{Spanned, Text};
use crate::syntax::codes;

/// One finding for each placement.
pub(super) static RULE: Rule = Rule {
    code: codes::MISPLACED_ELEMENT,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/misplaced-element.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        if component.kind.scope == Scope::Global
            && let Some(region) = &component.attributes.region
        {
            sink.push(in_a_region(model, c, component, region));
        }
        for placement in component.placements.iter().map(|&p| model.placement(p)) {
            let (Some(network), Some(region)) = (placement.network, placement.region) else { continue };
            let network = &model.networks[network.ix()];
            let found = if component.kind.scope == Scope::Zonal {
                in_other_zone(model, c, placement, network, region)
            } else {
                in_no_zone_at_all(model, c, component, placement, network)
            };
            if let Some(draft) = found {
                sink.push(draft.related(placement.span, "its place is said here"));
            }
        }
    }
}

/// A service of no region that is put into one: harmless, but the picture can not follow.
fn in_a_region(model: &Model, c: ComponentIx, component: &Component, region: &Spanned<Text>) -> Draft {
    let (name, title) = (model.name(c), &component.kind.title);
    let has = |wanted| component.kind.traits.has(wanted);
    // some kinds of these belong to a region, or run on machines of one
    if !has(Trait::Managed) || has(Trait::Waf) || has(Trait::Lb) {
        let message =
            format!("`{name}` is put into region `{}`, but a {title} is shown outside of regions", region.value);
        return Draft::about(model, c, message, "")
            .primary(region.span, "has no effect")
            .severity(Severity::Info)
            .help("leave `region` out, or choose a kind that stands in regions, such as `bind`, `load-balancer` or `firewall`");
    }
    Draft::about(
        model,
        c,
        format!("`{name}` is put into region `{}`, but {title} belongs to no region", region.value),
        "",
    )
    .primary(region.span, format!("{title} is everywhere"))
    .severity(Severity::Warning)
    .help("leave `region` out")
}

/// A zonal component that reaches outside the zones of its subnets, or in a zone in which its network has no subnet.
fn in_other_zone(
    model: &Model,
    c: ComponentIx,
    placement: &Placement,
    network: &Network,
    region: RegionIx,
) -> Option<Draft> {
    if !placement.zones_stated || network.subnets.is_empty() {
        return None;
    }
    let (name, zones) = (model.name(c), used_zones(placement));
    let subnets: Vec<&Subnet> = network.subnets_of(placement).collect();
    if let Some(first) = subnets.first() {
        // one without a zone is in all of them
        let mut homes: Vec<usize> = subnets.iter().map(|subnet| subnet.zone).collect::<Option<_>>()?;
        homes.dedup();
        let zones_meet = zones.iter().any(|zone| homes.contains(zone));
        let outside: Vec<usize> = zones.into_iter().filter(|zone| !homes.contains(zone)).collect();
        let (homes, others) = (zone_names(model, region, &homes), zone_names(model, region, &outside));
        let ids: Vec<String> = subnets.iter().map(|subnet| subnet.id.clone()).collect();
        let (word, is) = if ids.len() == 1 { ("subnet", "is") } else { ("subnets", "are") };
        // a subnet in none of its zones is found while names are resolved
        return (zones_meet && !outside.is_empty()).then(|| {
            Draft::about(
                model,
                c,
                format!(
                    "`{name}` stands in {}, but its {word} {} {is} in {}",
                    listed(&others),
                    listed(&ids),
                    listed(&homes)
                ),
                format!("stands in {}", listed(&others)),
            )
            .related(first.span, format!("is in {}", listed(&homes[..1])))
            .help(
                "name a subnet for each of its zones, as `subnet = [\"front-a\", \"front-b\"]`, or leave `subnet` out",
            )
        });
    }
    let known: Vec<usize> = network.subnets.iter().filter_map(|subnet| subnet.zone).collect();
    if known.len() < network.subnets.len() {
        return None;
    }
    let outside: Vec<usize> = zones.into_iter().filter(|zone| !known.contains(zone)).collect();
    let others = zone_names(model, region, &outside);
    (!outside.is_empty()).then(|| {
        Draft::about(
            model,
            c,
            format!("`{name}` stands in {}, where network `{}` has no subnet", listed(&others), network.id),
            format!("stands in {}", listed(&others)),
        )
        .related(network.span, "its subnets are in other zones")
        .help(format!("add a `[network.{}.subnet.ID]` with `zone = \"{}\"`", network.id, others[0]))
    })
}

/// A service of a region, such as a bucket or a queue, in a subnet.
fn in_no_zone_at_all(
    model: &Model,
    c: ComponentIx,
    component: &Component,
    placement: &Placement,
    network: &Network,
) -> Option<Draft> {
    let has = |wanted| component.kind.traits.has(wanted);
    let apart = has(Trait::Bucket) || has(Trait::Queue) || has(Trait::Topic) || has(Trait::Stream) || has(Trait::Mail);
    let subnet = network.subnets_of(placement).next()?;
    let name = model.name(c);
    (component.kind.scope == Scope::Regional && apart && has(Trait::Managed)).then(|| {
        Draft::about(
            model,
            c,
            format!("`{name}` is a service of its region and stands in no subnet, but is put into `{}`", subnet.id),
            format!("{} is reached through the region", component.kind.title),
        )
        .related(subnet.span, "the subnet")
        .help("leave `network` and `subnet` out")
    })
}
