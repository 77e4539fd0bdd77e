//! Finds what the numbered steps explain.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _};

use super::context::{Context, line, quoted};
use super::names::Thing;
use super::regions::Regions;
use crate::diag::Diagnostic;
use crate::model::{ComponentIx, ConnectionIx, Parts, RegionIx, Step, StepAt, is_copied};
use crate::source::Span;
use crate::syntax::document::StepTarget;
use crate::syntax::{codes, nearest};

/// Connections by the ids of their ends.
type Connections<'a> = HashMap<(&'a str, &'a str), ConnectionIx>;

/// All steps that explain something that exists, numbered in the order of the files.
pub(super) fn steps(cx: &mut Context, parts: &Parts, regions: &Regions) -> Vec<Step> {
    if cx.document.steps.is_empty() {
        return Vec::new();
    }
    let mut components: HashMap<&str, ComponentIx> = HashMap::with_capacity(parts.components.len());
    for (at, component) in parts.components.iter().enumerate() {
        components.entry(&component.id).or_insert(ComponentIx(at as u32));
    }
    let mut connections: Connections<'_> = HashMap::with_capacity(parts.connections.len());
    let id = |at: ComponentIx| parts.components[at.ix()].id.as_str();
    for (at, connection) in parts.connections.iter().enumerate() {
        connections.entry((id(connection.from), id(connection.to))).or_insert(ConnectionIx(at as u32));
    }
    let mut steps = Vec::new();
    for (number, step) in cx.document.steps.iter().enumerate() {
        let at = match &step.at.value {
            StepTarget::Component(id) => component(cx, &components, id, step.at.span),
            StepTarget::Connection(from, to) => {
                connection(cx, parts, (&components, &connections), (from, to), step.at.span)
            }
        };
        let region = step.region.as_ref().map(|name| (name, regions.find(cx, name)));
        let Some(at) = at else { continue };
        if let Some((name, Some(region))) = region
            && !stands_in(parts, at, region)
        {
            let (StepTarget::Component(what) | StepTarget::Connection(what, _)) = &step.at.value;
            let message = format!("{} does not stand in {}", quoted(what), quoted(&name.value));
            let finding = Diagnostic::error(codes::BAD_VALUE, name.span, message, "expected a region where it stands");
            cx.push(finding);
            continue;
        }
        let region = region.and_then(|(_, region)| region);
        steps.push(Step { number: number + 1, at, region, text: line(&step.text), span: step.at.span });
    }
    steps
}

/// Whether what a step explains has anything in a region.
fn stands_in(parts: &Parts, at: StepAt, region: RegionIx) -> bool {
    let ends = match at {
        StepAt::Component(c) | StepAt::Replication(c) => [c, c],
        StepAt::Connection(c) => [parts.connections[c.ix()].from, parts.connections[c.ix()].to],
    };
    let mut places = ends.iter().flat_map(|c| &parts.components[c.ix()].placements);
    places.any(|p| parts.placements[p.ix()].region == Some(region))
}

fn component(cx: &mut Context, known: &HashMap<&str, ComponentIx>, id: &str, span: Span) -> Option<StepAt> {
    let found = known.get(id).map(|at| StepAt::Component(*at));
    if found.is_none() {
        let finding = cx.unresolved(Thing::Component, id, span);
        cx.push(finding);
    }
    found
}

fn connection(
    cx: &mut Context,
    parts: &Parts,
    (components, known): (&HashMap<&str, ComponentIx>, &Connections<'_>),
    (from, to): (&str, &str),
    span: Span,
) -> Option<StepAt> {
    if let Some(at) = known.get(&(from, to)) {
        return Some(StepAt::Connection(*at));
    }
    if from == to
        && let Some(at) = components.get(from)
    {
        return replication(cx, parts, *at, span);
    }
    let mut declared = true;
    for id in [from, to] {
        if cx.names.get(Thing::Component, id).is_none() {
            declared = false;
            let finding = cx.unresolved(Thing::Component, id, span);
            cx.push(finding);
        }
    }
    if !declared {
        return None;
    }
    let message = format!("there is no connection {}", quoted(&format!("{from} -> {to}")));
    let finding =
        Diagnostic::error(codes::UNRESOLVED_REFERENCE, span, message, format!("{} does not use it", quoted(from)));
    let help = if known.contains_key(&(to, from)) {
        Some(format!("did you mean `{to} -> {from}`?"))
    } else {
        near(cx, known, (from, to)).map(|name| format!("did you mean `{name}`?"))
    };
    cx.push(match help {
        Some(help) => finding.with_help(help),
        None => finding.with_help(format!("add `uses = [\"{to}\"]` to `{from}`")),
    });
    None
}

/// A step from a component to itself: about the copying of its data, which it must say and have a place for.
fn replication(cx: &mut Context, parts: &Parts, at: ComponentIx, span: Span) -> Option<StepAt> {
    let component = &parts.components[at.ix()];
    if is_copied(component) {
        return Some(StepAt::Replication(at));
    }
    let name = quoted(&component.id);
    let said = component.attributes.replicated.as_ref().is_some_and(|said| said.value);
    let (label, help) = if said {
        (
            format!("{name} stands in one place only"),
            "give it another place, by a `placement` or a region that stands in",
        )
    } else {
        (format!("{name} does not say that its data is copied"), "write `replicated = true` in its table")
    };
    let message = format!("there is no copying {}", quoted(&format!("{0} -> {0}", component.id)));
    cx.push(Diagnostic::error(codes::UNRESOLVED_REFERENCE, span, message, label).with_help(help));
    None
}

/// The nearest connection with one of the two ends.
fn near(cx: &Context, known: &Connections<'_>, (from, to): (&str, &str)) -> Option<String> {
    if !cx.names.afford(known.len()) {
        return None;
    }
    let ends: BTreeSet<(&str, &str)> = known.keys().filter(|(a, b)| *a == from || *b == to).copied().collect();
    let names: Vec<String> = ends.iter().map(|(a, b)| format!("{a} -> {b}")).collect();
    nearest(&format!("{from} -> {to}"), names.iter().map(String::as_str)).map(str::to_owned)
}
