//! DRP304: a store that critical components need, whose data is not in the region that stands in.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, is_hard};
use crate::lint::places::{critical_in, is_original, keeps_state, peers, region_name, stand_ins};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Model, RegionIx};
use crate::syntax::attributes::{Count, Criticality};

/// One finding for each store and region.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP304", name: "store-not-replicated" },
    family: "recovery",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/store-not-replicated.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (standby, primary) in stand_ins(model) {
        let critical = critical_in(model, primary);
        let needed = Paths::from(model, &critical, is_hard);
        for c in model.base_components().filter(|&c| needed.reached(c)) {
            let component = model.component(c);
            let is_in = |region| model.places(c).any(|place| place.region == Some(region));
            // what is not there at all is the finding of another rule
            if !keeps_state(component) || !is_original(component) || !is_in(standby) || !is_in(primary) {
                continue;
            }
            if is_copied(model, c, standby) {
                continue;
            }
            let Some(said) = component.attributes.replicated.as_ref().filter(|said| !said.value) else {
                sink.not_stated(c, &["replicated"]);
                continue;
            };
            let (name, there) = (model.name(c), region_name(model, standby));
            let mut draft =
                Draft::about(model, c, format!("`{name}` stands in {there} too, but its data is not copied there"), "")
                    .weight(Criticality::Critical)
                    .primary(said.span, "each place has data of its own")
                    .path(model, &needed.to(c));
            if let Some(span) = model.region(standby).stands_in_span {
                draft = draft.related(span, "what stands in for what");
            }
            let draft = draft.propose(model, c, "replicated", "true");
            sink.push(draft.help(format!(
                "copy the data, then write `replicated = true`, or keep its backups there: `backup-to = [\"{}\"]`",
                model.region(standby).id
            )));
        }
    }
}

/// Whether its data is said to get to a region in one way or another.
fn is_copied(model: &Model, c: ComponentIx, to: RegionIx) -> bool {
    let component: &Component = model.component(c);
    let attributes = &component.attributes;
    let id = &model.region(to).id;
    let replication = peers(model, c).next().is_some();
    let replicas = attributes.replicas.as_ref().is_some_and(|count| match &count.value {
        Count::Total(n) => *n > 0,
        Count::By(by) => by.iter().any(|(place, n)| place.value.starts_with(id.as_str()) && *n > 0),
    });
    let backups = attributes.backup_to.iter().flat_map(|list| &list.value).any(|place| place.value == *id);
    replication || replicas || backups || attributes.replicated.as_ref().is_some_and(|said| said.value)
}
