//! The block of one environment in one region, or of one of its networks: avenues with zone bands for what stands in zones
//! or in strips of subnets, and plain rows before them for what the region runs as a whole, in one lattice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::detail::Detail;
use super::flow::Flow;
use super::grid::{Align, Grid, Plan, Slot};
use super::lattice::{self, Fill, Item, Lattice, STREETS};
use super::lock::{self, Slots};
use super::measure::{BAND_LABEL_SIZE, PITCH};
use super::shelves::{self, Stand};
use super::template::{Shape, Template, template};
use crate::geom::Gu;
use crate::model::{EnvironmentIx, Model, NetworkIx, PlacementIx, RegionIx};
use crate::text::{Weight, width};

/// Placements of one environment in one region, in one network or in none.
#[derive(Clone, Debug)]
pub(super) struct District {
    pub region: RegionIx,
    pub environment: Option<EnvironmentIx>,
    /// The VPC that all members stand in, if any.
    pub network: Option<NetworkIx>,
    pub members: Vec<Member>,
    flow: Flow,
    /// How many of them stand in zones, or in another strip.
    avenues: usize,
    /// Whether any cell has a second shape.
    shapes: bool,
    /// The sizes of the cells in either shape.
    sizes: [Sizes; 2],
}

/// The sizes of cells, greatest first, in hundredths of a ground unit.
#[derive(Clone, Debug, Default)]
struct Sizes {
    widths: Vec<i64>,
    /// Depths by class.
    depths: Vec<Vec<i64>>,
    sum: i64,
}

/// A placement with its cell.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub placement: PlacementIx,
    pub template: Arc<Template>,
    /// The narrower and deeper shape, if there is one.
    deep: Option<Arc<Template>>,
    /// Members of one class stand in rows of their own; see [`shelves`].
    pub class: usize,
}

/// What is wished of the places in a district.
pub(super) struct Wish<'a> {
    /// Columns, when nothing else says.
    pub columns: usize,
    /// Whether cells with several solids in a zone have their deeper shape.
    pub deep: bool,
    /// How columns are filled at first.
    pub fill: Fill,
    /// Whether it stays where it is put at first; see [`super::arrange::Arrangement`].
    pub stays: bool,
    /// Whether others share its columns: then a copy keeps those that would be empty.
    pub joined: bool,
    /// Where the components of the district that this one copies stand.
    pub copied: Option<&'a Plot>,
    /// The names of the members there, where they are not the same.
    pub names: Option<&'a [String]>,
    /// Where components stood before; stronger than all else.
    pub kept: Option<&'a (Slots, Slots)>,
}

/// A district in the plan.
pub(super) struct Built {
    pub grid: usize,
    pub plot: Plot,
    /// How many of its rows are avenues.
    pub avenues: usize,
    /// Whether everything stands where it does in the district that this one copies.
    pub as_copied: bool,
}

/// Where the components of a finished district stand, by id, so that a copy of it can look the same.
pub(super) type Plot = BTreeMap<String, (usize, usize)>;

impl District {
    /// A district with the cells of its placements.
    pub(super) fn new(
        model: &Model,
        region: RegionIx,
        environment: Option<EnvironmentIx>,
        network: Option<NetworkIx>,
        placements: &[PlacementIx],
        detail: Detail,
    ) -> Self {
        let stacked = detail >= Detail::Stacks;
        let flow = Flow::new(model, region, placements);
        let members: Vec<Member> = placements
            .iter()
            .zip(shelves::stands(model, network, placements, &flow.ranks))
            .map(|(&p, Stand { class, strip })| {
                let of = |two_rows| Arc::new(template(model, p, Shape { strip, two_rows, stacked }));
                let template = of(false);
                let deep = template.wide.then(|| of(true));
                Member { placement: p, template, deep, class }
            })
            .collect();
        let avenues = members.iter().filter(|m| m.template.zones.is_some()).count();
        let shapes = members.iter().any(|m| m.deep.is_some());
        let sizes = Default::default();
        let mut this = Self { region, environment, network, members, flow, avenues, shapes, sizes };
        this.sizes = [this.measure(false), this.measure(true)];
        this
    }

    fn measure(&self, deep: bool) -> Sizes {
        let mut sizes = Sizes::default();
        for (t, class) in self.cells(deep) {
            if sizes.depths.len() <= class {
                sizes.depths.resize(class + 1, Vec::new());
            }
            sizes.depths[class].push(t.depth());
            sizes.widths.push(i64::from(t.w.0));
        }
        sizes.sum = sizes.widths.iter().sum();
        for list in sizes.depths.iter_mut().chain([&mut sizes.widths]) {
            list.sort_unstable_by(|a, b| b.cmp(a));
        }
        sizes
    }

    /// The numbers of columns that make sense.
    pub(super) fn columns(&self) -> std::ops::RangeInclusive<usize> {
        // what is few stands in two rows at most: it is the strips of zones that are looked for first
        let least = if self.avenues <= 4 { self.avenues.div_ceil(2).max(1) } else { 1 };
        least..=self.avenues.max(self.members.len() - self.avenues).clamp(least, 80)
    }

    /// The shapes of cells that there are: whether the deeper ones are used.
    pub(super) fn shapes(&self) -> &'static [bool] {
        if self.shapes { &[false, true] } else { &[false] }
    }

    /// The cells in one shape, with their classes.
    fn cells(&self, deep: bool) -> impl Iterator<Item = (&Arc<Template>, usize)> {
        self.members.iter().map(move |m| (m.deep.as_ref().filter(|_| deep).unwrap_or(&m.template), m.class))
    }

    /// Rough width and depth with a number of columns and a shape of cells, in hundredths of a ground unit.
    ///
    /// Cells are taken to be sorted by size into columns and rows half as well as can be.
    pub(super) fn estimate(&self, columns: usize, deep: bool) -> (i64, i64) {
        let Sizes { widths, depths, sum } = &self.sizes[usize::from(deep)];
        let rows: usize = depths.iter().map(|l| l.len().div_ceil(columns)).sum();
        // the widest cells share columns at best, and all columns are as wide as the widest at worst
        let best: i64 = widths.iter().step_by(rows.max(1)).sum();
        let mean = sum / widths.len().max(1) as i64;
        let worst = columns as i64 * i64::midpoint(mean, widths.first().copied().unwrap_or(0));
        let wide = if rows == 1 { *sum } else { i64::midpoint(best, best.max(worst)) };
        let row = |list: &Vec<i64>| list.iter().step_by(columns).map(|d| d + STREETS.1).sum::<i64>();
        let depth: i64 = depths.iter().map(row).sum();
        (columns as i64 * STREETS.0 + wide + 250, depth + 200)
    }

    /// Places everything and adds the grid to the plan.
    pub(super) fn build(&self, model: &Model, plan: &mut Plan, wish: &Wish<'_>) -> Built {
        let names = self.names(model);
        let copy = wish.copied.and_then(|plot| self.copy(wish.names.unwrap_or(&names), plot, wish.joined));
        let lattice = match (wish.kept, &copy) {
            (Some(kept), _) => {
                self.place(model, wish.deep, |items, edges| lattice::place_kept(items, edges, &self.kept(&names, kept)))
            }
            (None, Some(copy)) => copy.clone(),
            (None, None) => {
                let placed =
                    self.place(model, wish.deep, |items, edges| lattice::place(items, edges, wish.columns, wish.fill));
                if wish.stays { placed.closed() } else { placed }
            }
        };
        let as_copied = copy.is_some_and(|copy| copy.slots == lattice.slots);
        let plot = names.into_iter().zip(lattice.slots.iter().copied()).collect();
        let g = plan.add_grid(self.grid(model, &lattice));
        for ((m, (t, _)), &(i, j)) in self.members.iter().zip(self.cells(wish.deep)).zip(&lattice.slots) {
            let c = plan.add_cell(m.placement, Arc::clone(t));
            plan.put(g, i, j, Slot::Cell(c));
        }
        plan.span_zones(g);
        Built { grid: g, plot, avenues: lattice.avenues, as_copied }
    }

    /// The slots of the lock for each member, by their names.
    fn kept(&self, names: &[String], lock: &(Slots, Slots)) -> Vec<Option<(usize, usize)>> {
        self.members
            .iter()
            .zip(names)
            .map(|(m, name)| if m.template.zones.is_some() { &lock.0 } else { &lock.1 }.get(name).copied())
            .collect()
    }

    /// What tells the members apart; see [`lock::name_of`].
    pub(super) fn names(&self, model: &Model) -> Vec<String> {
        let mut names = BTreeSet::new();
        let id = |m: &Member| &model.component(model.placement(m.placement).component).id;
        self.members.iter().map(|m| lock::name_of(id(m), &mut names)).collect()
    }

    fn place(&self, model: &Model, deep: bool, how: impl Fn(&[Item], &[(usize, usize)]) -> Lattice) -> Lattice {
        let Flow { edges, outside, ranks } = &self.flow;
        let group = |m: &Member| model.component(model.placement(m.placement).component).group;
        let items: Vec<Item> = self
            .members
            .iter()
            .zip(ranks.iter().zip(outside))
            .zip(self.cells(deep))
            .map(|((m, (tier, outside)), (t, class))| Item {
                outside: *outside,
                tier: *tier,
                zones: t.zones,
                class,
                size: (i64::from(t.w.0), i64::from(t.band.0), i64::from(t.lip.0)),
                group: group(m).map_or(usize::MAX, crate::model::GroupIx::ix),
            })
            .collect();
        how(&items, edges)
    }

    /// The slots of the copied district, where members have these names, without the rows that would be empty, and without such columns unless they are
    /// shared; `None` when too few of the components stand there, one stands in another sort of row, or plain rows would be
    /// behind avenues.
    fn copy(&self, names: &[String], plot: &Plot, joined: bool) -> Option<Lattice> {
        if self.members.is_empty() || self.members.len() * 10 < plot.len() * 7 {
            return None;
        }
        let slots: Vec<(usize, usize)> = names.iter().map(|name| plot.get(name).copied()).collect::<Option<_>>()?;
        let mut columns: Vec<usize> = slots.iter().map(|s| s.0).collect();
        if joined {
            columns.extend(0..columns.iter().copied().max().unwrap_or(0));
        }
        let mut rows: Vec<usize> = slots.iter().map(|s| s.1).collect();
        for list in [&mut columns, &mut rows] {
            list.sort_unstable();
            list.dedup();
        }
        let zonal = |row: usize| {
            let mut kinds = self.members.iter().zip(&slots).filter(|(_, s)| s.1 == row);
            let mut sorts = kinds.by_ref().map(|(m, _)| m.template.zones.is_some());
            let first = sorts.next();
            (first, sorts.all(|k| Some(k) == first))
        };
        if !rows.iter().all(|r| zonal(*r).1) {
            return None;
        }
        let zonal_row = |row: usize| zonal(row).0 == Some(true);
        // what stands in zones here may stand in none there: avenues are behind plain rows all the same
        if !rows.is_sorted_by_key(|row| !zonal_row(*row)) {
            return None;
        }
        let at = |list: &[usize], v: usize| list.partition_point(|u| *u < v);
        Some(Lattice {
            nc: columns.len(),
            nr: rows.len(),
            avenues: rows.iter().filter(|r| zonal_row(**r)).count(),
            classes: rows.iter().map(|r| usize::from(!zonal_row(*r))).collect(),
            slots: slots.iter().map(|s| (at(&columns, s.0), at(&rows, s.1))).collect(),
        })
    }

    /// The empty grid with its avenues and the strip for the names of zones.
    fn grid(&self, model: &Model, lattice: &Lattice) -> Grid {
        let mut grid = Grid::new(lattice.nc, lattice.nr);
        if self.avenues > 0 {
            let names = &model.regions[self.region.ix()].zones;
            let widest = names.iter().map(|z| width(&band_label(z), Weight::SemiBold)).max().unwrap_or(0);
            grid.left = (Gu((widest * i64::from(BAND_LABEL_SIZE.0) / 1000) as i32) + Gu(48)).round_up(PITCH);
        }
        grid.classes.clone_from(&lattice.classes);
        grid.place = Some((self.region, self.environment));
        grid.align = Align::Front;
        grid
    }
}

/// The text at the left end of a zone band.
pub(super) fn band_label(zone: &str) -> String {
    format!("Zone {zone}")
}
