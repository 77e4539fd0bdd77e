//! Keeps components where they were: the slots of an earlier layout as plain data.
//!
//! A component of the lock keeps its column and row; a new one takes the cheapest free slot of its class of rows, or the
//! first of a new column at the end; see [`super::lattice::place_kept`]. What is gone leaves its slot empty.
//!
//! *Invariant*: with the lock of a model, no other component changes its slot when one is added, changed or taken away.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{EnvironmentIx, Grain, Model, NetworkIx, RegionIx};

/// Column and row of each component, by id.
pub type Slots = BTreeMap<String, (usize, usize)>;

/// Where everything stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Of the blocks of an overview: how much is put together in them.
    pub grain: Option<Grain>,
    /// Whether lesser regions stand beside the first.
    pub aside: bool,
    /// By region that stands beside the first column of them: in which column, counted from that one.
    pub columns: BTreeMap<String, usize>,
    /// Columns of environments, by region.
    pub environments: BTreeMap<String, usize>,
    /// The districts whose trays have their deeper shape.
    pub deep: BTreeSet<String>,
    /// By district that stands in one column with others: its place among them.
    pub places: BTreeMap<String, usize>,
    /// By district that stands beside the first of its environment: in which stack, counted from that one.
    pub stacks: BTreeMap<String, usize>,
    /// By district: those in avenues, and those in plain rows, rows counted apart.
    pub districts: BTreeMap<String, (Slots, Slots)>,
    /// What stands before the regions.
    pub front: Slots,
    /// What stands beyond.
    pub beyond: Slots,
}

impl Lock {
    /// Whether it keeps no place at all.
    pub fn is_empty(&self) -> bool {
        let districts = self.districts.values().flat_map(|(avenues, plain)| [avenues, plain]);
        districts.chain([&self.front, &self.beyond]).all(BTreeMap::is_empty)
    }

    /// Takes over from an older lock where the components of environments stood that are not drawn now.
    pub(super) fn keep<'a>(&mut self, old: &Self, environments: impl Iterator<Item = &'a str>) {
        let hidden: BTreeSet<&str> = environments.collect();
        let is_hidden = |district: &str| district.split(' ').next().is_some_and(|id| hidden.contains(id));
        for (name, slots) in old.districts.iter().filter(|(name, _)| is_hidden(name)) {
            if self.districts.contains_key(name) {
                continue;
            }
            self.districts.insert(name.clone(), slots.clone());
            if old.deep.contains(name) {
                self.deep.insert(name.clone());
            }
            if let Some(place) = old.places.get(name) {
                self.places.insert(name.clone(), *place);
            }
            if let Some(stack) = old.stacks.get(name) {
                self.stacks.insert(name.clone(), *stack);
            }
        }
    }

    /// Takes out columns and rows in which nothing stands. The columns of `joined` districts, by name, are those of all of
    /// them.
    pub(super) fn close_gaps(&mut self, joined: &[Vec<&str>]) {
        let close = |used: &BTreeSet<usize>, place: &mut usize| *place = used.range(..*place).count();
        let own = |name: &str| {
            let slots = self.districts.get(name).into_iter().flat_map(|(a, b)| a.values().chain(b.values()));
            slots.map(|s| s.0).collect::<BTreeSet<usize>>()
        };
        let mut used: BTreeMap<String, BTreeSet<usize>> =
            self.districts.keys().map(|name| (name.clone(), own(name))).collect();
        for family in joined {
            let all: BTreeSet<usize> = family.iter().flat_map(|name| own(name)).collect();
            used.extend(family.iter().map(|name| ((*name).to_owned(), all.clone())));
        }
        for (name, (avenues, plain)) in &mut self.districts {
            let columns = &used[name];
            for slots in [avenues, plain] {
                let rows: BTreeSet<usize> = slots.values().map(|s| s.1).collect();
                for slot in slots.values_mut() {
                    close(columns, &mut slot.0);
                    close(&rows, &mut slot.1);
                }
            }
        }
        for slots in [&mut self.front, &mut self.beyond] {
            let columns: BTreeSet<usize> = slots.values().map(|s| s.0).collect();
            let rows: BTreeSet<usize> = slots.values().map(|s| s.1).collect();
            for slot in slots.values_mut() {
                close(&columns, &mut slot.0);
                close(&rows, &mut slot.1);
            }
        }
    }
}

/// The name of a district in a lock: environment, region and network, as far as they have names.
pub(super) fn key(
    model: &Model,
    environment: Option<EnvironmentIx>,
    region: RegionIx,
    network: Option<NetworkIx>,
) -> String {
    let environment = environment.map_or("", |e| model.environments[e.ix()].id.as_str());
    let region = model.regions[region.ix()].id.as_str();
    let network = network.map_or("", |n| model.networks[n.ix()].id.as_str());
    [environment, region, network].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What tells one placement of a component from others of one district: its id, with a number from the second on, in the
/// order of the placements. `names` has those that are given, and gets this one.
pub(super) fn name_of(id: &str, names: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|k| format!("{id} #{k}"));
    let name = std::iter::once(id.to_owned()).chain(numbered).find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(name.clone());
    name
}

/// Slots for some ids: those of the lock where they are in it and not yet taken, else the first free slot, column by
/// column, else one in a new row.
pub(super) fn keep(lock: &Slots, ids: &[&str]) -> Vec<(usize, usize)> {
    let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut out: Vec<Option<(usize, usize)>> =
        ids.iter().map(|id| lock.get(*id).copied().filter(|s| taken.insert(*s))).collect();
    let columns = out.iter().flatten().map(|s| s.0 + 1).max().unwrap_or(1);
    let mut rows = out.iter().flatten().map(|s| s.1 + 1).max().unwrap_or(1);
    let mut next = 0;
    for slot in out.iter_mut().filter(|s| s.is_none()) {
        loop {
            if next == columns * rows {
                rows += 1;
                next = 0;
            }
            let candidate = (next / rows, next % rows);
            next += 1;
            if taken.insert(candidate) {
                *slot = Some(candidate);
                break;
            }
        }
    }
    out.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Layout, LayoutConfig, layout};

    #[test]
    fn gaps_are_closed_and_the_order_stays() {
        let avenues: Slots = [("a".to_owned(), (1, 0)), ("b".to_owned(), (4, 2))].into();
        let plain: Slots = [("c".to_owned(), (4, 3))].into();
        let mut lock = Lock { districts: [("d".to_owned(), (avenues, plain))].into(), ..Lock::default() };
        let mut apart = lock.clone();
        apart.close_gaps(&[]);
        let (avenues, plain) = &apart.districts["d"];
        assert_eq!((avenues["a"], avenues["b"], plain["c"]), ((0, 0), (1, 1), (1, 0)));
        // what another district has in a column keeps that open
        lock.districts.insert("e".to_owned(), ([("x".to_owned(), (2, 0))].into(), Slots::new()));
        lock.close_gaps(&[vec!["d", "e"]]);
        assert_eq!((lock.districts["d"].0["b"], lock.districts["e"].0["x"]), ((2, 1), (1, 0)));
    }

    #[test]
    fn the_lock_of_a_picture_gives_that_picture() {
        // the copy has all in one region, so it can not stand as its original does
        let text = "[region.r]\nzones = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n[region.q]\n\
            [service.s2]\nregion = \"r\"\nzones = [\"a\", \"c\"]\n[store.s3]\nregion = \"q\"\nuses = [\"s7\"]\n\
            [store.s5]\nregion = \"r\"\nuses = [\"s7\"]\n[service.s6]\nregion = \"q\"\nuses = [\"s5\"]\n\
            [store.s7]\nregion = \"r\"\nzones = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n\
            [environment.prod]\n[environment.e0]\nreplicates = \"prod\"\nregion = \"r\"\n";
        let model = crate::model::testing::model(text);
        for quick in [false, true] {
            let config = LayoutConfig { quick, ..LayoutConfig::default() };
            let first = layout(&model, &config);
            let again = layout(&model, &LayoutConfig { lock: Some(first.lock.clone()), ..config });
            let lines = |layout: &Layout| layout.wires.iter().map(|w| w.lines.clone()).collect::<Vec<_>>();
            assert_eq!((first.bounds, lines(&first)), (again.bounds, lines(&again)), "quick: {quick}");
            assert_eq!(first.lock, again.lock);
        }
    }

    #[test]
    fn old_ones_stay_and_new_ones_take_free_slots() {
        let lock: Slots = [("a".to_owned(), (0, 0)), ("b".to_owned(), (1, 1)), ("gone".to_owned(), (3, 0))].into();
        assert_eq!(keep(&lock, &["a", "new", "b"]), [(0, 0), (0, 1), (1, 1)]);
        assert_eq!(keep(&lock, &["a", "n1", "b", "n2", "n3"]), [(0, 0), (0, 1), (1, 1), (1, 0), (0, 2)]);
        assert_eq!(keep(&Slots::new(), &["x", "y"]), [(0, 0), (0, 1)]);
    }
}
