//! AVL109: one line to somebody outside.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Model};
use crate::syntax::document::Role;

/// One finding for each connection.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "AVL109", name: "single-external-link" },
    family: "availability",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/single-external-link.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| is_other_site(model, c)) {
        let links: Vec<ConnectionIx> = model.incoming(c).chain(model.outgoing(c)).collect();
        let &[link] = links.as_slice() else { continue };
        let connection = model.connection(link);
        let Some(paths) = &connection.paths else {
            let end = if connection.to == c { connection.from } else { connection.to };
            if model.component(end).kind.traits.has(Trait::Network) {
                sink.not_stated(c, &["paths"]);
            }
            continue;
        };
        if paths.value > 1 {
            continue;
        }
        let ours = if connection.to == c { connection.from } else { connection.to };
        let (name, other) = (model.name(ours), model.name(c));
        let mut draft = Draft::about(model, ours, format!("one line leads from `{name}` to `{other}`"), "")
            .primary(paths.span, "no second one beside it")
            .also(c)
            .related(model.component(c).span, "no other connection leads there")
            .help("lay a second line that shares no device and no place with the first, and write `paths = 2`")
            .propose_text(format!("set `paths = 2` from `{name}` to `{other}`"), paths.span, "2");
        draft.diagnostic.witness = vec![model.name(connection.from), model.name(connection.to)];
        sink.push(draft);
    }
}

/// Somebody else's site: outside, but no client.
fn is_other_site(model: &Model, c: ComponentIx) -> bool {
    let component = model.component(c);
    component.role == Role::External && !component.kind.traits.has(Trait::Client)
}
