//! Resolves environments: which replicates which, what each leaves out, what each overrides.

use std::collections::{BTreeMap, BTreeSet};

use super::chains;
use super::context::{Context, label_or, listed, quoted};
use super::names::Thing;
use super::regions::Regions;
use super::templates::unknown;
use crate::catalog;
use crate::diag::{Diagnostic, Severity};
use crate::model::{Environment, EnvironmentIx, RegionIx};
use crate::source::{Spanned, Text};
use crate::syntax::codes;
use crate::syntax::document;

/// The environments, with what is needed to fill them.
pub(super) struct Environments<'d> {
    pub(super) list: Vec<Environment>,
    /// Replicating ones, each after the one it replicates.
    pub(super) replicas: Vec<EnvironmentIx>,
    /// The environment of what names none.
    usual: Option<EnvironmentIx>,
    /// The index of each environment of the document.
    by_document: Vec<EnvironmentIx>,
    regions: Vec<Option<RegionIx>>,
    overrides: BTreeMap<(EnvironmentIx, &'d str), &'d document::Component>,
}

impl<'d> Environments<'d> {
    pub(super) fn new(cx: &mut Context<'d>, regions: &Regions) -> Self {
        let declared = &cx.document.environments;
        let mut parents: Vec<Option<usize>> = Vec::with_capacity(declared.len());
        for environment in declared {
            parents.push(environment.replicates.as_ref().and_then(|name| cx.find(Thing::Environment, name)));
        }
        let chains = chains::order(&mut parents);
        for circle in &chains.circles {
            let links: Vec<_> = circle
                .iter()
                .map(|at| &declared[*at])
                .map(|e| (e.id.value.as_str(), e.replicates.as_ref().map_or(e.id.span, |name| name.span)))
                .collect();
            cx.cycle("environment", "replicates", &links);
        }
        let mut order: Vec<usize> = (0..declared.len()).collect();
        order.sort_by_key(|at| (parents[*at].is_some(), &declared[*at].id.value));
        let mut by_document = vec![EnvironmentIx(0); order.len()];
        for (ix, at) in order.iter().enumerate() {
            by_document[*at] = EnvironmentIx(ix as u32);
        }
        let mut this = Self {
            list: Vec::new(),
            replicas: chains.order.iter().filter(|at| parents[**at].is_some()).map(|at| by_document[*at]).collect(),
            usual: None,
            by_document,
            regions: Vec::new(),
            overrides: BTreeMap::new(),
        };
        for at in order {
            let parent = parents[at].map(|parent| this.by_document[parent]);
            this.add(cx, regions, &declared[at], parent);
        }
        if this.list.is_empty() {
            this.list.push(nameless());
            this.regions.push(None);
        }
        this.usual = this.usual(cx);
        this
    }

    fn add(
        &mut self,
        cx: &mut Context<'d>,
        regions: &Regions,
        environment: &'d document::Environment,
        replicates: Option<EnvironmentIx>,
    ) {
        let ix = EnvironmentIx(self.list.len() as u32);
        let mut except = BTreeSet::new();
        for id in environment.except.iter().flat_map(|list| &list.value) {
            if cx.find(Thing::Component, id).is_some() {
                except.insert(id.value.to_string());
            }
        }
        for each in &environment.overrides {
            if self.checked(cx, each) {
                self.overrides.insert((ix, &each.id.value), each);
            }
        }
        self.regions.push(environment.region.as_ref().and_then(|name| regions.find(cx, name)));
        self.list.push(Environment {
            id: environment.id.value.to_string(),
            label: label_or(environment.label.as_ref(), &environment.id.value),
            span: Some(environment.id.span),
            replicates,
            scale: environment.scale.as_ref().map_or(1.0, |s| s.value),
            except: except.into_iter().collect(),
            ephemeral: environment.ephemeral.as_ref().is_some_and(|e| e.value),
            budget: environment.budget,
            mascot: environment.mascot.as_ref().and_then(|name| mascot(cx, name)),
        });
    }

    /// Whether an override names a component of its role.
    #[allow(clippy::unused_self)]
    fn checked(&self, cx: &mut Context, each: &document::Component) -> bool {
        let Some(at) = cx.names.get(Thing::Component, &each.id.value) else {
            let finding = cx.unresolved(Thing::Component, &each.id.value, each.id.span);
            cx.push(finding);
            return false;
        };
        let component = &cx.document.components[at];
        if component.role != each.role {
            let (is, not) = (component.role.table(), each.role.table());
            let message = format!("{} is of role `{is}`, not `{not}`", quoted(&each.id.value));
            let finding =
                Diagnostic::error(codes::BAD_VALUE, each.id.span, message, format!("said to be `{not}` here"))
                    .with_related(component.id.span, "declared here");
            cx.push(finding);
        }
        component.role == each.role
    }

    /// The environment of what names none.
    fn usual(&self, cx: &mut Context) -> Option<EnvironmentIx> {
        if let Some(name) = &cx.document.defaults.environment {
            return self.find(cx, name);
        }
        let mut originals = self.ixs().filter(|ix| self.list[ix.ix()].replicates.is_none());
        match (originals.next(), originals.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    pub(super) fn ixs(&self) -> impl Iterator<Item = EnvironmentIx> + use<> {
        (0..self.list.len() as u32).map(EnvironmentIx)
    }

    /// The environment of a name; if there is none, says so.
    fn find(&self, cx: &mut Context, name: &Spanned<Text>) -> Option<EnvironmentIx> {
        cx.find(Thing::Environment, name).and_then(|at| self.by_document.get(at).copied())
    }

    /// The environment of an id, without a word when there is none.
    pub(super) fn get(&self, cx: &Context, id: &str) -> Option<EnvironmentIx> {
        cx.names.get(Thing::Environment, id).and_then(|at| self.by_document.get(at).copied())
    }

    /// The environment a component stands in: its own, else the usual one. Says so when neither is there, and goes on
    /// with the first.
    pub(super) fn of(
        &self,
        cx: &mut Context,
        component: &document::Component,
        name: Option<&Spanned<Text>>,
    ) -> EnvironmentIx {
        let first = EnvironmentIx(0);
        if let Some(name) = name {
            return self.find(cx, name).or(self.usual).unwrap_or(first);
        }
        self.usual.unwrap_or_else(|| {
            if cx.document.defaults.environment.is_none() {
                let ids = self.list.iter().map(|e| e.id.as_str());
                cx.push(not_stated(component, "environment", ids));
            }
            first
        })
    }

    /// The region of an environment, if it says one.
    pub(super) fn region(&self, ix: EnvironmentIx) -> Option<RegionIx> {
        self.regions[ix.ix()]
    }

    /// What an environment says differently of a component.
    pub(super) fn overriding(&self, ix: EnvironmentIx, id: &str) -> Option<&'d document::Component> {
        self.overrides.get(&(ix, id)).copied()
    }

    /// Every override.
    pub(super) fn overrides(&self) -> impl Iterator<Item = (EnvironmentIx, &'d document::Component)> {
        self.overrides.iter().map(|((ix, _), each)| (*ix, *each))
    }

    /// The scale of an environment against the first of its chain.
    pub(super) fn whole_scale(&self, ix: EnvironmentIx) -> f64 {
        let mut scale = 1.0;
        let mut at = ix;
        while let Some(original) = self.list[at.ix()].replicates {
            scale *= self.list[at.ix()].scale;
            at = original;
        }
        scale
    }
}

fn nameless() -> Environment {
    Environment {
        id: String::new(),
        label: String::new(),
        span: None,
        replicates: None,
        scale: 1.0,
        except: Vec::new(),
        ephemeral: false,
        budget: None,
        mascot: None,
    }
}

/// The finding for a component that leaves its place open.
pub(super) fn not_stated<'a>(
    component: &document::Component,
    key: &str,
    mut candidates: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let message = format!("{} does not say its {key}", quoted(&component.id.value));
    let label = format!("expected {key} {}", listed(candidates.clone()));
    let example = candidates.next().unwrap_or_default();
    Diagnostic::error(codes::PLACE_NOT_STATED, component.id.span, message, label)
        .with_help(format!("add `{key} = \"{example}\"` here or to `[defaults]`"))
        .with_element(component.id.value.clone())
}

/// The name of a mascot; says so when there is none of it.
fn mascot(cx: &mut Context, name: &Spanned<Text>) -> Option<String> {
    if catalog::mascot_names().any(|known| known == name.value) {
        return Some(name.value.to_string());
    }
    cx.push(unknown(Severity::Error, "mascot", name, catalog::mascot_names()));
    None
}
