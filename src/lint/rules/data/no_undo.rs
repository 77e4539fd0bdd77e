//! DAT603: a critical store in which a slip can not be undone.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::is_critical_original;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::attributes::Backup;

/// One finding for each store, with each way that is missing.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT603", name: "no-undo" },
    family: "data",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/no-undo.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        if !is_critical_original(component) {
            continue;
        }
        let attributes = &component.attributes;
        // between two nights nothing is kept
        let nightly = attributes.backup.as_ref().filter(|said| said.value == Backup::Daily);
        let nightly = nightly.filter(|_| component.kind.traits.has(Trait::Database));
        let nightly = nightly.map(|said| Way {
            span: said.span,
            message: "can be brought back to the last night, but not to the minute before a slip",
            label: "saved once a day",
            key: "backup",
            value: "\"continuous\"",
        });
        let open = attributes.deletion_protection.as_ref().filter(|said| !said.value).map(|said| Way {
            span: said.span,
            message: "is not guarded against deletion",
            label: "one wrong command takes it away",
            key: "deletion-protection",
            value: "true",
        });
        let once = attributes.versioning.as_ref().filter(|said| !said.value).map(|said| Way {
            span: said.span,
            message: "keeps no earlier versions of what is written over",
            label: "what is written over is gone",
            key: "versioning",
            value: "true",
        });
        let ways: Vec<Way> = [open, once, nightly].into_iter().flatten().collect();
        let Some(first) = ways.first() else {
            if attributes.deletion_protection.is_none() {
                sink.not_stated(c, &["deletion-protection"]);
            }
            continue;
        };
        let name = model.name(c);
        let mut draft = Draft::about(model, c, format!("critical `{name}` {}", first.message), "")
            .primary(first.span, first.label)
            .related(component.span, "said to be critical");
        for way in &ways[1..] {
            draft = draft.related(way.span, way.label).note(format!("it also {}", way.message));
        }
        let said: Vec<String> = ways.iter().map(|way| format!("`{} = {}`", way.key, way.value)).collect();
        let said = said.join(", ");
        let values = ways.iter().map(|way| (way.key, way.value.to_owned())).collect();
        let draft = draft.help(format!("set {said}")).propose_all(model, c, values);
        sink.push(draft);
    }
}

/// A way in which a slip can not be undone.
struct Way {
    span: Span,
    message: &'static str,
    label: &'static str,
    key: &'static str,
    value: &'static str,
}
