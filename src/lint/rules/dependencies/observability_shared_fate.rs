//! DEP509: what watches goes down with what it watches.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::Paths;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Down, Lost, Model, Region, RegionIx};
use crate::syntax::attributes::Need;
use crate::syntax::document::Role;

/// One finding for each component that watches.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP509", name: "observability-shared-fate" },
    family: "dependencies",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/observability-shared-fate.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    // those that do not need what they watch, with what they watch
    let mut others: Vec<(ComponentIx, Vec<ComponentIx>)> = Vec::new();
    let spared = questions(model);
    for c in model.base_components().filter(|&c| model.component(c).attributes.watches.is_some()) {
        let watched: Vec<ComponentIx> = model.watched(c).into_iter().filter(|&w| w != c).collect();
        if !depends_on_watched(model, sink, c, &watched, &spared) {
            others.push((c, watched));
        }
    }
    if others.is_empty() {
        return;
    }
    for (ix, region) in regions(model) {
        for (zone, name) in region.zones.iter().enumerate() {
            let down = model.down(&Lost { zones: vec![(ix, zone)], spared: spared.clone(), ..Lost::default() });
            others
                .retain(|(c, watched)| !falls_with_watched(model, sink, *c, watched, &format!("zone `{name}`"), &down));
        }
    }
    // where there is one region only, nothing can stand outside of it
    for (ix, region) in regions(model).filter(|_| model.regions.len() > 1) {
        let down = model.down(&Lost { regions: vec![ix], spared: spared.clone(), ..Lost::default() });
        let place = format!("region `{}`", region.id);
        others.retain(|(c, watched)| !falls_with_watched(model, sink, *c, watched, &place, &down));
    }
}

fn regions(model: &Model) -> impl Iterator<Item = (RegionIx, &Region)> {
    model.regions.iter().enumerate().map(|(at, region)| (RegionIx(at as u32), region))
}

/// Whether it needs something whose state it tells. What it reaches over hard connections are the candidates; what goes
/// down with a candidate is the arbiter, because it may have an alternative.
fn depends_on_watched(
    model: &Model,
    sink: &mut Sink<'_>,
    c: ComponentIx,
    watched: &[ComponentIx],
    spared: &[ConnectionIx],
) -> bool {
    let needed = Paths::from(model, &[c], |link| link.need == Need::Hard);
    let found = watched.iter().filter(|&&w| needed.reached(w)).find_map(|&w| {
        let down = model.down(&Lost { components: vec![w], spared: spared.to_vec(), ..Lost::default() });
        down.is_down(c).then(|| (w, down.chain(c)))
    });
    let Some((w, chain)) = found else { return false };
    let (name, other) = (model.name(c), model.name(w));
    let mut draft = Draft::about(
        model,
        c,
        format!("`{name}` watches `{other}`, but goes down with it"),
        format!("nobody is told when `{other}` fails"),
    )
    .weight(model.component(w).criticality.max(model.component(c).criticality))
    .path(model, &chain)
    .help(format!(
        "let `{name}` live without it: mark a connection of the path `need = \"soft\"`, or run it elsewhere"
    ));
    if let Some(said) = model.component(c).attributes.watches.as_ref() {
        draft = draft.related(said.span, "what it watches");
    }
    sink.push(draft);
    true
}

/// Whether the loss of a place takes both.
fn falls_with_watched(
    model: &Model,
    sink: &mut Sink<'_>,
    c: ComponentIx,
    watched: &[ComponentIx],
    place: &str,
    down: &Down<'_>,
) -> bool {
    if !down.is_down(c) {
        return false;
    }
    let fallen = || watched.iter().filter(|&&w| down.is_down(w));
    let both: Vec<String> = fallen().map(|&w| model.name(w)).collect();
    let weight = fallen().map(|&w| model.component(w).criticality).max().unwrap_or_default();
    if both.is_empty() {
        return false;
    }
    let name = model.name(c);
    let mut draft = Draft::about(
        model,
        c,
        format!("when {place} is lost, `{name}` goes down with {}, which it watches", listed(&both)),
        format!("does not outlive {place}"),
    )
    .weight(weight.max(model.component(c).criticality))
    .path(model, &down.chain(c))
    .help(format!("run `{name}` elsewhere too"));
    if let Some(said) = model.component(c).attributes.watches.as_ref() {
        draft = draft.related(said.span, "what it watches");
    }
    sink.push(draft);
    true
}

/// The connections by which monitors ask what they watch how it is: calls that they live without, because a lack of an
/// answer is one.
fn questions(model: &Model) -> Vec<ConnectionIx> {
    let mut found = Vec::new();
    for c in model.base_components().filter(|&c| model.component(c).attributes.watches.is_some()) {
        let watcher = model.component(c);
        if watcher.kind.traits.has(Trait::Monitor) || watcher.role == Role::External {
            let watched = model.watched(c);
            found.extend(model.outgoing(c).filter(|&link| watched.contains(&model.connection(link).to)));
        }
    }
    found.sort_unstable();
    found
}
