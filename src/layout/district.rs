//! The block of one environment in one region, or of one of its networks: avenues with zone bands for what stands in zones, and plain rows before
//! them for what the region runs as a whole, in one lattice.

use std::collections::BTreeMap;

use super::grid::{Align, Grid, Plan, Row, Slot};
use super::lattice::{self, Item, Lattice};
use super::lock::Slots;
use super::measure::{BAND_LABEL_SIZE, PITCH};
use super::template::{Template, template};
use super::tiers;
use crate::geom::Gu;
use crate::model::{EnvironmentIx, Model, NetworkIx, PlacementIx, RegionIx};
use crate::syntax::document::Role;
use crate::text::{Weight, width};

/// Placements of one environment in one region, in one network or in none.
#[derive(Clone, Debug)]
pub(super) struct District {
    pub region: RegionIx,
    pub environment: Option<EnvironmentIx>,
    /// The VPC that all members stand in, if any.
    pub network: Option<NetworkIx>,
    pub members: Vec<Member>,
    /// How many of them stand in zones.
    avenues: usize,
}

/// A placement with its cell.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub placement: PlacementIx,
    pub template: Template,
}

/// What is wished of the places in a district.
pub(super) struct Wish<'a> {
    /// Columns, when nothing else says.
    pub columns: usize,
    /// Where the components of the district that this one copies stand.
    pub copied: Option<&'a Plot>,
    /// Where components stood before; stronger than all else.
    pub kept: Option<&'a (Slots, Slots)>,
}

/// A district in the plan.
pub(super) struct Built {
    pub grid: usize,
    pub plot: Plot,
    /// Slots to keep: in avenues, and in plain rows.
    pub kept: (Slots, Slots),
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
    ) -> Self {
        let members: Vec<Member> =
            placements.iter().map(|&p| Member { placement: p, template: template(model, p) }).collect();
        let avenues = members.iter().filter(|m| m.template.zones.is_some()).count();
        Self { region, environment, network, members, avenues }
    }

    /// The numbers of columns that make sense.
    pub(super) fn columns(&self) -> std::ops::RangeInclusive<usize> {
        // a short chain reads best in one row
        let least = if self.avenues <= 4 { self.avenues.max(1) } else { 1 };
        least..=self.avenues.max(self.members.len() - self.avenues).clamp(least, 80)
    }

    /// Rough width and depth with a number of columns, in hundredths of a ground unit.
    pub(super) fn estimate(&self, columns: usize) -> (i64, i64) {
        let plain = self.members.len() - self.avenues;
        let (ra, rp) = lattice::shape(self.avenues, plain, columns);
        let stats = |zonal: bool| {
            let list = || self.members.iter().filter(move |m| m.template.zones.is_some() == zonal).map(|m| &m.template);
            let n = list().count().max(1) as i64;
            let mean = list().map(|t| i64::from(t.w.0)).sum::<i64>() / n;
            let widest = list().map(|t| i64::from(t.w.0)).max().unwrap_or(0);
            let depth = |t: &Template| {
                let zones = t.zones.map_or(1, |(lo, hi)| hi - lo + 1) as i64;
                i64::from(t.band.0) * zones + i64::from(t.lip.0)
            };
            let deepest = list().map(depth).max().unwrap_or(0);
            (mean, widest, deepest)
        };
        let (am, aw, ad) = stats(true);
        let (pm, pw, pd) = stats(false);
        // a column is as wide as its widest cell: between the mean and the maximum
        let column = if ra + rp == 1 { am.max(pm) } else { i64::midpoint(am.max(pm), aw.max(pw)) };
        (columns as i64 * (column + 110) + 250, ra as i64 * (ad + 120) + rp as i64 * (pd + 110) + 200)
    }

    /// Places everything and adds the grid to the plan.
    pub(super) fn build(&self, model: &Model, plan: &mut Plan, wish: &Wish<'_>) -> Built {
        let lattice = match (wish.kept, wish.copied) {
            (Some(kept), _) => {
                self.place(model, |items, edges| lattice::place_kept(items, edges, &self.kept(model, kept)))
            }
            (None, copied) => copied
                .and_then(|plot| self.copy(model, plot))
                .unwrap_or_else(|| self.place(model, |items, edges| lattice::place(items, edges, wish.columns))),
        };
        let plot = self.members.iter().zip(&lattice.slots).map(|(m, s)| (Self::id(model, m).to_owned(), *s)).collect();
        let mut kept = (Slots::new(), Slots::new());
        for (m, &(c, r)) in self.members.iter().zip(&lattice.slots) {
            let id = Self::id(model, m).to_owned();
            if m.template.zones.is_some() {
                kept.0.insert(id, (c, r));
            } else {
                kept.1.insert(id, (c, r - lattice.avenues));
            }
        }
        let g = plan.add_grid(self.grid(model, &lattice));
        for (m, &(i, j)) in self.members.iter().zip(&lattice.slots) {
            let c = plan.add_cell(m.placement, m.template.clone());
            plan.put(g, i, j, Slot::Cell(c));
        }
        Built { grid: g, plot, kept }
    }

    /// The slots of the lock for each member.
    fn kept(&self, model: &Model, lock: &(Slots, Slots)) -> Vec<Option<(usize, usize)>> {
        self.members
            .iter()
            .map(|m| if m.template.zones.is_some() { &lock.0 } else { &lock.1 }.get(Self::id(model, m)).copied())
            .collect()
    }

    fn id<'m>(model: &'m Model, m: &Member) -> &'m str {
        &model.component(model.placement(m.placement).component).id
    }

    fn place(&self, model: &Model, how: impl Fn(&[Item], &[(usize, usize)]) -> Lattice) -> Lattice {
        let index: BTreeMap<PlacementIx, usize> =
            self.members.iter().enumerate().map(|(k, m)| (m.placement, k)).collect();
        let edges: Vec<(usize, usize)> = model
            .links
            .iter()
            .filter_map(|l| Some((*index.get(&l.from)?, *index.get(&l.to)?)))
            .filter(|(a, b)| a != b)
            .collect();
        let component = |m: &Member| model.component(model.placement(m.placement).component);
        let outside = self.outside(model, &index);
        let least: Vec<usize> = self
            .members
            .iter()
            .zip(&outside)
            .map(|(m, (called, _))| match component(m).role {
                Role::External | Role::Gateway => 0,
                // where requests come in stands first
                Role::App => 2 - usize::from(*called > 0),
                Role::Store => 3,
                Role::Service => 4,
            })
            .collect();
        let items: Vec<Item> = self
            .members
            .iter()
            .zip(tiers::ranks(&least, &edges))
            .zip(outside)
            .map(|((m, tier), outside)| Item {
                outside,
                tier,
                depth: m.template.zones.map_or(0, |(_, hi)| hi + 1),
                group: component(m).group.map_or(usize::MAX, crate::model::GroupIx::ix),
            })
            .collect();
        how(&items, &edges)
    }

    /// For each member the connections that come from outside all regions, and those that leave this district for
    /// another region or the outside.
    fn outside(&self, model: &Model, index: &BTreeMap<PlacementIx, usize>) -> Vec<(usize, usize)> {
        let mut out = vec![(0, 0); self.members.len()];
        for l in &model.links {
            match (index.get(&l.from), index.get(&l.to)) {
                (None, Some(k)) if model.placement(l.from).region.is_none() => out[*k].0 += 1,
                (Some(k), None) if model.placement(l.to).region != Some(self.region) => out[*k].1 += 1,
                _ => {}
            }
        }
        out
    }

    /// The slots of the copied district without the rows and columns that would be empty; `None` when too few of the
    /// components stand there, or one stands in another sort of row.
    fn copy(&self, model: &Model, plot: &Plot) -> Option<Lattice> {
        if self.members.is_empty() || self.members.len() * 10 < plot.len() * 7 {
            return None;
        }
        let slots: Vec<(usize, usize)> =
            self.members.iter().map(|m| plot.get(Self::id(model, m)).copied()).collect::<Option<_>>()?;
        let mut columns: Vec<usize> = slots.iter().map(|s| s.0).collect();
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
        let at = |list: &[usize], v: usize| list.partition_point(|u| *u < v);
        Some(Lattice {
            nc: columns.len(),
            nr: rows.len(),
            avenues: rows.iter().filter(|r| zonal_row(**r)).count(),
            slots: slots.iter().map(|s| (at(&columns, s.0), at(&rows, s.1))).collect(),
        })
    }

    /// The empty grid with its avenues and the strip for the names of zones.
    fn grid(&self, model: &Model, lattice: &Lattice) -> Grid {
        let mut grid = Grid::new(lattice.nc, lattice.nr);
        for (m, s) in self.members.iter().zip(&lattice.slots) {
            let Some((lo, hi)) = m.template.zones else { continue };
            grid.rows[s.1] = match grid.rows[s.1] {
                Row::Plain => Row::Avenue { lo, hi, band: Gu::ZERO, lip: Gu::ZERO },
                Row::Avenue { lo: a, hi: b, .. } => {
                    Row::Avenue { lo: a.min(lo), hi: b.max(hi), band: Gu::ZERO, lip: Gu::ZERO }
                }
            };
        }
        if self.avenues > 0 {
            let names = &model.regions[self.region.ix()].zones;
            let widest = names.iter().map(|z| width(&band_label(z), Weight::SemiBold)).max().unwrap_or(0);
            grid.left = (Gu((widest * i64::from(BAND_LABEL_SIZE.0) / 1000) as i32) + Gu(48)).round_up(PITCH);
        }
        grid.place = Some((self.region, self.environment));
        grid.align = Align::Front;
        grid
    }
}

/// The text at the left end of a zone band.
pub(super) fn band_label(zone: &str) -> String {
    format!("Zone {zone}")
}
