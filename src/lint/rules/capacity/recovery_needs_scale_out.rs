//! CAP204: a group that may shrink to fewer instances than it has zones.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, serves_from_zones, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural};
use crate::lint::{Check, Rule};
use crate::model::Model;

/// One finding for each component and place.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP204", name: "recovery-needs-scale-out" },
    family: "capacity",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/recovery-needs-scale-out.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| serves_from_zones(model.component(c))) {
        for placement in active(model, c) {
            let (Some(scale), Some(region)) = (placement.autoscale, placement.region) else { continue };
            let zones = used_zones(placement);
            if !placement.zones_stated {
                sink.not_stated();
                continue;
            }
            let wanted = zones.len().min(2) as u32;
            if scale.min == 0 || scale.min >= wanted {
                continue;
            }
            let name = model.name(c);
            let said = model.component(c).attributes.autoscale.as_ref().map_or(placement.span, |said| said.span);
            sink.push(
                Draft::about(
                    model,
                    c,
                    format!(
                        "`{name}` may shrink to {} and then stands in one of its {} zones",
                        plural(scale.min as usize, "instance"),
                        zones.len()
                    ),
                    "",
                )
                .primary(said, format!("as few as {}", scale.min))
                .related(placement.span, format!("said to stand in {}", listed(&zone_names(model, region, &zones))))
                .note("when that zone is lost, it is away until a new instance has started, which may take long then")
                .help(format!("write `min = {}`, one for each zone", zones.len())),
            );
        }
    }
}
