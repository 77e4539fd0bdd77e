//! DRP302: a standby that can not carry the load of what it stands in for.

use crate::diag::{Change, Code, Confidence, Safety, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, enough_without, has_one_zone, region_name, serves_from_zones, used_zones};
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement, RegionIx};
use crate::source::Spanned;
use crate::syntax::Words;
use crate::syntax::document::PlacementRole;

/// One finding for each component and standby.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP302", name: "failover-undersized" },
    family: "recovery",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "share", value: SettingValue::Number(0.25) },
        Setting {
            key: "ratio",
            value: SettingValue::By(&[("active-active", 1.0), ("hot-standby", 1.0), ("warm-standby", 0.25)]),
        },
    ],
    page: include_str!("../../../../docs/rules/failover-undersized.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let attributes = &model.component(c).attributes;
        let need = attributes.peak.as_ref().or(attributes.load.as_ref());
        // one that serves beside the original must carry all of it on that day, as one that waits
        let waits = |p: &&Placement| {
            p.role == PlacementRole::Standby || p.role == PlacementRole::Active && p.stands_in_for.is_some()
        };
        for placement in model.places(c).filter(waits) {
            let Some(region) = placement.region.filter(|_| counted(model, placement)) else {
                sink.not_stated(c, &["count"]);
                continue;
            };
            let strategy = model.region(region).strategy.as_ref().map(|said| said.value.word());
            let ratio = strategy.map(|word| sink.number_by("ratio", word));
            let found = if let (Some(need), Some(capacity)) = (need, attributes.capacity.as_ref()) {
                let enough = enough_without(model, c, 1.0) * ratio.unwrap_or(1.0);
                overloaded(model, c, placement, region, need, capacity, enough)
            } else {
                sink.not_stated(c, &["peak", "capacity"]);
                None
            };
            let share = ratio.unwrap_or_else(|| sink.number("share"));
            if let Some(draft) = found.or_else(|| smaller(model, c, placement, region, share)) {
                sink.push(draft);
            }
        }
    }
}

/// A standby that can not serve the peak.
fn overloaded(
    model: &Model,
    c: ComponentIx,
    placement: &Placement,
    region: RegionIx,
    need: &Spanned<f64>,
    capacity: &Spanned<f64>,
    enough_of_it: f64,
) -> Option<Draft> {
    let serves = f64::from(placement.instances) * capacity.value;
    let needed = need.value * enough_of_it;
    if serves >= needed || capacity.value <= 0.0 {
        return None;
    }
    let wanted = (needed / capacity.value).ceil();
    let grows = placement.autoscale.filter(|scale| f64::from(scale.max) >= wanted);
    let (name, there) = (model.name(c), region_name(model, region));
    let per_cent = (serves / need.value * 100.0).floor();
    let mut draft = Draft::about(
        model,
        c,
        format!("the {} of `{name}` in {there} can serve {per_cent} % of its peak", word(placement)),
        "",
    )
    .primary(placement.span, format!("{} there", plural(placement.instances as usize, "instance")))
    .related(need.span, format!("the load at peak: {} requests a second", need.value))
    .related(capacity.span, format!("what one instance serves: {}", capacity.value));
    if enough_of_it < 1.0 {
        draft = draft.note(format!("{:.0} % of the peak are asked of it", enough_of_it * 100.0));
    }
    if let Some(scale) = grows {
        draft = draft
            .severity(Severity::Info)
            .note(format!("it may grow to {}, if the machines can be had on that day", scale.max));
    }
    if let (Some(scale), Some(table)) = (enough(model, placement, wanted), model.region(region).span) {
        let title = format!("set `scale = {scale}` in {there}");
        draft = draft.patch(title, Safety::Proposal, Change::Set { table, key: "scale", value: scale });
    }
    Some(draft.help(format!(
        "let {wanted} instances wait there, or a larger `scale`; or let less be served there and accept it with `allow`"
    )))
}

/// The least `scale` of its region, in hundredths, with which a standby that follows from it has so many instances; none
/// when the original has fewer itself, or when the standby says its own number.
fn enough(model: &Model, placement: &Placement, wanted: f64) -> Option<String> {
    let original = &model.placements[placement.stands_in_for?.ix()];
    let share = (wanted * 100.0 / f64::from(original.instances)).ceil();
    (share <= 100.0).then(|| (share / 100.0).to_string())
}

/// A standby that is a small part of what it stands in for, or stands in one zone where that stands in several. How much it
/// must serve is not known, so this is information, unless the region says how it waits.
fn smaller(model: &Model, c: ComponentIx, placement: &Placement, region: RegionIx, share: f64) -> Option<Draft> {
    if !serves_from_zones(model.component(c)) {
        return None;
    }
    let largest = || active(model, c).max_by_key(|place| place.instances);
    let original = placement.stands_in_for.map(|of| model.placement(of)).or_else(largest);
    let original = original.filter(|place| counted(model, place))?;
    let (here, there) = (f64::from(placement.instances), f64::from(original.instances));
    let grows = placement.autoscale.is_some_and(|scale| f64::from(scale.max) >= there * share);
    let (name, other) = (model.name(c), region_name(model, region));
    let count = |place: &Placement| plural(place.instances as usize, "instance");
    let strategy = model.region(region).strategy.as_ref();
    let small = here < there * share && !grows;
    let mut draft = if small {
        let draft = Draft::about(
            model,
            c,
            format!("the {} of `{name}` in {other} has {here} of {}", word(placement), count(original)),
            "",
        );
        let draft = match strategy {
            Some(said) => draft.related(said.span, "how the region waits").note(format!(
                "`{}` is taken to need {:.0} % of them",
                said.value.word(),
                share * 100.0
            )),
            None => draft.note("whether that is enough follows from `peak` and `capacity`, which are not stated"),
        };
        draft.help(format!(
            "state `peak` and `capacity`, let more than {} wait there, or write a larger `scale`",
            count(placement)
        ))
    } else {
        let zones = |place: &Placement| if place.zones_stated { used_zones(place).len() } else { 0 };
        if zones(placement) != 1 || zones(original) < 2 || has_one_zone(model, region) {
            return None;
        }
        let several = plural(zones(original), "zone");
        Draft::about(
            model,
            c,
            format!("the standby of `{name}` in {other} stands in one zone, the original in {several}"),
            "",
        )
        .help(format!("name another zone of {other} for the standby of `{name}`"))
    };
    let label = format!("{} there", count(placement));
    draft = draft.primary(placement.span, label).related(original.span, count(original));
    if let (true, Some(scale), Some(table)) =
        (small && strategy.is_some(), enough(model, placement, (there * share).ceil()), model.region(region).span)
    {
        let title = format!("set `scale = {scale}` in {other}");
        draft = draft.patch(title, Safety::Proposal, Change::Set { table, key: "scale", value: scale });
    }
    // what is promised by a strategy is no guess
    Some(if small && strategy.is_some() { draft } else { draft.severity(Severity::Info) })
}

/// What a place is called that stands in for another.
fn word(placement: &Placement) -> &'static str {
    if placement.role == PlacementRole::Active { "twin" } else { "standby" }
}

/// Whether the file says how many there are; so many a zone is a number only where the zones are said.
fn counted(model: &Model, placement: &Placement) -> bool {
    let total = model.component(placement.component).attributes.count.is_some();
    placement.count_stated && (placement.zones_stated || total)
}
