//! PRV903: a service that something in the file can not do without, and that the file leaves out.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::document::Role;

/// One finding that lists all.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "PRV903", name: "implied-service-missing" },
    family: "provisioning",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[],
    page: include_str!("../../../../docs/rules/implied-service-missing.md"),
    check: Check::Model(check),
};

/// What is there, what it needs, and the trait of what it needs.
type Implication = (&'static str, fn(&Component) -> bool, &'static str, Trait);

/// Each is asked of the whole file once.
const IMPLICATIONS: [Implication; 3] = [
    ("scales by itself", |c| c.attributes.autoscale.is_some(), "a service that watches its load", Trait::Monitor),
    ("runs containers", |c| c.kind.traits.has(Trait::Container), "a registry of their images", Trait::Registry),
    (
        "runs functions",
        |c| c.kind.traits.has(Trait::Function),
        "an identity service that lets them act",
        Trait::Identity,
    ),
];

fn check(model: &Model, sink: &mut Sink<'_>) {
    // a file that shows no such services at all leaves them out on purpose
    if !model.base_components().any(|c| model.component(c).role == Role::Service) {
        return;
    }
    let mut missing: Vec<(ComponentIx, String, &str)> = Vec::new();
    for (does, has_need, needs, wanted) in IMPLICATIONS {
        let there = model.base_components().any(|c| model.component(c).kind.traits.has(wanted));
        if let Some(c) = model.base_components().find(|&c| !there && has_need(model.component(c))) {
            missing.push((c, format!("`{}` {does}", model.name(c)), needs));
        }
    }
    let Some((first, does, needs)) = missing.first() else { return };
    let mut draft = Draft::about(model, *first, format!("{does}, but the file shows no {}", bare(needs)), "")
        .primary(model.component(*first).span, format!("needs {needs}"));
    for (c, does, needs) in &missing[1..] {
        draft = draft
            .related(model.component(*c).span, format!("needs {needs}"))
            .note(format!("{does}, which needs {needs}"));
    }
    sink.push(draft.help(
        "add it as a `[service.ID]`, so that the picture shows on what the whole depends; or accept it here with `allow`",
    ));
}

/// The words without their article.
fn bare(needs: &str) -> &str {
    needs.strip_prefix("an ").or_else(|| needs.strip_prefix("a ")).unwrap_or(needs)
}
