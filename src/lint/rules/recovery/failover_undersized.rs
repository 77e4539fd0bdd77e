//! DRP302: a standby that can not carry the load of what it stands in for.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::region_name;
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule};
use crate::model::{Model, Placement};
use crate::syntax::document::PlacementRole;

/// One finding for each component and standby.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP302", name: "failover-undersized" },
    family: "recovery",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/failover-undersized.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let attributes = &model.component(c).attributes;
        let need = attributes.peak.as_ref().or(attributes.load.as_ref());
        for placement in model.places(c).filter(|p| p.role == PlacementRole::Standby) {
            let (Some(need), Some(capacity)) = (need, attributes.capacity.as_ref()) else {
                if need.is_some() || attributes.capacity.is_some() {
                    sink.not_stated();
                }
                continue;
            };
            let Some(region) = placement.region.filter(|_| counted(model, placement)) else {
                sink.not_stated();
                continue;
            };
            let serves = f64::from(placement.instances) * capacity.value;
            if serves >= need.value || capacity.value <= 0.0 {
                continue;
            }
            let wanted = (need.value / capacity.value).ceil();
            let grows = placement.autoscale.filter(|scale| f64::from(scale.max) >= wanted);
            let (name, there) = (model.name(c), region_name(model, region));
            let per_cent = (serves / need.value * 100.0).floor();
            let mut draft = Draft::about(
                model,
                c,
                format!("the standby of `{name}` in {there} can serve {per_cent} % of its peak"),
                "",
            )
            .primary(placement.span, format!("{} there", plural(placement.instances as usize, "instance")))
            .related(need.span, format!("the load at peak: {} requests a second", need.value))
            .related(capacity.span, format!("what one instance serves: {}", capacity.value));
            if let Some(scale) = grows {
                draft = draft
                    .severity(Severity::Info)
                    .note(format!("it may grow to {}, if the machines can be had on that day", scale.max));
            }
            sink.push(draft.help(format!(
                "let {wanted} instances wait there, or a larger `scale`; or let less be served there and accept it with `allow`"
            )));
        }
    }
}

/// Whether the file says how many there are; so many a zone is a number only where the zones are said.
fn counted(model: &Model, placement: &Placement) -> bool {
    let total = model.component(placement.component).attributes.count.is_some();
    placement.count_stated && (placement.zones_stated || total)
}
