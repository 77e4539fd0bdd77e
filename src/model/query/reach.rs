//! Follows connections from callers to callees: what is reached, and by which shortest path.
//!
//! Breadth first, callees in the order of the model, so the shortest path that is found is always the same one.

use std::collections::VecDeque;

use super::super::{ComponentIx, ConnectionIx, Model};
use crate::catalog::Trait;
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::Role;

impl Model {
    /// Where requests begin: every client, and whoever else outside calls and is not called; if the file has no client,
    /// every base component that nothing calls.
    pub fn entries(&self) -> Vec<ComponentIx> {
        let is_client = |c: ComponentIx| self.component(c).kind.traits.has(Trait::Client);
        if !self.component_ixs().any(is_client) {
            return self.base_components().filter(|c| self.incoming(*c).next().is_none()).collect();
        }
        self.component_ixs().filter(|&c| is_client(c) || self.only_calls(c)).collect()
    }

    /// Whether it is somebody outside, such as a partner, who calls and is not called. What watches is not meant.
    fn only_calls(&self, c: ComponentIx) -> bool {
        let component = self.component(c);
        component.role == Role::External
            && !component.kind.traits.has(Trait::Monitor)
            && component.attributes.watches.is_none()
            && self.incoming(c).next().is_none()
            && self.outgoing(c).any(|k| self.connection(k).kind == ConnectionKind::Sync)
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
