//! DEP504: a critical component that fails when a less critical one does.
//!
//! One breadth-first search over hard connections from all critical components at once. It goes on through what is
//! critical and through what says nothing of its criticality, and stops at what is said to be less critical: that is
//! the frontier, and only the frontier is reported.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::Words as _;
use crate::syntax::attributes::Criticality;

/// One finding for each component of the frontier.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP504", name: "critical-depends-on-noncritical" },
    family: "dependencies",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/critical-depends-on-noncritical.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let critical: Vec<ComponentIx> =
        model.base_components().filter(|&c| model.component(c).criticality == Criticality::Critical).collect();
    let needed = Paths::from(model, &critical, |link| is_hard(link) && !is_lower(model.component(link.from)));
    for c in model.base_components().filter(|&c| needed.reached(c)) {
        let component = model.component(c);
        if !is_lower(component) {
            if !component.criticality_stated {
                sink.not_stated(c, &["criticality"]);
            }
            continue;
        }
        let path = needed.to(c);
        let Some(last) = path.last().map(|&link| model.connection(link)) else { continue };
        let (name, start) = (model.name(c), model.name(needed.start(c)));
        let word = component.criticality.word();
        let said = component.attributes.criticality.as_ref().map_or(component.span, |said| said.span);
        sink.push(
            Draft::about(
                model,
                c,
                format!("critical `{start}` fails when `{name}` does, whose criticality is {word}"),
                "something critical needs it",
            )
            .weight(Criticality::Critical)
            .also(last.from)
            .related(said, format!("said to be {word}"))
            .path(model, &path)
            .help(format!(
                "raise the criticality of `{name}`, or let `{}` live without it: `{{ to = \"{}\", need = \"soft\" }}`",
                model.name(last.from),
                component.id
            ))
            .propose(model, c, "criticality", "\"critical\""),
        );
    }
}

fn is_lower(component: &Component) -> bool {
    component.criticality_stated && component.criticality < Criticality::Critical
}
