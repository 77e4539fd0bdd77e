//! DAT605: a queue whose messages end nowhere: nobody reads them, or nothing keeps those that fail.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::carries_messages;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, ConnectionIx, Model};
use crate::syntax::attributes::{Access, ConnectionKind};

/// One finding for each queue.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT605", name: "queue-dead-end" },
    family: "data",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/queue-dead-end.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components() {
        let has = |wanted| model.component(c).kind.traits.has(wanted);
        if has(Trait::Function) {
            drops_events(model, sink, c);
            continue;
        }
        if !(has(Trait::Queue) || has(Trait::Stream) || has(Trait::Topic)) {
            continue;
        }
        let name = model.name(c);
        if let Some(link) = only_written(model, c).filter(|_| !is_kept_aside(model.component(c))) {
            let mut draft = Draft::about(
                model,
                c,
                format!("`{name}` is written to, but nothing reads from it"),
                "messages end here",
            )
            .related(model.connection(link).span, "writes to it")
            .help(format!("add what reads: `uses = [{{ to = \"{}\", access = \"read\" }}]`", model.component(c).id));
            draft.diagnostic.witness = vec![model.name(model.connection(link).from), name];
            sink.push(draft);
            continue;
        }
        // it may be filled from where the file does not look
        if let Some(link) = only_read(model, c).filter(|_| sink.is_pedantic()) {
            let mut draft = Draft::about(
                model,
                c,
                format!("`{name}` is read from, but nothing writes to it"),
                "no message comes here",
            )
            .severity(Severity::Info)
            .related(model.connection(link).span, "reads from it")
            .help(format!("add what writes: `uses = [{{ to = \"{}\", access = \"write\" }}]`", model.component(c).id));
            draft.diagnostic.witness = vec![model.name(model.connection(link).from), name];
            sink.push(draft);
            continue;
        }
        match &model.component(c).attributes.dead_letter {
            Some(said) if !said.value && has(Trait::Queue) => sink.push(
                Draft::about(
                    model,
                    c,
                    format!("a message of `{name}` that nobody can handle is lost, or comes back for ever"),
                    "",
                )
                .primary(said.span, "nothing keeps what fails")
                .related(model.component(c).span, "a queue")
                .help("set up a dead letter queue, and write `dead-letter = true`")
                .propose(model, c, "dead-letter", "true"),
            ),
            None if has(Trait::Queue) && !is_kept_aside(model.component(c)) => sink.not_stated(c, &["dead-letter"]),
            _ => {}
        }
    }
}

/// Whether its name says that it holds what nobody could handle, which somebody looks at by hand.
fn is_kept_aside(component: &Component) -> bool {
    let names = [component.id.as_str(), component.label.as_str()].map(str::to_lowercase);
    names.iter().any(|name| name.contains("dlq") || name.contains("dead"))
}

/// A connection that writes to it, when all that touch it are said to write only.
fn only_written(model: &Model, c: ComponentIx) -> Option<ConnectionIx> {
    let links: Vec<ConnectionIx> = model.incoming(c).collect();
    let write = links.iter().all(|&link| model.connection(link).access == Some(Access::Write));
    (write && model.outgoing(c).next().is_none()).then(|| links.first().copied())?
}

/// A connection that reads from it, when all that touch it are said to read only.
fn only_read(model: &Model, c: ComponentIx) -> Option<ConnectionIx> {
    let links: Vec<ConnectionIx> = model.incoming(c).collect();
    let read = links.iter().all(|&link| model.connection(link).access == Some(Access::Read));
    (read && model.outgoing(c).next().is_none()).then(|| links.first().copied())?
}

/// A function that is called without waiting and keeps nothing of what it could not handle.
fn drops_events(model: &Model, sink: &mut Sink<'_>, c: ComponentIx) {
    // messages of a queue go back there
    let queued = |link: ConnectionIx| carries_messages(model.component(model.connection(link).from));
    let handed = |link: &ConnectionIx| model.connection(*link).kind == ConnectionKind::Async && !queued(*link);
    let Some(link) = model.incoming(c).find(handed) else { return };
    let Some(said) = &model.component(c).attributes.dead_letter else {
        sink.not_stated(c, &["dead-letter"]);
        return;
    };
    if said.value {
        return;
    }
    let name = model.name(c);
    sink.push(
        Draft::about(model, c, format!("an event that `{name}` can not handle is lost, and nobody waits for it"), "")
            .primary(said.span, "nothing keeps what fails")
            .path(model, &[link])
            .help("set up a dead letter queue, and write `dead-letter = true`")
            .propose(model, c, "dead-letter", "true"),
    );
}
