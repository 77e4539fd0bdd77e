//! AVL105: a store whose data stands in one zone.

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{
    active, active_regions, has_one_zone, is_rebuildable, keeps_state, peers, region_name, used_zones, zone_names,
};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Model, Placement, RegionIx};

/// One finding for each store and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL105", name: "datastore-single-zone" },
    family: "availability",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "min-zones", value: SettingValue::ByCriticality([2.0, 2.0, 1.0]) },
        Setting { key: "engines-exempt", value: SettingValue::Texts },
        Setting { key: "count-async-replica", value: SettingValue::Bool(true) },
    ],
    page: include_str!("../../../../docs/rules/datastore-single-zone.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let exempt = sink.texts("engines-exempt");
    for c in model.base_components() {
        let component = model.component(c);
        let engine = component.attributes.engine.as_ref().map_or(component.kind.id, |e| e.value.as_str());
        let wanted = sink.by_criticality("min-zones", component.criticality);
        if wanted < 2.0 || !wants_two_zones(component) || exempt.contains(&engine) {
            continue;
        }
        let regions = active_regions(model, c);
        // what is copied elsewhere may be promoted there: only that it is not copied is for sure
        let replicated = component.attributes.replicated.as_ref().map(|said| said.value);
        let counts = sink.flag("count-async-replica");
        if counts && (copied_elsewhere(model, c) || regions.len() > 1 && replicated != Some(false)) {
            if replicated.is_none() {
                sink.not_stated(c, &["replicated"]);
            }
            continue;
        }
        // where there is no other zone, a place in another region is the copy
        let waits = |region| model.places(c).any(|p| p.region.is_some_and(|other| other != region));
        for region in regions.into_iter().filter(|&region| !(has_one_zone(model, region) && waits(region))) {
            let places: Vec<&Placement> = active(model, c).filter(|p| p.region == Some(region)).collect();
            match spread(component, &places) {
                Spread::Unknown if component.kind.traits.has(Trait::MultiAzOption) => sink.not_stated(c, &["multi-az"]),
                Spread::Unknown => sink.not_stated(c, &["zones", "count"]),
                Spread::Several => {}
                Spread::One(zone) => report(model, sink, c, region, zone),
            }
        }
    }
}

/// Whether it holds data that is not elsewhere, in zones of its own.
fn wants_two_zones(component: &Component) -> bool {
    let has = |wanted| component.kind.traits.has(wanted);
    keeps_state(component)
        && component.kind.scope == Scope::Zonal
        && !is_rebuildable(component)
        // a disk belongs to its machine and stands where that stands
        && !has(Trait::FileSystem)
        && !has(Trait::SurvivesZoneLoss)
}

/// Whether another store holds a copy of its data, unless that stands in the same zone for sure.
fn copied_elsewhere(model: &Model, c: ComponentIx) -> bool {
    let zone = |place: &Placement| match used_zones(place).as_slice() {
        &[zone] if place.zones_stated => Some((place.region, zone)),
        _ => None,
    };
    let own: Vec<_> = model.places(c).map(zone).collect();
    let beside = |other: ComponentIx| model.places(other).map(zone).all(|at| at.is_some() && own.contains(&at));
    peers(model, c).any(|other| keeps_state(model.component(other)) && !beside(other))
}

/// Over how many zones of a region the data is spread.
enum Spread {
    Unknown,
    Several,
    /// One, and which it is if that is stated.
    One(Option<usize>),
}

/// A managed store with a switch for several zones is judged by the switch alone; where its standby stands need not be
/// stated. Of others the zones must be, or that there is one instance only.
fn spread(component: &Component, places: &[&Placement]) -> Spread {
    let switch = component.attributes.multi_az.as_ref().map(|said| said.value);
    let has_switch = component.kind.traits.has(Trait::MultiAzOption);
    if switch == Some(true) {
        return Spread::Several;
    }
    let mut zones: Vec<usize> = places.iter().flat_map(|p| used_zones(p)).collect();
    zones.sort_unstable();
    zones.dedup();
    let instances = places.iter().fold(0_u32, |sum, p| sum.saturating_add(p.instances));
    let counted = places.iter().all(|p| p.count_stated);
    let named = component.attributes.zones.as_ref().map_or(0, |zones| zones.value.len());
    match zones.as_slice() {
        _ if instances == 0 || (has_switch && switch.is_none()) => Spread::Unknown,
        [_, _, ..] if counted || named == zones.len() => Spread::Several,
        [zone] if counted || named == 1 => Spread::One(Some(*zone)),
        [] if counted && instances == 1 => Spread::One(None),
        _ => Spread::Unknown,
    }
}

fn report(model: &Model, sink: &mut Sink<'_>, c: ComponentIx, region: RegionIx, zone: Option<usize>) {
    let component = model.component(c);
    let name = model.name(c);
    let zone =
        zone.map_or("one zone".to_owned(), |zone| format!("zone `{}`", zone_names(model, region, &[zone]).join("")));
    let mut draft = Draft::about(
        model,
        c,
        format!("all data of `{name}` in {} is in {zone}", region_name(model, region)),
        format!("out of reach when {zone} is lost"),
    );
    if let Some(said) = component.attributes.multi_az.as_ref().filter(|said| !said.value) {
        draft = draft.related(said.span, "no standby in another zone");
    } else if let Some(placement) = active(model, c).find(|p| p.region == Some(region)) {
        draft = draft.related(placement.span, "its place is said here");
    }
    let alone = has_one_zone(model, region);
    let help = if alone {
        "keep a copy in another region, or set `rebuildable = true` if the data can be made again from elsewhere"
    } else if component.kind.traits.has(Trait::MultiAzOption) {
        "set `multi-az = true`, or `rebuildable = true` if the data can be made again from elsewhere"
    } else {
        "spread it over two zones, or set `rebuildable = true` if the data can be made again from elsewhere"
    };
    let draft = draft.help(help);
    if alone {
        sink.push(draft.severity(Severity::Info).note(format!("{} has no other zone", region_name(model, region))));
        return;
    }
    let switch = component.kind.traits.has(Trait::MultiAzOption);
    sink.push(if switch { draft.propose(model, c, "multi-az", "true") } else { draft });
}
