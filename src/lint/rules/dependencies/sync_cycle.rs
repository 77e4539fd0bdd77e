//! DEP503: components that wait for each other in a circle.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::is_hard;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
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
    settings: &[],
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
    for cycle in model.cycles(waits) {
        report(model, sink, &cycle);
    }
}

fn report(model: &Model, sink: &mut Sink<'_>, cycle: &[ConnectionIx]) {
    let Some(&first) = cycle.first() else { return };
    let first = model.connection(first);
    let mut names: Vec<String> = cycle.iter().map(|&link| model.name(model.connection(link).from)).collect();
    names.push(model.name(first.from));
    let circle = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
    let to = |link: ConnectionIx| model.component(model.connection(link).to);
    let weight = cycle.iter().map(|&link| to(link).criticality).max().unwrap_or(Criticality::Standard);
    // the call that is the easiest to do without: of the least critical callee, the last one of the circle
    let Some(&easiest) = cycle.iter().rev().min_by_key(|&&link| to(link).criticality) else { return };
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
    draft.diagnostic.witness = names;
    sink.push(draft.help(format!(
        "let one call of the circle not wait, for example in `{}`: `{{ to = \"{}\", kind = \"async\" }}`",
        model.name(easiest.from),
        model.component(easiest.to).id
    )));
}
