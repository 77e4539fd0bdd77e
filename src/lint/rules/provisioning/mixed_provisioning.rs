//! PRV901: the same component is set up by other tools in another region.

use std::collections::BTreeMap;

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::region_name;
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model, Placement, RegionIx};
use crate::source::Span;

/// One finding for each pair of regions and pair of toolsets.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "PRV901", name: "mixed-provisioning" },
    family: "provisioning",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[Setting { key: "minority", value: SettingValue::Number(0.2) }],
    page: include_str!("../../../../docs/rules/mixed-provisioning.md"),
    check: Check::Model(check),
};

/// Two regions with the tools that are used in each.
type Pair = (RegionIx, RegionIx, Vec<String>, Vec<String>);

fn check(model: &Model, sink: &mut Sink<'_>) {
    let mut differing: BTreeMap<Pair, Vec<(ComponentIx, Span)>> = BTreeMap::new();
    for c in model.base_components() {
        let placements = &model.component(c).placements;
        let Some(&first) = placements.first() else { continue };
        for &p in placements {
            let there = model.placement(p);
            let here = model.placement(there.stands_in_for.unwrap_or(first));
            let (Some(a), Some(b)) = (here.region, there.region) else { continue };
            if a == b {
                continue;
            }
            let (tools, others) = (toolset(here), toolset(there));
            if tools.is_empty() != others.is_empty() {
                sink.not_stated(c, &["provisioned-by"]);
            }
            if !tools.is_empty() && !others.is_empty() && tools != others {
                differing.entry((a, b, tools, others)).or_default().push((c, there.span));
            }
        }
    }
    for ((a, b, tools, others), components) in differing {
        report(model, sink, (a, &tools), (b, &others), &components);
    }
    if sink.is_pedantic() || sink.is_set("minority") {
        check_minorities(model, sink);
    }
}

/// Regions that must have so many components before a few of them stand out.
const FEWEST: usize = 5;

/// In each region, tools that set up only a few of its components.
fn check_minorities(model: &Model, sink: &mut Sink<'_>) {
    let share = sink.number("minority");
    let mut by_region: BTreeMap<RegionIx, BTreeMap<Vec<String>, Vec<ComponentIx>>> = BTreeMap::new();
    for c in model.base_components() {
        let mut seen = Vec::new();
        for place in model.places(c) {
            let (Some(region), tools) = (place.region, toolset(place)) else { continue };
            if !tools.is_empty() && !seen.contains(&region) {
                seen.push(region);
                by_region.entry(region).or_default().entry(tools).or_default().push(c);
            }
        }
    }
    for (region, toolsets) in by_region {
        let all: usize = toolsets.values().map(Vec::len).sum();
        let Some((usual, _)) = toolsets.iter().max_by_key(|(_, components)| components.len()) else { continue };
        for (tools, components) in &toolsets {
            let few = (components.len() as f64) < share * all as f64;
            let Some(&first) = components.first().filter(|_| few && all >= FEWEST && tools != usual) else { continue };
            let here = region_name(model, region);
            let names: Vec<String> = components.iter().map(|&c| model.name(c)).collect();
            let verb = if names.len() == 1 { "is" } else { "are" };
            let message = format!(
                "of {all} components in {here} only {} {verb} set up with {}, the most with {}",
                listed(&names),
                listed(tools),
                listed(usual)
            );
            let said = model.component(first).attributes.provisioned_by.as_ref().map(|said| said.span);
            let mut draft = Draft::about(model, first, message, "");
            draft = draft.primary(said.unwrap_or(model.component(first).span), format!("with {}", listed(tools)));
            for &c in &components[1..] {
                draft = draft.also(c);
            }
            sink.push(draft.severity(Severity::Info).help("use the tools of the others, or say why not by `allow`"));
        }
    }
}

fn toolset(placement: &Placement) -> Vec<String> {
    let mut tools = placement.provisioned_by.clone();
    tools.sort();
    tools.dedup();
    tools
}

fn report(
    model: &Model,
    sink: &mut Sink<'_>,
    (a, tools): (RegionIx, &[String]),
    (b, others): (RegionIx, &[String]),
    components: &[(ComponentIx, Span)],
) {
    let Some(&(first, span)) = components.first() else { return };
    let names: Vec<String> = components.iter().map(|&(c, _)| model.name(c)).collect();
    let (here, there) = (&model.regions[a.ix()].id, &model.regions[b.ix()].id);
    let subject = if names.len() == 1 { format!("`{}`", names[0]) } else { plural(names.len(), "component") };
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message =
        format!("{subject} {verb} set up with {} in `{there}`, but with {} in `{here}`", listed(others), listed(tools));
    let said_of = |region: RegionIx, tools: &[String]| {
        let said = &model.regions[region.ix()].provisioned_by;
        let mut words: Vec<&str> = said.iter().map(|tool| tool.value.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        said.first().filter(|_| words == tools).map(|tool| tool.span)
    };
    let mut draft = Draft::at(said_of(b, others).unwrap_or(span), message, format!("set up with {}", listed(others)))
        .element(if names.len() == 1 { names[0].clone() } else { there.clone() });
    if let Some(span) = said_of(a, tools) {
        draft = draft.related(span, format!("set up with {}", listed(tools)));
    } else {
        draft = draft.related(model.component(first).span, format!("set up with {} in `{here}`", listed(tools)));
    }
    if names.len() > 1 {
        draft = draft.note(format!("these are {}", listed(&names)));
    } else {
        draft = draft.also(first);
    }
    let weight = components.iter().map(|&(c, _)| model.component(c).criticality).max().unwrap_or_default();
    sink.push(
        draft
            .weight(weight)
            .help("use the same tools in both, so that what is rehearsed in one region works in the other"),
    );
}
