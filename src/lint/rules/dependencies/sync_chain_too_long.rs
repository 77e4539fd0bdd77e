//! DEP506: a request that waits for many components, one behind the other.
//!
//! The longest path over connections that wait, in the order of a topological sort (Kahn). What stands in a circle, or
//! behind one, has no longest path and is left out; circles are findings of their own.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, ConnectionIx, Model};
use crate::syntax::attributes::{ConnectionKind, Need};

/// One finding: the longest path.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DEP506", name: "sync-chain-too-long" },
    family: "dependencies",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "max-depth", value: SettingValue::Number(6.0) }],
    page: include_str!("../../../../docs/rules/sync-chain-too-long.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let most = sink.number("max-depth");
    let waits = |link: ConnectionIx| {
        let connection = model.connection(link);
        connection.kind == ConnectionKind::Sync && connection.need == Need::Hard && model.is_base(connection.from)
    };
    let (depth, by) = longest(model, waits);
    let Some(end) = model.base_components().max_by_key(|c| (depth[c.ix()], std::cmp::Reverse(*c))) else { return };
    if f64::from(depth[end.ix()]) <= most {
        return;
    }
    let mut path = Vec::new();
    let mut at = end;
    while let Some(link) = by[at.ix()] {
        path.push(link);
        at = model.connection(link).from;
    }
    path.reverse();
    let Some(&last) = path.last() else { return };
    // the call that is the easiest to do without
    let easiest = path.iter().rev().min_by_key(|&&link| model.component(model.connection(link).to).criticality);
    let easiest = model.connection(*easiest.unwrap_or(&last));
    let name = model.name(end);
    let mut draft = Draft::about(
        model,
        end,
        format!("a request of `{}` waits for {} components, one behind the other", model.name(at), depth[end.ix()]),
        "",
    )
    .primary(model.connection(last).span, format!("`{name}` is the last of them"))
    .path(model, &path);
    for &link in &path {
        draft = draft.also(model.connection(link).from);
    }
    sink.push(draft.help(format!(
        "let one of them not wait, for example in `{}`: `{{ to = \"{}\", kind = \"async\" }}`",
        model.name(easiest.from),
        model.component(easiest.to).id
    )));
}

/// For each component how many wait on the longest path to it, and the last connection of that path.
fn longest(model: &Model, waits: impl Fn(ConnectionIx) -> bool) -> (Vec<u32>, Vec<Option<ConnectionIx>>) {
    let count = model.components.len();
    let (mut depth, mut by, mut callers) = (vec![0; count], vec![None; count], vec![0_u32; count]);
    for link in model.connection_ixs().filter(|&link| waits(link)) {
        callers[model.connection(link).to.ix()] += 1;
    }
    let mut open: Vec<ComponentIx> = model.component_ixs().filter(|c| callers[c.ix()] == 0).collect();
    while let Some(c) = open.pop() {
        for link in model.outgoing(c).filter(|&link| waits(link)) {
            let to = model.connection(link).to;
            let here = depth[c.ix()] + u32::from(is_step(model, to));
            if by[to.ix()].is_none() || here > depth[to.ix()] {
                depth[to.ix()] = here;
                by[to.ix()] = Some(link);
            }
            callers[to.ix()] -= 1;
            if callers[to.ix()] == 0 {
                open.push(to);
            }
        }
    }
    for (at, left) in callers.iter().enumerate() {
        if *left > 0 {
            depth[at] = 0;
        }
    }
    (depth, by)
}

/// Whether it does work of its own, rather than passing requests on.
fn is_step(model: &Model, c: ComponentIx) -> bool {
    let has = |wanted| model.component(c).kind.traits.has(wanted);
    ![Trait::Client, Trait::Dns, Trait::Cdn, Trait::Waf, Trait::Lb, Trait::Gateway].into_iter().any(has)
}
