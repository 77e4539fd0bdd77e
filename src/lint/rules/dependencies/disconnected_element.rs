//! DEP510: a component without any connection among many that have some.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::document::Role;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP510", name: "disconnected-element" },
    family: "dependencies",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "max-share", value: SettingValue::Number(0.2) }],
    page: include_str!("../../../../docs/rules/disconnected-element.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let lonely = |c: ComponentIx| model.outgoing(c).next().is_none() && model.incoming(c).next().is_none();
    let judged: Vec<ComponentIx> =
        model.base_components().filter(|&c| calls_or_is_called(model.component(c))).collect();
    let alone: Vec<ComponentIx> = judged.iter().copied().filter(|&c| lonely(c)).collect();
    // a file that shows few connections leaves them out on purpose
    let share = alone.len() as f64 / judged.len().max(1) as f64;
    if judged.len() < FEWEST || share > sink.number("max-share") {
        for at in &alone {
            sink.not_stated(*at, &["uses"]);
        }
        return;
    }
    for c in alone {
        let (name, id) = (model.name(c), &model.component(c).id);
        sink.push(
            Draft::about(model, c, format!("`{name}` uses nothing and nothing uses it"), "no connection")
                .help(format!("add it to the `uses` of what needs it, as `uses = [\"{id}\"]`, or take it out")),
        );
    }
}

/// Components that a file must have before one without connections stands out.
const FEWEST: usize = 5;

/// Whether it is of a kind that is there for others, or asks others. What watches, guards or deploys the whole is
/// connected to everything or to nothing, and a job may be whole in itself.
fn calls_or_is_called(component: &Component) -> bool {
    let has = |wanted| component.kind.traits.has(wanted);
    let aside = [
        Trait::Batch,
        Trait::Configure,
        Trait::Deploy,
        Trait::Identity,
        Trait::Monitor,
        Trait::Network,
        Trait::Outlines,
        Trait::Registry,
        Trait::Secrets,
    ];
    !aside.into_iter().any(has) && component.attributes.schedule.is_none() && component.role != Role::Service
}
