//! What the members of a district have to do with each other and with the outside, and how far along the flow each is.

use std::collections::BTreeMap;

use super::tiers;
use crate::model::{Model, PlacementIx, RegionIx};
use crate::syntax::document::Role;

/// The connections of some placements of one region, by their place in the list.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    /// Between two of them, from caller to callee.
    pub edges: Vec<(usize, usize)>,
    /// For each the connections that come from outside all regions, and those that leave these placements for another
    /// region or the outside.
    pub outside: Vec<(usize, usize)>,
    /// For each how far along the flow it is.
    pub ranks: Vec<usize>,
}

impl Flow {
    /// The flow between placements of a region.
    pub(super) fn new(model: &Model, region: RegionIx, placements: &[PlacementIx]) -> Self {
        let index: BTreeMap<PlacementIx, usize> = placements.iter().enumerate().map(|(k, p)| (*p, k)).collect();
        let mut edges = Vec::new();
        let mut outside = vec![(0, 0); placements.len()];
        for l in &model.links {
            match (index.get(&l.from), index.get(&l.to)) {
                (Some(a), Some(b)) if a != b => edges.push((*a, *b)),
                (None, Some(k)) if model.placement(l.from).region.is_none() => outside[*k].0 += 1,
                (Some(k), None) if model.placement(l.to).region != Some(region) => outside[*k].1 += 1,
                _ => {}
            }
        }
        let role = |p: &PlacementIx| model.component(model.placement(*p).component).role;
        let least: Vec<usize> = placements
            .iter()
            .zip(&outside)
            .map(|(p, (called, _))| match role(p) {
                Role::External | Role::Gateway => 0,
                // where requests come in stands first
                Role::App => 2 - usize::from(*called > 0),
                Role::Store => 3,
                Role::Service => 4,
            })
            .collect();
        let ranks = tiers::ranks(&least, &edges);
        Self { edges, outside, ranks }
    }
}
