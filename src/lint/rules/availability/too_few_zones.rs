//! AVL101: a component that serves from fewer zones of a region than its criticality asks for.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, region_name, serves_from_zones, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural, texts};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;
use crate::syntax::Words as _;

/// One finding for each component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL101", name: "too-few-zones" },
    family: "availability",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "min-zones", value: SettingValue::ByCriticality([3.0, 2.0, 1.0]) }],
    page: include_str!("../../../../docs/rules/too-few-zones.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        if !serves_from_zones(component) {
            continue;
        }
        for placement in active(model, c) {
            let Some(region) = placement.region else { continue };
            if !placement.zones_stated {
                sink.not_stated();
                continue;
            }
            let zones = used_zones(placement);
            // a single instance can not stand in two zones: that is a finding of its own
            let single = placement.count_stated && placement.instances <= 1;
            let there = model.regions[region.ix()].zones.len();
            let wanted = (sink.by_criticality("min-zones", component.criticality) as usize).min(there.max(1));
            if single || zones.is_empty() || zones.len() >= wanted {
                continue;
            }
            let criticality = component.criticality.word();
            let name = model.name(c);
            let names = zone_names(model, region, &zones);
            let unused: Vec<usize> = (0..there).filter(|zone| !zones.contains(zone)).collect();
            let missing = wanted - zones.len();
            let all: Vec<usize> = zones.iter().chain(unused.iter().take(missing)).copied().collect();
            let proposed = texts(&zone_names(model, region, &all));
            sink.push(
                Draft::about(
                    model,
                    c,
                    format!(
                        "{criticality} `{name}` stands in {} of {}, but should stand in {wanted}",
                        plural(zones.len(), "zone"),
                        region_name(model, region)
                    ),
                    format!("stands in {} only", listed(&names)),
                )
                .related(placement.span, "the zones are said here")
                .help(if unused.len() == missing {
                    format!("add {} to its `zones`", listed(&zone_names(model, region, &unused)))
                } else {
                    format!("add {missing} of {} to its `zones`", listed(&zone_names(model, region, &unused)))
                })
                .propose(model, c, "zones", proposed),
            );
        }
    }
}
