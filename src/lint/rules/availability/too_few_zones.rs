//! AVL101: a component that serves from fewer zones of a region than its criticality asks for.

use crate::catalog::builtin;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, active_regions, region_name, serves_from_zones, used_zones, zone_names};
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural, texts};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement, RegionIx};
use crate::syntax::Words as _;

/// One finding for each component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL101", name: "too-few-zones" },
    family: "availability",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "min-zones", value: SettingValue::ByCriticality([3.0, 2.0, 1.0]) },
        Setting { key: "kinds", value: SettingValue::Words(Known::Kinds, &[]) },
    ],
    page: include_str!("../../../../docs/rules/too-few-zones.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let only: Vec<&str> = sink.words("kinds").into_iter().filter_map(|id| Some(builtin().kind(id)?.id)).collect();
    for c in model.base_components() {
        let component = model.component(c);
        if !serves_from_zones(component) || !(only.is_empty() || only.contains(&component.kind.id)) {
            continue;
        }
        let wanted = sink.by_criticality("min-zones", component.criticality) as usize;
        let mut spreads = Vec::new();
        for region in active_regions(model, c) {
            match spread(model, c, region) {
                Some(spread) => spreads.push(spread),
                None => sink.not_stated(c, &["zones"]),
            }
        }
        let in_all: usize = spreads.iter().map(|spread| spread.zones.len()).sum();
        for spread in &spreads {
            let there = model.region(spread.region).zones.len();
            let wanted_there = wanted.min(there.max(1));
            if spread.single || spread.zones.is_empty() || spread.zones.len() >= wanted_there {
                continue;
            }
            let mut draft = draft(model, c, spread, wanted_there);
            if spreads.len() > 1 && in_all >= wanted {
                let regions = plural(spreads.len(), "region");
                draft = draft
                    .severity(Severity::Info)
                    .note(format!("it serves from {regions} with {} in all", plural(in_all, "zone")));
            }
            sink.push(draft);
        }
    }
}

/// Where a component serves in one region, all its places there together.
struct Spread<'a> {
    region: RegionIx,
    /// The zones with instances, by index.
    zones: Vec<usize>,
    /// Whether it is one instance, which can not stand in two zones: that is a finding of its own.
    single: bool,
    /// Its first place there.
    place: &'a Placement,
}

/// `None` when the zones of one of its places are not stated.
fn spread(model: &Model, c: ComponentIx, region: RegionIx) -> Option<Spread<'_>> {
    let places: Vec<&Placement> = active(model, c).filter(|place| place.region == Some(region)).collect();
    if places.iter().any(|place| !place.zones_stated) {
        return None;
    }
    let mut zones: Vec<usize> = places.iter().flat_map(|place| used_zones(place)).collect();
    zones.sort_unstable();
    zones.dedup();
    let instances = places.iter().fold(0_u32, |sum, place| sum.saturating_add(place.instances));
    let single = instances <= 1 && places.iter().all(|place| place.count_stated);
    Some(Spread { region, zones, single, place: places.first()? })
}

fn draft(model: &Model, c: ComponentIx, spread: &Spread<'_>, wanted: usize) -> Draft {
    let Spread { region, zones, place, .. } = spread;
    let (region, there) = (*region, model.region(*region).zones.len());
    let unused: Vec<usize> = (0..there).filter(|zone| !zones.contains(zone)).collect();
    let missing = wanted - zones.len();
    let all: Vec<usize> = zones.iter().chain(unused.iter().take(missing)).copied().collect();
    let proposed = texts(&zone_names(model, region, &all));
    let others = listed(&zone_names(model, region, &unused));
    Draft::about(
        model,
        c,
        format!(
            "{} `{}` stands in {} of {}, but should stand in {wanted}",
            model.component(c).criticality.word(),
            model.name(c),
            plural(zones.len(), "zone"),
            region_name(model, region)
        ),
        format!("stands in {} only", listed(&zone_names(model, region, zones))),
    )
    .related(place.span, "the zones are said here")
    .help(match missing {
        _ if unused.len() == missing => format!("add {others} to its `zones`"),
        1 => format!("add one of {others} to its `zones`"),
        _ => format!("add {missing} of {others} to its `zones`"),
    })
    .propose(model, c, "zones", proposed)
}
