//! PRV902: a component without what the team wants of each.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;
use crate::syntax::attributes::Criticality;

/// One finding for each component, with all that it lacks.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "PRV902", name: "missing-owner" },
    family: "provisioning",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "required", value: SettingValue::Words(Known::Keys, &[]) },
        Setting { key: "required-critical", value: SettingValue::Words(Known::Keys, &[]) },
    ],
    page: include_str!("../../../../docs/rules/missing-owner.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut wanted = sink.words("required");
    let mut for_critical = sink.words("required-critical");
    if sink.is_pedantic() && !sink.is_set("required") && !sink.is_set("required-critical") {
        wanted = vec!["owner", "criticality"];
        for_critical = vec!["runbook"];
    }
    if wanted.is_empty() && for_critical.is_empty() {
        return;
    }
    for c in model.base_components() {
        let component = model.component(c);
        if component.kind.traits.has(Trait::Client) || component.kind.traits.has(Trait::Outlines) {
            continue;
        }
        let stated = component.attributes.stated();
        let critical = component.criticality == Criticality::Critical;
        let mut keys: Vec<&str> = wanted.iter().chain(for_critical.iter().filter(|_| critical)).copied().collect();
        keys.retain(|key| !stated.contains(key));
        keys.dedup();
        if !keys.is_empty() {
            sink.push(
                Draft::about(model, c, format!("`{}` does not say {}", model.name(c), listed(&keys)), "")
                    .primary(component.span, format!("no {}", listed(&keys)))
                    .help(format!("write `{} = …`, here or in its template", keys[0])),
            );
        }
    }
}
