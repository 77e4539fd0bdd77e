//! AVL111: a CDN with one origin before something critical.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::Model;
use crate::syntax::attributes::Criticality;

/// One finding for each CDN.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL111", name: "cdn-no-origin-failover" },
    family: "availability",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/cdn-no-origin-failover.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| model.component(c).kind.traits.has(Trait::Cdn)) {
        // alternatives are origins to fall back to
        if model.outgoing(c).any(|link| model.connection(link).either.is_some()) {
            continue;
        }
        let behind = Paths::from(model, &[c], is_hard);
        let critical = |&x: &_| x != c && behind.reached(x) && model.component(x).criticality == Criticality::Critical;
        let Some(victim) = model.base_components().find(critical) else { continue };
        let Some(origins) = &model.component(c).attributes.origins else {
            sink.not_stated(c, &["origins"]);
            continue;
        };
        if origins.value > 1 {
            continue;
        }
        let (name, other) = (model.name(c), model.name(victim));
        sink.push(
            Draft::about(model, c, format!("`{name}` has nothing to fall back to when critical `{other}` fails"), "")
                .primary(origins.span, "the origins")
                .path(model, &behind.to(victim))
                .help("add a second origin, such as a copy of the pages in a bucket, and write `origins = 2`")
                .propose(model, c, "origins", "2"),
        );
    }
}
