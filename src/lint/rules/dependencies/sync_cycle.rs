//! DEP503: components that wait for each other in a circle.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::is_hard;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ConnectionIx, Model};
use crate::syntax::attributes::{ConnectionKind, Criticality};
use crate::syntax::document::Role;

/// One finding for each circle that the model gives: a shortest one for each strongly connected part.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP503", name: "sync-cycle" },
    family: "dependencies",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "max-report", value: SettingValue::Number(5.0) }],
    page: include_str!("../../../../docs/rules/sync-cycle.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut is_base = vec![false; model.components.len()];
    for c in model.base_components() {
        is_base[c.ix()] = true;
    }
    let waits = |link: ConnectionIx| {
        let connection = model.connection(link);
        // when somebody outside calls back, as with a payment, that is not the call that we wait for
        let outside = model.component(connection.from).role == Role::External;
        connection.kind == ConnectionKind::Sync && is_hard(connection) && is_base[connection.from.ix()] && !outside
    };
    let cycles = model.cycles(waits);
    let others = further(model, waits, &cycles, sink.number("max-report") as usize);
    for (cycle, others) in cycles.iter().zip(others) {
        report(model, sink, cycle, &others);
    }
}

/// Sets of components with circles in which others are looked for; in a file with more, one of each is enough to begin.
const MOST_SETS: usize = 20;

/// For each circle those that are left among the same components when a call of it, and then of each of these, does not
/// wait any more; so many in all.
fn further(
    model: &Model,
    waits: impl Fn(ConnectionIx) -> bool,
    cycles: &[Vec<ConnectionIx>],
    most: usize,
) -> Vec<Vec<Vec<ConnectionIx>>> {
    let mut found: Vec<Vec<Vec<ConnectionIx>>> = vec![Vec::new(); cycles.len()];
    if cycles.len() > MOST_SETS {
        return found;
    }
    let start = |cycle: &[ConnectionIx]| cycle.first().map(|&link| model.connection(link).from);
    let mut cut: Vec<ConnectionIx> = cycles.iter().filter_map(|cycle| easiest(model, cycle)).collect();
    for _ in 1..most.min(MOST_SETS) {
        let left = model.cycles(|link| waits(link) && !cut.contains(&link));
        if left.is_empty() {
            break;
        }
        for cycle in left {
            let Some(own) = start(&cycle) else { continue };
            let reached = model.reach(&[own], &waits);
            let same = |other: &&Vec<ConnectionIx>| {
                start(other).is_some_and(|other| reached[other.ix()] && model.reach(&[other], &waits)[own.ix()])
            };
            cut.extend(easiest(model, &cycle));
            let at = cycles.iter().position(|other| same(&other));
            if let Some(list) = at.and_then(|at| found.get_mut(at)) {
                list.push(cycle);
            }
        }
    }
    found
}

/// The call that is the easiest to do without: of the least critical callee, the last one of the circle.
fn easiest(model: &Model, cycle: &[ConnectionIx]) -> Option<ConnectionIx> {
    let to = |link: ConnectionIx| model.component(model.connection(link).to).criticality;
    cycle.iter().rev().min_by_key(|&&link| to(link)).copied()
}

/// The names of a circle, back to its first.
fn names_of(model: &Model, cycle: &[ConnectionIx]) -> Vec<String> {
    let first = cycle.first().map(|&link| model.connection(link).from);
    cycle.iter().map(|&link| model.connection(link).from).chain(first).map(|c| model.name(c)).collect()
}

/// Names with arrows.
fn drawn(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ")
}

fn report(model: &Model, sink: &mut Sink<'_>, cycle: &[ConnectionIx], others: &[Vec<ConnectionIx>]) {
    let Some(&first) = cycle.first() else { return };
    let first = model.connection(first);
    let names = names_of(model, cycle);
    let circle = drawn(&names);
    let to = |link: ConnectionIx| model.component(model.connection(link).to);
    let weight = cycle.iter().map(|&link| to(link).criticality).max().unwrap_or(Criticality::Standard);
    let Some(easiest) = easiest(model, cycle) else { return };
    let easiest = model.connection(easiest);
    let message = if cycle.len() == 1 {
        format!("`{}` waits for itself", names[0])
    } else {
        format!("{} components wait for each other in a circle: {circle}", cycle.len())
    };
    let mut draft = Draft::about(model, first.from, message, "")
        .primary(first.span, format!("`{}` waits for `{}`", names[0], model.name(first.to)))
        .weight(weight)
        .path(model, &cycle[1..]);
    for &link in &cycle[1..] {
        draft = draft.also(model.connection(link).from);
    }
    for other in others {
        draft = draft
            .note(format!("when that call does not wait, another circle is left: {}", drawn(&names_of(model, other))));
    }
    draft.diagnostic.witness = names;
    sink.push(draft.help(format!(
        "let one call of the circle not wait, for example in `{}`: `{{ to = \"{}\", kind = \"async\" }}`",
        model.name(easiest.from),
        model.component(easiest.to).id
    )));
}
