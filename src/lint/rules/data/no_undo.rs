//! DAT603: a critical store in which a slip can not be undone.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::is_critical_original;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;
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
        let open = attributes.deletion_protection.as_ref().filter(|said| !said.value);
        let name = model.name(c);
        let draft = match (open, nightly) {
            (Some(open), nightly) => {
                let message = format!("nothing guards critical `{name}` against deletion");
                let mut draft =
                    Draft::about(model, c, message, "").primary(open.span, "one wrong command takes it away");
                if let Some(nightly) = nightly {
                    draft = draft.related(nightly.span, "and what was written since the last night is lost");
                }
                draft.help("set `deletion-protection = true`").propose(model, c, "deletion-protection", "true")
            }
            (None, Some(nightly)) => Draft::about(
                model,
                c,
                format!("critical `{name}` can be brought back to the last night, but not to the minute before a slip"),
                "",
            )
            .primary(nightly.span, "saved once a day")
            .related(component.span, "said to be critical")
            .help("set `backup = \"continuous\"`")
            .propose(model, c, "backup", "\"continuous\""),
            (None, None) => {
                if attributes.deletion_protection.is_none() {
                    sink.not_stated(c, &["deletion-protection"]);
                }
                continue;
            }
        };
        sink.push(draft);
    }
}
