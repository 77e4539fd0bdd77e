//! ENV401: an environment that leaves out what a component in it can not do without.

use crate::diag::{Change, Code, Confidence, Safety, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::is_hard;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::Role;
use std::collections::BTreeMap;

/// One finding for each component that is left out.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "ENV401", name: "environment-missing-component" },
    family: "environments",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/environment-missing-component.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    // by environment and what it leaves out: the copies that need it, with their connection
    let mut missing: BTreeMap<(u32, ComponentIx), Vec<(ComponentIx, crate::model::ConnectionIx)>> = BTreeMap::new();
    for c in model.component_ixs() {
        let component = model.component(c);
        let (Some(original), Some(environment)) = (component.replica_of, component.environment) else { continue };
        let place = model.environment(environment);
        if place.ephemeral || place.except.is_empty() {
            continue;
        }
        for link in model.outgoing(original) {
            let connection = model.connection(link);
            let to = model.component(connection.to);
            let hard = is_hard(connection) && connection.kind == ConnectionKind::Sync;
            let left_out = place.except.binary_search(&to.id).is_ok() && to.role != Role::External;
            // a copy may say by itself what it uses
            let own = component.attributes.uses.as_ref().map(|uses| uses.span);
            let same = own == model.component(original).attributes.uses.as_ref().map(|uses| uses.span);
            if hard && left_out && same {
                missing.entry((environment.0, connection.to)).or_default().push((c, link));
            }
        }
    }
    for ((environment, to), users) in missing {
        let environment = &model.environments[environment as usize];
        let Some(&(first, link)) = users.first() else { continue };
        let id = &model.component(to).id;
        let weight = users.iter().map(|&(c, _)| model.component(c).criticality).max().unwrap_or_default();
        let names: Vec<&str> = users.iter().map(|&(c, _)| model.component(c).id.as_str()).collect();
        let message =
            format!("`{}` leaves out `{id}`, which {} there can not do without", environment.id, listed(&names));
        let mut draft = Draft::about(model, first, message, "").weight(weight).also(to);
        if let Some(span) = environment.span {
            draft = draft.primary(span, format!("leaves out `{id}`"));
        }
        if let Some(table) = environment.span {
            let change = Change::Unlist { table, key: "except", id: id.clone() };
            draft = draft.patch(format!("take `{id}` out of `except`"), Safety::Proposal, change);
        }
        sink.push(draft.related(model.connection(link).span, "needed here").element(environment.id.clone()).help(
            format!(
                "take `{id}` out of `except`, or say what stands in for it in `[environment.{}.{}.{}]`",
                environment.id,
                model.component(first).role.table(),
                model.component(first).id
            ),
        ));
    }
}
