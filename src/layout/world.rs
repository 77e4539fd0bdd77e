//! Builds the tree of containers: what stands before the regions, the regions with their environments, what stands
//! beyond; and chooses how many rows and columns each has, so that the sheet is well filled.
//!
//! The box of any ground rectangle is √3 : 1 on the page in isometric view, whatever its sides, so the sum of its
//! sides is what counts; the plan that is smallest and nearest to a square wins. All arrangements are tried on rough
//! sizes, which cost nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::district::{District, Member, Plot};
use super::grid::{Align, Caption, Grid, Plan, Slot};
use super::measure::PAD;
use super::template::template;
use super::tiers;
use crate::catalog::Trait;
use crate::geom::Gu;
use crate::layout::ContainerKind;
use crate::model::{EnvironmentIx, Model, PlacementIx, RegionIx};
use crate::syntax::document::Role;
use crate::text::{Weight, width};

/// How everything is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrangement {
    /// Columns of regions.
    region_columns: usize,
    /// Columns of environments, by region.
    environment_columns: Vec<usize>,
    /// Rows of avenues, by district.
    rows: Vec<usize>,
}

/// The plan of a model: the tree with all cells in their slots, not yet routed.
pub(super) fn plan(model: &Model) -> Plan {
    let mut plan = Plan::default();
    let (districts, outside) = sort_placements(model);
    let (front, beyond) = split_outside(model, &outside);
    let regions = by_region(&districts);
    let arrangement = arrange(&districts, &regions);

    let mut plots: BTreeMap<(Option<EnvironmentIx>, RegionIx), Plot> = BTreeMap::new();
    let mut region_grids = Vec::new();
    for (r, list) in regions.iter().enumerate() {
        let mut built = Vec::new();
        for &d in list {
            let district = &districts[d];
            let copied = original(model, district).and_then(|key| plots.get(&key));
            let (grid, plot) = district.build(model, &mut plan, arrangement.rows[d], copied);
            plots.insert((district.environment, district.region), plot);
            built.push((grid, d));
        }
        let grid = region_grid(model, &mut plan, &districts, &built, arrangement.environment_columns[r]);
        region_grids.push(grid);
    }

    let rc = arrangement.region_columns.clamp(1, region_grids.len().max(1));
    let rr = region_grids.len().div_ceil(rc);
    let depth_of_first = districts.iter().map(|d| d.estimate(1).1).max().unwrap_or(800);
    let front_grid = front_grid(model, &mut plan, &front);
    let beyond_grid = beyond_grid(model, &mut plan, &beyond, depth_of_first, &arrangement);
    let columns = usize::from(front_grid.is_some()) + rc * usize::from(rr > 0) + usize::from(beyond_grid.is_some());
    let mut root = Grid::new(columns.max(1), rr.max(1));
    root.align = Align::Middle;
    let root = plan.add_grid(root);
    plan.root = root;
    let mut i = 0;
    if let Some(g) = front_grid {
        plan.put(root, i, 0, Slot::Grid(g));
        i += 1;
    }
    for (k, g) in region_grids.iter().enumerate() {
        plan.put(root, i + k % rc, k / rc, Slot::Grid(*g));
    }
    if rr > 0 {
        i += rc;
    }
    if let Some(g) = beyond_grid {
        plan.put(root, i, 0, Slot::Grid(g));
    }
    plan
}

/// The district whose places a replica takes over.
fn original(model: &Model, district: &District) -> Option<(Option<EnvironmentIx>, RegionIx)> {
    let source = model.environments[district.environment?.ix()].replicates?;
    let component = district.members.iter().find_map(|m| {
        let c = model.component(model.placement(m.placement).component).replica_of?;
        model.component(c).placements.first().and_then(|p| model.placement(*p).region)
    })?;
    Some((Some(source), component))
}

/// Districts in the order of regions and environments, and the placements that stand outside all regions.
fn sort_placements(model: &Model) -> (Vec<District>, Vec<PlacementIx>) {
    let mut inside: BTreeMap<(RegionIx, Option<EnvironmentIx>), Vec<PlacementIx>> = BTreeMap::new();
    let mut outside = Vec::new();
    for (k, p) in model.placements.iter().enumerate() {
        let ix = PlacementIx(k as u32);
        match p.region {
            Some(region) => {
                inside.entry((region, model.component(p.component).environment)).or_default().push(ix);
            }
            None => outside.push(ix),
        }
    }
    let districts = inside.iter().map(|((r, e), list)| District::new(model, *r, *e, list)).collect();
    (districts, outside)
}

/// What requests pass on the way in stands before the regions; what is only called stands beyond.
fn split_outside(model: &Model, outside: &[PlacementIx]) -> (Vec<PlacementIx>, Vec<PlacementIx>) {
    let mut callers = BTreeMap::<PlacementIx, (usize, usize)>::new();
    for link in &model.links {
        callers.entry(link.from).or_default().0 += 1;
        callers.entry(link.to).or_default().1 += 1;
    }
    outside.iter().partition(|p| {
        let c = model.component(model.placement(**p).component);
        let (out, into) = callers.get(p).copied().unwrap_or_default();
        match c.role {
            Role::Gateway => true,
            Role::External => c.kind.traits.has(Trait::Client) || c.kind.traits.has(Trait::Cdn) || out > into,
            _ => false,
        }
    })
}

fn by_region(districts: &[District]) -> Vec<Vec<usize>> {
    let mut map: BTreeMap<RegionIx, Vec<usize>> = BTreeMap::new();
    for (d, district) in districts.iter().enumerate() {
        map.entry(district.region).or_default().push(d);
    }
    map.into_values().collect()
}

/// Tries shapes for the districts and grids of environments and regions; the least sheet wins, the first of equals.
fn arrange(districts: &[District], regions: &[Vec<usize>]) -> Arrangement {
    let shapes = [35, 50, 70, 100, 140, 200, 280, 400, 560];
    let mut best: Option<(i64, Arrangement)> = None;
    for percent in shapes {
        let rows: Vec<usize> = districts.iter().map(|d| rows_for(d, percent)).collect();
        let sizes: Vec<(i64, i64)> = districts.iter().zip(&rows).map(|(d, r)| d.estimate(*r)).collect();
        for rc in 1..=regions.len().clamp(1, 4) {
            for share in 1..=4 {
                let environment_columns: Vec<usize> =
                    regions.iter().map(|list| list.len().div_ceil(share).clamp(1, 6)).collect();
                let blocks: Vec<(i64, i64)> = regions
                    .iter()
                    .zip(&environment_columns)
                    .map(|(list, kc)| grid_size(&list.iter().map(|d| sizes[*d]).collect::<Vec<_>>(), *kc, 250))
                    .collect();
                let (w, d) = grid_size(&blocks, rc, 350);
                let score = (w + d) * 100 + 30 * (w - d * 11 / 10).abs();
                if best.as_ref().is_none_or(|(s, _)| score < *s) {
                    let a = Arrangement { region_columns: rc, environment_columns, rows: rows.clone() };
                    best = Some((score, a));
                }
            }
        }
    }
    best.map_or(
        Arrangement { region_columns: 1, environment_columns: vec![1; regions.len()], rows: vec![1; districts.len()] },
        |(_, a)| a,
    )
}

/// Width and depth of boxes in a lattice with some columns, row by row.
fn grid_size(sizes: &[(i64, i64)], columns: usize, street: i64) -> (i64, i64) {
    let mut widths = vec![0; columns];
    let mut depth = 0;
    for row in sizes.chunks(columns.max(1)) {
        for (k, s) in row.iter().enumerate() {
            widths[k] = widths[k].max(s.0);
        }
        depth += row.iter().map(|s| s.1).max().unwrap_or(0) + street;
    }
    (widths.iter().map(|w| w + street).sum(), depth)
}

/// The number of rows that brings a district nearest to a width of `percent` of its depth.
fn rows_for(district: &District, percent: i64) -> usize {
    (1..=district.most_rows().min(60))
        .min_by_key(|&r| {
            let (w, d) = district.estimate(r);
            let want = d * percent / 100;
            ((w - want).abs() * 1000 / (w + want + 1), r)
        })
        .unwrap_or(1)
}

/// The slab of a region: its district alone, or the plates of its environments side by side.
fn region_grid(
    model: &Model,
    plan: &mut Plan,
    districts: &[District],
    built: &[(usize, usize)],
    columns: usize,
) -> usize {
    let region = &model.regions[districts[built[0].1].region.ix()];
    let named = model.environments.iter().filter(|e| !e.id.is_empty()).count();
    let columns = columns.clamp(1, built.len());
    let mut grid = Grid::new(columns, built.len().div_ceil(columns));
    grid.align = Align::Back;
    if !region.id.is_empty() {
        grid.kind = Some(ContainerKind::Region(districts[built[0].1].region));
        grid.pad = PAD;
        let text = if region.label == region.id {
            region.id.clone()
        } else {
            format!("{}  ·  {}", region.label.to_uppercase(), region.id)
        };
        grid.caption = Some(caption(text, Gu(62), Gu(126)));
    }
    if built.len() == 1 && named <= 1 {
        // one environment needs no plate of its own: its block is the slab
        let (inner, _) = built[0];
        let g = &mut plan.grids[inner];
        g.kind = grid.kind;
        g.pad = grid.pad;
        g.caption = grid.caption;
        return inner;
    }
    let g = plan.add_grid(grid);
    for (k, &(inner, d)) in built.iter().enumerate() {
        if let Some(e) = districts[d].environment
            && !model.environments[e.ix()].id.is_empty()
        {
            let plate = &mut plan.grids[inner];
            plate.kind = Some(ContainerKind::Environment(e));
            plate.pad = PAD;
            plate.caption = Some(caption(model.environments[e.ix()].label.clone(), Gu(54), Gu(108)));
        }
        plan.put(g, k % columns, k / columns, Slot::Grid(inner));
    }
    g
}

fn caption(text: String, size: Gu, depth: Gu) -> Caption {
    // capitals are spaced a little when drawn
    let spaced = width(&text, Weight::SemiBold) + 60 * text.chars().count() as i64;
    Caption { width: Gu((spaced * i64::from(size.0) / 1000) as i32), text, size, depth }
}

/// Clients, DNS, CDNs in columns by their rank.
fn front_grid(model: &Model, plan: &mut Plan, front: &[PlacementIx]) -> Option<usize> {
    if front.is_empty() {
        return None;
    }
    let index: BTreeMap<PlacementIx, usize> = front.iter().enumerate().map(|(k, p)| (*p, k)).collect();
    let edges: Vec<(usize, usize)> =
        model.links.iter().filter_map(|l| Some((*index.get(&l.from)?, *index.get(&l.to)?))).collect();
    let least: Vec<usize> = front
        .iter()
        .map(|p| usize::from(model.component(model.placement(*p).component).role == Role::Gateway))
        .collect();
    let ranks = tiers::ranks(&least, &edges);
    let columns = ranks.iter().max().map_or(1, |r| r + 1);
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); columns];
    for (k, r) in ranks.iter().enumerate() {
        lists[*r].push(k);
    }
    // each column in the order of its callers
    let mut place = vec![0i64; front.len()];
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); front.len()];
    for &(a, b) in &edges {
        callers[b].push(a);
    }
    for list in &mut lists {
        list.sort_by_key(|k| {
            let sum: i64 = callers[*k].iter().map(|c| place[*c] * 100).sum();
            let mean = sum / callers[*k].len().max(1) as i64;
            (if callers[*k].is_empty() { i64::MAX } else { mean }, *k)
        });
        for (row, k) in list.iter().enumerate() {
            place[*k] = row as i64;
        }
    }
    // many clients in one column make a long wall: spread them over more columns
    let most = (front.len() as f64).sqrt().ceil() as usize + 2;
    let lists: Vec<Vec<usize>> =
        lists.into_iter().flat_map(|l| l.chunks(most).map(<[usize]>::to_vec).collect::<Vec<_>>()).collect();
    let rows = lists.iter().map(Vec::len).max().unwrap_or(1);
    let mut grid = Grid::new(lists.len(), rows);
    grid.align = Align::Middle;
    let g = plan.add_grid(grid);
    for (i, list) in lists.iter().enumerate() {
        let offset = (rows - list.len()) / 2;
        for (j, k) in list.iter().enumerate() {
            let c = plan.add_cell(front[*k], template(model, front[*k]));
            plan.put(g, i, j + offset, Slot::Cell(c));
        }
    }
    Some(g)
}

/// Third parties and global services in a block behind the regions, those of the same callers together.
fn beyond_grid(
    model: &Model,
    plan: &mut Plan,
    beyond: &[PlacementIx],
    depth: i64,
    arrangement: &Arrangement,
) -> Option<usize> {
    if beyond.is_empty() {
        return None;
    }
    let members: Vec<Member> = beyond.iter().map(|p| Member { placement: *p, template: template(model, *p) }).collect();
    let all: BTreeSet<PlacementIx> = beyond.iter().copied().collect();
    let mut caller: BTreeMap<PlacementIx, PlacementIx> = BTreeMap::new();
    for l in model.links.iter().filter(|l| all.contains(&l.to)) {
        let c = caller.entry(l.to).or_insert(l.from);
        *c = (*c).min(l.from);
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|k| (caller.get(&members[*k].placement).copied(), *k));
    let each = members.iter().map(|m| i64::from(m.template.plain_depth().0) + 90).max().unwrap_or(300);
    let available = depth * arrangement.rows.first().copied().unwrap_or(1) as i64;
    let rows = ((available / each).max(2) as usize).clamp(1, members.len());
    let columns = members.len().div_ceil(rows);
    let rows = members.len().div_ceil(columns);
    let mut grid = Grid::new(columns, rows);
    grid.align = Align::Middle;
    let g = plan.add_grid(grid);
    for (s, k) in order.into_iter().enumerate() {
        let c = plan.add_cell(members[k].placement, members[k].template.clone());
        plan.put(g, s / rows, s % rows, Slot::Cell(c));
    }
    Some(g)
}
