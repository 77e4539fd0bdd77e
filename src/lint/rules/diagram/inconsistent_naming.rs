//! DGM005: a few labels written like names of variables among many in plain words.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::source::{Spanned, Text};

/// One finding for each label.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DGM005", name: "inconsistent-naming" },
    family: "diagram",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "max-share", value: SettingValue::Number(0.2) }],
    page: include_str!("../../../../docs/rules/inconsistent-naming.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let labels: Vec<(ComponentIx, &Spanned<Text>)> =
        model.base_components().filter_map(|c| Some((c, model.component(c).attributes.label.as_ref()?))).collect();
    let odd: Vec<&(ComponentIx, &Spanned<Text>)> = labels.iter().filter(|(_, label)| is_code(&label.value)).collect();
    if labels.len() < FEWEST || odd.len() as f64 > sink.number("max-share") * labels.len() as f64 {
        return;
    }
    for &&(c, label) in &odd {
        let words = label.value.replace('_', " ");
        let words = words.trim();
        let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
        let words = format!("{}{rest}", first.to_uppercase());
        sink.push(
            Draft::about(
                model,
                c,
                format!("the label of `{}` is written like code, the others are words", model.name(c)),
                "",
            )
            .primary(label.span, "has `_` between its words")
            .replace(label.span, &format!("\"{words}\""))
            .help(format!("write `{words}`")),
        );
    }
}

/// Labels that there must be before one stands out.
const FEWEST: usize = 5;

/// Whether it is words with `_` between them and nothing that would need an escape.
fn is_code(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ' ';
    label.trim_matches('_').contains('_') && label.chars().all(plain)
}
