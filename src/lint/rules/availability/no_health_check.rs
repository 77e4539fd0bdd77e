//! AVL112: something that spreads requests without asking who is well.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::{Balancer, ConnectionKind};

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL112", name: "no-health-check" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[],
    page: include_str!("../../../../docs/rules/no-health-check.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        let has = |wanted| component.kind.traits.has(wanted);
        let balanced = component.attributes.balancer.as_ref().is_some_and(|said| said.value != Balancer::None);
        // names that lead to one place each have nowhere else to send anybody
        let chooses = has(Trait::Lb) || has(Trait::Dns) && has_a_choice(model, c);
        if !(balanced || chooses) {
            continue;
        }
        let Some(said) = &component.attributes.health_check else {
            sink.not_stated(c, &["health-check"]);
            continue;
        };
        if said.value {
            continue;
        }
        let name = model.name(c);
        let message = if balanced {
            format!("requests go to instances of `{name}` that do not answer any more")
        } else {
            format!("`{name}` sends requests to targets that do not answer any more")
        };
        let behind = model.outgoing(c).map(|link| model.component(model.connection(link).to).criticality).max();
        let weight =
            if balanced { component.criticality } else { component.criticality.max(behind.unwrap_or_default()) };
        sink.push(
            Draft::about(model, c, message, "")
                .weight(weight)
                .primary(said.span, "health is not checked")
                .related(component.span, "spreads requests")
                .help("set `health-check = true`")
                .propose(model, c, "health-check", "true"),
        );
    }
}

/// Whether a name leads to one of several places: alternatives, one that takes over, or one that stands in several.
fn has_a_choice(model: &Model, c: ComponentIx) -> bool {
    let mut targets = model.outgoing(c).map(|link| model.connection(link)).filter(|link| carries_requests(link));
    targets.any(|link| {
        link.either.is_some() || link.kind == ConnectionKind::Failover || model.places(link.to).nth(1).is_some()
    })
}
