//! CAP201: a component whose other zones can not carry the load when one zone is lost.
//!
//! With k zones each must be able to do 1/(k−1) of the work, so k zones need k/(k−1) of it in all: twice with two, one
//! and a half with three, four thirds with four (AWS, Static stability using availability zones).

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, enough_without, follows_from_bounds, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, number, plural};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement};
use crate::source::Span;

/// One finding for each component that serves from one region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP201", name: "zone-loss-capacity" },
    family: "capacity",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "target", value: SettingValue::ByCriticality([1.0, 0.75, 0.0]) },
        Setting { key: "zones-lost", value: SettingValue::Number(1.0) },
    ],
    page: include_str!("../../../../docs/rules/zone-loss-capacity.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let lost = (sink.number("zones-lost").clamp(1.0, 100.0)) as usize;
    for c in model.base_components() {
        let component = model.component(c);
        // the load of one of several regions is not known
        let mut places = active(model, c);
        let (Some(placement), None) = (places.next(), places.next()) else { continue };
        let Some(load) = load(model, c, placement) else {
            let attributes = &component.attributes;
            if attributes.peak.is_some() || attributes.load.is_some() || attributes.capacity.is_some() {
                sink.not_stated(c, &["peak", "capacity"]);
            }
            continue;
        };
        if !placement.count_stated || !placement.zones_stated {
            sink.not_stated(c, &["zones", "count"]);
            continue;
        }
        // what nobody waits for may lag
        let waits = component.kind.traits.has(Trait::Batch) || component.attributes.schedule.is_some();
        if waits {
            continue;
        }
        let target = enough_without(model, c, sink.by_criticality("target", component.criticality));
        let confidence = if component.attributes.peak.is_some() { Confidence::High } else { Confidence::Medium };
        let found = if follows_from_bounds(model, c, placement) {
            outgrown(model, c, placement, &load, target)
        } else {
            judge(model, c, placement, &load, target, lost)
        };
        if let Some(draft) = found {
            sink.push(draft.related(load.span, load.said).confidence(confidence));
        }
    }
}

/// What a component must do at peak, and what one instance can.
struct Load {
    /// In requests a second, or in the work of one instance.
    need: f64,
    each: f64,
    /// Whether they are requests a second.
    counted: bool,
    span: Span,
    said: &'static str,
}

/// As requests a second, else as the share of what it can do that it does at peak.
fn load(model: &Model, c: ComponentIx, placement: &Placement) -> Option<Load> {
    let attributes = &model.component(c).attributes;
    if let (Some(need), Some(each)) = (attributes.peak.as_ref().or(attributes.load.as_ref()), &attributes.capacity) {
        let said = "the load at peak";
        return Some(Load { need: need.value, each: each.value, counted: true, span: need.span, said });
    }
    let share = attributes.peak_utilisation.as_ref()?;
    // of a group that scales by itself the share is kept by its size
    if placement.autoscale.is_some() {
        return None;
    }
    let need = share.value * f64::from(placement.instances);
    Some(Load { need, each: 1.0, counted: false, span: share.span, said: "how busy it is at peak" })
}

/// A group that scales by itself and does not serve the need at its largest.
fn outgrown(model: &Model, c: ComponentIx, placement: &Placement, load: &Load, target: f64) -> Option<Draft> {
    let (need, capacity) = (load.need * target, load.each);
    let scale = placement.autoscale?;
    let serves = f64::from(scale.max) * capacity;
    if need <= 0.0 || capacity <= 0.0 || serves >= need {
        return None;
    }
    let zones = used_zones(placement).len();
    let wanted =
        if zones > 1 { per_zone(need, capacity, zones - 1) * zones as u32 } else { (need / capacity).ceil() as u32 };
    let most = plural(scale.max as usize, "instance");
    let message = format!(
        "`{}` may grow to {most}, which serve {} of {} requests a second",
        model.name(c),
        number(serves),
        number(need)
    );
    Some(
        Draft::about(model, c, message, format!("{most} at the most"))
            .note("this is so with all zones, and more so without one")
            .help(format!("write `max = {wanted}`, which serve the peak without a zone too"))
            .propose(model, c, "autoscale", format!("{{ min = {}, max = {wanted} }}", scale.min)),
    )
}

fn judge(model: &Model, c: ComponentIx, placement: &Placement, load: &Load, target: f64, lost: usize) -> Option<Draft> {
    let Load { need, each: capacity, .. } = *load;
    let zones = used_zones(placement);
    let mut fullest: Vec<_> = placement.zones.iter().filter(|zone| zone.count > 0).collect();
    fullest.sort_by_key(|zone| (std::cmp::Reverse(zone.count), zone.zone));
    fullest.truncate(lost);
    let total = placement.instances;
    let gone: u32 = fullest.iter().fold(0, |sum, zone| sum.saturating_add(zone.count));
    let left = f64::from(total.saturating_sub(gone)) * capacity;
    let kept = zones.len().saturating_sub(lost);
    // a hair below it by the arithmetic of the machine alone is enough
    if kept == 0 || need <= 0.0 || capacity <= 0.0 || left >= need * target - 1e-9 {
        return None;
    }
    let name = model.name(c);
    let gone: Vec<usize> = fullest.iter().map(|zone| zone.zone).collect();
    let gone = zone_names(model, placement.region?, &gone);
    let per_cent = (left / need * 100.0).floor();
    let wanted = per_zone(need * target, capacity, kept);
    let (count, spread) = (plural(total as usize, "instance"), plural(zones.len(), "zone"));
    let mut draft = Draft::about(
        model,
        c,
        format!(
            "without {} {}, `{name}` can serve {per_cent} % of its peak",
            if gone.len() == 1 { "zone" } else { "zones" },
            listed(&gone)
        ),
        if load.counted {
            format!("{count} in {spread} at {capacity} requests a second each")
        } else {
            format!("{count} in {spread}")
        },
    )
    .help(format!("write `per-zone = {wanted}`: {} in all", plural(wanted as usize * zones.len(), "instance")))
    .note(if load.counted {
        let bare = plural((need / capacity).ceil() as usize, "instance");
        format!("at peak it needs {need} requests a second, {bare} without a spare")
    } else {
        format!("at peak it does the work of {need:.1} of its {count}")
    });
    let in_all = wanted as usize * zones.len();
    let mut values = match model.component(c).attributes.count {
        Some(_) => vec![("count", in_all.to_string())],
        None => vec![("per-zone", wanted.to_string())],
    };
    if !load.counted {
        // more instances are less busy
        let share = number((need / in_all as f64 * 10_000.0).floor() / 10_000.0);
        draft = draft.note(format!("then `peak-utilisation` is {share}"));
        values.push(("peak-utilisation", share));
    }
    draft = draft.propose_all(model, c, values);
    if target < 1.0 {
        draft = draft.note(format!("{:.0} % of the peak are enough while a zone is lost", target * 100.0));
    }
    for (word, k) in [("AB", 2), ("ABC", 3), ("ABCD", 4)].into_iter().filter(|(_, k)| *k > lost) {
        let each = per_zone(need * target, capacity, k - lost);
        let spare = 100.0 * lost as f64 / (k - lost) as f64;
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

/// Instances in each zone, so that those of the zones that are kept serve the need.
fn per_zone(need: f64, capacity: f64, kept: usize) -> u32 {
    (need / capacity / kept as f64 - 1e-9).ceil() as u32
}
