//! DEP502: a component whose loss splits the system into parts that no longer reach each other.
//!
//! Articulation points of the graph of hard connections without their direction (Tarjan 1972).

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::{Criticality, Need};

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP502", name: "structural-cut" },
    family: "dependencies",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Low,
    settings: &[Setting { key: "min-side", value: SettingValue::Number(2.0) }],
    page: include_str!("../../../../docs/rules/structural-cut.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let least = sink.number("min-side").max(1.0);
    let hard = |link| {
        let connection = model.connection(link);
        connection.need == Need::Hard && model.is_base(connection.from) && model.is_base(connection.to)
    };
    let aside = [Trait::Client, Trait::Monitor, Trait::Configure, Trait::Deploy, Trait::Dns];
    for cut in model.cuts(hard) {
        let large = cut.sides.iter().filter(|side| side.components as f64 >= least).count();
        let component = model.component(cut.component);
        let critical = component.criticality == Criticality::Critical
            || cut.sides.iter().any(|side| is_critical(model, side.member));
        if large < 2 || !critical || aside.into_iter().any(|t| component.kind.traits.has(t)) {
            continue;
        }
        let name = model.name(cut.component);
        let mut draft = Draft::about(
            model,
            cut.component,
            format!("without `{name}` the system falls into {}", plural(cut.sides.len(), "part")),
            "all ways between them lead through it",
        );
        for side in cut.sides.iter().take(5) {
            let other = model.name(side.member);
            draft = draft.note(match side.components {
                1 => format!("a part with `{other}` alone"),
                n => format!("a part of {n} with `{other}`"),
            });
        }
        sink.push(draft.help(format!("look whether the parts need another way beside `{name}`")));
    }
}

fn is_critical(model: &Model, c: ComponentIx) -> bool {
    model.component(c).criticality == Criticality::Critical
}
