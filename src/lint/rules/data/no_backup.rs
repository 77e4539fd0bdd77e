//! DAT601: a store that is said to have no backup.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{is_copy, is_original, keeps_state};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;
use crate::syntax::attributes::Backup;

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT601", name: "no-backup" },
    family: "data",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/no-backup.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        // a copy of another store is saved where that is
        if !keeps_state(component) || !is_original(component) || is_copy(model, c) {
            continue;
        }
        match &component.attributes.backup {
            None => sink.not_stated(c, &["backup"]),
            Some(said) if said.value == Backup::None => {
                let name = model.name(c);
                sink.push(
                    Draft::about(model, c, format!("nothing saves the data of `{name}`"), "")
                        .primary(said.span, "said to have no backup")
                        .related(component.span, "the only data of its kind")
                        .help(
                            "set `backup = \"daily\"` or `\"continuous\"`, or `rebuildable = true` if the data can be made \
                             again from elsewhere",
                        )
                        .propose(model, c, "backup", "\"daily\""),
                );
            }
            Some(_) => {}
        }
    }
}
