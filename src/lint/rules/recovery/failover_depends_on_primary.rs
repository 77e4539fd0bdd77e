//! DRP303: something in the region that stands in needs what is only in the region that is lost.
//!
//! One breadth-first search over hard connections from all that is there. What critical components need is left to
//! `failover-missing-component`.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::places::{critical_in, keeps_state, peers, region_name, stand_ins};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model, RegionIx};

/// One finding for each component that is needed.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP303", name: "failover-depends-on-primary" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/failover-depends-on-primary.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (standby, primary) in stand_ins(model) {
        check_region(model, sink, standby, primary);
    }
}

fn check_region(model: &Model, sink: &mut Sink<'_>, standby: RegionIx, primary: RegionIx) {
    let is_in = |c: ComponentIx, region| model.places(c).any(|p| p.region == Some(region));
    let critical = critical_in(model, primary);
    let missing = Paths::from(model, &critical, is_hard);
    let there: Vec<ComponentIx> = model.base_components().filter(|&c| is_in(c, standby)).collect();
    // what is only in the primary is where a path ends
    let needed =
        Paths::from(model, &there, |link| is_hard(link) && (is_in(link.from, standby) || !is_in(link.from, primary)));
    for c in model.base_components().filter(|&c| needed.reached(c) && !missing.reached(c)) {
        let copied = keeps_state(model.component(c)) && peers(model, c).any(|other| is_in(other, standby));
        let only_there = !copied && is_in(c, primary) && model.places(c).all(|p| p.region == Some(primary));
        let path = needed.to(c);
        let Some(&last) = path.last().filter(|_| only_there) else { continue };
        let (name, start) = (model.name(c), model.name(needed.start(c)));
        let (here, other) = (region_name(model, primary), region_name(model, standby));
        let mut draft = Draft::about(
            model,
            needed.start(c),
            format!("`{start}` in {other} needs `{name}`, which is only in {here}, for which {other} stands in"),
            format!("is in {other} too"),
        )
        .also(c)
        .related(model.component(c).span, format!("only in {here}"))
        .path(model, &path);
        if let Some(span) = model.region(standby).stands_in_span {
            draft = draft.related(span, "what stands in for what");
        }
        sink.push(draft.help(format!(
            "let `[region.{}]` carry `{}`, or let `{}` live without it: `{{ to = \"{}\", need = \"soft\" }}`",
            model.region(standby).id,
            model.component(c).id,
            model.name(model.connection(last).from),
            model.component(c).id
        )));
    }
}
