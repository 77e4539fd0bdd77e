//! CAP204: a group that has too few instances until new ones are started: fewer than it has zones, or than its peak takes
//! without a zone.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, enough_without, follows_from_bounds, serves_from_zones, used_zones, zone_names};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement};
use crate::source::Span;
use crate::syntax::attributes::Autoscale;

/// At most one finding for each component and place.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP204", name: "recovery-needs-scale-out" },
    family: "capacity",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "target", value: SettingValue::ByCriticality([1.0, 0.75, 0.0]) }],
    page: include_str!("../../../../docs/rules/recovery-needs-scale-out.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| serves_from_zones(model.component(c))) {
        let target = enough_without(model, c, sink.by_criticality("target", model.component(c).criticality));
        for placement in active(model, c) {
            let Some(scale) = placement.autoscale else { continue };
            if let Some(draft) = counted(model, c, placement, scale) {
                sink.push(draft);
                continue;
            }
            if !placement.zones_stated {
                sink.not_stated(c, &["zones"]);
                continue;
            }
            // none at all is meant: it starts when somebody asks
            if scale.min == 0 {
                continue;
            }
            if let Some(draft) =
                shrunk(model, c, placement, scale).or_else(|| short(model, c, placement, scale, target))
            {
                sink.push(draft);
            }
        }
    }
}

/// The place in the file that says the bounds.
fn said(model: &Model, c: ComponentIx, placement: &Placement) -> Span {
    model.component(c).attributes.autoscale.as_ref().map_or(placement.span, |said| said.span)
}

/// A number of instances that is said and lies outside of the bounds.
fn counted(model: &Model, c: ComponentIx, placement: &Placement, scale: Autoscale) -> Option<Draft> {
    let count = placement.instances;
    if follows_from_bounds(model, c, placement) || !placement.zones_stated || (scale.min..=scale.max).contains(&count) {
        return None;
    }
    let name = model.name(c);
    let bounds = format!("{} to {}", scale.min, scale.max);
    Some(
        Draft::about(
            model,
            c,
            format!("`{name}` has {}, but may have {bounds}", plural(count as usize, "instance")),
            "",
        )
        .primary(said(model, c, placement), format!("from {bounds}"))
        .related(placement.span, format!("{count} in all"))
        .note("a group brings itself between its bounds, so it will not stay as it is drawn")
        .help(format!("set `min` and `max` so that {count} lies between them, or the count between {bounds}")),
    )
}

/// So few at the least that one of its zones, or all but one, stand empty.
fn shrunk(model: &Model, c: ComponentIx, placement: &Placement, scale: Autoscale) -> Option<Draft> {
    let zones = used_zones(placement);
    let region = placement.region?;
    if scale.min as usize >= zones.len() {
        return None;
    }
    let name = model.name(c);
    let few = plural(scale.min as usize, "instance");
    let message = if scale.min == 1 {
        format!("`{name}` may shrink to {few} and then stands in one of its {} zones", zones.len())
    } else {
        format!("`{name}` may shrink to {few} and then stands in {} of its {} zones", scale.min, zones.len())
    };
    let draft = Draft::about(model, c, message, "")
        .primary(said(model, c, placement), format!("as few as {}", scale.min))
        .related(placement.span, format!("said to stand in {}", listed(&zone_names(model, region, &zones))))
        .help(format!("write `min = {}`, one for each zone", zones.len()))
        .propose(model, c, "autoscale", bounds(zones.len() as u32, scale));
    Some(if scale.min == 1 {
        draft.note("when that zone is lost, it is away until a new instance has started, which may take long then")
    } else {
        draft.severity(Severity::Info)
    })
}

/// The bounds with another least.
fn bounds(min: u32, scale: Autoscale) -> String {
    format!("{{ min = {min}, max = {} }}", scale.max.max(min))
}

/// Too few at the least to serve the peak without a zone, though enough at the most.
fn short(model: &Model, c: ComponentIx, placement: &Placement, scale: Autoscale, target: f64) -> Option<Draft> {
    let attributes = &model.component(c).attributes;
    let (need, capacity) = (attributes.peak.as_ref()?, attributes.capacity.as_ref()?);
    let zones = used_zones(placement).len() as u32;
    if zones < 2 || capacity.value <= 0.0 || !follows_from_bounds(model, c, placement) {
        return None;
    }
    let wanted = need.value * target;
    let left = scale.min - scale.min.div_ceil(zones);
    let serves = |instances: u32| f64::from(instances) * capacity.value;
    if serves(left) >= wanted || serves(scale.max) < wanted {
        return None;
    }
    let name = model.name(c);
    let each = (wanted / capacity.value / f64::from(zones - 1)).ceil() as u32;
    Some(
        Draft::about(
            model,
            c,
            format!(
                "without a zone, `{name}` has {} for sure and serves {} % of its peak: the rest must be started first",
                plural(left as usize, "instance"),
                (serves(left) / need.value * 100.0).floor()
            ),
            "",
        )
        .primary(said(model, c, placement), format!("{} for sure, {} at the most", scale.min, scale.max))
        .related(need.span, "the load at peak")
        .related(capacity.span, "what one instance serves")
        .note("new instances may not be had just when a zone is lost, because everybody wants them then")
        .help(format!("write `min = {}`, {each} in each zone, so that what is left serves the peak", each * zones))
        .propose(model, c, "autoscale", bounds(each * zones, scale)),
    )
}
