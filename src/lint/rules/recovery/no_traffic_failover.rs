//! DRP306: a standby that requests reach only through something in the region that is lost.
//!
//! What every request for a component passes (dominators over hard connections) must be there too.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::region_name;
use crate::lint::sink::Sink;
use crate::lint::words::{listed, time};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, ConnectionIx, Model, RegionIx};
use crate::syntax::attributes::{ConnectionKind, Criticality, Need};
use crate::syntax::document::PlacementRole;
use std::collections::BTreeMap;

/// One finding for each component that stands in the way.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP306", name: "no-traffic-failover" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "max-ttl-seconds", value: SettingValue::Number(60.0) }],
    page: include_str!("../../../../docs/rules/no-traffic-failover.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    check_names(model, sink);
    let dominators = model.dominators();
    let entries = model.entries();
    for (at, region) in model.regions.iter().enumerate() {
        let (standby, Some(primary)) = (RegionIx(at as u32), region.stands_in_for) else { continue };
        let is_in = |c: ComponentIx, region| model.places(c).any(|p| p.region == Some(region));
        let mut behind: BTreeMap<ComponentIx, Vec<ComponentIx>> = BTreeMap::new();
        let carried = |&c: &ComponentIx| is_in(c, standby) && is_in(c, primary);
        for c in model.base_components().filter(carried) {
            let in_the_way = |&before: &ComponentIx| is_in(before, primary) && !is_in(before, standby);
            // a critical one that is not there is the finding of another rule
            let first = dominators.strict(c).into_iter().rfind(in_the_way);
            if let Some(first) = first.filter(|&f| model.component(f).criticality < Criticality::Critical) {
                behind.entry(first).or_default().push(c);
            }
        }
        for (first, mut victims) in behind {
            let round = model.reach(&entries, |link| {
                let connection = model.connection(link);
                carries_requests(connection) && connection.from != first && connection.to != first
            });
            victims.retain(|victim| !round[victim.ix()]);
            let Some(&victim) = victims.first() else { continue };
            let paths = Paths::from(model, &entries, |link| link.need == Need::Hard && carries_requests(link));
            let (name, other) = (model.name(first), model.name(victim));
            let (here, there) = (region_name(model, primary), region_name(model, standby));
            let weight = victims.iter().map(|&v| model.component(v).criticality).max().unwrap_or_default();
            let mut draft = Draft::about(
                model,
                first,
                format!(
                    "requests reach the standby of `{other}` in {there} only through `{name}`, which is only in {here}"
                ),
                format!("only in {here}"),
            )
            .weight(weight)
            .also(victim)
            .path(model, &paths.to(victim));
            if let Some(span) = region.stands_in_span {
                draft = draft.related(span, "what stands in for what");
            }
            if victims.len() > 1 {
                let names: Vec<String> = victims[1..].iter().map(|&v| model.name(v)).collect();
                draft = draft.note(format!("so it is with {}", listed(&names)));
            }
            // who names it in `takeover` changes it by hand on that day
            let by_hand = |id: &str| {
                let named = model.base_components().filter(|&c| model.component(c).id == id);
                named.into_iter().any(|c| c == first || model.component(c).kind.traits.has(Trait::Dns))
            };
            if let Some(said) = region.takeover.iter().find(|id| by_hand(&id.value)) {
                draft = draft.severity(Severity::Info).related(said.span, "changed by hand on that day");
            }
            let draft = draft.propose_carrying(model, standby, first);
            sink.push(draft.help(format!(
                "let `[region.{}]` carry `{}`, or lead requests there by a DNS or CDN, which stands in no region",
                region.id,
                model.component(first).id
            )));
        }
    }
}

/// Names that lead to where something takes over, and whose answers others keep for long.
fn check_names(model: &Model, sink: &mut Sink<'_>) {
    let most = sink.number("max-ttl-seconds");
    for c in model.base_components().filter(|&c| model.component(c).kind.traits.has(Trait::Dns)) {
        let switches = |link: &ConnectionIx| {
            let connection = model.connection(*link);
            let waits = model.places(connection.to).any(|place| place.role == PlacementRole::Standby);
            carries_requests(connection) && (connection.kind == ConnectionKind::Failover || waits)
        };
        let Some(link) = model.outgoing(c).find(switches) else { continue };
        let Some(said) = &model.component(c).attributes.ttl else {
            sink.not_stated(c, &["ttl"]);
            continue;
        };
        if said.value as f64 <= most {
            continue;
        }
        let (name, to) = (model.name(c), model.connection(link).to);
        let behind = model.component(to).criticality.max(model.component(c).criticality);
        let mut draft = Draft::about(
            model,
            c,
            format!(
                "users are led to where `{}` failed for {} after `{name}` has changed",
                model.name(to),
                time(said.value)
            ),
            "",
        )
        .weight(behind)
        .primary(said.span, "so long others keep its answers")
        .also(to)
        .related(model.connection(link).span, "leads to where it takes over");
        // it only lasts longer
        if behind > Criticality::Low {
            draft = draft.severity(Severity::Warning);
        }
        sink.push(draft.help(format!("write `ttl = \"{most}s\"` or less")).propose(
            model,
            c,
            "ttl",
            format!("\"{most}s\""),
        ));
    }
}
