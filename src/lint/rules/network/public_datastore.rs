//! NET701: a database that the internet can reach.

use crate::catalog::{Scope, Trait};
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::is_public;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, ConnectionIx, Model};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::Role;

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET701", name: "public-datastore" },
    family: "network",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/public-datastore.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let component = model.component(c);
        if !is_private(component) {
            continue;
        }
        let name = model.name(c);
        if let Some(said) = &component.attributes.public {
            if said.value {
                sink.push(
                    Draft::about(model, c, format!("`{name}` can be reached from the internet"), "")
                        .primary(said.span, "said to be public")
                        .help("set `public = false` and let only what needs it come in by its security group")
                        .propose(model, c, "public", "false"),
                );
            }
            continue;
        }
        let open = model.places(c).find_map(|placement| {
            let network = model.network(placement.network?);
            network.subnets_of(placement).find(|subnet| subnet.public == Some(true))
        });
        match open {
            None => match called_by_public(model, c) {
                None => sink.not_stated(c, &["public"]),
                Some(link) => {
                    let users = model.name(model.connection(link).from);
                    let message = format!("`{users}` reach `{name}` itself, without anything in between");
                    sink.push(Draft::about(model, c, message, "keeps data").path(model, &[link]).help(format!(
                        "lead `{users}` through an app that asks `{name}`, and say `public = false` of it"
                    )));
                }
            },
            Some(subnet) => sink.push(
                Draft::about(
                    model,
                    c,
                    format!("`{name}` stands in `{}`, a subnet that the internet can reach", subnet.id),
                    "keeps data",
                )
                .related(subnet.span, "said to be public")
                .help("move it to a subnet with `public = false`, or say `public = false` of the store itself"),
            ),
        }
    }
}

/// A connection from somebody outside straight to a store that stands on machines or in zones. One that is a service with
/// an address of its own may be made for that.
fn called_by_public(model: &Model, c: ComponentIx) -> Option<ConnectionIx> {
    let zonal = model.component(c).kind.scope == Scope::Zonal && !model.component(c).kind.traits.has(Trait::Warehouse);
    let waits = |link: &ConnectionIx| model.connection(*link).kind == ConnectionKind::Sync;
    let public = |link: &ConnectionIx| is_public(model.component(model.connection(*link).from));
    model.incoming(c).find(|link| zonal && waits(link) && public(link))
}

/// Whether it keeps data that only other parts of the system ask for. Buckets and queues have addresses of their own.
fn is_private(component: &Component) -> bool {
    let has = |wanted| component.kind.traits.has(wanted);
    component.role == Role::Store
        && (has(Trait::Database) || has(Trait::Cache) || has(Trait::Search) || has(Trait::Warehouse))
}
