//! Finds what goes down when zones, regions or components are lost.
//!
//! The least set such that a component is in it when it has lost all it runs on, or when one of its sets of hard
//! alternatives is wholly in it. Each set counts how many of its connections still stand, and takes the caller down
//! when it reaches zero, so every connection is looked at once. The first cause of each component is kept: following
//! the causes gives the chain that proves it. A store that fails over to another one takes its callers down only when that
//! one is down too.
//!
//! *Invariant*: a cause went down before what it took down, so a chain of causes has an end.

use std::collections::{BTreeSet, VecDeque};

use super::super::{Component, ComponentIx, ConnectionIx, Model, Placement, RegionIx};
use crate::catalog::Trait;
use crate::syntax::document::PlacementRole;

/// What is lost.
#[derive(Clone, Debug, Default)]
pub struct Lost {
    /// Zones, by index in their region's list.
    pub zones: Vec<(RegionIx, usize)>,
    /// Whole regions, with what is offered by the region.
    pub regions: Vec<RegionIx>,
    /// Single components.
    pub components: Vec<ComponentIx>,
    /// Connections over which nobody goes down: their callers live without them.
    pub spared: Vec<ConnectionIx>,
}

/// What a component has left to run on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// Instances before, those that wait included.
    pub before: u64,
    /// Instances that are not lost.
    pub after: u64,
    /// How many it takes to run: one, or a majority of its voters.
    pub needed: u64,
}

impl Left {
    /// Whether too little is left. What had nothing running before can not lose it.
    pub fn is_too_few(self) -> bool {
        self.before > 0 && self.after < self.needed
    }
}

/// Why a component is down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// It is lost itself, or all it runs on is.
    Lost,
    /// This connection leads to what is down; of alternatives, the one that went down last.
    Connection(ConnectionIx),
}

/// What is down, and why.
#[derive(Clone, Debug)]
pub struct Down<'m> {
    model: &'m Model,
    causes: Vec<Option<Cause>>,
}

impl Down<'_> {
    /// Whether a component is down.
    pub fn is_down(&self, component: ComponentIx) -> bool {
        self.cause(component).is_some()
    }

    /// The first cause; `None` for what still runs.
    pub fn cause(&self, component: ComponentIx) -> Option<Cause> {
        self.causes[component.ix()]
    }

    /// The connections from a component to the one that is lost; empty for what is lost itself or still runs.
    pub fn chain(&self, component: ComponentIx) -> Vec<ConnectionIx> {
        let mut chain = Vec::new();
        let mut at = component;
        while let Some(Cause::Connection(connection)) = self.cause(at) {
            chain.push(connection);
            at = self.model.connection(connection).to;
        }
        chain
    }

    /// Everything that is down, in order.
    pub fn all(&self) -> impl Iterator<Item = ComponentIx> {
        self.model.component_ixs().filter(|c| self.is_down(*c))
    }
}

impl Model {
    /// What goes down when this is lost.
    pub fn down(&self, lost: &Lost) -> Down<'_> {
        let mut causes: Vec<Option<Cause>> = vec![None; self.components.len()];
        let mut standing = self.index.sizes.clone();
        let lost = lost.sorted();
        let spared = |connection: ConnectionIx| lost.spared.binary_search(&connection).is_ok();
        let mut open: VecDeque<ComponentIx> = if lost.zones.is_empty() && lost.regions.is_empty() {
            lost.components.iter().copied().collect()
        } else {
            self.component_ixs().filter(|c| lost.takes(self, *c)).collect()
        };
        for component in &open {
            causes[component.ix()] = Some(Cause::Lost);
        }
        // what another store takes over for is missed only when that one is down too
        let mut missed = BTreeSet::new();
        while let Some(component) = open.pop_front() {
            for gone in std::iter::once(component).chain(self.stood_in_for(component)) {
                let stand_ins = self.stand_ins(gone);
                let covered = stand_ins.clone().any(|c| causes[c.ix()].is_none());
                if causes[gone.ix()].is_none() || covered || (stand_ins.count() > 0 && !missed.insert(gone)) {
                    continue;
                }
                for connection in self.incoming(gone) {
                    let Some(set) = self.index.alternatives[connection.ix()] else { continue };
                    // a set with one of them always stands
                    if spared(connection) {
                        continue;
                    }
                    let left = &mut standing[set as usize];
                    *left -= 1;
                    let caller = self.connection(connection).from;
                    if *left == 0 && causes[caller.ix()].is_none() {
                        causes[caller.ix()] = Some(Cause::Connection(connection));
                        open.push_back(caller);
                    }
                }
            }
        }
        Down { model: self, causes }
    }

    /// The stores that take over for a store by a connection of kind `failover`.
    fn stand_ins(&self, of: ComponentIx) -> impl Iterator<Item = ComponentIx> + Clone + '_ {
        paired(&self.index.stand_ins, of)
    }

    /// The stores that a store takes over for.
    fn stood_in_for(&self, stand_in: ComponentIx) -> impl Iterator<Item = ComponentIx> + '_ {
        paired(&self.index.stood_in_for, stand_in)
    }

    /// What a component has left to run on when this is lost; places where only its data is do not count.
    pub fn left(&self, lost: &Lost, component: ComponentIx) -> Left {
        let places = Lost { zones: lost.zones.clone(), regions: lost.regions.clone(), ..Lost::default() };
        places.sorted().of(self, component)
    }
}

/// The second of all pairs that begin with this one; they are sorted.
fn paired(pairs: &[(ComponentIx, ComponentIx)], first: ComponentIx) -> impl Iterator<Item = ComponentIx> + Clone + '_ {
    let start = pairs.partition_point(|(one, _)| *one < first);
    pairs[start..].iter().take_while(move |(one, _)| *one == first).map(|(_, other)| *other)
}

impl Lost {
    /// The same, with sorted lists for binary search.
    fn sorted(&self) -> Self {
        let mut lost = self.clone();
        lost.zones.sort_unstable();
        lost.regions.sort_unstable();
        lost.components.sort_unstable();
        lost.components.dedup();
        lost.spared.sort_unstable();
        lost
    }

    /// Whether a component has lost itself or all it runs on.
    fn takes(&self, model: &Model, ix: ComponentIx) -> bool {
        let places = !self.zones.is_empty() || !self.regions.is_empty();
        self.components.binary_search(&ix).is_ok() || (places && self.of(model, ix).is_too_few())
    }

    /// What a component has left to run on; the zones and regions must be sorted.
    fn of(&self, model: &Model, ix: ComponentIx) -> Left {
        let component = model.component(ix);
        let (mut before, mut after) = (0_u64, 0_u64);
        for place in model.places(ix).filter(|p| p.role != PlacementRole::PilotLight) {
            before += u64::from(place.instances);
            after += self.left(component, place);
        }
        // without its majority a group of voters stops
        let majority = component.attributes.quorum.as_ref().map_or(1, |q| u64::from(q.value) / 2 + 1);
        let needed = if before >= majority { majority } else { 1 };
        Left { before, after, needed }
    }

    /// The instances of a placement that are not lost.
    fn left(&self, component: &Component, place: &Placement) -> u64 {
        let all = u64::from(place.instances);
        let Some(region) = place.region else { return all };
        if self.regions.binary_search(&region).is_ok() {
            return 0;
        }
        // the standby of a database with one known zone stands in a zone that the file does not name
        let elsewhere = component.attributes.multi_az.as_ref().is_some_and(|m| m.value) && place.zones.len() < 2;
        if place.zones.is_empty() || elsewhere || component.kind.traits.has(Trait::SurvivesZoneLoss) {
            return all;
        }
        let standing = place.zones.iter().filter(|z| self.zones.binary_search(&(region, z.zone)).is_err());
        standing.map(|z| u64::from(z.count)).sum()
    }
}
