//! CAP205: a component whose instances together serve less than those that call it.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::is_hard;
use crate::lint::places::active;
use crate::lint::sink::Sink;
use crate::lint::words::number;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::ConnectionKind;

/// One finding for each connection.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "CAP205", name: "path-capacity-mismatch" },
    family: "capacity",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Low,
    settings: &[],
    page: include_str!("../../../../docs/rules/path-capacity-mismatch.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let (from, to) = (connection.from, connection.to);
        if !model.is_base(from) || connection.kind != ConnectionKind::Sync || !is_hard(connection) {
            continue;
        }
        let attributes = &model.component(to).attributes;
        // where the load is known, another rule judges; a cache is asked first
        let known = attributes.peak.is_some() || attributes.load.is_some();
        let cached =
            model.outgoing(from).any(|other| model.component(model.connection(other).to).kind.traits.has(Trait::Cache));
        if known || cached {
            continue;
        }
        let (Some(own), Some(back)) = (capacity(model, from), capacity(model, to)) else { continue };
        let front = own * connection.fanout.as_ref().map_or(1.0, |said| said.value);
        if back >= front || back <= 0.0 {
            continue;
        }
        let (name, other) = (model.name(from), model.name(to));
        let (own, front, back) = (number(own), number(front), number(back));
        let mut draft = Draft::about(
            model,
            to,
            format!("`{name}` can pass {front} requests a second to `{other}`, which serves {back}"),
            format!("serves {back} in all"),
        )
        .also(from)
        .related(
            connection.span,
            match &connection.fanout {
                Some(said) => format!("{} calls a request", number(said.value)),
                None => "each request may ask it".to_owned(),
            },
        )
        .related(model.component(from).span, format!("serves {own} in all"))
        .help(format!("say the `peak` of `{other}`, so that it can be judged, or raise its instances"));
        draft.diagnostic.witness = vec![name, other];
        sink.push(draft);
    }
}

/// What the instances of a component serve together, in requests a second, where all of it is said.
fn capacity(model: &Model, c: ComponentIx) -> Option<f64> {
    let each = model.component(c).attributes.capacity.as_ref()?.value;
    let mut instances = 0_u64;
    for placement in active(model, c) {
        if !placement.count_stated || !placement.zones_stated {
            return None;
        }
        instances += u64::from(placement.instances);
    }
    Some(instances as f64 * each)
}
