//! Follows connections from callers to callees: what is reached, and by which shortest path.
//!
//! Breadth first, callees in the order of the model, so the shortest path that is found is always the same one.

use std::collections::VecDeque;

use super::super::{ComponentIx, ConnectionIx, Model};
use crate::catalog::Trait;

impl Model {
    /// Where requests begin: every client; if the file has none, every base component that nothing calls.
    pub fn entries(&self) -> Vec<ComponentIx> {
        let clients: Vec<_> =
            self.component_ixs().filter(|c| self.component(*c).kind.traits.has(Trait::Client)).collect();
        if clients.is_empty() {
            return self.base_components().filter(|c| self.incoming(*c).next().is_none()).collect();
        }
        clients
    }

    /// For each component whether it is reached from one of `from` (which are reached themselves) over the connections
    /// that pass the filter.
    pub fn reach(&self, from: &[ComponentIx], filter: impl Fn(ConnectionIx) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.components.len()];
        let mut open: Vec<ComponentIx> = Vec::new();
        for start in from {
            if !std::mem::replace(&mut reached[start.ix()], true) {
                open.push(*start);
            }
        }
        while let Some(component) = open.pop() {
            for connection in self.outgoing(component).filter(|k| filter(*k)) {
                let to = self.connection(connection).to;
                if !std::mem::replace(&mut reached[to.ix()], true) {
                    open.push(to);
                }
            }
        }
        reached
    }

    /// A shortest path over the connections that pass the filter; empty when both ends are the same.
    pub fn path(
        &self,
        from: ComponentIx,
        to: ComponentIx,
        filter: impl Fn(ConnectionIx) -> bool,
    ) -> Option<Vec<ConnectionIx>> {
        if from == to {
            return Some(Vec::new());
        }
        let mut by: Vec<Option<ConnectionIx>> = vec![None; self.components.len()];
        let mut open = VecDeque::from([from]);
        while let Some(component) = open.pop_front() {
            for connection in self.outgoing(component).filter(|k| filter(*k)) {
                let next = self.connection(connection).to;
                if next == from || by[next.ix()].is_some() {
                    continue;
                }
                by[next.ix()] = Some(connection);
                if next == to {
                    return Some(self.walk_back(&by, to));
                }
                open.push_back(next);
            }
        }
        None
    }

    /// The connections that lead to `end`, first one first.
    pub(super) fn walk_back(&self, by: &[Option<ConnectionIx>], end: ComponentIx) -> Vec<ConnectionIx> {
        let mut path = Vec::new();
        let mut at = end;
        while let Some(connection) = by[at.ix()] {
            path.push(connection);
            at = self.connection(connection).from;
        }
        path.reverse();
        path
    }
}
