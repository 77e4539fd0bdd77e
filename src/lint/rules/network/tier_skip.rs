//! NET704: a connection that leaves out a tier, or leads back.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::carries_requests;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::source::Span;

/// One finding for each connection.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET704", name: "tier-skip" },
    family: "network",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "tiers", value: SettingValue::Texts }],
    page: include_str!("../../../../docs/rules/tier-skip.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let tiers = sink.texts("tiers");
    if tiers.len() < 2 {
        return;
    }
    // the tier of a component is the first of its tags that names one
    let tier = |c: ComponentIx| -> Option<(usize, Span)> {
        let mut tags = model.component(c).attributes.tags.iter().flat_map(|list| &list.value);
        tags.find_map(|tag| Some((tiers.iter().position(|tier| *tier == tag.value)?, tag.span)))
    };
    let of: Vec<Option<(usize, Span)>> = model.component_ixs().map(tier).collect();
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let (from, to) = (connection.from, connection.to);
        if !model.is_base(from) || !model.is_base(to) || !carries_requests(connection) {
            continue;
        }
        let (Some((above, above_span)), Some((below, below_span))) = (of[from.ix()], of[to.ix()]) else { continue };
        if below == above || below == above + 1 {
            continue;
        }
        let (name, other) = (model.name(from), model.name(to));
        let message = if below > above {
            format!("`{name}` in tier `{}` reaches past `{}` to `{other}`", tiers[above], tiers[above + 1])
        } else {
            format!("`{name}` in tier `{}` calls back up to `{other}` in `{}`", tiers[above], tiers[below])
        };
        let mut draft = Draft::about(model, from, message, "")
            .primary(connection.span, if below > above { "leaves a tier out" } else { "leads back" })
            .also(to)
            .related(above_span, "the tier of the caller")
            .related(below_span, "the tier of the callee")
            .help("lead it through the tier between, or take the tag off what all tiers share");
        draft.diagnostic.witness = vec![name, other];
        sink.push(draft);
    }
}
