//! DRP301: something that a critical component needs is not in the region that stands in.
//!
//! Not only the critical components are looked for there, but all that they need over hard connections: that is where
//! the forgotten one is found.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::places::{active, critical_in, keeps_state, peers, stand_ins};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model, RegionIx};
use crate::syntax::attributes::Criticality;

/// One finding for each missing component and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP301", name: "failover-missing-component" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/failover-missing-component.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (standby, primary) in stand_ins(model) {
        check_region(model, sink, standby, primary);
    }
}

fn check_region(model: &Model, sink: &mut Sink<'_>, standby: RegionIx, primary: RegionIx) {
    let critical = critical_in(model, primary);
    let needed = Paths::from(model, &critical, is_hard);
    let (here, there) = (&model.regions[primary.ix()].id, &model.regions[standby.ix()].id);
    for c in model.base_components().filter(|&c| needed.reached(c)) {
        let component = model.component(c);
        let is_in = |c: ComponentIx| model.places(c).any(|place| place.region == Some(standby));
        // a store may have its copy there under a name of its own
        let copied = keeps_state(component) && peers(model, c).any(is_in);
        if is_in(c) || copied || !active(model, c).any(|p| p.region == Some(primary)) {
            continue;
        }
        let (name, path) = (model.name(c), needed.to(c));
        let message = if path.is_empty() {
            format!("critical `{name}` is in `{here}`, but not in `{there}`, which stands in for it")
        } else {
            let start = model.name(needed.start(c));
            format!(
                "critical `{start}` needs `{name}`, which is in `{here}`, but not in `{there}`, which stands in for it"
            )
        };
        let mut draft = Draft::about(model, c, message, format!("only in `{here}`"))
            .weight(Criticality::Critical)
            .path(model, &path);
        if let Some(span) = model.regions[standby.ix()].stands_in_span {
            draft = draft.related(span, format!("what `{there}` stands in for"));
        }
        let draft = draft.propose_carrying(model, standby, c);
        sink.push(draft.help(format!(
            "let `[region.{there}]` carry `{}`, or mark a connection of the path `need = \"soft\"` if its caller lives without it",
            component.id
        )));
    }
}
