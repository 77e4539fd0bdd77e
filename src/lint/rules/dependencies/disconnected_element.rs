//! DEP510: a component without any connection among many that have some.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::carries_messages;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::document::Role;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP510", name: "disconnected-element" },
    family: "dependencies",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "max-share", value: SettingValue::Number(0.2) }],
    page: include_str!("../../../../docs/rules/disconnected-element.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let lonely = |c: ComponentIx| model.outgoing(c).next().is_none() && model.incoming(c).next().is_none();
    let judged: Vec<ComponentIx> =
        model.base_components().filter(|&c| calls_or_is_called(model.component(c))).collect();
    let alone: Vec<ComponentIx> = judged.iter().copied().filter(|&c| lonely(c)).collect();
    // a file that shows few connections leaves them out on purpose
    let share = alone.len() as f64 / judged.len().max(1) as f64;
    if judged.len() < FEWEST || share > sink.number("max-share") {
        for at in &alone {
            sink.not_stated(*at, &["uses"]);
        }
        return;
    }
    if sink.is_pedantic() {
        islands(model, sink, &judged);
    }
    for c in alone {
        let (name, id) = (model.name(c), &model.component(c).id);
        sink.push(
            Draft::about(model, c, format!("`{name}` uses nothing and nothing uses it"), "no connection")
                .help(format!("add it to the `uses` of what needs it, as `uses = [\"{id}\"]`, or take it out")),
        );
    }
}

/// Components that a file must have before one without connections stands out.
const FEWEST: usize = 5;

/// Whether it is of a kind that is there for others, or asks others. What watches, guards or deploys the whole is
/// connected to everything or to nothing, and a job may be whole in itself.
fn calls_or_is_called(component: &Component) -> bool {
    let has = |wanted| component.kind.traits.has(wanted);
    let aside = [
        Trait::Batch,
        Trait::Configure,
        Trait::Deploy,
        Trait::Identity,
        Trait::Monitor,
        Trait::Network,
        Trait::Outlines,
        Trait::Registry,
        Trait::Secrets,
    ];
    !aside.into_iter().any(has) && component.attributes.schedule.is_none() && component.role != Role::Service
}

/// Parts that have connections among themselves only, where nothing begins that the file knows: no user, no job, no
/// schedule, no message from elsewhere.
fn islands(model: &Model, sink: &mut Sink<'_>, judged: &[ComponentIx]) {
    let mut part: Vec<Option<usize>> = vec![None; model.components.len()];
    let mut parts: Vec<Vec<ComponentIx>> = Vec::new();
    for start in model.base_components() {
        if part[start.ix()].is_some() {
            continue;
        }
        let mut members = Vec::new();
        let mut open = vec![start];
        part[start.ix()] = Some(parts.len());
        while let Some(c) = open.pop() {
            members.push(c);
            let ends = model.outgoing(c).map(|link| model.connection(link).to);
            let ends = ends.chain(model.incoming(c).map(|link| model.connection(link).from));
            for end in ends.filter(|&end| model.is_base(end)) {
                if part[end.ix()].replace(parts.len()).is_none() {
                    open.push(end);
                }
            }
        }
        members.sort_unstable();
        parts.push(members);
    }
    // a file in which no part holds most of them shows several systems
    let most = parts.iter().map(Vec::len).max().unwrap_or(0);
    if most * 2 < judged.len() {
        return;
    }
    for members in parts.iter().filter(|members| members.len() > 1 && members.len() < most) {
        let plain = |&c: &ComponentIx| {
            let component = model.component(c);
            let inner = matches!(component.role, Role::App | Role::Store) && !carries_messages(component);
            inner && calls_or_is_called(component)
        };
        if !members.iter().all(plain) {
            continue;
        }
        let Some(&first) = members.first() else { continue };
        let names: Vec<String> = members.iter().map(|&c| model.name(c)).collect();
        let message = format!("nothing leads from users or jobs to {}", listed(&names));
        let mut draft = Draft::about(model, first, message, "a part of its own").severity(Severity::Info);
        for &c in &members[1..] {
            draft = draft.also(c);
        }
        sink.push(draft.help("add the connection that leads there, or say when it runs: `schedule = \"…\"`"));
    }
}
