//! ENV403: an environment for tests has more of production than the region that stands in for it.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active, stand_ins};
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, EnvironmentIx, Model, RegionIx};
use crate::syntax::attributes::Criticality;

/// One finding for each region that stands in.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "ENV403", name: "failover-weaker-than-staging" },
    family: "environments",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/failover-weaker-than-staging.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    for (standby, primary) in stand_ins(model) {
        check_region(model, sink, standby, primary);
    }
}

fn check_region(model: &Model, sink: &mut Sink<'_>, standby: RegionIx, primary: RegionIx) {
    // what production has in the region, low criticality aside
    let whole: Vec<ComponentIx> = model
        .base_components()
        .filter(|&c| model.component(c).criticality > Criticality::Low)
        .filter(|&c| active(model, c).any(|p| p.region == Some(primary)))
        .collect();
    let in_standby =
        |c: ComponentIx| model.component(c).placements.iter().any(|&p| model.placement(p).region == Some(standby));
    let carried = whole.iter().filter(|&&c| in_standby(c)).count();
    let Some((environment, present)) = best_copy(model, &whole) else { return };
    let copied = whole.iter().filter(|&&c| present[c.ix()]).count();
    if copied <= carried {
        return;
    }
    let mut lacking: Vec<ComponentIx> = whole.iter().copied().filter(|&c| present[c.ix()] && !in_standby(c)).collect();
    lacking.sort_by_key(|&c| (std::cmp::Reverse(model.component(c).criticality), c));
    let names: Vec<String> = lacking.iter().map(|&c| model.name(c)).collect();
    let weight = lacking.iter().map(|&c| model.component(c).criticality).max().unwrap_or_default();
    let region = &model.regions[standby.ix()];
    let (there, test) = (&region.id, &model.environments[environment.ix()]);
    let message = format!(
        "`{}` has {copied} of the {} components of production in `{}`, but `{there}`, which stands in for it, has {carried}",
        test.id,
        whole.len(),
        model.regions[primary.ix()].id,
    );
    let label = format!("lacks {}", listed(&names));
    let mut draft = match region.stands_in_span.or(region.span) {
        Some(span) => Draft::at(span, message, label),
        None => Draft::nowhere(message),
    };
    if let Some(span) = test.span {
        draft = draft.related(span, "has what is lacking there");
    }
    sink.push(
        draft.weight(weight).element(there.clone()).help(format!("let `[region.{there}]` carry what production needs")),
    );
}

/// The lasting environment that copies most of these components, with what it has of all components.
fn best_copy(model: &Model, whole: &[ComponentIx]) -> Option<(EnvironmentIx, Vec<bool>)> {
    let mut has: Vec<Vec<bool>> = vec![Vec::new(); model.environments.len()];
    for component in &model.components {
        if let (Some(original), Some(environment)) = (component.replica_of, component.environment)
            && !model.environments[environment.ix()].ephemeral
        {
            let has = &mut has[environment.ix()];
            has.resize(model.components.len(), false);
            has[original.ix()] = true;
        }
    }
    let count = |has: &[bool]| whole.iter().filter(|c| has[c.ix()]).count();
    has.into_iter()
        .enumerate()
        .filter(|(_, has)| !has.is_empty())
        .max_by_key(|(at, has)| (count(has), std::cmp::Reverse(*at)))
        .map(|(at, has)| (EnvironmentIx(at as u32), has))
}
