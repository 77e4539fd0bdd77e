//! From a document to a model: gaps filled, names turned into indices, environments and standby regions expanded.
//!
//! The steps run one after the other, each in its own file: templates and defaults, regions, environments, networks,
//! components with their places, replicas, standby places, groups, connections, links, steps and views. What can not be
//! resolved becomes a finding and is replaced by the most likely thing, so that the rest is checked in the same run.
//!
//! *Invariant*: every index in the model is valid, whatever the document says, and nothing is worse than linear times a
//! logarithm in its size.

mod acceptances;
mod alternatives;
mod chains;
mod components;
mod connections;
mod context;
mod counts;
mod environments;
mod groups;
mod links;
mod names;
mod networks;
mod places;
mod regions;
mod standby;
mod steps;
mod templates;
#[cfg(test)]
mod tests;
mod views;

use self::components::Drafts;
use self::context::{Context, label_or, line};
use self::environments::Environments;
use self::networks::Networks;
use self::places::Ground;
use self::regions::Regions;
use self::standby::StandsIn;
use self::templates::Templates;
use super::{Component, ComponentIx, Diagram, Model, Parts, PlacementIx};
use crate::diag::Diagnostic;
use crate::syntax::attributes::Attributes;
use crate::syntax::document::{self, Document};

/// Where everything can stand.
struct Places<'d> {
    ground: Ground,
    environments: Environments<'d>,
}

/// Resolves a document. The model is whole whatever the findings are; they are in source order.
pub fn resolve(document: &Document) -> (Model, Vec<Diagnostic>) {
    resolved(document, document.components.iter().map(|component| component.attributes.clone()).collect())
}

/// Resolves a document that nobody needs afterwards: like [`resolve`], but what components say moves into the model, which
/// takes less time and memory.
pub fn resolve_owned(mut document: Document) -> (Model, Vec<Diagnostic>) {
    let attributes =
        document.components.iter_mut().map(|component| std::mem::take(&mut component.attributes)).collect();
    resolved(&document, attributes)
}

/// Resolves a document, with what each of its components says beside it.
fn resolved(document: &Document, attributes: Vec<Attributes>) -> (Model, Vec<Diagnostic>) {
    let mut context = Context::new(document, attributes);
    let cx = &mut context;
    let templates = Templates::new(cx);
    let regions = Regions::new(cx);
    let networks = Networks::new(cx, &regions);
    let environments = Environments::new(cx, &regions);
    let places = Places { ground: Ground { regions, networks }, environments };
    let mut drafts = components::components(cx, &templates, &places.environments, &places.ground);
    let stands_in = standby::stand_in(cx, &places.environments, &places.ground, &mut drafts);

    let mut parts = Parts {
        diagram: diagram(&document.diagram),
        groups: groups::groups(cx),
        lint: document.lint.clone(),
        ..Parts::default()
    };
    number(&mut parts, drafts, &stands_in);
    groups::join(cx, &mut parts.groups, &mut parts.components);
    parts.security_groups = groups::security_groups(cx, &parts.components);
    parts.regions.clone_from(&places.ground.regions.list);
    parts.networks.clone_from(&places.ground.networks.list);
    parts.environments.clone_from(&places.environments.list);
    parts.connections = connections::connections(cx, &parts);
    parts.links = links::links(&parts);
    parts.steps = steps::steps(cx, &parts, &places.ground.regions);
    let mut model = Model::new(parts);
    model.parts.views = views::views(cx, &model, &places);
    model.parts.allow = acceptances::acceptances(cx, &model);
    (model, context.finish())
}

/// Gives components and placements their indices.
fn number(parts: &mut Parts, drafts: Drafts, stands_in: &[StandsIn]) {
    let originals = drafts.originals();
    parts.components.reserve_exact(originals.len());
    parts.placements.reserve_exact(drafts.iter().map(|(_, draft)| draft.placements.len()).sum());
    for ((environment, draft), replica_of) in drafts.into_iter().zip(originals) {
        let ix = ComponentIx(parts.components.len() as u32);
        let id = draft.id();
        let first = parts.placements.len();
        let provisioned_by = draft.placements.first().map(|p| p.provisioned_by.clone()).unwrap_or_default();
        parts.components.push(Component {
            id: id.to_owned(),
            span: draft.span,
            role: draft.source.role,
            kind: draft.kind,
            label: label_or(draft.attributes.label.as_ref(), id),
            environment,
            replica_of,
            criticality: draft.attributes.criticality.as_ref().map(|c| c.value).unwrap_or_default(),
            criticality_stated: draft.attributes.criticality.is_some(),
            group: None,
            outlines: Vec::new(),
            attributes: draft.attributes,
            placements: (first..first + draft.placements.len()).map(|at| PlacementIx(at as u32)).collect(),
            own_place: draft.own_place,
            provisioned_by,
            members: 1,
        });
        for mut placement in draft.placements {
            placement.component = ix;
            parts.placements.push(placement);
        }
        for (standby, of) in &stands_in[ix.ix()] {
            parts.placements[first + standby].stands_in_for = Some(PlacementIx((first + of) as u32));
        }
    }
}

fn diagram(diagram: &document::Diagram) -> Diagram {
    Diagram {
        title: diagram.title.as_ref().map(line).unwrap_or_default(),
        subtitle: diagram.subtitle.as_ref().map(line).unwrap_or_default(),
        date: diagram.date.as_ref().map(|d| d.value),
        author: diagram.author.as_ref().map(line),
        description: diagram.description.as_ref().map(line),
        source: diagram.source.as_ref().map(line),
        icons: diagram.icons.as_ref().map(|icons| icons.value.to_string()),
        upright: diagram.labels.as_ref().is_some_and(|l| l.value == "upright"),
        legend: diagram.legend.as_ref().is_none_or(|l| l.value),
        legend_span: diagram.legend.as_ref().map(|l| l.span),
    }
}
