//! LNT002: an `allow` without a reason that says something, or one that has run out.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::allowances::entries;
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue, rule};
use crate::model::Model;

/// One finding for each entry of an `allow`.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "LNT002", name: "unjustified-suppression" },
    family: "hygiene",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[Setting { key: "min-reason", value: SettingValue::Number(8.0) }],
    page: include_str!("../../../../docs/rules/unjustified-suppression.md"),
    check: Check::Allowances(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let least = sink.number("min-reason") as usize;
    for (c, allow) in entries(model) {
        // without a finding to accept it should go, whatever its reason
        if rule(&allow.rule.value).is_none() || sink.is_unused(allow) {
            continue;
        }
        let name = model.name(c);
        let entry = format!("`allow` of `{}` at `{name}`", allow.rule.value);
        let reason = allow.reason.as_ref().map_or("", |reason| reason.value.trim());
        let late = allow.until.as_ref().filter(|until| sink.today().is_some_and(|today| until.value < today));
        let span = allow.reason.as_ref().map_or(allow.span, |reason| reason.span);
        let draft = if let Some(until) = late {
            Draft::about(model, c, format!("{entry} held until {}", until.value), "")
                .primary(until.span, "is over")
                .help("mend what it accepted, or say until when it may stay")
        } else if reason.is_empty() {
            Draft::about(model, c, format!("{entry} gives no reason"), "")
                .primary(span, "accepts nothing without a reason")
                .help("add `reason = \"…\"`: the next reader must know why it is right here")
        } else if reason.chars().count() < least {
            Draft::about(model, c, format!("{entry} gives a reason that says little: `{reason}`"), "")
                .primary(span, format!("shorter than {least} characters"))
                .help("say why it is right here, so that the next reader can tell whether it still is")
        } else {
            continue;
        };
        sink.push(draft);
    }
}
