//! DEP508: a critical component that fails when somebody else's service does.
//!
//! What can be done without is not reported: a soft connection, one of several alternatives, and a caller that is itself
//! one of several alternatives of all who call it, when another of them still runs.

use crate::catalog::Trait;
use std::cell::OnceCell;

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::is_hard;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Lost, Model};
use crate::syntax::attributes::{ConnectionKind, Criticality, Need};
use crate::syntax::document::Role;

/// One finding for each connection to a third party.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP508", name: "third-party-without-fallback" },
    family: "dependencies",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/third-party-without-fallback.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| is_third_party(model, c)) {
        let down = OnceCell::new();
        let is_down = |other| down.get_or_init(|| model.down(&lost(c))).is_down(other);
        for link in model.incoming(c) {
            let connection = model.connection(link);
            let caller = model.component(connection.from);
            let hard = is_hard(connection) && connection.kind == ConnectionKind::Sync;
            if !hard || caller.criticality < Criticality::Critical || !model.is_base(connection.from) {
                continue;
            }
            if has_stand_in(model, is_down, connection.from) {
                continue;
            }
            report(model, sink, link);
        }
    }
}

fn lost(c: ComponentIx) -> Lost {
    Lost { components: vec![c], ..Lost::default() }
}

fn is_third_party(model: &Model, c: ComponentIx) -> bool {
    let component = model.component(c);
    let attributes = &component.attributes;
    let has = |wanted| component.kind.traits.has(wanted);
    // what says its machines is run by oneself, and nobody waits for what watches
    let hosted = attributes.instance.is_some() || attributes.count.is_some() || attributes.per_zone.is_some();
    let service = component.role == Role::Service && !hosted && !has(Trait::Monitor);
    has(Trait::ThirdParty) && (component.role == Role::External || service)
}

/// Whether all who call it have another way that still runs, or live without it.
fn has_stand_in(model: &Model, is_down: impl Fn(ComponentIx) -> bool, c: ComponentIx) -> bool {
    let mut called = false;
    for link in model.incoming(c) {
        let connection = model.connection(link);
        if connection.kind != ConnectionKind::Sync {
            continue;
        }
        called = true;
        // who lives without it needs no other way
        if connection.need == Need::Soft && connection.either.is_none() {
            continue;
        }
        let Some(name) = &connection.either else { return false };
        let other = model
            .outgoing(connection.from)
            .map(|other| model.connection(other))
            .any(|other| other.to != c && other.either.as_ref() == Some(name) && !is_down(other.to));
        if !other {
            return false;
        }
    }
    called
}

fn report(model: &Model, sink: &mut Sink<'_>, link: ConnectionIx) {
    let connection = model.connection(link);
    let (name, third) = (model.name(connection.from), model.name(connection.to));
    let mut draft = Draft::about(
        model,
        connection.from,
        format!("critical `{name}` fails when `{third}` does, which is run by somebody else"),
        "",
    )
    .primary(connection.span, format!("waits for `{third}` and has no other way"))
    .also(connection.to)
    .help(format!(
        "give `{name}` a second provider (`either = \"NAME\"` on both), or let it live without this one: \
         `{{ to = \"{}\", need = \"soft\" }}`",
        model.component(connection.to).id
    ));
    draft.diagnostic.witness = vec![name, third];
    sink.push(draft);
}
