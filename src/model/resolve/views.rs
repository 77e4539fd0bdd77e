//! Checks the names of views and finds the components they show.

use std::collections::BTreeSet;

use super::Places;
use super::context::{Context, listed, quoted, rename};
use super::names::Thing;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::geom::Paper;
use crate::model::{ComponentIx, EnvironmentIx, GroupIx, Model, RegionIx, View};
use crate::source::{Spanned, Text};
use crate::syntax::attributes::List;
use crate::syntax::document::{self, Role};
use crate::syntax::{Words, codes, nearest};

/// All views, by id.
pub(super) fn views(cx: &mut Context, model: &Model, places: &Places) -> Vec<View> {
    let tags = if cx.document.views.iter().any(|v| v.tags.is_some()) { all_tags(model) } else { BTreeSet::new() };
    let mut views = Vec::with_capacity(cx.document.views.len());
    for view in &cx.document.views {
        let selection = Selection::new(cx, model, places, &tags, view);
        let theme = |name: &str| catalog::embedded_themes().iter().any(|(known, _)| *known == name);
        let sheet = |name: &str| Paper::from_name(name).is_some() || Paper::from_size(name).is_some();
        let themes: Vec<&str> = catalog::embedded_themes().iter().map(|(name, _)| *name).collect();
        let expected = listed(themes.iter().copied());
        checked(cx, "theme", view.theme.as_ref(), theme, &themes, &expected);
        let papers = Paper::ALL.map(|paper| paper.name);
        checked(cx, "paper", view.paper.as_ref(), sheet, &papers, &Paper::expected());
        views.push(View {
            id: view.id.value.to_string(),
            span: view.id.span,
            title: view.title.as_ref().map(super::context::line),
            components: selection.components(model, view.neighbours.as_ref().map_or(0, |n| n.value)),
            regions: selection.regions.unwrap_or_default(),
            projection: view.projection.as_ref().map(|p| p.value.to_string()),
            theme: view.theme.as_ref().map(|t| t.value.to_string()),
            paper: view.paper.as_ref().map(|p| p.value.to_string()),
            upright: view.labels.as_ref().map(|l| l.value == "upright"),
        });
    }
    views
}

/// What a view asks for; `None` asks for everything.
struct Selection {
    environments: Option<Vec<EnvironmentIx>>,
    regions: Option<Vec<RegionIx>>,
    groups: Option<BTreeSet<GroupIx>>,
    roles: Option<Vec<Role>>,
    tags: Option<BTreeSet<String>>,
    ids: Option<BTreeSet<String>>,
}

impl Selection {
    fn new(cx: &mut Context, model: &Model, places: &Places, tags: &BTreeSet<&str>, view: &document::View) -> Self {
        let environments = known(cx, Thing::Environment, view.environments.as_ref());
        let regions = known(cx, Thing::Region, view.regions.as_ref());
        let groups = known(cx, Thing::Group, view.groups.as_ref());
        let ids = known(cx, Thing::Component, view.ids.as_ref());
        Self {
            environments: environments.map(|ids| sorted(ids.iter().filter_map(|id| places.environments.get(cx, id)))),
            regions: regions.map(|ids| sorted(ids.iter().filter_map(|id| places.ground.regions.get(cx, id)))),
            groups: groups.map(|ids| within(model, ids.iter().filter_map(|id| cx.names.get(Thing::Group, id)))),
            roles: view.roles.as_ref().map(|list| list.value.iter().filter_map(|role| known_role(cx, role)).collect()),
            tags: view.tags.as_ref().map(|list| {
                list.value.iter().filter(|tag| known_tag(cx, tags, tag)).map(|tag| tag.value.to_string()).collect()
            }),
            ids: ids.map(|ids| ids.into_iter().collect()),
        }
    }

    /// The components that meet every condition, with their neighbours so many connections further, sorted.
    fn components(&self, model: &Model, neighbours: u32) -> Vec<ComponentIx> {
        let mut shown: Vec<bool> = model.component_ixs().map(|c| self.takes(model, c)).collect();
        if self.environments.is_some() {
            self.drop_strangers(model, &mut shown);
        }
        let mut edge: Vec<ComponentIx> = model.component_ixs().filter(|c| shown[c.ix()]).collect();
        for _ in 0..neighbours {
            let mut next = Vec::new();
            for component in edge {
                let callees = model.outgoing(component).map(|k| model.connection(k).to);
                let callers = model.incoming(component).map(|k| model.connection(k).from);
                for other in callees.chain(callers) {
                    if !std::mem::replace(&mut shown[other.ix()], true) {
                        next.push(other);
                    }
                }
            }
            if next.is_empty() {
                break;
            }
            edge = next;
        }
        model.component_ixs().filter(|c| shown[c.ix()]).collect()
    }

    fn takes(&self, model: &Model, ix: ComponentIx) -> bool {
        let component = model.component(ix);
        let tagged = |tags: &BTreeSet<String>| {
            component.attributes.tags.iter().flat_map(|list| &list.value).any(|tag| tags.contains(tag.value.as_str()))
        };
        let placed = |regions: &Vec<RegionIx>| {
            // what stands in no region belongs to the picture of every region
            model.places(ix).any(|p| p.region.is_none_or(|region| regions.contains(&region)))
        };
        let grouped = |groups: &BTreeSet<GroupIx>| {
            component.group.iter().chain(&component.outlines).any(|group| groups.contains(group))
        };
        self.environments.as_ref().is_none_or(|all| component.environment.is_none_or(|e| all.contains(&e)))
            && self.regions.as_ref().is_none_or(placed)
            && self.groups.as_ref().is_none_or(grouped)
            && self.roles.as_ref().is_none_or(|roles| roles.contains(&component.role))
            && self.tags.as_ref().is_none_or(tagged)
            && self.ids.as_ref().is_none_or(|ids| ids.contains(&component.id))
    }

    /// Of what stands outside the environments, leaves only what has to do with those that are shown.
    fn drop_strangers(&self, model: &Model, shown: &mut [bool]) {
        let environments = self.environments.as_deref().unwrap_or_default();
        let inside = |c: ComponentIx| model.component(c).environment.is_some_and(|e| environments.contains(&e));
        for component in model.component_ixs().take_while(|c| model.component(*c).environment.is_none()) {
            let callees = model.outgoing(component).map(|k| model.connection(k).to);
            let callers = model.incoming(component).map(|k| model.connection(k).from);
            shown[component.ix()] &= callees.chain(callers).any(inside);
        }
    }
}

/// The names of a list that exist; the others are findings.
fn known(cx: &mut Context, thing: Thing, list: Option<&List>) -> Option<Vec<String>> {
    let list = list?;
    Some(list.value.iter().filter(|name| cx.find(thing, name).is_some()).map(|name| name.value.to_string()).collect())
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all.dedup();
    all
}

/// The groups and all that stand in them.
fn within(model: &Model, chosen: impl Iterator<Item = usize>) -> BTreeSet<GroupIx> {
    let mut children: Vec<Vec<GroupIx>> = vec![Vec::new(); model.groups.len()];
    for (at, group) in model.groups.iter().enumerate() {
        if let Some(parent) = group.parent {
            children[parent.ix()].push(GroupIx(at as u32));
        }
    }
    let mut all = BTreeSet::new();
    let mut open: Vec<GroupIx> = chosen.map(|at| GroupIx(at as u32)).collect();
    while let Some(group) = open.pop() {
        if all.insert(group) {
            open.extend(&children[group.ix()]);
        }
    }
    all
}

fn known_role(cx: &mut Context, name: &Spanned<Text>) -> Option<Role> {
    let role = Role::from_word(&name.value);
    if role.is_none() {
        let words = Role::WORDS.iter().map(|(word, _)| *word);
        let label = format!("expected {}", listed(words.clone()));
        let message = format!("unknown role {}", quoted(&name.value));
        let finding = Diagnostic::error(codes::BAD_VALUE, name.span, message, label);
        cx.push(match nearest(&name.value, words) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
    role
}

/// Says so when a value is not what can be drawn with, with the nearest that can.
fn checked(
    cx: &mut Context,
    what: &str,
    value: Option<&Spanned<Text>>,
    is_known: impl Fn(&str) -> bool,
    known: &[&str],
    expected: &str,
) {
    let Some(value) = value.filter(|value| !is_known(&value.value)) else { return };
    let message = format!("there is no {what} {}", quoted(&value.value));
    let finding = Diagnostic::error(codes::BAD_VALUE, value.span, message, format!("not a {what}"));
    // what begins with a digit is a size that is not quite one, not a slip of a name
    let is_size = value.value.starts_with(|c: char| c.is_ascii_digit());
    let near = if is_size { None } else { nearest(&value.value, known.iter().copied()) };
    cx.push(match near {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")).with_fix(rename(value.span, near)),
        None => finding.with_help(format!("expected {expected}")),
    });
}

fn known_tag(cx: &mut Context, tags: &BTreeSet<&str>, name: &Spanned<Text>) -> bool {
    let known = tags.contains(name.value.as_str());
    if !known {
        let message = format!("no component has the tag {}", quoted(&name.value));
        let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, name.span, message, "selects nothing");
        let near = cx.names.afford(tags.len()).then(|| nearest(&name.value, tags.iter().copied())).flatten();
        cx.push(match near {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding,
        });
    }
    known
}

fn all_tags(model: &Model) -> BTreeSet<&str> {
    let lists = model.components.iter().filter_map(|c| c.attributes.tags.as_ref());
    lists.flat_map(|list| &list.value).map(|tag| tag.value.as_str()).collect()
}
