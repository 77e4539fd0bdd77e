//! Where those stand who come before the regions: clients, DNS, CDNs.
//!
//! They stand in columns by their rank in the flow. In a small plan those who have nothing to do with each other stand in
//! rows of their own, in the order of what they call, so that each can stand level with that.

use std::collections::{BTreeMap, BTreeSet};

use super::connected::first_of_each;
use super::tiers;
use crate::model::{Model, PlacementIx};
use crate::syntax::document::Role;

/// Columns and rows, by placement.
type Slots = Vec<(usize, usize)>;

/// What stands before the regions.
pub(super) struct Front {
    pub placements: Vec<PlacementIx>,
    /// Members by rank, each rank in the order of its callers.
    ranks: Vec<Vec<usize>>,
    /// For each member its chain, those who have to do with each other, by the first of them.
    chains: Vec<usize>,
}

impl Front {
    pub(super) fn new(model: &Model, placements: Vec<PlacementIx>) -> Self {
        let index: BTreeMap<PlacementIx, usize> = placements.iter().enumerate().map(|(k, p)| (*p, k)).collect();
        let edges: Vec<(usize, usize)> =
            model.links.iter().filter_map(|l| Some((*index.get(&l.from)?, *index.get(&l.to)?))).collect();
        let ranks = ranks(model, &placements, &edges);
        let chains = first_of_each(placements.len(), edges.iter().copied());
        Self { placements, ranks, chains }
    }

    /// How many members each rank has.
    pub(super) fn lengths(&self) -> Vec<usize> {
        self.ranks.iter().map(Vec::len).collect()
    }

    /// Slots in which a rank of more than `most` members has several columns.
    pub(super) fn slots(&self, most: usize) -> Slots {
        let lists: Vec<&[usize]> = self
            .ranks
            .iter()
            .flat_map(|l| l.chunks(l.len().div_ceil(l.len().div_ceil(most.max(1)).max(1)).max(1)))
            .collect();
        let mut slots = vec![(0, 0); self.placements.len()];
        stack(&mut slots, 0, &lists);
        slots
    }

    /// Slots in which each chain has rows of its own, if that comes to no more than `most`; else as [`Self::slots`]. `level`
    /// says how far to the front something in the regions stands.
    pub(super) fn slots_by_chains<L: Ord>(
        &self,
        model: &Model,
        most: usize,
        level: impl Fn(PlacementIx) -> Option<L>,
    ) -> Slots {
        let members: BTreeMap<PlacementIx, usize> =
            self.placements.iter().zip(&self.chains).map(|(p, chain)| (*p, *chain)).collect();
        let mut called: Vec<(L, usize)> =
            model.links.iter().filter_map(|l| Some((level(l.to)?, *members.get(&l.from)?))).collect();
        called.sort();
        // by the middle of what they call
        let chains: BTreeSet<usize> = self.chains.iter().copied().collect();
        let mut order: Vec<(usize, usize)> = chains
            .into_iter()
            .map(|chain| {
                let places: Vec<usize> = (0..called.len()).filter(|k| called[*k].1 == chain).collect();
                (places.get(places.len() / 2).copied().unwrap_or(usize::MAX), chain)
            })
            .collect();
        order.sort_unstable();
        let mut slots = vec![(0, 0); self.placements.len()];
        let mut rows = 0;
        for (_, chain) in order {
            let own = |list: &Vec<usize>| list.iter().copied().filter(|k| self.chains[*k] == chain).collect();
            let lists: Vec<Vec<usize>> = self.ranks.iter().map(own).collect();
            rows = stack(&mut slots, rows, &lists);
        }
        if rows > most { self.slots(most) } else { slots }
    }
}

/// Gives the members of some lists slots, each list in a column, from a row on; shorter lists stand in the middle. Gives
/// the row after the last one.
fn stack<L: AsRef<[usize]>>(slots: &mut Slots, top: usize, lists: &[L]) -> usize {
    let rows = lists.iter().map(|list| list.as_ref().len()).max().unwrap_or(0);
    for (i, list) in lists.iter().enumerate() {
        let first = top + (rows - list.as_ref().len()) / 2;
        for (j, k) in list.as_ref().iter().enumerate() {
            slots[*k] = (i, first + j);
        }
    }
    top + rows
}

fn ranks(model: &Model, front: &[PlacementIx], edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let least: Vec<usize> = front
        .iter()
        .map(|p| usize::from(model.component(model.placement(*p).component).role == Role::Gateway))
        .collect();
    let ranks = tiers::ranks(&least, edges);
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |r| r + 1)];
    for (k, r) in ranks.iter().enumerate() {
        lists[*r].push(k);
    }
    let mut place = vec![0i64; front.len()];
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); front.len()];
    for &(a, b) in edges {
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
    lists
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::geom::{GRect, Gu};
    use crate::layout::{Layout, LayoutConfig, Tray, layout};
    use crate::model::testing::model;

    /// Staff, clients with a DNS and a CDN before them, and what both call, in this order from the back to the front.
    fn front() -> (Model, Front) {
        let model = model(
            "[region.r]\nzones = [\"a\"]\n[external.clients]\nuses = [\"dns\", \"cdn\"]\n[external.staff]\nuses = [\"vpn\"]\n\
             [gateway.dns]\nkind = \"route53\"\n[gateway.cdn]\nkind = \"cloudfront\"\nuses = [\"way-in\", \"files\"]\n\
             [app.vpn]\n[app.way-in]\n[store.files]\nkind = \"s3\"\n",
        );
        let all = (0..model.placements.len()).map(|k| PlacementIx(k as u32));
        let outside = all.filter(|p| model.placement(*p).region.is_none()).collect();
        let front = Front::new(&model, outside);
        (model, front)
    }

    fn rows(model: &Model, front: &Front, slots: &Slots) -> Vec<String> {
        let name = |p: &PlacementIx| model.component(model.placement(*p).component).id.clone();
        let mut rows = vec![Vec::new(); slots.iter().map(|s| s.1 + 1).max().unwrap_or(0)];
        let mut sorted: Vec<_> = front.placements.iter().zip(slots).collect();
        sorted.sort_by_key(|(_, slot)| **slot);
        for (p, (i, j)) in sorted {
            rows[*j].push(format!("{i}:{}", name(p)));
        }
        rows.iter().map(|row| row.join(" ")).collect()
    }

    #[test]
    fn who_come_in_by_separate_ways_stand_level_with_what_they_call() {
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[network.shared]\n[network.work]\n[network.work.subnet.open]\npublic = true\n\
            [network.work.subnet.inner]\n[defaults]\nzones = [\"a\", \"b\"]\nnetwork = \"work\"\n\
            [external.tenants]\nkind = \"people\"\nuses = [\"dns\", \"cdn\"]\n[external.staff]\nkind = \"staff\"\nuses = [\"vpn\"]\n\
            [gateway.dns]\nkind = \"route53\"\n[gateway.cdn]\nkind = \"cloudfront\"\nuses = [\"alb\", \"files\"]\n\
            [gateway.alb]\nkind = \"load-balancer\"\nsubnet = \"open\"\nuses = [\"web\"]\n[app.web]\nsubnet = \"inner\"\nuses = [\"db\"]\n\
            [store.db]\nkind = \"rds\"\nsubnet = \"inner\"\n[store.files]\nkind = \"s3\"\n\
            [gateway.vpn]\nkind = \"vpn\"\nnetwork = \"shared\"\nuses = [\"bastion\"]\n\
            [app.bastion]\nzones = [\"a\"]\nnetwork = \"shared\"\nuses = [\"web\"]\n";
        let model = model(text);
        let drawn = layout(&model, &LayoutConfig::default());
        let tray = |id| tray(&model, &drawn, id);
        for (a, b) in [("staff", "vpn"), ("tenants", "dns"), ("tenants", "cdn")] {
            let (p, q) = (tray(a).center(), tray(b).center());
            assert!((p.y - q.y).abs() < Gu(600), "{a} {b} {:?}", p.y - q.y);
        }
    }

    fn tray(model: &Model, drawn: &Layout, id: &str) -> GRect {
        let is_it = |t: &&Tray| model.component(model.placement(t.placement).component).id == id;
        drawn.trays.iter().find(is_it).unwrap().rect
    }

    #[test]
    fn people_stand_before_the_regions_unless_they_are_only_called() {
        let text = "[region.r]\n[external.clients]\nkind = \"people\"\nuses = [\"web\"]\n\
            [external.on-call]\nkind = \"people\"\n[external.strangers]\nkind = \"people\"\n\
            [app.web]\nregion = \"r\"\nuses = [\"on-call\"]\n";
        let model = model(text);
        let drawn = layout(&model, &LayoutConfig::default());
        let [web, clients, on_call, strangers] =
            ["web", "clients", "on-call", "strangers"].map(|id| tray(&model, &drawn, id).center().x);
        assert!(clients < web && strangers < web && web < on_call, "{clients:?} {strangers:?} {web:?} {on_call:?}");
    }

    #[test]
    fn chains_have_rows_of_their_own_in_the_order_of_what_they_call() {
        let (model, front) = front();
        let back_to_front = |order: [&'static str; 3]| {
            let model = &model;
            move |p: PlacementIx| {
                order.iter().position(|id| *id == model.component(model.placement(p).component).id.as_str())
            }
        };
        let rows_for = |order, most| rows(&model, &front, &front.slots_by_chains(&model, most, back_to_front(order)));
        assert_eq!(rows_for(["vpn", "way-in", "files"], 3), ["0:staff", "0:clients 1:cdn", "1:dns"]);
        assert_eq!(rows_for(["way-in", "files", "vpn"], 3), ["0:clients 1:cdn", "1:dns", "0:staff"]);
        // three rows are too many
        let together = rows(&model, &front, &front.slots(2));
        assert_eq!(rows_for(["vpn", "way-in", "files"], 2), together);
        assert_eq!(together.len(), 2);
    }
}
