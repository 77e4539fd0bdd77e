//! DGM003: a view that shows more than a reader takes in.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;

/// One finding for each view.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DGM003", name: "overcrowded-view" },
    family: "diagram",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "max-components", value: SettingValue::Number(60.0) }],
    page: include_str!("../../../../docs/rules/overcrowded-view.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let most = sink.number("max-components");
    for view in &model.views {
        let count = view.components.len();
        if count as f64 <= most || count >= model.components.len() {
            continue;
        }
        sink.push(
            Draft::at(
                view.span,
                format!("the view `{}` shows {count} components", view.id),
                "a part of the system that is as hard to read as the whole",
            )
            .element(view.id.clone())
            .help("select less: fewer `groups` or `roles`, or a smaller number of `neighbours`"),
        );
    }
}
