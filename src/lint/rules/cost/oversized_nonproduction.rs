//! CST804: a copy to try things on that costs much of what the original costs.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::costs::{Costs, dollars};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Environment, EnvironmentIx, Model, Placement};
use crate::syntax::document::Role;

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
            if sink.is_pedantic() {
                by_size(model, sink, environment, original, EnvironmentIx(at as u32), ratio);
            }
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
        sink.push(draft(environment, message).note(format!("`{other}` costs {}", dollars(of))));
    }
}

/// Without costs, the processors of both are held against each other, where those of four of five apps are known.
fn by_size(
    model: &Model,
    sink: &mut Sink<'_>,
    environment: &Environment,
    original: EnvironmentIx,
    copy: EnvironmentIx,
    ratio: f64,
) {
    let (Some(here), Some(there)) = (processors(model, copy), processors(model, original)) else { return };
    if here <= ratio * there || there <= 0.0 {
        return;
    }
    let other = &model.environment(original).id;
    let share = (here / there * 100.0).floor();
    let message = format!("`{}` has {share:.0} % of the processors of `{other}`", environment.id);
    sink.push(draft(environment, message).note(format!("they are {here} and {there}; what both cost is not stated")));
}

/// What is said of an environment that is too large.
fn draft(environment: &Environment, message: String) -> Draft {
    let draft = match environment.span {
        Some(span) => Draft::at(span, message, "runs all the time"),
        None => Draft::nowhere(message),
    };
    draft
        .element(environment.id.clone())
        .help("give it a `scale` below 1, or let it run only when needed and write `ephemeral = true`")
}

/// The processors of all apps of an environment.
fn processors(model: &Model, environment: EnvironmentIx) -> Option<f64> {
    let (mut sum, mut known, mut apps) = (0.0, 0_usize, 0_usize);
    for c in model.component_ixs() {
        let component = model.component(c);
        if component.environment != Some(environment) || component.role != Role::App {
            continue;
        }
        apps += 1;
        let each = |place: &Placement| {
            let cpus = place.instance.filter(|_| place.count_stated)?.vcpu;
            Some(f64::from(place.instances) * cpus)
        };
        if let Some(all) = model.places(c).map(each).sum::<Option<f64>>() {
            sum += all;
            known += 1;
        }
    }
    (apps > 0 && known * 5 >= apps * 4).then_some(sum)
}
