//! DRP308: a takeover that needs a change to something that is run from the region that is lost.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::region_name;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::Criticality;

/// One finding for each component that has to be changed.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DRP308", name: "recovery-uses-control-plane" },
    family: "recovery",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::Medium,
    settings: &[],
    page: include_str!("../../../../docs/rules/recovery-uses-control-plane.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for region in &model.regions {
        let Some(primary) = region.stands_in_for else { continue };
        if region.takeover.is_empty() {
            sink.not_stated_of(&region.id, region.span, &["takeover"]);
            continue;
        }
        for id in &region.takeover {
            let Some(c) = model.base_components().find(|&c| model.component(c).id == id.value) else { continue };
            let (name, here) = (model.name(c), region_name(model, primary));
            let why = if is_only_in(model, c, primary) {
                format!("stands in {here} only")
            } else if is_changed_from(model, c, &model.region(primary).id) {
                format!("answers everywhere, but is changed in {here}")
            } else {
                continue;
            };
            sink.push(
                Draft::about(
                    model,
                    c,
                    format!("to take over for {here}, `{name}` has to be changed, which may not be possible then"),
                    "",
                )
                .weight(Criticality::Critical)
                .primary(id.span, "has to be changed on that day")
                .related(model.component(c).span, why)
                .help(format!(
                    "let it switch by itself, such as by health checks that are set up before, and take `{name}` out of \
                     `takeover`"
                )),
            );
        }
    }
}

/// Whether it is a service that answers everywhere, and AWS runs changes to it from this region.
fn is_changed_from(model: &Model, c: ComponentIx, region: &str) -> bool {
    let homes = [(Trait::HomedUsEast1, "us-east-1"), (Trait::HomedUsWest2, "us-west-2")];
    homes.into_iter().any(|(wanted, home)| home == region && model.component(c).kind.traits.has(wanted))
}

fn is_only_in(model: &Model, c: ComponentIx, region: crate::model::RegionIx) -> bool {
    let mut places = model.places(c).peekable();
    places.peek().is_some() && places.all(|place| place.region == Some(region))
}
