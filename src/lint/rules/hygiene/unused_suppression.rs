//! LNT001: an `allow` that accepts nothing.
//!
//! It is asked after all other rules, which keep a list of the entries that they met. An entry of a template stands
//! for many components and is used when one of them needs it.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::allowances::entries;
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, rule};
use crate::model::Model;

/// One finding for each entry of an `allow`.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "LNT001", name: "unused-suppression" },
    family: "hygiene",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/unused-suppression.md"),
    check: Check::Allowances(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (c, allow) in entries(model) {
        let Some(rule) = rule(&allow.rule.value).filter(|_| sink.is_unused(allow)) else { continue };
        let name = model.name(c);
        let (message, help) = match rule.check {
            Check::Reader => (
                format!(
                    "`allow` of `{name}` names `{}`, a mistake of the file that can not be accepted",
                    allow.rule.value
                ),
                "mend the file, and take this entry out of `allow`",
            ),
            _ => (
                format!("`allow` of `{name}` accepts a finding of `{}` that is not there", allow.rule.value),
                "take this entry out of `allow`, so that it does not hide a finding of tomorrow",
            ),
        };
        sink.push(Draft::about(model, c, message, "").primary(allow.span, "accepts nothing").help(help));
    }
}
