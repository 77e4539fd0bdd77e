//! ENV404: a connection between an environment and one that is a copy of it.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, Environment, Model};

/// One finding for each connection.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "ENV404", name: "cross-environment-connection" },
    family: "environments",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/cross-environment-connection.md"),
    check: Check::Model(check),
};

/// What environments for users are called, and those in which something is tried.
const LIVE: [&str; 3] = ["live", "prod", "production"];
const TRIAL: [&str; 11] =
    ["dev", "development", "integration", "preview", "qa", "sandbox", "stage", "staging", "test", "testing", "uat"];

fn check(model: &Model, sink: &mut Sink<'_>) {
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let (from, to) = (model.component(connection.from), model.component(connection.to));
        let (Some(a), Some(b)) = (from.environment, to.environment) else { continue };
        let looks_after =
            |c: &Component| [Trait::Monitor, Trait::Deploy, Trait::Configure].into_iter().any(|t| c.kind.traits.has(t));
        let (one, other) = (model.environment(a), model.environment(b));
        let named = |live: &Environment, trial: &Environment| {
            LIVE.contains(&live.id.as_str()) && TRIAL.contains(&trial.id.as_str())
        };
        let copies = one.replicates == Some(b) || other.replicates == Some(a) || named(one, other) || named(other, one);
        if a == b || !copies || !carries_requests(connection) || looks_after(from) || looks_after(to) {
            continue;
        }
        let (name, other) = (model.name(connection.from), model.name(connection.to));
        let (here, there) = (&model.environment(a).id, &model.environment(b).id);
        let mut draft =
            Draft::about(model, connection.from, format!("`{name}` in `{here}` uses `{other}` in `{there}`"), "")
                .primary(connection.span, "leaves its environment")
                .related(to.span, format!("stands in `{there}`"))
                .also(connection.to)
                .help(format!("give `{here}` one of its own, or set `environment` of one of the two right"));
        draft.diagnostic.witness = vec![name, other];
        sink.push(draft);
    }
}
