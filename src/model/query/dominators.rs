//! Finds what every request must pass on its way to a component.
//!
//! Dominators of the graph of hard connections, seen from one root over all entries (Cooper, Harvey and Kennedy, "A
//! simple, fast dominance algorithm", as in petgraph). Cut vertices would be the wrong test: a connection that
//! everybody has, such as to monitoring, would hide them.

use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex};

use super::super::{ComponentIx, Model};
use crate::syntax::attributes::{Criticality, Need};

/// What every request must pass.
#[derive(Clone, Debug)]
pub struct Dominators {
    /// The nearest component before each; `None` where there is none.
    nearest: Vec<Option<ComponentIx>>,
    /// Whether requests reach each.
    reached: Vec<bool>,
    /// How many critical components stand behind each.
    critical_behind: Vec<u32>,
}

impl Dominators {
    /// The nearest component that all requests for this one pass.
    pub fn nearest(&self, component: ComponentIx) -> Option<ComponentIx> {
        self.nearest[component.ix()]
    }

    /// All components that every request for this one passes, the nearest first, without itself.
    pub fn strict(&self, component: ComponentIx) -> Vec<ComponentIx> {
        std::iter::successors(self.nearest(component), |c| self.nearest(*c)).collect()
    }

    /// How many critical components all requests for which pass this one, without itself.
    pub fn critical_behind(&self, component: ComponentIx) -> u32 {
        self.critical_behind[component.ix()]
    }

    /// Whether requests reach it at all, over hard connections.
    pub fn is_reached(&self, component: ComponentIx) -> bool {
        self.reached[component.ix()]
    }
}

impl Model {
    /// What every request must pass, over the hard connections between base components. Worked out once.
    pub fn dominators(&self) -> &Dominators {
        self.index.dominators.get_or_init(|| self.find_dominators())
    }

    fn find_dominators(&self) -> Dominators {
        let count = self.components.len();
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count + 1, self.connections.len());
        for _ in 0..=count {
            graph.add_node(());
        }
        let root = NodeIndex::new(count);
        for entry in self.entries() {
            graph.add_edge(root, NodeIndex::new(entry.ix()), ());
        }
        for connection in self.connections.iter().filter(|k| k.need == Need::Hard) {
            if self.is_base(connection.from) && self.is_base(connection.to) {
                graph.add_edge(NodeIndex::new(connection.from.ix()), NodeIndex::new(connection.to.ix()), ());
            }
        }
        let found = simple_fast(&graph, root);
        let before = |at: usize| found.immediate_dominator(NodeIndex::new(at));
        let nearest: Vec<Option<ComponentIx>> = (0..count)
            .map(|at| before(at).filter(|node| *node != root).map(|node| ComponentIx(node.index() as u32)))
            .collect();
        Dominators {
            critical_behind: self.count_critical(&nearest),
            nearest,
            reached: (0..count).map(|at| before(at).is_some()).collect(),
        }
    }

    /// Counts critical components from the last ones of the tree of dominators to the first: each once.
    fn count_critical(&self, nearest: &[Option<ComponentIx>]) -> Vec<u32> {
        let mut followers = vec![0_u32; nearest.len()];
        for before in nearest.iter().flatten() {
            followers[before.ix()] += 1;
        }
        let mut behind = vec![0; nearest.len()];
        let mut open: Vec<ComponentIx> = self.component_ixs().filter(|c| followers[c.ix()] == 0).collect();
        while let Some(c) = open.pop() {
            let Some(before) = nearest[c.ix()] else { continue };
            let own = self.is_base(c) && self.component(c).criticality == Criticality::Critical;
            behind[before.ix()] += behind[c.ix()] + u32::from(own);
            followers[before.ix()] -= 1;
            if followers[before.ix()] == 0 {
                open.push(before);
            }
        }
        behind
    }
}
