//! CST801: an environment that costs more than its budget, or of which too little is known to say.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::costs::{Costs, dollars};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{EnvironmentIx, Model};

/// One finding for each environment with a budget.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CST801", name: "cost-unstated-or-over-budget" },
    family: "cost",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "min-coverage", value: SettingValue::Number(0.8) }],
    page: include_str!("../../../../docs/rules/cost-unstated-or-over-budget.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (at, environment) in model.environments.iter().enumerate() {
        let Some(budget) = &environment.budget else { continue };
        let costs = Costs::of(model, EnvironmentIx(at as u32));
        let total = costs.total();
        let name = &environment.id;
        if total > budget.value {
            let mut draft = Draft::at(
                budget.span,
                format!(
                    "`{name}` costs at least {} a month, {} over its budget",
                    dollars(total),
                    dollars(total - budget.value)
                ),
                "the budget",
            );
            for &(c, cost) in costs.known.iter().take(5) {
                let share = (cost / total * 100.0).round();
                draft = draft.note(format!("`{}` costs {}, {share} %", model.name(c), dollars(cost)));
            }
            if !costs.unknown.is_empty() {
                draft = draft.note(format!("what {} cost is not known", plural(costs.unknown.len(), "more component")));
            }
            if let Some(prices) = costs.prices {
                draft = draft.note(prices);
            }
            sink.push(draft.element(name.clone()).help("raise the `budget`, or take something away"));
            continue;
        }
        let count = costs.known.len() + costs.unknown.len();
        let coverage = costs.known.len() as f64 / count.max(1) as f64;
        if coverage >= sink.number("min-coverage") {
            continue;
        }
        let mut draft = Draft::at(
            budget.span,
            format!("what {} of {} of `{name}` cost is not known", costs.unknown.len(), plural(count, "component")),
            "the budget can not be held against them",
        );
        if let Some(&first) = costs.unknown.first() {
            draft = draft.related(model.component(first).span, "says neither `cost` nor a known `instance`");
        }
        sink.push(
            draft
                .severity(Severity::Info)
                .element(name.clone())
                .note(format!("what is known comes to {} a month", dollars(total)))
                .help("state `cost`, in US dollars a month, or `instance` and how many there are"),
        );
    }
}
