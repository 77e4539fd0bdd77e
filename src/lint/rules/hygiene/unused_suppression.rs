//! LNT001: an `allow`, an `[[allow]]` or a comment that accepts nothing.
//!
//! It is asked after all other rules, which keep a list of the entries that they met. An entry of a template stands
//! for many components and is used when one of them needs it.

use crate::diag::{Code, Confidence, Safety, Severity};
use crate::lint::allowances::Bearer;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;

/// One finding for each entry of an `allow`, each `[[allow]]` and each rule of a comment.
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
    for entry in sink.entries() {
        let Some(rule) = sink.named(&entry.rule.value).filter(|_| sink.is_unused(&entry)) else { continue };
        let word = &entry.rule.value;
        let (bearer, out) = match entry.bearer {
            Bearer::Component(c) => (format!("`allow` of `{}`", model.name(c)), "this entry out of `allow`"),
            Bearer::Table(at) => (format!("`[[allow]]` for `{at}`"), "this table out"),
            Bearer::Comment => ("the comment".to_owned(), "the comment out"),
        };
        let (message, help) = match rule.check {
            Check::Reader => (
                format!("{bearer} names `{word}`, a mistake of the file that can not be accepted"),
                format!("mend the file, and take {out}"),
            ),
            _ => (
                format!("{bearer} accepts a finding of `{word}` that is not there"),
                format!("take {out}, so that it does not hide a finding of tomorrow"),
            ),
        };
        let draft = entry.finding(model, message);
        let title = format!("take {out}");
        sink.push(draft.primary(entry.span, "accepts nothing").help(help).patch(title, Safety::Safe, entry.removal));
    }
}
