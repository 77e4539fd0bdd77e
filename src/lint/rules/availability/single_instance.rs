//! AVL104: a component of which there is one instance.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, active_regions, region_name, serves_from_zones};
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;

/// One finding for each component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL104", name: "single-instance" },
    family: "availability",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "min-replicas", value: SettingValue::ByCriticality([2.0, 2.0, 1.0]) }],
    page: include_str!("../../../../docs/rules/single-instance.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        if !serves_from_zones(model.component(c)) {
            continue;
        }
        // how voters are spread is the question of another rule
        if model.component(c).attributes.quorum.is_some() {
            continue;
        }
        let regions = active_regions(model, c);
        let least = sink.by_criticality("min-replicas", model.component(c).criticality) as u32;
        for &region in &regions {
            let there = || active(model, c).filter(|p| p.region == Some(region));
            // a group that grows by itself may have more than the file says
            if there().any(|p| !p.count_stated || p.autoscale.is_some_and(|scale| scale.max >= least)) {
                sink.not_stated(c, &["count"]);
                continue;
            }
            let total = there().fold(0_u32, |sum, p| sum.saturating_add(p.instances));
            let Some(placement) = there().next().filter(|_| total > 0 && total < least) else { continue };
            let name = model.name(c);
            let amount = if total == 1 { "one instance".to_owned() } else { format!("{total} instances") };
            let mut draft = Draft::about(
                model,
                c,
                format!("`{name}` runs on {amount} in {}", region_name(model, region)),
                format!("{amount} in all"),
            )
            .related(placement.span, "its place is said here")
            .help(format!("write `count = {least}` or `per-zone = 1` with {least} zones"))
            .propose(model, c, "count", least.to_string());
            if regions.len() > 1 {
                let others = plural(regions.len() - 1, "other region");
                draft = draft.severity(Severity::Info).note(format!("it serves from {others} too"));
            }
            sink.push(draft);
        }
    }
}
