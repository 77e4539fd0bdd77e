//! CST803: a balancer without targets, a way out that nothing takes, a cache that nothing reads.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CST803", name: "idle-resource" },
    family: "cost",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/idle-resource.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    // a file that shows for no way out who takes it leaves that to route tables
    let is_way_out = |c: &ComponentIx| model.component(*c).kind.traits.has(Trait::ZonalGateway);
    let shows_ways = model.base_components().filter(is_way_out).any(|c| is_called(model, c));
    for c in model.base_components() {
        let component = model.component(c);
        let has = |wanted| component.kind.traits.has(wanted);
        // a kind that the role gives says little of what it is
        if component.attributes.kind.is_none() {
            continue;
        }
        // what has no connection at all is the finding of another rule
        let (called, calls) = (is_called(model, c), model.outgoing(c).next().is_some());
        let what = if has(Trait::Lb) && called && !calls {
            "is called, but has no targets"
        } else if shows_ways && has(Trait::ZonalGateway) && !called && calls {
            "is a way out that nothing takes"
        } else if has(Trait::Cache) && !called && calls {
            "is a cache that nothing reads"
        } else {
            continue;
        };
        let name = model.name(c);
        sink.push(
            Draft::about(model, c, format!("`{name}` {what}"), "costs money and does nothing")
                .help(format!("add what is missing, or take `{name}` out")),
        );
    }
}

fn is_called(model: &Model, c: ComponentIx) -> bool {
    model.incoming(c).any(|link| carries_requests(model.connection(link)))
}
