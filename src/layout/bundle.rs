//! Gathers connections into wires: those with the same target and kind, or the same source and kind, may share a trunk.
//!
//! Only these two sorts of bundle can be read without doubt: on a trunk where all go to one place, or all come from one
//! place, every branch says the same (confluent drawing; see Bach et al., 2017). Never both in one wire.
//!
//! *Invariant*: every link is in exactly one net.

use std::collections::BTreeMap;

use super::grid::Plan;
use super::measure::SMALL;
use super::route::Net;
use crate::model::{EnvironmentIx, Link, LinkIx, Model, PlacementIx};
use crate::syntax::attributes::ConnectionKind;

/// Fewest links that are gathered in a small plan, and in a larger one. Where there is room, single lines turn less and
/// cross no more than branches of a trunk.
const LEAST_OF_FEW: usize = 5;
const LEAST: usize = 3;

/// What the links of a bundle share: a target or source, their kind, and their text.
type Shared<'a> = (PlacementIx, ConnectionKind, Option<&'a str>);
/// A possible bundle: its size, whether all have one target, what they share, and the links.
type Candidate<'a> = (usize, bool, Shared<'a>, &'a Vec<usize>);

/// Whether a link has a wire of its own. What a copied environment has with the outside is drawn once, at the original;
/// nothing is drawn of what ends in an environment that is only a plate.
pub(super) fn drawn(model: &Model, link: &Link, condensed: &[EnvironmentIx]) -> bool {
    let copied = |p: PlacementIx| {
        let c = model.component(model.placement(p).component);
        c.environment.is_some_and(|e| model.environments[e.ix()].replicates.is_some())
    };
    let outside = |p: PlacementIx| model.component(model.placement(p).component).environment.is_none();
    let hidden = |p: PlacementIx| {
        let e = model.component(model.placement(p).component).environment;
        e.is_some_and(|e| condensed.contains(&e))
    };
    if hidden(link.from) || hidden(link.to) {
        return false;
    }
    link.from != link.to && !(copied(link.from) && outside(link.to)) && !(outside(link.from) && copied(link.to))
}

/// The nets of all links; bundles first by size.
pub(super) fn nets(model: &Model, plan: &Plan, condensed: &[EnvironmentIx]) -> Vec<Net> {
    let least = if plan.own_cells() > SMALL { LEAST } else { LEAST_OF_FEW };
    nets_of(model, plan, condensed, least)
}

/// A net for each link.
pub(super) fn alone(model: &Model, plan: &Plan, condensed: &[EnvironmentIx]) -> Vec<Net> {
    nets_of(model, plan, condensed, usize::MAX)
}

/// The nets of all links, with bundles of so many at least.
fn nets_of(model: &Model, plan: &Plan, condensed: &[EnvironmentIx], least: usize) -> Vec<Net> {
    let cell = plan.by_placement();
    let mut into: BTreeMap<Shared<'_>, Vec<usize>> = BTreeMap::new();
    let mut out: BTreeMap<Shared<'_>, Vec<usize>> = BTreeMap::new();
    for (k, l) in model.links.iter().enumerate() {
        if !drawn(model, l, condensed) {
            continue;
        }
        let c = model.connection(l.connection);
        // a second arrowhead belongs to one connection alone
        if c.both_ways {
            continue;
        }
        into.entry((l.to, c.kind, c.label.as_deref())).or_default().push(k);
        out.entry((l.from, c.kind, c.label.as_deref())).or_default().push(k);
    }
    let mut groups: Vec<Candidate<'_>> = Vec::new();
    groups.extend(into.iter().map(|(key, list)| (list.len(), true, *key, list)));
    groups.extend(out.iter().map(|(key, list)| (list.len(), false, *key, list)));
    groups.retain(|g| g.0 >= least);
    groups.sort_by_key(|g| (std::cmp::Reverse(g.0), !g.1, g.2));
    let mut used = vec![false; model.links.len()];
    let mut nets = Vec::new();
    let tip = |l: &Link, inward: bool| if inward { l.from } else { l.to };
    for (_, inward, (root, _, _), list) in groups {
        let free: Vec<usize> = list.iter().copied().filter(|k| !used[*k]).collect();
        if free.len() < least {
            continue;
        }
        let tips: Option<Vec<(usize, LinkIx)>> =
            free.iter().map(|&k| Some((*cell.get(&tip(&model.links[k], inward))?, LinkIx(k as u32)))).collect();
        if let (Some(root), Some(tips)) = (cell.get(&root), tips) {
            for k in free {
                used[k] = true;
            }
            nets.push(Net { root: *root, tips, inward });
        }
    }
    for (k, l) in model.links.iter().enumerate() {
        if !used[k]
            && drawn(model, l, condensed)
            && let (Some(from), Some(to)) = (cell.get(&l.from), cell.get(&l.to))
        {
            nets.push(Net { root: *to, tips: vec![(*from, LinkIx(k as u32))], inward: true });
        }
    }
    nets
}
