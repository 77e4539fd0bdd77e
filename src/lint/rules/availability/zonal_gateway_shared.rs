//! AVL108: a component that leaves its zone to reach the way out.

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::Model;

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
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let (user, gateway) = (connection.from, connection.to);
        let judged = model.is_base(user)
            && model.component(user).kind.scope == Scope::Zonal
            && model.component(gateway).kind.traits.has(Trait::ZonalGateway);
        if !judged {
            continue;
        }
        for placement in active(model, user) {
            let Some(region) = placement.region else { continue };
            let ways: Vec<_> = active(model, gateway).filter(|p| p.region == Some(region)).collect();
            if !placement.zones_stated || ways.is_empty() || ways.iter().any(|p| !p.zones_stated) {
                sink.not_stated();
                continue;
            }
            let served: Vec<usize> = ways.iter().flat_map(|p| used_zones(p)).collect();
            let without: Vec<usize> = used_zones(placement).into_iter().filter(|z| !served.contains(z)).collect();
            if without.is_empty() || served.is_empty() {
                continue;
            }
            let (name, way) = (model.name(user), model.name(gateway));
            let zones: Vec<String> = zone_names(model, region, &without);
            let mut draft = Draft::about(
                model,
                user,
                format!(
                    "`{name}` in {} goes out through `{way}` in {}",
                    listed(&zones),
                    listed(&zone_names(model, region, &served))
                ),
                "",
            )
            .primary(connection.span, format!("no `{way}` in {}", listed(&zones)))
            .related(model.component(gateway).span, "when its zone is lost, the others have no way out")
            .also(gateway)
            .help(format!("add {} to the `zones` of `{way}`: one in each zone", listed(&zones)));
            draft.diagnostic.witness = vec![name, way];
            sink.push(draft);
        }
    }
}
