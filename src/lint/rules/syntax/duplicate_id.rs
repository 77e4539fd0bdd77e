//! SYN003: the same id twice, or two components that look alike on the poster.
//!
//! Repeated ids are found while reading. Here only the second part is looked for.

use foldhash::{HashMap, HashMapExt as _};

use crate::diag::{Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::codes;

/// One finding for each component that looks like an earlier one.
pub(super) static RULE: Rule = Rule {
    code: codes::DUPLICATE_ID,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/duplicate-id.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut seen = HashMap::with_capacity(model.components.len());
    for c in model.base_components() {
        let component = model.component(c);
        let region = component.placements.first().and_then(|&p| model.placement(p).region);
        let look = (component.label.as_str(), component.kind.id, component.environment, region, component.group);
        if let Some(&first) = seen.get(&look) {
            report(model, sink, first, c);
        } else {
            seen.insert(look, c);
        }
    }
}

fn report(model: &Model, sink: &mut Sink<'_>, first: ComponentIx, second: ComponentIx) {
    let (a, b) = (model.name(first), model.name(second));
    let label = &model.component(second).label;
    sink.push(
        Draft::about(
            model,
            second,
            format!("`{a}` and `{b}` look alike: same kind and place, and both are labelled `{label}`"),
            format!("labelled `{label}` too"),
        )
        .severity(Severity::Info)
        .also(first)
        .related(model.component(first).span, format!("labelled `{label}`"))
        .help("give one of them another `label`, or put them into different groups"),
    );
}
