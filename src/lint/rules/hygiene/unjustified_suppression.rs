//! LNT002: an `allow`, an `[[allow]]` or a comment without a reason that says something, or one that has run out.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::allowances::Bearer;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;

/// One finding for each entry of an `allow`, each `[[allow]]` and each rule of a comment.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "LNT002", name: "unjustified-suppression" },
    family: "hygiene",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "min-reason", value: SettingValue::Number(8.0) },
        Setting { key: "require-until", value: SettingValue::Bool(false) },
    ],
    page: include_str!("../../../../docs/rules/unjustified-suppression.md"),
    check: Check::Allowances(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let least = sink.number("min-reason") as usize;
    for entry in sink.entries() {
        // without a finding to accept it should go, whatever its reason
        if sink.named(&entry.rule.value).is_none() || sink.is_unused(&entry) {
            continue;
        }
        let (name, reason) = (&entry.name, entry.reason);
        let about = |message: String| entry.finding(model, message);
        let late = entry.until.filter(|until| sink.today().is_some_and(|today| until.value < today));
        let draft = if let Some(until) = late {
            about(format!("{name} held until {}", until.value))
                .primary(until.span, "is over")
                .note("this follows from the day of the run, which SOURCE_DATE_EPOCH sets")
                .help("mend what it accepted, or say until when it may stay")
        } else if reason.is_empty() {
            let help = match entry.bearer {
                Bearer::Comment => {
                    "write the reason behind the brackets: the next reader must know why it is right here"
                }
                _ => "add `reason = \"…\"`: the next reader must know why it is right here",
            };
            about(format!("{name} gives no reason"))
                .primary(entry.reason_at, "accepts nothing without a reason")
                .help(help)
        } else if reason.chars().count() < least {
            about(format!("{name} gives a reason that says little: `{reason}`"))
                .primary(entry.reason_at, format!("shorter than {least} characters"))
                .help("say why it is right here, so that the next reader can tell whether it still is")
        } else if entry.until.is_none() && sink.flag("require-until") {
            let help = match entry.bearer {
                Bearer::Comment => {
                    "write `until 2027-01-31` behind the brackets, with the last day on which it may stay"
                }
                _ => "add `until = 2027-01-31`, with the last day on which it may stay",
            };
            about(format!("{name} says no last day")).primary(entry.reason_at, "accepted for ever").help(help)
        } else {
            continue;
        };
        sink.push(draft);
    }
}
