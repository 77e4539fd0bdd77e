//! Fills in what a component does not say itself: from its template, then from `[defaults]`.
//!
//! Templates are filled from their own templates first, parents before children, so a component looks at one only.

use std::cell::OnceCell;

use super::chains;
use super::context::Context;
use super::names::Thing;
use crate::catalog::{Kind, Scope, Trait, builtin};
use crate::diag::{Diagnostic, Severity};
use crate::source::{Spanned, Text};
use crate::syntax::attributes::{Attributes, KeyGroup};
use crate::syntax::document::Role;
use crate::syntax::{codes, nearest};

/// Templates and defaults, ready to fill gaps.
pub(super) struct Templates {
    resolved: Vec<Attributes>,
    defaults: Attributes,
    /// The defaults for each of the sorts of components that [`Templates::with_defaults`] tells apart.
    fitting: [OnceCell<Attributes>; 16],
}

/// What a component says itself or by its template, rather than by the defaults.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Stated {
    pub(super) region: bool,
    pub(super) zones: bool,
    pub(super) numbers: NumbersStated,
    pub(super) network: NetworkStated,
}

/// Whether numbers of a place were said for it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct NumbersStated {
    /// Numbers by zone, of instances or replicas.
    pub(super) by_zone: bool,
    /// One number for each of its zones.
    pub(super) per_zone: bool,
}

/// Whether the network and the subnet of a place were said for it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct NetworkStated {
    pub(super) network: bool,
    pub(super) subnet: bool,
}

impl Templates {
    pub(super) fn new(cx: &mut Context) -> Self {
        let templates = &cx.document.templates;
        let mut parents: Vec<Option<usize>> = Vec::with_capacity(templates.len());
        for template in templates {
            let parent = template.attributes.template.as_ref();
            parents.push(parent.and_then(|name| cx.find(Thing::Template, name)));
        }
        let chains = chains::order(&mut parents);
        for circle in &chains.circles {
            let links: Vec<_> = circle
                .iter()
                .map(|at| &templates[*at])
                .map(|t| (t.id.value.as_str(), t.attributes.template.as_ref().map_or(t.id.span, |name| name.span)))
                .collect();
            cx.cycle("template", "starts from", &links);
        }
        let mut resolved: Vec<Attributes> = templates.iter().map(|t| t.attributes.clone()).collect();
        for at in chains.order {
            if let Some(parent) = parents[at] {
                let base = std::mem::take(&mut resolved[parent]);
                fill(&mut resolved[at], &base);
                resolved[parent] = base;
            }
        }
        Self { resolved, defaults: cx.document.defaults.clone(), fitting: Default::default() }
    }

    /// What the component says itself, and what its template says.
    pub(super) fn own(&self, cx: &mut Context, mut own: Attributes) -> Attributes {
        if let Some(template) = own.template.as_ref().and_then(|name| cx.find(Thing::Template, name)) {
            fill(&mut own, &self.resolved[template]);
        }
        own
    }

    /// Adds the defaults that are for this role and kind, and tells what was said before that.
    pub(super) fn with_defaults(&self, own: &mut Attributes, role: Role, kind: &Kind) -> Stated {
        let stated = Stated {
            region: own.region.is_some(),
            zones: own.zones.is_some(),
            numbers: NumbersStated {
                by_zone: own.count.is_some() || own.replicas.is_some(),
                per_zone: own.per_zone.is_some(),
            },
            network: NetworkStated { network: own.network.is_some(), subnet: own.subnet.is_some() },
        };
        let fit = [
            role != Role::External,
            role == Role::App || kind.traits.has(Trait::OnInstances),
            role == Role::Store || kind.traits.has(Trait::Stateful),
            kind.scope != Scope::Global,
        ];
        let at = fit.iter().fold(0, |at, fits| at << 1 | usize::from(*fits));
        fill(own, self.fitting[at].get_or_init(|| fitting(&self.defaults, fit)));
        stated
    }

    /// The kind that is named, by the component or by the defaults, else that of the role.
    pub(super) fn kind(&self, cx: &mut Context, own: &Attributes, role: Role) -> &'static Kind {
        let catalog = builtin();
        if let Some(name) = own.kind.as_ref().or(self.defaults.kind.as_ref()) {
            match catalog.kind(&name.value) {
                Some(kind) => return kind,
                None => cx.push(unknown(Severity::Error, "kind", name, catalog.kind_names())),
            }
        }
        catalog.kind(role.default_kind()).expect("the catalogue has the kind of each role")
    }
}

/// The defaults for what has a place, runs on instances, keeps state, stands in a region.
fn fitting(defaults: &Attributes, [placed, on_instances, stateful, regional]: [bool; 4]) -> Attributes {
    let mut fitting = defaults.clone();
    for (fits, group) in [(placed, KeyGroup::Place), (on_instances, KeyGroup::Compute), (stateful, KeyGroup::State)] {
        if !fits {
            fitting.forget(group);
        }
    }
    if !regional {
        fitting.region = None;
        fitting.zones = None;
    }
    fitting
}

/// Takes from `base` what is not said. A number in all and a number a zone are two ways to say one thing, so who says
/// one of them takes neither.
pub(super) fn fill(attributes: &mut Attributes, base: &Attributes) {
    let (count, per_zone) = (attributes.count.clone(), attributes.per_zone);
    attributes.fill_from(base);
    if count.is_some() || per_zone.is_some() {
        attributes.count = count;
        attributes.per_zone = per_zone;
    }
}

/// The finding for a name that the catalogue lacks.
pub(super) fn unknown<'a>(
    severity: Severity,
    what: &str,
    name: &Spanned<Text>,
    names: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("unknown {what} {}", super::context::quoted(&name.value));
    let finding = Diagnostic::new(codes::UNKNOWN_CATALOGUE_VALUE, severity, message)
        .with_primary(name.span, "not in the catalogue");
    match nearest(&name.value, names) {
        Some(near) => {
            finding.with_help(format!("did you mean `{near}`?")).with_fix(super::context::rename(name.span, near))
        }
        None => finding,
    }
}
