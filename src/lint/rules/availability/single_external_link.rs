//! AVL109: one line to somebody outside.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::plural;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, ConnectionIx, Model};
use crate::source::{Spanned, Text};
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
        let &[link] = links.as_slice() else {
            meet_in_one_place(model, sink, c, &links);
            continue;
        };
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

/// Several lines to a site that all meet the other network in one place.
fn meet_in_one_place(model: &Model, sink: &mut Sink<'_>, c: ComponentIx, links: &[ConnectionIx]) {
    let said: Option<Vec<&Spanned<Text>>> =
        links.iter().map(|&link| model.connection(link).location.as_ref()).collect();
    let Some([first, rest @ ..]) = said.as_deref() else { return };
    if rest.is_empty() || rest.iter().any(|other| !other.value.eq_ignore_ascii_case(&first.value)) {
        return;
    }
    let name = model.name(c);
    let count = plural(links.len(), "line");
    let mut draft =
        Draft::about(model, c, format!("{count} lead to `{name}`, and all of them meet in `{}`", first.value), "")
            .primary(first.span, "one place for all of them");
    let ours = |link: ConnectionIx| {
        let connection = model.connection(link);
        if connection.to == c { connection.from } else { connection.to }
    };
    for (&link, other) in links[1..].iter().zip(rest) {
        draft = draft.related(other.span, format!("the line of `{}`", model.name(ours(link))));
    }
    for &link in links {
        draft = draft.also(ours(link));
    }
    let weight = links.iter().map(|&link| model.component(ours(link)).criticality).max().unwrap_or_default();
    sink.push(draft.weight(weight).help("let one of them meet the other network in another place"));
}
