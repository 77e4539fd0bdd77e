//! The graph questions: who calls whom, what is reached, what all paths pass, what goes down.
//!
//! Connections are sorted by caller, so the calls of a component are a range of that list; the calls that reach it are
//! kept in one more list with offsets. Each question is answered in one or two passes over both.

mod cuts;
mod cycles;
mod dominators;
mod down;
mod reach;
#[cfg(test)]
mod tests;
mod zones;

pub use cuts::{Cut, Side};
pub use dominators::Dominators;
pub use down::{Cause, Down, Left, Lost};
pub use zones::Zones;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Component, ComponentIx, Connection, ConnectionIx, Model, Parts, Placement};
use crate::syntax::attributes::{ConnectionKind, Need};
use crate::syntax::document::Role;

/// What is looked up again and again, made once.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Where the calls of each component begin in the list of connections, and the end of the last.
    outgoing: Vec<u32>,
    /// Where the calls to each component begin in `callers`, and the end of the last.
    incoming: Vec<u32>,
    /// Connections by callee, then in their own order.
    callers: Vec<ConnectionIx>,
    /// The hard alternatives that each connection is one of; `None` for soft ones.
    alternatives: Vec<Option<u32>>,
    /// How many connections are in each set of alternatives.
    sizes: Vec<u32>,
    /// Stores with the stores that take over for them, sorted.
    stand_ins: Vec<(ComponentIx, ComponentIx)>,
    /// The same the other way round, sorted.
    stood_in_for: Vec<(ComponentIx, ComponentIx)>,
    /// Whether each component is outside the environments or in one that replicates none.
    base: Vec<bool>,
    /// Where the placements of each component begin in their list, and the end of the last.
    places: Vec<u32>,
    /// What every request must pass, once somebody asks.
    dominators: OnceLock<Dominators>,
}

impl Index {
    /// Indexes the connections, which are sorted by caller.
    pub(super) fn new(parts: &Parts) -> Self {
        let components = parts.components.len();
        let incoming = offsets(components, parts.connections.iter().map(|k| k.to));
        let mut callers = vec![ConnectionIx(0); parts.connections.len()];
        let mut next = incoming.clone();
        for (connection, ix) in parts.connections.iter().zip((0..).map(ConnectionIx)) {
            let at = &mut next[connection.to.ix()];
            callers[*at as usize] = ix;
            *at += 1;
        }
        let (alternatives, sizes) = alternatives(parts);
        let stand_ins = stand_ins(parts);
        debug_assert!(parts.placements.is_sorted_by_key(|p| p.component), "placements are not in order");
        Self {
            outgoing: offsets(components, parts.connections.iter().map(|k| k.from)),
            incoming,
            callers,
            alternatives,
            sizes,
            stood_in_for: turned(&stand_ins),
            stand_ins,
            base: parts.components.iter().map(|c| is_base(parts, c)).collect(),
            places: offsets(components, parts.placements.iter().map(|p| p.component)),
            dominators: OnceLock::new(),
        }
    }
}

impl Model {
    /// Whether a component is outside the environments or in one that replicates none.
    pub fn is_base(&self, component: ComponentIx) -> bool {
        self.index.base[component.ix()]
    }

    /// The places of a component, its first place first.
    pub fn places(&self, component: ComponentIx) -> impl Iterator<Item = &Placement> {
        let (start, end) = range(&self.index.places, component);
        self.placements[start as usize..end as usize].iter()
    }

    /// The calls of a component, by callee.
    pub fn outgoing(&self, component: ComponentIx) -> impl Iterator<Item = ConnectionIx> + use<> {
        let (start, end) = range(&self.index.outgoing, component);
        (start..end).map(ConnectionIx)
    }

    /// The calls that reach a component, by caller.
    pub fn incoming(&self, component: ComponentIx) -> impl Iterator<Item = ConnectionIx> + '_ {
        let (start, end) = range(&self.index.incoming, component);
        self.index.callers[start as usize..end as usize].iter().copied()
    }
}

/// Whether a component is outside the environments or in one that replicates none.
fn is_base(parts: &Parts, component: &Component) -> bool {
    component.environment.is_none_or(|e| parts.environments[e.ix()].replicates.is_none())
}

/// The start and end of a component's part of a list.
fn range(offsets: &[u32], component: ComponentIx) -> (u32, u32) {
    let at = component.ix();
    (offsets.get(at).copied().unwrap_or(0), offsets.get(at + 1).copied().unwrap_or(0))
}

/// Where the entries of each component begin, from the component of each entry.
fn offsets(components: usize, entries: impl Iterator<Item = ComponentIx>) -> Vec<u32> {
    let mut offsets = vec![0; components + 1];
    for entry in entries {
        offsets[entry.ix() + 1] += 1;
    }
    for at in 1..offsets.len() {
        offsets[at] += offsets[at - 1];
    }
    offsets
}

/// Each store that fails over to another one, with that one. Few files have any.
fn stand_ins(parts: &Parts) -> Vec<(ComponentIx, ComponentIx)> {
    let is_store = |c: ComponentIx| parts.components[c.ix()].role == Role::Store;
    let fails_over = |k: &&Connection| k.kind == ConnectionKind::Failover && is_store(k.from) && is_store(k.to);
    let mut pairs: Vec<_> = parts.connections.iter().filter(fails_over).map(|k| (k.from, k.to)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Pairs the other way round, sorted.
fn turned(pairs: &[(ComponentIx, ComponentIx)]) -> Vec<(ComponentIx, ComponentIx)> {
    let mut turned: Vec<_> = pairs.iter().map(|&(one, other)| (other, one)).collect();
    turned.sort_unstable();
    turned
}

/// Numbers the sets of hard alternatives: one for each name of `either` that a caller uses, and one for each hard
/// connection without a name.
fn alternatives(parts: &Parts) -> (Vec<Option<u32>>, Vec<u32>) {
    let mut named: BTreeMap<(ComponentIx, &str), u32> = BTreeMap::new();
    let mut sizes: Vec<u32> = Vec::new();
    let mut of = Vec::with_capacity(parts.connections.len());
    for connection in &parts.connections {
        if connection.need == Need::Soft {
            of.push(None);
            continue;
        }
        let new = sizes.len() as u32;
        let set = match &connection.either {
            Some(name) => *named.entry((connection.from, name)).or_insert(new),
            None => new,
        };
        if set == new {
            sizes.push(0);
        }
        sizes[set as usize] += 1;
        of.push(Some(set));
    }
    (of, sizes)
}
