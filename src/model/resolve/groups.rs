//! Resolves groups and security groups, and who is in them.
//!
//! A component says its group itself, or the group names its members; both are joined here.

use std::collections::BTreeMap;

use super::chains;
use super::context::{Context, label_or, quoted};
use super::names::Thing;
use crate::diag::Diagnostic;
use crate::model::{Component, ComponentIx, Group, GroupIx, SecurityGroup};
use crate::source::Span;
use crate::syntax::Words;
use crate::syntax::codes;
use crate::syntax::document::GroupKind;

/// Makes the groups, without members yet.
pub(super) fn groups(cx: &mut Context) -> Vec<Group> {
    let declared = &cx.document.groups;
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(declared.len());
    for group in declared {
        parents.push(group.parent.as_ref().and_then(|name| cx.find(Thing::Group, name)));
    }
    let chains = chains::order(&mut parents);
    for circle in &chains.circles {
        let links: Vec<_> = circle
            .iter()
            .map(|at| &declared[*at])
            .map(|g| (g.id.value.as_str(), g.parent.as_ref().map_or(g.id.span, |name| name.span)))
            .collect();
        cx.cycle("group", "stands in", &links);
    }
    let kind = |at: usize| declared[at].kind.as_ref().map_or(GroupKind::Domain, |k| k.value);
    let mut groups = Vec::with_capacity(declared.len());
    for (at, group) in declared.iter().enumerate() {
        let mut parent = parents[at];
        if let (Some(other), Some(name)) = (parent, &group.parent) {
            let (inner, outer) = (kind(at), kind(other));
            if inner != GroupKind::Domain || outer != GroupKind::Domain {
                let message = "only groups of kind `domain` stand in each other";
                let label = format!("`{}` in `{}`", inner.word(), outer.word());
                let finding = Diagnostic::error(codes::BAD_VALUE, name.span, message, label);
                cx.push(finding.with_related(declared[other].id.span, format!("the {} group", outer.word())));
                parent = None;
            }
        }
        groups.push(Group {
            id: group.id.value.to_string(),
            label: label_or(group.label.as_ref(), &group.id.value),
            kind: kind(at),
            parent: parent.map(|parent| GroupIx(parent as u32)),
            members: Vec::new(),
            span: group.id.span,
        });
    }
    groups
}

/// Puts every component in its groups.
pub(super) fn join(cx: &mut Context, groups: &mut [Group], components: &mut [Component]) {
    let named = named_members(cx);
    for (at, component) in components.iter_mut().enumerate() {
        let mut all: Vec<(GroupIx, Span)> = named.get(component.id.as_str()).cloned().unwrap_or_default();
        if let Some(name) = &component.attributes.group {
            // what the defaults say holds for those that no group names
            let default = cx.document.defaults.group.as_ref().is_some_and(|d| d.span == name.span);
            let taken = all.iter().any(|(ix, _)| groups[ix.ix()].kind == GroupKind::Domain);
            if let Some(ix) = cx.find(Thing::Group, name).filter(|_| !default || !taken) {
                all.insert(0, (GroupIx(ix as u32), name.span));
            }
        }
        let mut domain: Option<(GroupIx, Span)> = None;
        for (ix, span) in all {
            match domain {
                _ if groups[ix.ix()].kind != GroupKind::Domain => component.outlines.push(ix),
                None => domain = Some((ix, span)),
                Some((first, _)) if first == ix => {}
                Some((first, before)) => {
                    let (id, one, two) = (quoted(&component.id), &groups[first.ix()].id, &groups[ix.ix()].id);
                    let message =
                        format!("{id} is in two groups of kind `domain`, {} and {}", quoted(one), quoted(two));
                    let finding =
                        Diagnostic::error(codes::BAD_VALUE, span, message, format!("in {} here", quoted(two)))
                            .with_related(before, format!("in {} here", quoted(one)))
                            .with_help("keep one of them, or give one of the groups another kind");
                    cx.push(finding);
                }
            }
        }
        component.group = domain.map(|(ix, _)| ix);
        component.outlines.sort_unstable();
        component.outlines.dedup();
        for ix in component.group.iter().chain(&component.outlines) {
            groups[ix.ix()].members.push(ComponentIx(at as u32));
        }
    }
}

/// For each id the groups that name it as a member.
fn named_members<'d>(cx: &mut Context<'d>) -> BTreeMap<&'d str, Vec<(GroupIx, Span)>> {
    let mut named: BTreeMap<&str, Vec<(GroupIx, Span)>> = BTreeMap::new();
    for (at, group) in cx.document.groups.iter().enumerate() {
        for id in group.members.iter().flat_map(|list| &list.value) {
            if cx.find(Thing::Component, id).is_some() {
                named.entry(&id.value).or_default().push((GroupIx(at as u32), id.span));
            }
        }
    }
    for groups in named.values_mut() {
        groups.sort_by_key(|(_, span)| *span);
    }
    named
}

/// Makes the security groups with their members.
pub(super) fn security_groups(cx: &mut Context, components: &[Component]) -> Vec<SecurityGroup> {
    let mut groups = Vec::with_capacity(cx.document.security_groups.len());
    for group in &cx.document.security_groups {
        for allowance in &group.allows {
            let from = &allowance.from;
            let known = from.value == "internet"
                || cx.names.get(Thing::SecurityGroup, &from.value).is_some()
                || cx.names.get(Thing::Component, &from.value).is_some();
            if !known {
                let finding = cx.unresolved(Thing::Component, &from.value, from.span);
                cx.push(finding.with_note("a component, a security group or `internet` can stand here"));
            }
        }
        groups.push(SecurityGroup {
            id: group.id.value.to_string(),
            label: label_or(group.label.as_ref(), &group.id.value),
            allows: group.allows.clone(),
            members: Vec::new(),
            span: group.id.span,
        });
    }
    for (at, component) in components.iter().enumerate() {
        for name in component.attributes.security_group.iter().flat_map(|list| &list.value) {
            if let Some(ix) = cx.find(Thing::SecurityGroup, name) {
                groups[ix].members.push(ComponentIx(at as u32));
            }
        }
    }
    for group in &mut groups {
        group.members.dedup();
    }
    groups
}
