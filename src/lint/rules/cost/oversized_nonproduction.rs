//! CST804: a copy to try things on that costs much of what the original costs.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::costs::{Costs, dollars};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{EnvironmentIx, Model};

/// One finding for each environment.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CST804", name: "oversized-nonproduction" },
    family: "cost",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "ratio", value: SettingValue::Number(0.5) }],
    page: include_str!("../../../../docs/rules/oversized-nonproduction.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let ratio = sink.number("ratio");
    for (at, environment) in model.environments.iter().enumerate() {
        let Some(original) = environment.replicates else { continue };
        if environment.ephemeral {
            continue;
        }
        let (copy, whole) = (Costs::of(model, EnvironmentIx(at as u32)), Costs::of(model, original));
        if !copy.is_stated() || !whole.is_stated() {
            sink.not_stated_of(&environment.id, environment.span, &["cost"]);
            continue;
        }
        let (cost, of) = (copy.total(), whole.total());
        if cost <= ratio * of || of <= 0.0 {
            continue;
        }
        let other = &model.environment(original).id;
        let message = format!(
            "`{}` costs {} a month, {:.0} % of `{other}`",
            environment.id,
            dollars(cost),
            (cost / of * 100.0).floor()
        );
        let draft = match environment.span {
            Some(span) => Draft::at(span, message, "runs all the time"),
            None => Draft::nowhere(message),
        };
        sink.push(
            draft
                .element(environment.id.clone())
                .note(format!("`{other}` costs {}", dollars(of)))
                .help("give it a `scale` below 1, or let it run only when needed and write `ephemeral = true`"),
        );
    }
}
