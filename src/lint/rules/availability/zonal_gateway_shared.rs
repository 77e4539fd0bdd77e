//! AVL108: a component that leaves its zone to reach the way out.

use std::collections::BTreeMap;

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, active_regions, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, texts};
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Model, Placement, RegionIx};
use crate::syntax::attributes::Need;

/// One finding for each component and way out.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL108", name: "zonal-gateway-shared" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/zonal-gateway-shared.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for user in model.base_components().filter(|&c| model.component(c).kind.scope == Scope::Zonal) {
        // by kind, because one way out in each zone may be several components
        let mut ways: BTreeMap<&str, Vec<ConnectionIx>> = BTreeMap::new();
        for link in model.outgoing(user) {
            let kind = model.component(model.connection(link).to).kind;
            if kind.traits.has(Trait::ZonalGateway) {
                ways.entry(kind.id).or_default().push(link);
            }
        }
        for links in ways.values() {
            for region in active_regions(model, user) {
                check_region(model, sink, user, region, links);
            }
        }
    }
}

fn check_region(model: &Model, sink: &mut Sink<'_>, user: ComponentIx, region: RegionIx, links: &[ConnectionIx]) {
    let there = |p: &&Placement| p.region == Some(region);
    let ways: Vec<&Placement> =
        links.iter().flat_map(|&link| active(model, model.connection(link).to)).filter(there).collect();
    let places: Vec<&Placement> = active(model, user).filter(there).collect();
    let stated = |places: &[&Placement]| places.iter().all(|p| p.zones_stated);
    if ways.is_empty() || !stated(&ways) || !stated(&places) {
        sink.not_stated(user, &["zones"]);
        return;
    }
    let zones = |places: &[&Placement]| {
        let mut zones: Vec<usize> = places.iter().flat_map(|p| used_zones(p)).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    };
    let served = zones(&ways);
    let without: Vec<usize> = zones(&places).into_iter().filter(|z| !served.contains(z)).collect();
    let Some(&first) = links.first().filter(|_| !without.is_empty() && !served.is_empty()) else { return };
    let name = model.name(user);
    let names: Vec<String> = links.iter().map(|&link| model.name(model.connection(link).to)).collect();
    let (way, all) = (&names[0], listed(&names));
    let lacking = listed(&zone_names(model, region, &without));
    let mut draft = Draft::about(
        model,
        user,
        format!("`{name}` in {lacking} goes out through {all} in {}", listed(&zone_names(model, region, &served))),
        "",
    )
    .primary(model.connection(first).span, format!("no way out in {lacking}"))
    .help(format!("add {lacking} to the `zones` of `{way}`: one in each zone"));
    for &link in links {
        let gateway = model.connection(link).to;
        draft = draft.also(gateway);
        draft = draft.related(model.component(gateway).span, "when its zone is lost, others have no way out");
    }
    if links.iter().all(|&link| model.connection(link).need == Need::Soft) {
        draft = draft.severity(Severity::Info).note(format!("`{name}` is said to live without it"));
    }
    draft.diagnostic.witness = vec![name, way.clone()];
    // a number in all would have to grow as well
    let counted = |c: ComponentIx| model.component(c).attributes.count.is_some();
    if let [only] = links
        && !counted(model.connection(*only).to)
    {
        let all: Vec<usize> = served.iter().chain(&without).copied().collect();
        draft = draft.propose(model, model.connection(*only).to, "zones", texts(&zone_names(model, region, &all)));
    }
    sink.push(draft);
}
