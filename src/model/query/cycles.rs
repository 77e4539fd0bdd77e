//! Finds circles of connections, one for each set of components that all reach each other.
//!
//! The sets come from Kosaraju's algorithm, because petgraph's Tarjan recurses. In each set a shortest circle is looked
//! for: pairs that call each other first, then breadth first from its components. From every component that would be
//! quadratic, so it is tried from the first ones only; what it finds is a circle in any case.

use std::collections::VecDeque;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::super::{ComponentIx, ConnectionIx, Model};

/// How many connections are looked at in one set before the shortest circle so far is taken.
const BUDGET: usize = 200_000;

impl Model {
    /// A shortest circle for each set of components that all reach each other over the connections that pass the
    /// filter. Each circle begins at the first of its components; the circles are in the order of their beginnings.
    pub fn cycles(&self, filter: impl Fn(ConnectionIx) -> bool) -> Vec<Vec<ConnectionIx>> {
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(self.components.len(), self.connections.len());
        for _ in &self.components {
            graph.add_node(());
        }
        for connection in self.connection_ixs().filter(|k| filter(*k)) {
            let connection = self.connection(connection);
            graph.add_edge(NodeIndex::new(connection.from.ix()), NodeIndex::new(connection.to.ix()), ());
        }
        let sets = kosaraju_scc(&graph);
        let mut set_of = vec![0; self.components.len()];
        for (number, set) in sets.iter().enumerate() {
            for node in set {
                set_of[node.index()] = number;
            }
        }
        let inside = |k: ConnectionIx| {
            let connection = self.connection(k);
            set_of[connection.from.ix()] == set_of[connection.to.ix()] && filter(k)
        };
        let mut search = Search { model: self, by: vec![None; self.components.len()] };
        let mut circles: Vec<Vec<ConnectionIx>> = Vec::new();
        for set in sets.iter().filter(|set| set.len() > 1) {
            let mut members: Vec<_> = set.iter().map(|node| ComponentIx(node.index() as u32)).collect();
            members.sort_unstable();
            if let Some(circle) = search.shortest(&members, &inside) {
                circles.push(self.turned(circle));
            }
        }
        circles.sort_by_key(|circle| circle.first().map(|k| self.connection(*k).from));
        circles
    }

    /// The same circle, begun at its first component.
    fn turned(&self, mut circle: Vec<ConnectionIx>) -> Vec<ConnectionIx> {
        let first = (0..circle.len()).min_by_key(|at| self.connection(circle[*at]).from).unwrap_or(0);
        circle.rotate_left(first);
        circle
    }
}

/// A search that is used again for each start, so that a start costs only what it visits.
struct Search<'m> {
    model: &'m Model,
    by: Vec<Option<ConnectionIx>>,
}

impl Search<'_> {
    fn shortest(
        &mut self,
        members: &[ComponentIx],
        inside: &impl Fn(ConnectionIx) -> bool,
    ) -> Option<Vec<ConnectionIx>> {
        if let Some(pair) = self.pair(members, inside) {
            return Some(pair);
        }
        let mut best: Option<Vec<ConnectionIx>> = None;
        let mut left = BUDGET;
        for start in members {
            let at_most = best.as_ref().map_or(usize::MAX, |circle| circle.len() - 1);
            if let Some(circle) = self.circle(*start, at_most, &mut left, inside) {
                best = Some(circle);
            }
            // no circle is shorter than three once there are no pairs
            if left == 0 || best.as_ref().is_some_and(|circle| circle.len() <= 3) {
                break;
            }
        }
        best
    }

    /// The first two components that call each other.
    fn pair(&self, members: &[ComponentIx], inside: &impl Fn(ConnectionIx) -> bool) -> Option<Vec<ConnectionIx>> {
        for from in members {
            for there in self.model.outgoing(*from).filter(|k| inside(*k)) {
                let to = self.model.connection(there).to;
                if let Some(back) = self.call(to, *from, inside) {
                    return Some(vec![there, back]);
                }
            }
        }
        None
    }

    /// A call between two components, by binary search in the sorted calls.
    fn call(&self, from: ComponentIx, to: ComponentIx, inside: &impl Fn(ConnectionIx) -> bool) -> Option<ConnectionIx> {
        let (start, end) = super::range(&self.model.index.outgoing, from);
        let calls = &self.model.connections[start as usize..end as usize];
        let first = calls.partition_point(|k| k.to < to);
        let same = calls[first..].iter().take_while(|k| k.to == to).count();
        (start as usize + first..start as usize + first + same).map(|at| ConnectionIx(at as u32)).find(|k| inside(*k))
    }

    /// A shortest circle through `start` of at most so many connections. The first start ignores the budget, so that
    /// each set has its circle.
    fn circle(
        &mut self,
        start: ComponentIx,
        at_most: usize,
        left: &mut usize,
        inside: &impl Fn(ConnectionIx) -> bool,
    ) -> Option<Vec<ConnectionIx>> {
        let bounded = at_most != usize::MAX;
        let mut touched = Vec::new();
        let mut open = VecDeque::from([(start, 0)]);
        let mut last = None;
        'search: while let Some((component, depth)) = open.pop_front() {
            if depth >= at_most {
                break;
            }
            for connection in self.model.outgoing(component).filter(|k| inside(*k)) {
                if *left == 0 && bounded {
                    break 'search;
                }
                *left = left.saturating_sub(1);
                let to = self.model.connection(connection).to;
                if to == start {
                    last = Some(connection);
                    break 'search;
                }
                if self.by[to.ix()].is_none() {
                    self.by[to.ix()] = Some(connection);
                    touched.push(to);
                    open.push_back((to, depth + 1));
                }
            }
        }
        let circle = last.map(|last| {
            let mut circle = self.model.walk_back(&self.by, self.model.connection(last).from);
            circle.push(last);
            circle
        });
        for component in touched {
            self.by[component.ix()] = None;
        }
        circle
    }
}
