//! Finds the plan: which arrangement, and which slot for every cell.
//!
//! Of a large plan a few arrangements are drawn roughly, in plain columns and in blocks of domains or communities; the best
//! two of either sort are climbed a little, and the best two of these to the end. Of a small one they are filled in two
//! ways, and in blocks; each is climbed a little, those that cost least are climbed on, and the best of these to the end.
//! Which of them is kept is decided on what is drawn.

use std::collections::BTreeMap;

use super::arrange::Arrangement;
use super::bundle;
use super::climb::{Cohort, Effort, climb};
use super::grid::{Grid, Leaf, Plan};
use super::lattice::Fill;
use super::lock::Lock;
use super::measure::{FEW_CELLS, SMALL};
use super::route::Net;
use super::routed::rough;
use super::threads::side_by_side;
use super::world::{World, note_slots, plan};
use crate::layout::{LayoutConfig, Outlined};
use crate::model::{ComponentIx, Model};
use crate::syntax::document::GroupKind;

/// The most cells of a plan that is climbed.
const CLIMBED: usize = 400;

/// Trials of each arrangement; and of those that are best then, times the number of cells: once for all of a small plan,
/// and two to ten times, by the size of the plan, for those that are best after that.
const FEW: Effort = Effort { trials: 120, work: 250_000, dice: 1 };
const MANY: usize = 40_000;
const MUCH: u64 = 600_000;
/// Other orders of the networks that are tried, each with as many arrangements less one: as many as this number of cells
/// goes into, but one at least and five at most.
const ORDERS: usize = 160;
/// Arrangements that are climbed to the end: as many as this number of cells goes into, but two at least and eight at most.
const FINAL: usize = 240;
/// Arrangements of a large plan that are climbed a little, of those in plain columns and of those in blocks; and those of all
/// that are climbed to the end. What is drawn roughly tells less than a few trials do.
const EACH: usize = 2;
const LARGE: usize = 2;

/// How many arrangements of a small plan go on after the first trials: up to so many cells, and of more.
const KEPT: usize = 3;
const SOME: usize = 40;
const FEWER_KEPT: usize = 2;

/// The plans of a model that are worth drawing, each with the lock that keeps it, and the nets of all of them. There is at
/// least one; with a lock there is one, and everything stays in its slot.
pub(super) fn draft(
    model: &Model,
    config: &LayoutConfig,
    after: &mut dyn FnMut(&'static str),
) -> (Vec<(Plan, Lock)>, Vec<Net>) {
    let lock = config.lock.as_ref();
    let world = World::new(model, lock, config.detail);
    let orders = world.orders(model);
    let choices = world.choices_in_order(model, &orders[0]);
    let at_once = config.quick || lock.is_some();
    let first = |fill: Fill| plan(model, &world, lock, &Arrangement { fill, stays: true, ..choices[0].clone() });
    // a large plan is not climbed: its first places are its last
    let is_large = !at_once && world.own_cells() > CLIMBED;
    let fill = if is_large { Fill::Communities } else { Fill::CommunitiesAtOnce };
    let (start, kept) = first(fill);
    after("slots");
    let nets = bundle::nets(model, &start, &world.condensed);
    after("bundles");
    let (own, links) = (start.own_cells(), nets.iter().map(|n| n.tips.len()).sum::<usize>());
    if at_once || links < 2 {
        return (vec![(start, kept)], nets);
    }
    if own > CLIMBED {
        return (vec![if is_large { (start, kept) } else { first(Fill::Communities) }], nets);
    }
    let movable = start.free_cells();
    let cohorts_of = [false, own > SMALL].map(|in_blocks| cohorts(model, &start, own, in_blocks));
    let cohorts = |arrangement: &Arrangement| &cohorts_of[usize::from(arrangement.fill == Fill::Groups)][..];
    let has_domains = cohorts_of[0].iter().filter(|cohort| cohort.is_domain).count() > 1;
    let filled = |fill: Fill| choices.iter().map(|choice| Arrangement { fill, ..choice.clone() }).collect::<Vec<_>>();
    let blocks = if has_domains { Fill::Groups } else { Fill::Communities };
    let candidates = if own > SMALL {
        let drawn = |a: &Arrangement| rough(model, &plan(model, &world, None, a).0, &nets, config.paper_for(model));
        let mut plain = filled(Fill::Columns);
        if has_domains {
            plain.extend(filled(Fill::Communities));
        }
        [plain, filled(blocks)].into_iter().flat_map(|list| least_of(list, EACH, drawn)).collect()
    } else {
        [Fill::Columns, Fill::Layers, blocks].into_iter().flat_map(filled).collect()
    };
    let mut tried: Vec<(i64, Lock, Arrangement)> = Vec::new();
    let try_all = |candidates: Vec<Arrangement>, tried: &mut Vec<(i64, Lock, Arrangement)>| {
        let mut seeds: Vec<(Plan, Lock, Arrangement)> = Vec::new();
        for arrangement in candidates {
            let (plan, lock) = plan(model, &world, None, &arrangement);
            if seeds.iter().all(|s| s.1 != lock) {
                seeds.push((plan, lock, arrangement));
            }
        }
        let few = side_by_side(&seeds, |(plan, lock, arrangement)| {
            let (cost, lock, _) = climbed(model, plan.clone(), lock.clone(), &nets, cohorts(arrangement), FEW);
            (cost, lock, arrangement.clone())
        });
        for found in few {
            // from two places one may come to the same
            if tried.iter().all(|t| t.1 != found.1) {
                tried.push(found);
            }
        }
        tried.sort_by_key(|t| t.0);
    };
    try_all(candidates, &mut tried);
    // other orders of the networks are tried with the best alone
    let most = (ORDERS / movable.max(1)).clamp(1, 5);
    let best: Vec<Arrangement> = tried.iter().take((most - 1).max(1)).map(|t| t.2.clone()).collect();
    let reordered = |places: &Vec<usize>| {
        best.iter().map(|a| Arrangement { places: places.clone(), ..a.clone() }).collect::<Vec<_>>()
    };
    try_all(orders.iter().skip(1).take(most).flat_map(reordered).collect(), &mut tried);
    // of large plans fewer, with more trials for each
    let plans = if own > SMALL { LARGE } else { (FINAL / movable.max(1)).clamp(2, 8) };
    tried.truncate(plans);
    let times = match own {
        _ if own > SMALL => 10,
        _ if own > FEW_CELLS => 3,
        _ => 2,
    };
    let once = MANY / own.max(40);
    let effort = Effort { trials: times * once, work: times as u64 * MUCH, dice: 1 };
    let go_on = |from: &[(Lock, Arrangement)], effort: Effort, dear_bends: bool| {
        side_by_side(from, |(lock, shape)| {
            let (start, made) = plan(model, &world, Some(lock), shape);
            let (cost, lock, often) = climbed(model, Plan { dear_bends, ..start }, made, &nets, cohorts(shape), effort);
            Outcome { cost, often, at: (lock, shape.clone()) }
        })
    };
    let seeds: Vec<(Lock, Arrangement)> = tried.into_iter().map(|(_, lock, shape)| (lock, shape)).collect();
    let found = if own > SMALL {
        go_on(&seeds, effort, false)
    } else {
        // all have some trials; those that are best then go on with all of them and other dice
        let mut found = go_on(&seeds, Effort { trials: once, ..effort }, false);
        let kept = if own > SOME { FEWER_KEPT } else { KEPT };
        let kept: Vec<_> = best_of(&mut found, kept).map(|f| f.at.clone()).collect();
        found.extend(go_on(&kept, Effort { dice: 2, ..effort }, false));
        let turning: Vec<_> = best_of(&mut found, KEPT).filter(|f| f.often).map(|f| f.at.clone()).collect();
        found.extend(go_on(&turning, effort, true));
        found
    };
    // from two places, or with other dice, one may come to the same
    let mut plans: Vec<(Plan, Lock)> = Vec::with_capacity(found.len());
    for again in side_by_side(&found, |Outcome { at: (lock, shape), .. }| plan(model, &world, Some(lock), shape)) {
        if plans.iter().all(|other| other.1 != again.1) {
            plans.push(again);
        }
    }
    after("climb");
    (plans, nets)
}

/// A place that a climb came to: what it costs, whether wires turn too often there, and how to build it again.
struct Outcome {
    cost: i64,
    often: bool,
    at: (Lock, Arrangement),
}

/// Those few that cost least, the best first; of equals the first.
fn best_of(found: &mut [Outcome], most: usize) -> impl Iterator<Item = &Outcome> {
    found.sort_by_key(|f| f.cost);
    found.iter().take(most)
}

/// Those few of some things that cost least, the best first; of equals the first. Two are looked at at a time, for what is
/// drawn takes memory.
fn least_of<T: Sync, C: Ord + Copy + Send>(list: Vec<T>, most: usize, cost: impl Fn(&T) -> C + Sync) -> Vec<T> {
    let costs: Vec<C> = list.chunks(2).flat_map(|pair| side_by_side(pair, &cost)).collect();
    let mut sorted: Vec<(C, T)> = costs.into_iter().zip(list).collect();
    sorted.sort_by_key(|(cost, _)| *cost);
    sorted.into_iter().take(most).map(|(_, thing)| thing).collect()
}

/// Climbs a plan. Gives its cost, a lock with the slots of all that is no copy, for copies follow their originals, and
/// whether wires turn too often.
fn climbed(
    model: &Model,
    mut plan: Plan,
    mut lock: Lock,
    nets: &[Net],
    cohorts: &[Cohort],
    effort: Effort,
) -> (i64, Lock, bool) {
    let (cost, often) = climb(&mut plan, nets, cohorts, effort);
    note_slots(model, &plan, &mut lock);
    for (g, leaf) in &plan.leaves {
        if let (Leaf::District(name, _), Some(_)) = (leaf, plan.grids[*g].copy_of) {
            lock.districts.remove(name);
        }
    }
    let name = |g: usize| match plan.leaves.iter().find(|leaf| leaf.0 == g) {
        Some((_, Leaf::District(name, _))) => Some(name.as_str()),
        _ => None,
    };
    let joined = (0..plan.grids.len()).filter(|g| plan.grids[*g].joined);
    let joined: Vec<Vec<&str>> = joined.map(|g| plan.inside(g).filter_map(name).collect()).collect();
    lock.close_gaps(&joined);
    (cost, lock, often)
}

/// What a cell among those of a domain costs, and one among those of a group that is drawn as an outline. In a small picture
/// domains are part of the story, and there is room to keep them together. Where there are few cells that takes little;
/// with more of them a domain comes apart unless it is worth much, and costs no crossings then. In large plans there are
/// too few trials for it, unless each domain has a block from the start.
const IN_DOMAIN: i64 = 15;
const IN_BLOCK: i64 = 400;
const IN_DOMAIN_OF_SOME: i64 = 800;
const IN_DOMAIN_OF_FEW: i64 = 80;
const IN_OUTLINE: i64 = 25;

/// The cells that groups hold together, by grid; so many cells of the plan are in no copy. In a large plan that is filled
/// `in_blocks`, what a domain has in each class of rows is held together by itself.
fn cohorts(model: &Model, plan: &Plan, own: usize, in_blocks: bool) -> Vec<Cohort> {
    let mut of: BTreeMap<ComponentIx, Vec<usize>> = BTreeMap::new();
    for (k, c) in plan.cells.iter().enumerate() {
        of.entry(model.placement(c.placement).component).or_default().push(k);
    }
    let in_domain = if plan.grids.iter().any(Grid::is_wide) {
        IN_DOMAIN_OF_FEW
    } else if own <= SMALL {
        IN_DOMAIN_OF_SOME
    } else if in_blocks {
        IN_BLOCK
    } else {
        IN_DOMAIN
    };
    let mut out = Vec::new();
    for (group, members) in Outlined::all(model) {
        let is_domain = group.kind(model) == GroupKind::Domain;
        let weight = if is_domain { in_domain } else { IN_OUTLINE };
        let mut by_grid: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for c in members.iter().filter_map(|m| of.get(m)).flatten() {
            let (grid, _, row) = plan.cells[*c].parent;
            let class = if in_blocks { plan.grids[grid].classes[row] } else { 0 };
            by_grid.entry((grid, class)).or_default().push(*c);
        }
        let several = by_grid.into_values().filter(|cells| cells.len() > 1);
        out.extend(several.map(|cells| Cohort { weight, cells, is_domain }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_cost_least_are_taken_and_of_equals_the_first() {
        let list = vec![("a", 5), ("b", 2), ("c", 7), ("d", 2), ("e", 1)];
        let names =
            |most| least_of(list.clone(), most, |thing| thing.1).iter().map(|thing| thing.0).collect::<String>();
        assert_eq!(names(3), "ebd");
        assert_eq!(names(9), "ebdac");
        assert_eq!(names(0), "");
    }
}
