//! DEP507: a store that components of several owners write to.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::carries_messages;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, ConnectionIx, Model};
use crate::syntax::attributes::Access;
use crate::syntax::document::Role;

/// One finding for each store.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP507", name: "shared-datastore-writers" },
    family: "dependencies",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "strict", value: SettingValue::Bool(false) }],
    page: include_str!("../../../../docs/rules/shared-datastore-writers.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for c in model.base_components().filter(|&c| holds_records(model.component(c))) {
        let links: Vec<ConnectionIx> =
            model.incoming(c).filter(|&link| model.is_base(model.connection(link).from)).collect();
        let writes =
            |link: &ConnectionIx| matches!(model.connection(*link).access, Some(Access::Write | Access::ReadWrite));
        if sink.flag("strict") {
            report_writers(model, sink, c, links.into_iter().filter(writes).collect());
            continue;
        }
        let mut owners: Vec<(&str, ConnectionIx)> = links
            .iter()
            .filter(|link| writes(link))
            .filter_map(|&link| {
                let owner = model.component(model.connection(link).from).attributes.owner.as_ref()?;
                Some((owner.value.as_str(), link))
            })
            .collect();
        owners.sort();
        owners.dedup_by(|a, b| a.0 == b.0);
        if owners.len() < 2 {
            if links.len() > 1 && links.iter().any(|&link| model.connection(link).access.is_none()) {
                sink.not_stated(c, &["access"]);
            }
            continue;
        }
        let names: Vec<&str> = owners.iter().map(|(owner, _)| *owner).collect();
        let mut draft = Draft::about(
            model,
            c,
            format!("`{}` is written to by components of {} owners: {}", model.name(c), owners.len(), listed(&names)),
            "",
        );
        for (owner, link) in owners.iter().take(5) {
            let from = model.name(model.connection(*link).from);
            draft = draft.related(model.connection(*link).span, format!("`{from}` of `{owner}` writes to it"));
        }
        sink.push(draft.help("let one of them own the data, and the others ask it"));
    }
}

/// Whether it keeps what somebody owns. Queues, streams and topics are there to be written to by many.
fn holds_records(component: &Component) -> bool {
    component.role == Role::Store && !carries_messages(component)
}

/// Every store that more than one component writes to, whoever owns them.
fn report_writers(model: &Model, sink: &mut Sink<'_>, c: ComponentIx, mut links: Vec<ConnectionIx>) {
    links.sort_by_key(|&link| (model.connection(link).from, link));
    links.dedup_by_key(|link| model.connection(*link).from);
    if links.len() < 2 {
        return;
    }
    let names: Vec<String> = links.iter().map(|&link| model.name(model.connection(link).from)).collect();
    let message = format!("{} components write to `{}`: {}", links.len(), model.name(c), listed(&names));
    let mut draft = Draft::about(model, c, message, "");
    for (&link, name) in links.iter().zip(&names).take(5) {
        draft = draft.related(model.connection(link).span, format!("`{name}` writes to it"));
    }
    sink.push(draft.help("let one of them own the data, and the others ask it"));
}
