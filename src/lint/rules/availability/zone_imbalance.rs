//! AVL103: a component whose instances are spread unevenly over its zones.
//!
//! The measure is that of AWS Trusted Advisor for load balancers: the gap between the fullest and the emptiest zone is
//! more than one instance and more than a fifth of the fullest.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, keeps_state, region_name, zone_names};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;

/// One finding for each component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL103", name: "zone-imbalance" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "tolerance", value: SettingValue::Number(0.2) },
        Setting { key: "slack", value: SettingValue::Number(1.0) },
    ],
    page: include_str!("../../../../docs/rules/zone-imbalance.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let (tolerance, slack) = (sink.number("tolerance"), sink.number("slack"));
    for c in model.base_components() {
        if keeps_state(model.component(c)) {
            continue;
        }
        for placement in active(model, c).filter(|p| p.count_stated && p.zones_stated) {
            let used: Vec<_> = placement.zones.iter().filter(|z| z.count > 0).collect();
            let (Some(most), Some(least)) = (used.iter().max_by_key(|z| z.count), used.iter().min_by_key(|z| z.count))
            else {
                continue;
            };
            let gap = f64::from(most.count - least.count);
            if gap <= slack || gap / f64::from(most.count) <= tolerance {
                continue;
            }
            let Some(region) = placement.region else { continue };
            let zones: Vec<usize> = used.iter().map(|z| z.zone).collect();
            let counts: Vec<String> = zone_names(model, region, &zones)
                .iter()
                .zip(&used)
                .map(|(name, zone)| format!("{} in `{name}`", zone.count))
                .collect();
            let total = placement.instances;
            let each = total.div_ceil(used.len() as u32);
            sink.push(
                Draft::about(
                    model,
                    c,
                    format!(
                        "`{}` is spread unevenly over the zones of {}: {}",
                        model.name(c),
                        region_name(model, region),
                        counts.join(", ")
                    ),
                    format!("the fullest zone has {} more than the emptiest", most.count - least.count),
                )
                .related(placement.span, "the counts are said here")
                .help(format!("write `per-zone = {each}`, or `count = {total}` to spread them evenly"))
                .propose(model, c, "count", total.to_string()),
            );
        }
    }
}
