//! Finds what can be reached from some components, and a shortest path there.
//!
//! One breadth-first search from all starts at once remembers for each component the link it was reached by, so that
//! any number of witness paths costs one pass over the links and the length of the paths shown.

use std::collections::VecDeque;

use crate::model::{ComponentIx, Connection, ConnectionIx, Model};
use crate::syntax::attributes::{ConnectionKind, Need};

/// What was reached, and how.
pub(crate) struct Paths<'a> {
    model: &'a Model,
    reached: Vec<bool>,
    by: Vec<Option<ConnectionIx>>,
}

impl<'a> Paths<'a> {
    /// Searches from the starts along the links that `follow` accepts.
    pub(crate) fn from(model: &'a Model, starts: &[ComponentIx], follow: impl Fn(&Connection) -> bool) -> Self {
        let mut reached = vec![false; model.components.len()];
        let mut by = vec![None; model.components.len()];
        let mut queue = VecDeque::new();
        for &start in starts {
            if !std::mem::replace(&mut reached[start.ix()], true) {
                queue.push_back(start);
            }
        }
        while let Some(at) = queue.pop_front() {
            for link in model.outgoing(at) {
                let connection = model.connection(link);
                if !reached[connection.to.ix()] && follow(connection) {
                    reached[connection.to.ix()] = true;
                    by[connection.to.ix()] = Some(link);
                    queue.push_back(connection.to);
                }
            }
        }
        Self { model, reached, by }
    }

    /// Whether a component was reached; starts are.
    pub(crate) fn reached(&self, c: ComponentIx) -> bool {
        self.reached[c.ix()]
    }

    /// The links from a start to the component; none for a start.
    pub(crate) fn to(&self, c: ComponentIx) -> Vec<ConnectionIx> {
        let mut links = Vec::new();
        let mut at = c;
        while let Some(link) = self.by[at.ix()] {
            links.push(link);
            at = self.model.connection(link).from;
        }
        links.reverse();
        links
    }

    /// The start that the component was reached from.
    pub(crate) fn start(&self, c: ComponentIx) -> ComponentIx {
        let mut at = c;
        while let Some(link) = self.by[at.ix()] {
            at = self.model.connection(link).from;
        }
        at
    }
}

/// Whether the caller fails when this one callee does: a hard link without an alternative.
pub(crate) fn is_hard(connection: &Connection) -> bool {
    connection.need == Need::Hard && connection.either.is_none()
}

/// Whether requests of users pass it: neither copies of data nor new versions.
pub(crate) fn carries_requests(connection: &Connection) -> bool {
    !matches!(connection.kind, ConnectionKind::Replication | ConnectionKind::Deploy)
}
