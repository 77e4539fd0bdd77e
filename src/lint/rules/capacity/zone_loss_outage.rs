//! CAP202: a critical component that goes down when one zone is lost, because something it needs stands there alone.
//!
//! For each zone the model works out what goes down with it (a least fixpoint over hard connections, where of
//! alternatives one is enough). What goes down is put under the component where it began.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, keeps_state, peers, used_zones, zone_name};
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural};
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Lost, Model, RegionIx};
use crate::syntax::attributes::Criticality;

/// One finding for each component that takes critical ones down with it.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP202", name: "zone-loss-outage" },
    family: "capacity",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/zone-loss-outage.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let critical: Vec<ComponentIx> =
        model.base_components().filter(|&c| model.component(c).criticality == Criticality::Critical).collect();
    if critical.is_empty() {
        return;
    }
    for (region, zone) in zones_in_use(model) {
        let down = model.down(&Lost { zones: vec![(region, zone)], ..Lost::default() });
        let mut victims: BTreeMap<ComponentIx, Vec<ComponentIx>> = BTreeMap::new();
        for &c in critical.iter().filter(|&&c| down.is_down(c)) {
            let chain = down.chain(c);
            // a component that stands in one zone by itself is the finding of another rule
            if let Some(&last) = chain.last() {
                victims.entry(model.connection(last).to).or_default().push(c);
            }
        }
        for (root, victims) in victims {
            let Some(&first) = victims.first() else { continue };
            let zone = zone_name(model, region, zone);
            let (name, victim) = (model.name(root), model.name(first));
            let chain = down.chain(first);
            let used: Vec<usize> = active(model, root).flat_map(used_zones).collect();
            let mut draft = Draft::about(
                model,
                root,
                format!("when {zone} is lost, critical `{victim}` goes down with `{name}`"),
                if used.len() == 1 { format!("stands in {zone} only") } else { "has too few left without it".to_owned() },
            )
            .weight(Criticality::Critical)
            .path(model, &chain)
            .help(format!(
                "let `{name}` stand in a second zone, or mark a connection of the path `need = \"soft\"` if its caller lives without it"
            ));
            // a copy may take over, if nobody says how
            let copy = peers(model, root).find(|&other| keeps_state(model.component(other)) && !down.is_down(other));
            if let Some(copy) = copy {
                draft = draft.severity(Severity::Warning).note(format!(
                    "`{}` holds a copy; if it takes over by itself, say so in `{name}`: `{{ to = \"{}\", kind = \"failover\" }}`",
                    model.name(copy),
                    model.component(copy).id
                ));
            }
            if victims.len() > 1 {
                let others: Vec<String> = victims[1..].iter().map(|&c| model.name(c)).collect();
                draft = draft.note(format!(
                    "{} go down too: {}",
                    plural(others.len(), "more critical component"),
                    listed(&others)
                ));
            }
            sink.push(draft);
        }
    }
}

/// The zones in which something serves, in order.
fn zones_in_use(model: &Model) -> BTreeSet<(RegionIx, usize)> {
    let mut zones = BTreeSet::new();
    for placement in model.base_components().flat_map(|c| active(model, c)) {
        let Some(region) = placement.region else { continue };
        zones.extend(placement.zones.iter().filter(|zone| zone.count > 0).map(|zone| (region, zone.zone)));
    }
    zones
}
