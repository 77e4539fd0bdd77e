//! DAT601: a store that is said to have no backup.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{is_copy, is_original, keeps_state};
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;
use crate::syntax::Words;
use crate::syntax::attributes::Backup;

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT601", name: "no-backup" },
    family: "data",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "min-retention", value: SettingValue::ByCriticality([7.0, 1.0, 0.0]) }],
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
            Some(_) => {
                let least = sink.by_criticality("min-retention", component.criticality);
                let Some(kept) = &component.attributes.backup_retention else {
                    sink.not_stated(c, &["backup-retention"]);
                    continue;
                };
                if (kept.value as f64) >= least * DAY {
                    continue;
                }
                let name = model.name(c);
                let days = plural(least.ceil() as usize, "day");
                let message = format!("backups of `{name}` are kept for less than {days}");
                sink.push(
                    Draft::about(model, c, message, "")
                        .primary(kept.span, "then they are gone")
                        .related(component.span, format!("its criticality is {}", component.criticality.word()))
                        .note("a slip is often seen days later, when only older backups are right")
                        .help(format!("keep them for {days} at least"))
                        .propose(model, c, "backup-retention", format!("\"{}d\"", least.ceil())),
                );
            }
        }
    }
}

/// Seconds of a day.
const DAY: f64 = 86_400.0;
