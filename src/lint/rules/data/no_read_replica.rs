//! DAT604: a database that many apps read and of which there is one copy.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::{Access, ConnectionKind, Count};
use crate::syntax::document::Role;

/// One finding for each database.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DAT604", name: "no-read-replica" },
    family: "data",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "min-readers", value: SettingValue::Number(3.0) },
        Setting { key: "min-read-share", value: SettingValue::Number(0.8) },
    ],
    page: include_str!("../../../../docs/rules/no-read-replica.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let (least, share) = (sink.number("min-readers"), sink.number("min-read-share"));
    let behind = BehindCdn::of(model);
    for c in model.base_components() {
        let component = model.component(c);
        let has = |wanted| component.kind.traits.has(wanted);
        if !has(Trait::Relational) || component.role != Role::Store {
            continue;
        }
        let mut readers: Vec<ComponentIx> = model
            .incoming(c)
            .map(|link| model.connection(link))
            .filter(|link| carries_requests(link) && link.kind == ConnectionKind::Sync)
            .filter(|link| link.access != Some(Access::Write))
            .map(|link| link.from)
            .filter(|&reader| !reads_copies(model, reader) && !behind.holds(reader))
            .collect();
        readers.sort_unstable();
        readers.dedup();
        let mostly_read = component.attributes.read_share.as_ref().filter(|said| said.value >= share);
        if (readers.len() as f64) < least && (mostly_read.is_none() || readers.is_empty()) {
            continue;
        }
        let Some(said) = component.attributes.replicas.as_ref() else {
            sink.not_stated(c, &["replicas"]);
            continue;
        };
        if said.value != Count::Total(0) {
            continue;
        }
        let names: Vec<String> = readers.iter().map(|&reader| model.name(reader)).collect();
        let name = model.name(c);
        let draft = if let Some(read) = mostly_read {
            let message =
                format!("{:.0} % of the requests to `{name}` read, and it has no replica", read.value * 100.0);
            Draft::about(model, c, message, "").related(read.span, "what reads of them")
        } else {
            let message = format!("{} apps read `{name}`, and it has no replica", names.len());
            Draft::about(model, c, message, "")
        };
        sink.push(
            draft
                .primary(said.span, "one copy answers all reads")
                .note(format!("it is read by {}", listed(&names)))
                .help("write `replicas = 1` and read there what may be a second old, or put a cache before it")
                .propose(model, c, "replicas", "1"),
        );
    }
}

/// Whether the reader asks a cache first, or a CDN stands before it.
fn reads_copies(model: &Model, reader: ComponentIx) -> bool {
    let cached =
        model.outgoing(reader).any(|link| model.component(model.connection(link).to).kind.traits.has(Trait::Cache));
    cached || model.component(reader).attributes.offload.as_ref().is_some_and(|said| said.value > 0.0)
}

/// What users reach, and what of it without passing a CDN.
struct BehindCdn<'a> {
    all: Paths<'a>,
    without: Paths<'a>,
}

impl<'a> BehindCdn<'a> {
    fn of(model: &'a Model) -> Self {
        let entries = model.entries();
        Self {
            all: Paths::from(model, &entries, carries_requests),
            without: Paths::from(model, &entries, |link| {
                carries_requests(link) && !model.component(link.to).kind.traits.has(Trait::Cdn)
            }),
        }
    }

    /// Whether a CDN stands in every way to a component, so that it may answer most reads.
    fn holds(&self, c: ComponentIx) -> bool {
        self.all.reached(c) && !self.without.reached(c)
    }
}
