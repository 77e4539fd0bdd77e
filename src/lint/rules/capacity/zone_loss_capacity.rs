//! CAP201: a component whose other zones can not carry the load when one zone is lost.
//!
//! With k zones each must be able to do 1/(k−1) of the work, so k zones need k/(k−1) of it in all: twice with two, one
//! and a half with three, four thirds with four (AWS, Static stability using availability zones).

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, follows_from_bounds, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement};

/// One finding for each component that serves from one region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP201", name: "zone-loss-capacity" },
    family: "capacity",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "target", value: SettingValue::ByCriticality([1.0, 0.75, 0.0]) }],
    page: include_str!("../../../../docs/rules/zone-loss-capacity.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        let attributes = &component.attributes;
        let (peak, load) = (attributes.peak.as_ref(), attributes.load.as_ref());
        let (Some(need), Some(capacity)) = (peak.or(load), attributes.capacity.as_ref()) else {
            if peak.or(load).is_some() || attributes.capacity.is_some() {
                sink.not_stated(c, &["peak", "capacity"]);
            }
            continue;
        };
        // the load of one of several regions is not known
        let mut places = active(model, c);
        let (Some(placement), None) = (places.next(), places.next()) else { continue };
        if !placement.count_stated || !placement.zones_stated {
            sink.not_stated(c, &["zones", "count"]);
            continue;
        }
        // what nobody waits for may lag
        let waits = component.kind.traits.has(Trait::Batch) || attributes.schedule.is_some();
        if waits {
            continue;
        }
        let target = sink.by_criticality("target", component.criticality);
        let confidence = if peak.is_some() { Confidence::High } else { Confidence::Medium };
        let found = if follows_from_bounds(model, c, placement) {
            outgrown(model, c, placement, need.value * target, capacity.value)
        } else {
            judge(model, c, placement, need.value, capacity.value, target)
        };
        if let Some(draft) = found {
            sink.push(draft.related(need.span, "the load at peak").confidence(confidence));
        }
    }
}

/// A group that scales by itself and does not serve the need at its largest.
fn outgrown(model: &Model, c: ComponentIx, placement: &Placement, need: f64, capacity: f64) -> Option<Draft> {
    let scale = placement.autoscale?;
    let serves = f64::from(scale.max) * capacity;
    if need <= 0.0 || capacity <= 0.0 || serves >= need {
        return None;
    }
    let zones = used_zones(placement).len();
    let wanted =
        if zones > 1 { per_zone(need, capacity, zones) * zones as u32 } else { (need / capacity).ceil() as u32 };
    let most = plural(scale.max as usize, "instance");
    let message = format!("`{}` may grow to {most}, which serve {serves} of {need} requests a second", model.name(c));
    Some(
        Draft::about(model, c, message, format!("{most} at the most"))
            .note("this is so with all zones, and more so without one")
            .help(format!("write `max = {wanted}`, which serve the peak without a zone too"))
            .propose(model, c, "autoscale", format!("{{ min = {}, max = {wanted} }}", scale.min)),
    )
}

fn judge(model: &Model, c: ComponentIx, placement: &Placement, need: f64, capacity: f64, target: f64) -> Option<Draft> {
    let zones = used_zones(placement);
    let worst = placement.zones.iter().max_by_key(|z| (z.count, std::cmp::Reverse(z.zone)))?;
    let total = placement.instances;
    let left = f64::from(total.saturating_sub(worst.count)) * capacity;
    if zones.len() < 2 || need <= 0.0 || capacity <= 0.0 || left >= need * target {
        return None;
    }
    let name = model.name(c);
    let lost = zone_names(model, placement.region?, &[worst.zone]).join("");
    let per_cent = (left / need * 100.0).floor();
    let wanted = per_zone(need * target, capacity, zones.len());
    let mut draft = Draft::about(
        model,
        c,
        format!("without zone `{lost}`, `{name}` can serve {per_cent} % of its peak"),
        format!(
            "{} in {} at {} requests a second each",
            plural(total as usize, "instance"),
            plural(zones.len(), "zone"),
            capacity
        ),
    )
    .help(format!("write `per-zone = {wanted}`: {} in all", plural(wanted as usize * zones.len(), "instance")))
    .note(format!(
        "at peak it needs {} requests a second, {} without a spare",
        need,
        plural((need / capacity).ceil() as usize, "instance")
    ));
    draft = if model.component(c).attributes.count.is_some() {
        draft.propose(model, c, "count", (wanted as usize * zones.len()).to_string())
    } else {
        draft.propose(model, c, "per-zone", wanted.to_string())
    };
    for (word, k) in [("AB", 2), ("ABC", 3), ("ABCD", 4)] {
        let each = per_zone(need * target, capacity, k);
        let spare = 100.0 / (k as f64 - 1.0);
        draft =
            draft.note(format!("{word}: {each} in each of {k} zones, {} in all (+{spare:.0} %)", each as usize * k));
    }
    if let Some(scale) = placement.autoscale.filter(|scale| scale.max > total) {
        draft = draft.note(format!(
            "growing to {} would take instances that may not be had just when a zone is lost",
            scale.max
        ));
    }
    Some(draft)
}

/// Instances in each of k zones, so that k−1 of them can serve the need.
fn per_zone(need: f64, capacity: f64, k: usize) -> u32 {
    (need / capacity / (k as f64 - 1.0)).ceil() as u32
}
