//! Builds the tree of containers: what stands before the regions, the regions with their environments, what stands
//! beyond.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Arrangement, arrange};
use super::captions;
use super::detail::{self, Detail};
use super::district::{Built, District, Plot, Wish};
use super::front::Front;
use super::grid::{Align, Grid, Leaf, Plan, Slot};
use super::level::Level;
use super::lock::{self, Lock, Slots};
use super::measure::{FEW_CELLS, PAD, SMALL, WIDE_MARGIN};
use super::mirrors::{Likeness, mirrors};
use super::stacks;
use super::streets::Side;
use super::template::{Shape, template};
use crate::catalog::Trait;
use crate::layout::ContainerKind;
use crate::model::{EnvironmentIx, Model, NetworkIx, PlacementIx, RegionIx};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::Role;

/// What is to be placed, by where it belongs.
pub(super) struct World {
    districts: Vec<District>,
    /// Districts by region and environment.
    regions: Vec<Vec<Vec<usize>>>,
    /// The regions, in the same order.
    region: Vec<RegionIx>,
    front: Front,
    beyond: Vec<PlacementIx>,
    /// Environments of which only a plate is drawn, and the regions where.
    pub condensed: Vec<EnvironmentIx>,
    plates: BTreeSet<(RegionIx, EnvironmentIx)>,
    /// For each district of an environment that replicates another, the district there.
    replicated: Vec<Option<usize>>,
    /// For each district the one in another region, environment or network whose places it takes over.
    pub mirrors: Vec<Option<Likeness>>,
}

impl World {
    /// Sorts the placements of a model. What a lock has in front or beyond stays there.
    pub(super) fn new(model: &Model, lock: Option<&Lock>, detail: Detail) -> Self {
        let condensed = detail::condensed(model, detail);
        let (districts, outside, plates) = sort_placements(model, &condensed, detail);
        let (front, beyond) = split_outside(model, &outside, lock);
        let (region, regions) = by_region(&districts, &plates);
        let front = Front::new(model, front);
        let condensed = condensed.into_iter().collect();
        let index: BTreeMap<Place, usize> = districts.iter().enumerate().map(|(k, d)| (place(d), k)).collect();
        let replicated: Vec<Option<usize>> =
            districts.iter().map(|d| original(model, d).and_then(|key| index.get(&key).copied())).collect();
        let mirrors = mirrors(model, &districts, &regions, &replicated);
        Self { districts, regions, region, front, beyond, condensed, plates, replicated, mirrors }
    }

    /// The orders of the networks of all environments that are worth a closer look, the best first; at least one. Each gives
    /// the places of the districts.
    pub(super) fn orders(&self, model: &Model) -> Vec<Vec<usize>> {
        stacks::orders(model, &self.districts, self.regions.iter().flatten(), &self.copies())
    }

    /// How many cells there are, but for those of environments that replicate others.
    pub(super) fn own_cells(&self) -> usize {
        let own = self.districts.iter().zip(&self.replicated).filter(|(_, of)| of.is_none());
        own.map(|(d, _)| d.members.len()).sum::<usize>() + self.front.placements.len() + self.beyond.len()
    }

    /// The arrangements with all networks of an environment in one stack in the order of the file: a start for tests of
    /// what comes later.
    #[cfg(test)]
    pub(super) fn choices(&self) -> Vec<Arrangement> {
        self.arranged(&[], &self.alike_beside()).into_iter().map(|found| found.1).collect()
    }

    /// The arrangements that are worth a closer look, the best first; at least one. Networks stand in the order of `places`,
    /// and in some arrangements in several stacks side by side; these come after the others, unless their sheets are much
    /// smaller.
    pub(super) fn choices_in_order(&self, model: &Model, places: &[usize]) -> Vec<Arrangement> {
        let splits = stacks::splits(model, &self.districts, self.regions.iter().flatten(), &self.copies(), places);
        let alike = self.alike_beside();
        let mut beside: Vec<(i64, Arrangement)> =
            splits.iter().flat_map(|split| self.arranged(split, &alike).into_iter().take(EACH_SPLIT)).collect();
        beside.sort_by_key(|found| found.0);
        beside.truncate(SPLITS);
        let mut list = self.arranged(&[], &alike);
        let is_much_smaller = |least: &(i64, Arrangement)| least.0 * 100 < list[0].0 * MUCH_SMALLER;
        let at = if beside.first().is_some_and(is_much_smaller) { 0 } else { list.len() };
        list.splice(at..at, beside);
        let ordered = |(_, choice): (i64, Arrangement)| Arrangement { places: places.to_vec(), ..choice };
        list.into_iter().map(ordered).collect()
    }

    fn arranged(&self, stacks: &[usize], alike: &[Option<usize>]) -> Vec<(i64, Arrangement)> {
        arrange(&self.districts, &self.regions, &self.front.lengths(), self.beyond.len(), stacks, alike)
    }

    /// For each network the one of its own region and environment whose columns it has. What copies another region or
    /// environment has a stack of its own, and often another size.
    fn alike_beside(&self) -> Vec<Option<usize>> {
        let home = |d: usize| (self.districts[d].region, self.districts[d].environment);
        let beside = |(d, like): (usize, &Option<Likeness>)| {
            like.as_ref().map(|like| like.of).filter(|original| home(*original) == home(d))
        };
        self.mirrors.iter().enumerate().map(beside).collect()
    }

    /// For each district the one that it copies.
    fn copies(&self) -> Vec<Option<usize>> {
        let like = |d: usize| self.mirrors[d].as_ref().map(|like| like.of);
        (0..self.districts.len()).map(|d| self.replicated[d].or_else(|| like(d))).collect()
    }
}

/// Arrangements with networks side by side that are worth a closer look, and how many of each split.
const SPLITS: usize = 3;
const EACH_SPLIT: usize = 2;
/// Their sheets are much smaller when they have less than so many per cent of the others' size.
const MUCH_SMALLER: i64 = 85;

/// The plan of a world: the tree with all cells in their slots, not yet routed.
///
/// With a lock, what stood somewhere stays there. Gives the lock of the new plan.
pub(super) fn plan(model: &Model, world: &World, lock: Option<&Lock>, arrangement: &Arrangement) -> (Plan, Lock) {
    let mut plan = Plan::default();
    let mut made = Lock::default();
    let World { districts, regions, front, beyond, .. } = world;
    let aside = lock.map_or(arrangement.aside, |l| l.aside);

    let mut plots: BTreeMap<usize, (usize, Plot)> = BTreeMap::new();
    let mut region_grids = Vec::new();
    // the districts as they stand, from the back to the front
    let mut order: Vec<usize> = Vec::new();
    for (r, environments) in regions.iter().enumerate() {
        let mut built = Vec::new();
        for parts in environments {
            // by stack and place in it: the name and the grid
            let mut family: Vec<((usize, usize), String, usize)> = Vec::new();
            let name_of = |d: &usize| {
                let district = &districts[*d];
                lock::key(model, district.environment, district.region, district.network)
            };
            let names: Vec<String> = parts.iter().map(name_of).collect();
            let stack_of = |(d, name): (&usize, &String)| match lock {
                Some(lock) => lock.stacks.get(name).copied().unwrap_or(0),
                None => arrangement.stacks.get(*d).copied().unwrap_or(0),
            };
            let stacks: Vec<usize> = parts.iter().zip(&names).map(stack_of).collect();
            let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
            for stack in &stacks {
                *sizes.entry(*stack).or_default() += 1;
            }
            for ((&d, name), stack) in parts.iter().zip(names).zip(stacks) {
                let district = &districts[d];
                let replicated = world.replicated[d].and_then(|o| plots.get(&o));
                let mirror = world.mirrors[d].as_ref().filter(|_| replicated.is_none());
                let copied = replicated.or_else(|| plots.get(&mirror?.of));
                let deep = match lock {
                    Some(lock) if lock.districts.contains_key(&name) => lock.deep.contains(&name),
                    _ => arrangement.columns[d].1,
                };
                if deep {
                    made.deep.insert(name.clone());
                }
                let wish = Wish {
                    columns: arrangement.columns[d].0,
                    deep,
                    fill: arrangement.fill,
                    stays: arrangement.stays,
                    joined: sizes[&stack] > 1,
                    copied: copied.map(|c| &c.1),
                    names: mirror.map(|like| like.names.as_slice()),
                    kept: lock.and_then(|l| l.districts.get(&name)),
                };
                let Built { grid, plot, avenues, as_copied } = district.build(model, &mut plan, &wish);
                plan.leaves.push((grid, Leaf::District(name.clone(), avenues)));
                plan.grids[grid].copy_of = copied.filter(|_| replicated.is_some() || as_copied).map(|c| c.0);
                if let Some(n) = district.network {
                    let plate = &mut plan.grids[grid];
                    plate.kind = Some(ContainerKind::Network(n));
                    plate.pad = PAD;
                    plate.caption = Some(captions::network(&model.networks[n.ix()]));
                }
                plots.insert(d, (grid, plot));
                // what is new comes behind what the lock knows
                let order = match lock {
                    Some(lock) => lock.places.get(&name).copied().unwrap_or(usize::MAX),
                    None => arrangement.places.get(d).copied().unwrap_or(0),
                };
                family.push(((stack, order), name, grid));
            }
            family.sort_by_key(|s| s.0);
            order.extend(family.iter().map(|s| s.2));
            let mut stacks: Vec<usize> = Vec::new();
            for list in family.chunk_by(|a, b| a.0.0 == b.0.0) {
                if family.len() > 1 {
                    for (k, ((stack, _), name, _)) in list.iter().enumerate() {
                        made.places.insert(name.clone(), k);
                        made.stacks.extend((*stack > 0).then(|| (name.clone(), *stack)));
                    }
                }
                stacks.push(plan.joined(&list.iter().map(|s| s.2).collect::<Vec<_>>()));
            }
            built.push(Block {
                grid: plan.beside(&stacks),
                environment: districts[parts[0]].environment,
                cells: parts.iter().map(|d| districts[*d].members.len()).sum(),
            });
        }
        let region_ix = world.region[r];
        let plates = world.plates.iter().filter(|(r, _)| *r == region_ix);
        for (r, e) in plates {
            let mut plate = Grid::new(1, 1);
            plate.summary = detail::summary(model, *e, *r);
            built.push(Block { grid: plan.add_grid(plate), environment: Some(*e), cells: 0 });
        }
        let region = &model.regions[region_ix.ix()].id;
        let columns =
            lock.and_then(|l| l.environments.get(region).copied()).unwrap_or(arrangement.environment_columns[r]);
        made.environments.insert(region.clone(), columns);
        region_grids.push(region_grid(model, &mut plan, region_ix, &built, columns));
    }
    made.aside = aside;
    let name = |p: &PlacementIx| model.name(model.placement(*p).component);
    let slots = kept_or(&front.placements, lock.map(|l| &l.front), name, || {
        if world.own_cells() > SMALL {
            return front.slots(arrangement.front_rows);
        }
        let cell = plan.by_placement();
        let level = |p: PlacementIx| {
            let (grid, _, row) = plan.cells[*cell.get(&p)?].parent;
            Some((order.iter().position(|g| *g == grid)?, row))
        };
        front.slots_by_chains(model, arrangement.front_rows, level)
    });
    let front = outside_grid(model, &mut plan, &front.placements, &slots);
    plan.leaves.extend(front.map(|g| (g, Leaf::Front)));
    let slots = kept_or(beyond, lock.map(|l| &l.beyond), name, || beyond_slots(model, beyond, arrangement.beyond_rows));
    let beyond = outside_grid(model, &mut plan, beyond, &slots);
    plan.leaves.extend(beyond.map(|g| (g, Leaf::Beyond)));
    // by column
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (r, grid) in region_grids.into_iter().enumerate() {
        let id = &model.regions[world.region[r].ix()].id;
        let column = match lock {
            _ if aside => usize::from(r > 0),
            Some(lock) => lock.columns.get(id).copied().unwrap_or(0),
            None => arrangement.region_columns.get(r).copied().unwrap_or(0),
        };
        made.columns.extend((column > 0 && !aside).then(|| (id.clone(), column)));
        columns.entry(column).or_default().push(grid);
    }
    // what is beyond stands under the lesser regions, else by itself
    columns.entry(if aside { 1 } else { usize::MAX }).or_default().extend(beyond);
    for (grid, side) in [(front, Side::West), (beyond, Side::East)] {
        let level = grid.map(|grid| Level { grid, pairs: across(model, &plan, grid, side), parts: true });
        plan.level.extend(level);
    }
    let columns: Vec<usize> = std::iter::once(front.into_iter().collect())
        .chain(columns.into_values())
        .filter(|list: &Vec<usize>| !list.is_empty())
        .map(|list| plan.column(&list))
        .collect();
    let mut root = Grid::new(columns.len().max(1), 1);
    root.align = Align::Back;
    plan.root = plan.add_grid(root);
    for (i, g) in columns.into_iter().enumerate() {
        plan.put(plan.root, i, 0, Slot::Grid(g));
    }
    if plan.cells.len() <= FEW_CELLS {
        for grid in &mut plan.grids {
            grid.margin = WIDE_MARGIN;
        }
    }
    note_slots(model, &plan, &mut made);
    (plan, made)
}

/// Writes down in a lock in which slots the cells of a plan stand.
pub(super) fn note_slots(model: &Model, plan: &Plan, lock: &mut Lock) {
    for (g, leaf) in &plan.leaves {
        let (mut first, mut second, mut names) = (Slots::new(), Slots::new(), BTreeSet::new());
        let zonal = if let Leaf::District(_, avenues) = leaf { *avenues } else { usize::MAX };
        for cell in plan.cells.iter().filter(|c| c.parent.0 == *g) {
            let (_, i, j) = cell.parent;
            let component = model.placement(cell.placement).component;
            if let Leaf::Front | Leaf::Beyond = leaf {
                first.insert(model.name(component), (i, j));
                continue;
            }
            let name = lock::name_of(&model.component(component).id, &mut names);
            if j >= zonal {
                second.insert(name, (i, j - zonal));
            } else {
                first.insert(name, (i, j));
            }
        }
        match leaf {
            Leaf::District(name, _) => {
                lock.districts.insert(name.clone(), (first, second));
            }
            Leaf::Front => lock.front = first,
            Leaf::Beyond => lock.beyond = first,
        }
    }
}

/// Slots that the lock keeps, or new ones when it knows none of the placements.
fn kept_or(
    placements: &[PlacementIx],
    lock: Option<&Slots>,
    name: impl Fn(&PlacementIx) -> String,
    new: impl Fn() -> Vec<(usize, usize)>,
) -> Vec<(usize, usize)> {
    match lock {
        Some(lock) if !lock.is_empty() => {
            let names: Vec<String> = placements.iter().map(name).collect();
            lock::keep(lock, &names.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => new(),
    }
}

/// What stands outside the regions, as one grid; nothing for nothing.
fn outside_grid(model: &Model, plan: &mut Plan, placements: &[PlacementIx], slots: &[(usize, usize)]) -> Option<usize> {
    let columns = slots.iter().map(|s| s.0 + 1).max()?;
    let rows = slots.iter().map(|s| s.1 + 1).max()?;
    let mut grid = Grid::new(columns, rows);
    grid.align = Align::Middle;
    let g = plan.add_grid(grid);
    for (p, &(i, j)) in placements.iter().zip(slots) {
        let c = plan.add_cell(*p, template(model, *p, Shape::default()));
        plan.put(g, i, j, Slot::Cell(c));
    }
    Some(g)
}

/// The cells of a grid with the cells of other grids that they call, or are called by; of those the apps in its sight on
/// the side that faces it, else all on that side, if there are any. Beyond the regions, anything counts as an app.
fn across(model: &Model, plan: &Plan, grid: usize, side: Side) -> Vec<(usize, usize)> {
    let cell = plan.by_placement();
    let pair = |l: &crate::model::Link| {
        let (a, b) = (*cell.get(&l.from)?, *cell.get(&l.to)?);
        Some(if side == Side::West { (a, b) } else { (b, a) })
    };
    let goes = |(a, b): &(usize, usize)| plan.cells[*a].parent.0 == grid && plan.cells[*b].parent.0 != grid;
    let links = || model.links.iter().filter_map(|l| Some((l, pair(l)?))).filter(|(_, pair)| goes(pair));
    // what stands in for the usual way comes after it
    let usual: BTreeSet<(usize, usize)> = links()
        .filter(|(l, _)| model.connection(l.connection).kind != ConnectionKind::Failover)
        .map(|(_, pair)| pair)
        .collect();
    let all: Vec<(usize, usize)> = links().map(|(_, pair)| pair).collect();
    // a straight way needs a free sight, and the way of requests is the one that everyone looks for
    let toward = |i: usize| if side == Side::West { i as i32 } else { -(i as i32) };
    // the first and the last of each row of each grid
    let mut ends: BTreeMap<(usize, usize), (i32, i32)> = BTreeMap::new();
    for (g, i, j) in plan.cells.iter().map(|c| c.parent) {
        let known = ends.entry((g, j)).or_insert((toward(i), toward(i)));
        *known = (toward(i).min(known.0), toward(i).max(known.1));
    }
    // in a large plan what stands deep in a row is not looked for at its end
    let is_small = plan.own_cells() <= SMALL;
    let faces = |(_, b): &(usize, usize)| {
        let (g, i, j) = plan.cells[*b].parent;
        let at_edge = if side == Side::West { i == 0 } else { i + 1 == plan.grids[g].nc };
        at_edge || is_small && ends.get(&(g, j)).is_some_and(|ends| ends.0 == toward(i))
    };
    let sees = |(a, _): &(usize, usize)| {
        let (_, i, j) = plan.cells[*a].parent;
        ends.get(&(grid, j)).is_some_and(|ends| ends.1 == toward(i))
    };
    let is_app = |(_, b): &(usize, usize)| {
        let role = model.component(model.placement(plan.cells[*b].placement).component).role;
        side == Side::East || role == Role::App
    };
    // each row for itself
    let rank = |pair: &(usize, usize)| match (faces(pair) && usual.contains(pair), sees(pair), is_app(pair)) {
        (true, true, true) => 0,
        (true, true, false) => 1,
        (true, false, _) => 2,
        _ => 3,
    };
    let mut best: BTreeMap<usize, i32> = BTreeMap::new();
    for pair in &all {
        let known = best.entry(plan.cells[pair.0].parent.2).or_insert(i32::MAX);
        *known = rank(pair).min(*known);
    }
    let least = best.values().min().copied();
    let counts = |pair: &(usize, usize)| {
        let own = best.get(&plan.cells[pair.0].parent.2).copied();
        Some(rank(pair)) == own && (own == least || own < Some(3))
    };
    all.iter().copied().filter(counts).collect()
}

/// What tells districts apart.
type Place = (Option<EnvironmentIx>, Option<NetworkIx>, RegionIx);

fn place(district: &District) -> Place {
    (district.environment, district.network, district.region)
}

/// The district whose places a replica takes over.
fn original(model: &Model, district: &District) -> Option<Place> {
    let source = model.environments[district.environment?.ix()].replicates?;
    let placement = district.members.iter().find_map(|m| {
        let c = model.component(model.placement(m.placement).component).replica_of?;
        model.component(c).placements.first().map(|p| model.placement(*p))
    })?;
    Some((Some(source), placement.network, placement.region?))
}

/// A district's place in the order: region, environment, whether it is in no network, network.
type Key = (RegionIx, Option<EnvironmentIx>, bool, Option<NetworkIx>);

/// Districts in the order of regions and environments, the placements that stand outside all regions, and where there are
/// condensed environments.
fn sort_placements(
    model: &Model,
    condensed: &BTreeSet<EnvironmentIx>,
    detail: Detail,
) -> (Vec<District>, Vec<PlacementIx>, BTreeSet<(RegionIx, EnvironmentIx)>) {
    let mut plates = BTreeSet::new();
    let mut inside: BTreeMap<Key, Vec<PlacementIx>> = BTreeMap::new();
    let mut outside = Vec::new();
    for (k, p) in model.placements.iter().enumerate() {
        let ix = PlacementIx(k as u32);
        let plate = model.component(p.component).environment.filter(|e| condensed.contains(e));
        match (p.region, plate) {
            (Some(region), Some(e)) => {
                plates.insert((region, e));
            }
            (Some(region), None) => {
                // what stands in no network comes in front of the networks
                let key = (region, model.component(p.component).environment, p.network.is_none(), p.network);
                inside.entry(key).or_default().push(ix);
            }
            (None, plate) => outside.push((ix, plate)),
        }
    }
    // global services of a copy are on its plate, where it has one
    let has_plate = |e: EnvironmentIx| plates.iter().any(|(_, of)| *of == e);
    let outside = outside.into_iter().filter(|(_, plate)| !plate.is_some_and(has_plate)).map(|(ix, _)| ix).collect();
    let districts = inside.iter().map(|((r, e, _, n), list)| District::new(model, *r, *e, *n, list, detail)).collect();
    (districts, outside, plates)
}

/// What requests pass on the way in stands before the regions, and whoever has to do with those; what is only called
/// from within, people too, and global services, stand beyond.
fn split_outside(model: &Model, outside: &[PlacementIx], lock: Option<&Lock>) -> (Vec<PlacementIx>, Vec<PlacementIx>) {
    let all: BTreeSet<PlacementIx> = outside.iter().copied().collect();
    let component = |p: PlacementIx| model.component(model.placement(p).component);
    // calls to what is inside, calls from inside, neighbours outside
    let mut calls: BTreeMap<PlacementIx, (usize, usize, Vec<PlacementIx>)> = BTreeMap::new();
    for l in &model.links {
        for (me, other, out) in [(l.from, l.to, true), (l.to, l.from, false)] {
            if !all.contains(&me) {
                continue;
            }
            let entry = calls.entry(me).or_default();
            match (all.contains(&other), out) {
                (true, _) => entry.2.push(other),
                (false, true) => entry.0 += 1,
                (false, false) => entry.1 += 1,
            }
        }
    }
    let is_told =
        |p: &PlacementIx| calls.get(p).is_some_and(|(to, from, near)| *to == 0 && *from > 0 && near.is_empty());
    let comes_in = |p: &PlacementIx| {
        let c = component(*p);
        let is = |what| c.kind.traits.has(what);
        c.role == Role::Gateway || c.role == Role::External && (is(Trait::Cdn) || is(Trait::Client) && !is_told(p))
    };
    let mut front: BTreeSet<PlacementIx> = outside.iter().copied().filter(comes_in).collect();
    let external = |p: &PlacementIx| component(*p).role == Role::External;
    front.extend(outside.iter().filter(|p| external(p) && calls.get(p).is_some_and(|c| c.0 > c.1)));
    let mut queue: Vec<PlacementIx> = front.iter().copied().collect();
    while let Some(p) = queue.pop() {
        for o in calls.get(&p).map(|c| c.2.clone()).unwrap_or_default() {
            if external(&o) && front.insert(o) {
                queue.push(o);
            }
        }
    }
    outside.iter().partition(|p| {
        let name = model.name(model.placement(**p).component);
        match lock {
            Some(lock) if lock.front.contains_key(&name) => true,
            Some(lock) if lock.beyond.contains_key(&name) => false,
            _ => front.contains(p),
        }
    })
}

/// Districts by region, then by environment, in order.
fn by_region(
    districts: &[District],
    plates: &BTreeSet<(RegionIx, EnvironmentIx)>,
) -> (Vec<RegionIx>, Vec<Vec<Vec<usize>>>) {
    let mut map: BTreeMap<RegionIx, BTreeMap<Option<EnvironmentIx>, Vec<usize>>> = BTreeMap::new();
    for (d, district) in districts.iter().enumerate() {
        map.entry(district.region).or_default().entry(district.environment).or_default().push(d);
    }
    for (region, _) in plates {
        map.entry(*region).or_default();
    }
    map.into_iter().map(|(r, m)| (r, m.into_values().collect())).unzip()
}

/// What a region has of one environment.
struct Block {
    grid: usize,
    environment: Option<EnvironmentIx>,
    /// How many cells stand in it.
    cells: usize,
}

/// The slab of a region: its district alone, or the plates of its environments side by side.
fn region_grid(model: &Model, plan: &mut Plan, region_ix: RegionIx, built: &[Block], columns: usize) -> usize {
    let region = &model.regions[region_ix.ix()];
    let named = model.environments.iter().filter(|e| !e.id.is_empty()).count();
    let columns = columns.clamp(1, built.len());
    let mut grid = Grid::new(columns, built.len().div_ceil(columns));
    grid.align = Align::Back;
    if !region.id.is_empty() {
        grid.kind = Some(ContainerKind::Region(region_ix));
        grid.pad = PAD;
        grid.caption = Some(captions::region(region, built.iter().map(|b| b.cells).sum()));
    }
    if built.len() == 1 && named <= 1 {
        // one environment needs no plate of its own: its block is the slab
        let mut inner = built[0].grid;
        if plan.grids[inner].kind.is_some() {
            inner = wrap(plan, inner);
        }
        let g = &mut plan.grids[inner];
        g.kind = grid.kind;
        g.pad = grid.pad;
        g.caption = grid.caption;
        return inner;
    }
    let g = plan.add_grid(grid);
    for (k, block) in built.iter().enumerate() {
        let mut inner = block.grid;
        if let Some(e) = block.environment
            && !model.environments[e.ix()].id.is_empty()
        {
            if plan.grids[inner].kind.is_some() {
                inner = wrap(plan, inner);
            }
            let plate = &mut plan.grids[inner];
            plate.kind = Some(ContainerKind::Environment(e));
            plate.pad = PAD;
            plate.caption = Some(captions::environment(&model.environments[e.ix()], block.cells));
        }
        plan.put(g, k % columns, k / columns, Slot::Grid(inner));
    }
    g
}

/// A grid with one grid in it.
fn wrap(plan: &mut Plan, inner: usize) -> usize {
    let g = plan.add_grid(Grid::new(1, 1));
    plan.put(g, 0, 0, Slot::Grid(inner));
    g
}

/// Third parties and global services in a block behind the regions, those of the same callers together.
fn beyond_slots(model: &Model, beyond: &[PlacementIx], rows: usize) -> Vec<(usize, usize)> {
    let all: BTreeSet<PlacementIx> = beyond.iter().copied().collect();
    let mut caller: BTreeMap<PlacementIx, PlacementIx> = BTreeMap::new();
    for l in model.links.iter().filter(|l| all.contains(&l.to)) {
        let c = caller.entry(l.to).or_insert(l.from);
        *c = (*c).min(l.from);
    }
    let mut order: Vec<usize> = (0..beyond.len()).collect();
    order.sort_by_key(|k| (caller.get(&beyond[*k]).copied(), *k));
    let rows = rows.clamp(1, beyond.len().max(1));
    let columns = beyond.len().div_ceil(rows).max(1);
    let rows = beyond.len().div_ceil(columns).max(1);
    let mut slots = vec![(0, 0); beyond.len()];
    for (s, k) in order.into_iter().enumerate() {
        slots[k] = (s / rows, s % rows);
    }
    slots
}
