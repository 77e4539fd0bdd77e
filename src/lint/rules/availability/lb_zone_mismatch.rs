//! AVL107: a balancer and its targets in different zones.

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::places::{active, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, texts};
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Model, Placement, RegionIx};

/// One finding for each balancer and target, or for each balancer with zones that have no target.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL107", name: "lb-zone-mismatch" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/lb-zone-mismatch.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    // one that runs on machines reaches other zones over the network, wherever it stands itself
    let switched = |c: &ComponentIx| {
        let traits = model.component(*c).kind.traits;
        traits.has(Trait::Lb) && !traits.has(Trait::OnInstances)
    };
    for c in model.base_components().filter(switched) {
        for placement in active(model, c) {
            let Some(region) = placement.region else { continue };
            let targets = targets(model, c, region);
            if targets.is_empty() {
                continue;
            }
            let own = used_zones(placement);
            let stated = placement.zones_stated && targets.iter().all(|(_, target)| target.zones_stated);
            if own.is_empty() || !stated {
                sink.not_stated(c, &["zones"]);
                continue;
            }
            compare(model, sink, c, region, &own, &targets);
        }
    }
}

/// What it sends requests to in a region, by connection.
fn targets(model: &Model, c: ComponentIx, region: RegionIx) -> Vec<(ConnectionIx, &Placement)> {
    model
        .outgoing(c)
        .filter(|&link| carries_requests(model.connection(link)))
        .filter(|&link| model.component(model.connection(link).to).kind.scope == Scope::Zonal)
        .flat_map(|link| active(model, model.connection(link).to).map(move |target| (link, target)))
        .filter(|(_, target)| target.region == Some(region) && !target.zones.is_empty())
        .collect()
}

fn compare(
    model: &Model,
    sink: &mut Sink<'_>,
    c: ComponentIx,
    region: RegionIx,
    own: &[usize],
    targets: &[(ConnectionIx, &Placement)],
) {
    let name = model.name(c);
    let names = |zones: &[usize]| listed(&zone_names(model, region, zones));
    let mut cut_off = false;
    for &(link, target) in targets {
        let without: Vec<usize> = used_zones(target).into_iter().filter(|zone| !own.contains(zone)).collect();
        if without.is_empty() {
            continue;
        }
        cut_off = true;
        let other = model.name(target.component);
        let mut draft = Draft::about(
            model,
            c,
            format!("`{name}` is switched on in {}, but `{other}` also stands in {}", names(own), names(&without)),
            format!("in {}", names(own)),
        )
        .weight(model.component(c).criticality.max(model.component(target.component).criticality))
        .also(target.component)
        .related(model.connection(link).span, format!("sends requests to `{other}`"))
        .related(model.component(target.component).span, format!("in {} too", names(&without)))
        .help(format!("add {} to the `zones` of `{name}`, so that the instances there get requests", names(&without)));
        draft.diagnostic.witness = vec![name.clone(), other];
        let all: Vec<usize> = own.iter().chain(&without).copied().collect();
        sink.push(draft.propose(model, c, "zones", texts(&zone_names(model, region, &all))));
    }
    let empty: Vec<usize> = own
        .iter()
        .copied()
        .filter(|zone| !targets.iter().any(|(_, target)| used_zones(target).contains(zone)))
        .collect();
    if empty.is_empty() || cut_off {
        return;
    }
    let spread = model.component(c).attributes.cross_zone.as_ref().is_some_and(|said| said.value);
    let mut draft = Draft::about(
        model,
        c,
        format!("`{name}` is switched on in {}, where none of its targets stands", names(&empty)),
        format!("in {}", names(own)),
    )
    .help(format!("let a target stand in {} too, or take the zone out of `{name}`", names(&empty)));
    if spread {
        draft = draft.severity(Severity::Info).note("it spreads over zones, so its requests leave the zone");
    }
    sink.push(draft);
}
