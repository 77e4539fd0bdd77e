//! DEP501: one instance that all requests for critical components pass.
//!
//! Dominators of the graph of hard connections name the candidates. What goes down with the candidate is the arbiter: the
//! users must be among it, and the critical component must be out of their reach over any connection. What needs the
//! candidate, and what other rules say of it, is left to them.

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::serves_from_zones;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Lost, Model, Placement};
use crate::syntax::attributes::{Criticality, Need};
use crate::syntax::document::Role;
use std::collections::BTreeMap;

/// One finding for each component that others stand behind.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP501", name: "single-point-of-failure" },
    family: "dependencies",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/single-point-of-failure.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let dominators = model.dominators();
    let mut behind: BTreeMap<ComponentIx, Vec<ComponentIx>> = BTreeMap::new();
    for c in model.base_components().filter(|&c| model.component(c).criticality == Criticality::Critical) {
        for before in dominators.strict(c) {
            behind.entry(before).or_default().push(c);
        }
    }
    let entries = model.entries();
    for (c, mut victims) in behind {
        let Some(placement) = alone(model, c) else { continue };
        let down = model.down(&Lost { components: vec![c], ..Lost::default() });
        let reached = model.reach(&entries, |link| {
            let connection = model.connection(link);
            carries_requests(connection) && connection.from != c && connection.to != c
        });
        victims.retain(|victim| !reached[victim.ix()]);
        let lost = entries.iter().any(|&entry| entry != c && down.is_down(entry));
        let Some(&victim) = victims.first().filter(|_| lost) else { continue };
        let paths = Paths::from(model, &entries, |link| link.need == Need::Hard && carries_requests(link));
        let (name, name_of_victim) = (model.name(c), model.name(victim));
        let mut draft = Draft::about(
            model,
            c,
            format!("all requests for critical `{name_of_victim}` pass `{name}`, of which there is one instance"),
            "one instance",
        )
        .weight(Criticality::Critical)
        .related(placement.span, "its place is said here")
        .path(model, &paths.to(victim));
        if victims.len() > 1 {
            let names: Vec<String> = victims[1..].iter().map(|&c| model.name(c)).collect();
            draft = draft.note(format!("so do those for {}", listed(&names)));
        }
        let draft = draft.help(format!("write `count = 2` for `{name}`, or let its callers go another way too"));
        sink.push(draft.propose(model, c, "count", "2"));
    }
    check_providers(model, sink, &entries);
}

/// Names and CDNs that one other company runs and that all requests pass. Most systems are built so, and knowingly: it is
/// information, and only where the file says who runs them, unless somebody asks for hints.
fn check_providers(model: &Model, sink: &mut Sink<'_>, entries: &[ComponentIx]) {
    let mut fronts: BTreeMap<String, Vec<ComponentIx>> = BTreeMap::new();
    for c in model.base_components().filter(|&c| model.component(c).role == Role::Gateway) {
        let component = model.component(c);
        let has = |wanted| component.kind.traits.has(wanted);
        let ours = has(Trait::OnInstances) || !(has(Trait::Cdn) || has(Trait::Dns));
        match &component.attributes.provider {
            // the cloud that the rest runs in is no other company
            Some(said) if CLOUDS.contains(&said.value.to_lowercase().as_str()) && !sink.is_pedantic() => {}
            Some(said) => fronts.entry(said.value.to_lowercase()).or_default().push(c),
            None if sink.is_pedantic() && !ours => {
                fronts.entry(component.kind.title.to_owned()).or_default().push(c);
            }
            None => {}
        }
    }
    for members in fronts.into_values() {
        report_provider(model, sink, entries, &members);
    }
}

/// What clouds are called.
const CLOUDS: [&str; 9] =
    ["amazon", "amazon web services", "aws", "azure", "gcp", "google", "google cloud", "microsoft", "microsoft azure"];

fn report_provider(model: &Model, sink: &mut Sink<'_>, entries: &[ComponentIx], members: &[ComponentIx]) {
    let Some(&first) = members.first() else { return };
    let provider = |c: ComponentIx| model.component(c).attributes.provider.as_ref();
    let same = |c| provider(c).zip(provider(first)).is_some_and(|(a, b)| a.value.eq_ignore_ascii_case(&b.value));
    let down = model.down(&Lost { components: members.to_vec(), ..Lost::default() });
    if !entries.iter().any(|&entry| !members.contains(&entry) && down.is_down(entry)) {
        return;
    }
    let reach = |without: &[ComponentIx]| {
        model.reach(entries, |link| {
            let connection = model.connection(link);
            carries_requests(connection) && !without.contains(&connection.from) && !without.contains(&connection.to)
        })
    };
    let (all, past) = (reach(&[]), reach(members));
    let critical = |&c: &ComponentIx| model.component(c).criticality == Criticality::Critical;
    let cut_off = |&c: &ComponentIx| all[c.ix()] && !past[c.ix()] && !members.contains(&c) && !same(c);
    let victims: Vec<ComponentIx> = model.base_components().filter(critical).filter(cut_off).collect();
    let Some(&victim) = victims.first() else { return };
    let paths = Paths::from(model, entries, carries_requests);
    let (name, other) = (model.name(first), model.name(victim));
    let mut draft = if let Some(said) = provider(first) {
        let who = &said.value;
        let what = if members.len() == 1 { format!("`{name}`") } else { format!("`{name}` and others") };
        let message = format!("all requests for critical `{other}` pass {what}, run by {who} alone");
        Draft::about(model, first, message, "").primary(said.span, "when it is down, all of it is")
    } else {
        let what = if model.component(first).kind.traits.has(Trait::Dns) { "DNS service" } else { "CDN" };
        let message = format!("all requests for critical `{other}` pass `{name}`, the only {what}");
        Draft::about(model, first, message, format!("{}, run by somebody else", model.component(first).kind.title))
    };
    draft = draft.severity(Severity::Info).confidence(Confidence::Medium).path(model, &paths.to(victim));
    if victims.len() > 1 {
        let names: Vec<String> = victims[1..].iter().map(|&c| model.name(c)).collect();
        draft = draft.note(format!("so do those for {}", listed(&names)));
    }
    sink.push(
        draft
            .note("DNS and CDN providers have been down for hours as a whole")
            .help("lead requests over a second provider too (`either = \"NAME\"` on both), or accept it with `allow`"),
    );
}

/// The one place of what runs on one machine for sure, unless that is a finding as bad already because it is critical.
fn alone(model: &Model, c: ComponentIx) -> Option<&Placement> {
    let component = model.component(c);
    let judged = serves_from_zones(component) && component.criticality > Criticality::Standard;
    let managed = component.kind.traits.has(Trait::SurvivesZoneLoss) || component.kind.scope != Scope::Zonal;
    let standby = component.attributes.multi_az.as_ref().is_some_and(|said| said.value);
    let mut places = model.places(c);
    let (placement, None) = (places.next()?, places.next()) else { return None };
    let fixed = placement.count_stated && placement.instances == 1 && placement.autoscale.is_none();
    (!judged && !managed && !standby && fixed).then_some(placement)
}
