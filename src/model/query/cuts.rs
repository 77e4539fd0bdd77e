//! Finds components whose loss splits the graph of connections, taken without their direction.
//!
//! Articulation points by one depth-first search (Tarjan, "Depth-first search and linear graph algorithms", 1972), with
//! a stack of its own instead of recursion. Parallel connections between two components count once: it is the component
//! that is lost, not a connection.

use super::super::{ComponentIx, ConnectionIx, Model};

/// A component whose loss splits what it is connected with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cut {
    /// Which.
    pub component: ComponentIx,
    /// The parts that are left; at least two.
    pub sides: Vec<Side>,
}

/// A part that is left without a cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Side {
    /// A component of it, next to the cut.
    pub member: ComponentIx,
    /// How many components it has.
    pub components: usize,
}

/// A component on the way of the search.
struct Visit {
    at: usize,
    parent: Option<usize>,
    /// Its next neighbour to look at, as an index in the list of neighbours.
    next: usize,
}

/// What the search knows of each component.
struct Search {
    /// Where the neighbours of each component begin, and the end of the last.
    offsets: Vec<usize>,
    neighbours: Vec<usize>,
    /// The order of discovery, from 1; 0 for what was not met yet.
    order: Vec<usize>,
    /// The earliest component that is reached from below without the way back.
    low: Vec<usize>,
    /// Components at and below each in the tree.
    size: Vec<usize>,
    /// The parts below each that hang on it alone.
    hanging: Vec<Vec<Side>>,
}

impl Model {
    /// Every component whose loss splits the components that the connections of the filter join, in order.
    pub fn cuts(&self, filter: impl Fn(ConnectionIx) -> bool) -> Vec<Cut> {
        let mut search = Search::new(self, filter);
        let mut cuts = Vec::new();
        let mut met = 0;
        for root in 0..self.components.len() {
            if search.order[root] == 0 {
                search.tree(root, &mut met, &mut cuts);
            }
        }
        cuts.sort_by_key(|cut: &Cut| cut.component);
        cuts
    }
}

impl Search {
    fn new(model: &Model, filter: impl Fn(ConnectionIx) -> bool) -> Self {
        let count = model.components.len();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for link in model.connection_ixs().filter(|link| filter(*link)) {
            let connection = model.connection(link);
            let (a, b) = (connection.from.ix(), connection.to.ix());
            if a != b {
                pairs.extend([(a, b), (b, a)]);
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut offsets = vec![0; count + 1];
        for (from, _) in &pairs {
            offsets[from + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        Self {
            offsets,
            neighbours: pairs.into_iter().map(|(_, to)| to).collect(),
            order: vec![0; count],
            low: vec![0; count],
            size: vec![1; count],
            hanging: vec![Vec::new(); count],
        }
    }

    /// Searches all that is joined to a root, and adds the cuts in it.
    fn tree(&mut self, root: usize, met: &mut usize, cuts: &mut Vec<Cut>) {
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        let mut stack = vec![self.enter(root, None, met)];
        while let Some(visit) = stack.last_mut() {
            let (at, parent) = (visit.at, visit.parent);
            if visit.next < self.offsets[at + 1] {
                let to = self.neighbours[visit.next];
                visit.next += 1;
                if self.order[to] == 0 {
                    let below = self.enter(to, Some(at), met);
                    stack.push(below);
                } else if Some(to) != parent {
                    self.low[at] = self.low[at].min(self.order[to]);
                }
                continue;
            }
            stack.pop();
            if !self.hanging[at].is_empty() {
                found.push((at, parent));
            }
            let Some(parent) = parent else { continue };
            self.size[parent] += self.size[at];
            self.low[parent] = self.low[parent].min(self.low[at]);
            if self.low[at] >= self.order[parent] {
                let side = Side { member: ComponentIx(at as u32), components: self.size[at] };
                self.hanging[parent].push(side);
            }
        }
        for (at, parent) in found {
            let mut sides = std::mem::take(&mut self.hanging[at]);
            let below: usize = sides.iter().map(|side| side.components).sum();
            if let Some(parent) = parent {
                let components = self.size[root] - 1 - below;
                sides.push(Side { member: ComponentIx(parent as u32), components });
            }
            if sides.len() > 1 {
                sides.sort_by_key(|side| (std::cmp::Reverse(side.components), side.member));
                cuts.push(Cut { component: ComponentIx(at as u32), sides });
            }
        }
    }

    fn enter(&mut self, at: usize, parent: Option<usize>, met: &mut usize) -> Visit {
        *met += 1;
        self.order[at] = *met;
        self.low[at] = *met;
        Visit { at, parent, next: self.offsets[at] }
    }
}
